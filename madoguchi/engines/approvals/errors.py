"""Why a draft is not taken on, in words for the person at the screen."""

from madoguchi.foundation import refusals


class Refused(refusals.Refused):
    """It cannot be saved, submitted or decided as wished. ``field`` names the form's field that is at fault."""
