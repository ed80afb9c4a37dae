"""Why something is not done with a consultation, in words for the person at the screen."""

from madoguchi.foundation import refusals


class Refused(refusals.Refused):
    """It cannot be done as wished. ``field`` names the form's field that is at fault."""
