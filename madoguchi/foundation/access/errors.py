"""What a change of rights may be refused for."""


class Refused(Exception):  # noqa: N818 - an answer, not a failure
    """The change cannot be made; the message says why and what to do, in a clerk's words. ``field`` names the input."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
