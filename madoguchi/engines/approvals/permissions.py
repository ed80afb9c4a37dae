"""Permissions of the engine; systems give them to roles in their manifests.

Whoever has an appointment may draft a general matter and decides where the route names their seat: no role is needed.
"""

VIEW_ALL = "approvals.view_all"
"""Reads every draft that was submitted, and every decision."""
