"""Why an export is not done, in words for the person at the screen."""

from madoguchi.foundation import refusals


class Refused(refusals.Refused):
    """It cannot be asked, decided, taken or shown as wished. ``field`` names the form's field that is at fault."""
