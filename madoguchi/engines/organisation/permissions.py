"""Permissions of the engine; systems give them to roles in their manifests."""

LEAD = "organisation.lead"
"""Sets absences and deputies in the division of one's appointment, and in those below it."""

MANAGE = "access.manage"
"""Sets absences and deputies anywhere, loads reorganisations and transfers."""

APPROVE = "access.approve"
"""Decides loads that bring rights."""
