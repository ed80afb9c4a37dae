"""The papers that this system issues."""

from __future__ import annotations

from pathlib import Path

from madoguchi.engines.issuance.api import ARTICLES, PaperKind, Standing

from .models import Kind
from .notices.actions import owe
from .system import ISSUE

PAPER = Path(__file__).parent / "paper"
OWN = (Standing.SELF, Standing.HOUSEHOLD, Standing.AGENT)
RESIDENT, REMOVED = "住民基本台帳法第12条から第12条の3まで", "住民基本台帳法第15条の4"


def declared(kind: Kind, code: str, template: str, fee: str, law: str, standings: tuple[Standing, ...]) -> PaperKind:
    """A kind of paper of this system."""
    return PaperKind(
        code=code,
        name=kind.label,
        template=PAPER / template,
        fee=fee,
        permission=ISSUE,
        law=law,
        standings=standings,
        on_release=owe,
        articles=ARTICLES if law == RESIDENT else {},
    )


ANYONE = tuple(Standing)
BY_KIND = {
    Kind.HOUSEHOLD: declared(Kind.HOUSEHOLD, "resident-household", "juminhyo.typ", "resident_copy", RESIDENT, ANYONE),
    Kind.PERSON: declared(Kind.PERSON, "resident-person", "kojin_hyo.typ", "resident_copy", RESIDENT, ANYONE),
    Kind.STATEMENT: declared(Kind.STATEMENT, "resident-statement", "kisai.typ", "resident_statement", RESIDENT, ANYONE),
    Kind.REMOVED: declared(Kind.REMOVED, "resident-removed", "johyo.typ", "removed_copy", REMOVED, ANYONE),
    Kind.MOVING_OUT: declared(
        Kind.MOVING_OUT, "moving-out", "tenshutsu.typ", "moving_out", "住民基本台帳法施行令第23条", OWN
    ),
}
PAPER_KINDS = tuple(BY_KIND.values())
