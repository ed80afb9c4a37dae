"""What a verification found."""

from dataclasses import dataclass, field
from typing import Any

from .faults import Fault


@dataclass
class Report:
    """The state of a town's audit trail.

    Attributes:
        entries, lanes: how many were read.
        stamps: moments kept in the database; anchors: those in the file outside it.
        confirmed: stamps confirmed by the authority; unchecked: of those, tokens whose signature could not be checked
            because no certificate is given; waiting: stamps that no authority has confirmed yet.
        faults: the first entry of each lane that is not as it was written, the oldest first.
        troubles: what else is wrong, in words: stamps, tokens, the file.
    """

    schema: str
    entries: int = 0
    lanes: int = 0
    stamps: int = 0
    anchors: int = 0
    confirmed: int = 0
    unchecked: int = 0
    waiting: int = 0
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """True when nothing is wrong."""
        return not self.faults and not self.troubles

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {**vars(self), "ok": self.holds, "faults": [fault.as_json() for fault in self.faults]}

    def __str__(self) -> str:
        counted = (
            f"{self.schema}: 監査記録 {self.entries:,} 件（{self.lanes} 列）、時点 {self.stamps:,}、"
            f"外のファイル {self.anchors:,} 行、時刻認証 {self.confirmed:,} 件（待ち {self.waiting:,}）、"
            f"{self.seconds:.1f} 秒"
        )
        unchecked = [
            f"  証明書の指定（TSA_CERTIFICATES）がないため、時刻認証 {self.unchecked:,} 件の署名は確かめていません。"
        ]
        verdict = ["  すべての記録が、書かれたとおりに並んでいます。"] if self.holds else []
        wrong = [f"  × {each}" for each in (*self.faults, *self.troubles)]
        return "\n".join([counted, *(unchecked if self.unchecked else []), *verdict, *wrong])
