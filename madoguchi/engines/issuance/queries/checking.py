"""What anyone may learn of a paper from the code on it: that it was issued, and that it is not void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext

from madoguchi.foundation.parameters import load

from ..models import PaperRequest, State
from ..rules.codes import tail, typed_code

MONTHS = Path(__file__).parents[1] / "parameters" / "check_months.yaml"
NOBODY = "0" * 16


@dataclass(frozen=True)
class Checked:
    """A paper as its code tells: no name, no address. ``standing`` is ``valid``, ``void`` or ``old``."""

    kind: str
    digits: str
    issued_on: date
    standing: str

    @property
    def name(self) -> str:
        """The kind of paper in the language of the page, where its system translates it."""
        return gettext(self.kind)


def check_paper(text: str) -> Checked | None:
    """The paper with this code; None alike for a code that nobody has and for one that can be none.

    Both take the same way through the database, so that the time tells nothing either.
    """
    found = (
        PaperRequest.objects.filter(code=typed_code(text) or NOBODY, release__isnull=False)
        .only("name", "serial", "requested_at", "state")
        .first()
    )
    if found is None:
        return None
    day = timezone.localdate(found.requested_at)
    return Checked(found.name, tail(found.serial), day, standing_of(found, day))


def standing_of(paper: PaperRequest, day: date) -> str:
    """Whether a paper holds, is void, or is too old to be checked."""
    if paper.state == State.VOID:
        return "void"
    today = timezone.localdate()
    months: int = load(MONTHS).at(day)
    passed = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    return "old" if passed >= months else "valid"
