"""What can be wrong with an audit trail."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone


class Kind(StrEnum):
    """How an entry was tampered with."""

    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"
    CUT_OFF = "cut_off"


WORDS = {
    Kind.CHANGED: "書き換えられています",
    Kind.REMOVED: "抜き取られています",
    Kind.REORDERED: "順序が入れ替えられています",
    Kind.CUT_OFF: "末尾が切り取られています",
}


@dataclass(frozen=True)
class Fault:
    """The first entry of a lane that is not as it was written.

    ``entry`` and ``at`` are those of the entry that stands there now, None where none does; ``why`` says what shows it.
    """

    kind: Kind
    lane: int
    position: int
    why: str
    entry: int | None = None
    at: datetime | None = None

    def __str__(self) -> str:
        what = f"記録 {self.entry}（{timezone.localtime(self.at):%Y-%m-%d %H:%M:%S}）" if self.at else "記録"
        return f"{what}が{WORDS[self.kind]}：列 {self.lane} の {self.position} 番目。{self.why}"

    def as_json(self) -> dict[str, object]:
        """For a program."""
        return {**vars(self), "kind": self.kind.value, "at": self.at.isoformat() if self.at else None}
