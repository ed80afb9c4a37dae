"""Why something is not done with a consultation, in words for the person at the screen."""


class Refused(Exception):  # noqa: N818 - read as a sentence where it is raised
    """It cannot be done as wished. ``field`` names the form's field that is at fault."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
