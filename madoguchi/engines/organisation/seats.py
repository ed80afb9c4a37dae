"""A seat: one appointment of one member of staff, as of a day. Plain data, for rules and other rooms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Seat:
    """One appointment of one member of staff, as of a day.

    Attributes:
        division: name of the division on that day; ``division_code`` outlives its renaming.
        post: 職名.
        roles: codes of the roles that the appointment brings.
        line: codes of the divisions from the top down to this one.
    """

    appointment_id: int
    user_id: int
    name: str
    division_id: int
    division: str
    post: str
    roles: tuple[str, ...]
    is_main: bool
    division_code: str = ""
    line: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        """Division and post: what is vacant when nobody is appointed to it."""
        return (self.division_code, self.post)

    @property
    def above(self) -> str:
        """Code of the division above; "" at the top."""
        return self.line[-2] if len(self.line) > 1 else ""
