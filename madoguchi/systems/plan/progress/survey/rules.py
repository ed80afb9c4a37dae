"""Where a sheet stands. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ..rules import Stage, departs


class Standing(Enum):
    """How far the answer of a sheet is. The value names its look on screen."""

    UNTOUCHED = "untouched"
    SAVED = "saved"
    RETURNED = "returned"
    WAITING = "waiting"
    APPROVED = "approved"

    @property
    def label(self) -> str:
        """What a person calls it."""
        return LABELS[self.value]

    @property
    def is_open(self) -> bool:
        """Whether the division may write."""
        return self in OPEN


LABELS = {
    "untouched": "未記入",
    "saved": "記入中",
    "returned": "差戻し",
    "waiting": "課長の承認待ち",
    "approved": "承認済み",
}
UNTOUCHED, SAVED, RETURNED, WAITING, APPROVED = Standing
OPEN = (UNTOUCHED, SAVED, RETURNED)


def standing(*, approved: bool, draft: str, revision: int) -> Standing:
    """Where a sheet stands. ``draft`` is the state of what was handed in last, "" for nothing; ``revision`` 0: nobody
    has written yet. What was taken back (引戻し) or given up lies with the division, as what was saved does."""
    if approved:
        return APPROVED
    if draft == "moving":
        return WAITING
    if draft in ("returned", "refused"):
        return RETURNED
    return SAVED if revision else UNTOUCHED


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a division says of its measure; while it is only saved, anything may be empty.

    ``base``: revision of the yearly status that the writer saw, 0 for none.
    """

    stage: str = ""
    done: str = ""
    reason: str = ""
    improvement: str = ""
    grade: str = ""
    base: int = 0


def lacks(answer: Answer, planned: Stage) -> tuple[str, str] | None:
    """The first field without which an answer cannot be handed in, with what to do; None where it is whole."""
    if not answer.stage:
        return "stage", "実施状況を選んでください。"
    if not answer.done:
        return "done", "取り組んだことを入れてください。"
    if departs(planned, Stage(answer.stage)) and not answer.reason:
        return "reason", f"計画は「{planned.label}」でした。変わった理由を入れてください。"
    if not answer.grade:
        return "grade", "自己評価を選んでください。"
    if answer.grade in ("C", "D") and not answer.improvement:
        return "improvement", "目標に届かなかった施策です。次の年度の改善を入れてください。"
    return None


@dataclass(frozen=True)
class Tally:
    """How many sheets stand where."""

    counts: dict[Standing, int]
    late: bool = False

    def at(self, standing: Standing) -> int:
        """How many stand there."""
        return self.counts.get(standing, 0)

    @property
    def total(self) -> int:
        """All sheets."""
        return sum(self.counts.values())

    @property
    def handed(self) -> int:
        """Those that the division has handed in."""
        return self.at(WAITING) + self.at(APPROVED)

    @property
    def approved(self) -> int:
        """Those that its head has approved."""
        return self.at(APPROVED)


def tally(standings: Iterable[Standing], *, deadline: date, today: date) -> Tally:
    """Counts sheets; they are late where the deadline is over and one is not handed in."""
    counts = Counter(standings)
    return Tally(dict(counts), late=today > deadline and any(each.is_open for each in counts))


def occasion_of(today: date, *, opened: date, near: date, deadline: date) -> str:
    """What those who owe answers are reminded of today: ``over`` after the deadline, ``near`` from that day on; "" for
    nothing. On the day on which it was opened they know already."""
    if today > deadline:
        return "over"
    return "near" if today >= near and today > opened else ""
