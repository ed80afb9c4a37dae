"""Why a draft is not taken on, in words for the person at the screen."""


class Refused(Exception):  # noqa: N818 - an answer, not a failure
    """It cannot be saved, submitted or decided as wished. ``field`` names the form's field that is at fault."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
