"""What is said when a date cannot be read."""

from __future__ import annotations


class DateError(ValueError):
    """A text that is no date. `message` is Japanese, meant for the person who typed it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
