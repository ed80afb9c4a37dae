"""Tables of the engine. Divisions, appointments and roles are ``foundation/access``'s."""

from .absences import Absence
from .deputies import Deputy

__all__ = ["Absence", "Deputy"]
