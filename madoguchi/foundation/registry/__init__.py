"""The registry: finds engines and systems by their folders, and reads the systems' manifests."""

from .discovery import find_systems, foundation_rooms, installed_apps, permission_names, systems, usual_purpose
from .manifest import MenuItem, Portal, Procedure, System, Work
from .procedures import procedures

__all__ = [
    "MenuItem",
    "Portal",
    "Procedure",
    "System",
    "Work",
    "find_systems",
    "foundation_rooms",
    "installed_apps",
    "permission_names",
    "procedures",
    "systems",
    "usual_purpose",
]
