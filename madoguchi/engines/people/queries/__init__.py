"""Every read of the resident record. Reads of people for a person's eyes go through ``visible_to``."""

from .visible import visible_to

__all__ = ["visible_to"]
