"""Tables of staff and their rights."""

from .appointments import Appointment
from .changes import Change
from .divisions import Division
from .grants import Grant
from .roles import Purpose, Role
from .users import User

__all__ = ["Appointment", "Change", "Division", "Grant", "Purpose", "Role", "User"]
