"""What the house answers where something cannot be done as wished."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - an answer, not a failure; read as a sentence where it is raised
    """The base of every refusal: the message says why and what to do, in the words of the person at the screen;
    ``field`` names the form's field that is at fault. Each part of the house raises one of its own."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Each reason with the field that it is about; "" for none."""
        return [(str(self), self.field)]
