"""Permissions of the engine's own screens; systems give them to roles in their manifests."""

VIEW = "indicators.view"
"""Sees the figures and how they come about."""
COUNT = "indicators.count"
"""Counts them anew."""
