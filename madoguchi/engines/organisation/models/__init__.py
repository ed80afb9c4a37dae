"""Tables of the engine. Divisions, appointments and roles are ``foundation/access``'s."""

from .absences import Absence
from .deputies import Deputy
from .loads import Load

__all__ = ["Absence", "Deputy", "Load"]
