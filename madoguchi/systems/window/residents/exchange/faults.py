"""Faults of a file: where, what, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from madoguchi.foundation.uploads import safe_cell

from .columns import SECRET

HEADINGS = ("行", "列", "値", "誤り", "直し方")
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``line`` counts from 1, the heading's line included; 0 means the file as a whole."""

    line: int
    column: str
    value: str
    reason: str
    hint: str = ""

    def row(self) -> tuple[str, str, str, str, str]:
        """As a row of the list of faults; secret numbers are masked, and nothing can be taken for a formula."""
        value = shown(self.column, self.value)
        return (str(self.line or ""), self.column, safe_cell(value), self.reason, self.hint)


def shown(column: str, value: str) -> str:
    """The value as it may stand in a list: numbers of persons keep their first three characters only."""
    if column in SECRET and len(value) > 3:
        return value[:3] + "＊" * (len(value) - 3)
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"


class UnreadableFile(Exception):  # noqa: N818 - read as a sentence where it is raised
    """The file cannot be read as lines at all; ``fault`` says why and what to do."""

    def __init__(self, reason: str, hint: str = "", *, line: int = 0) -> None:
        self.fault = Fault(line, "", "", reason, hint)
        super().__init__(reason)
