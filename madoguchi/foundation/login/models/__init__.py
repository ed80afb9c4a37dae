"""What is kept about logging in."""

from .entering import DeskSession, FailedTry, KnownDevice, Passkey
from .helping import EmergencyAccess, Recovery, StaffNotice

__all__ = ["DeskSession", "EmergencyAccess", "FailedTry", "KnownDevice", "Passkey", "Recovery", "StaffNotice"]
