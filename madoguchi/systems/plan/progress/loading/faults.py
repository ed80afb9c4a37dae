"""Faults of a file: where, what, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``line`` counts from 1, the heading's line included; 0 means the file as a whole.

    ``file`` is 施策 or 目標と説明, whichever of the two was sent.
    """

    file: str
    line: int
    column: str
    value: str
    reason: str
    hint: str = ""

    @property
    def short(self) -> str:
        """The value as it may stand in a list."""
        return self.value if len(self.value) <= SHOWN else f"{self.value[:SHOWN]}…"

    def __str__(self) -> str:
        where = f"{self.file}　{self.line}行目" if self.line else self.file
        return "　".join(part for part in (where, self.column, self.short, self.reason + self.hint) if part)
