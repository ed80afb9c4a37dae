"""What a change of rights may be refused for."""

from madoguchi.foundation import refusals


class Refused(refusals.Refused):
    """The change cannot be made; the message says why and what to do, in a clerk's words. ``field`` names the input."""
