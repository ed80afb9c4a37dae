"""What the papers say against who asked, and the ledger against the papers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.paperwork.glyphs import prepare
from madoguchi.foundation.text import strip_variation_selectors

from .counters import Asked

NAMES = """
SELECT DISTINCT ON (person_id) person_id, name FROM people_identity
 WHERE person_id = ANY(%s) AND upper_inf(recorded) AND upper_inf(valid)
"""
REQUESTS = """
SELECT r.submission, r.person_id, r.serial, r.state, p.sha256,
       (SELECT count(*) FROM issuance_feeline f WHERE f.request_id = r.id AND f.kind = 'charge')
  FROM issuance_paperrequest r LEFT JOIN issuance_issuedpaper p ON p.request_id = r.id
 WHERE r.submission = ANY(%s)
"""
UNPAPERED = """
SELECT count(*) FROM issuance_feeline f JOIN issuance_paperrequest r ON r.id = f.request_id
  LEFT JOIN issuance_release l ON l.charge_id = f.id
  LEFT JOIN issuance_issuedpaper p ON p.id = l.paper_id AND p.person_id = r.person_id
 WHERE f.kind = 'charge' AND (p.id IS NULL OR r.state <> 'released')
"""


@dataclass(frozen=True)
class Verdict:
    """How many papers there were, and in how many cases something went wrong.

    ``crossed``: a paper that is not of the person who asked. ``twice``: charged more than once. ``unpapered``: charged
    without a released paper. ``lost``: acknowledged, and not there, or its paper not handed out.
    """

    papers: int
    crossed: int
    twice: int
    unpapered: int
    lost: int

    @property
    def faults(self) -> int:
        """All together."""
        return self.crossed + self.twice + self.unpapered + self.lost


def judge(asked: Sequence[Asked]) -> Verdict:
    """Compares every paper with its requester, and the ledger with all papers of the town; called in the town.

    Names are compared as they are printed: where the fonts lack a form, with its plain character or 〓.
    """
    people = sorted({each.person_id for each in asked})
    names = {person: flat(prepare(name).data) for person, name in rows(NAMES, people)}
    found = {row[0]: row[1:] for row in rows(REQUESTS, [each.submission for each in asked])}
    return Verdict(
        papers=sum(bool(each.pdf) for each in asked),
        crossed=sum(bool(each.pdf) and is_crossed(each, names, found.get(each.submission)) for each in asked),
        twice=sum(max(0, row[4] - 1) for row in found.values()),
        unpapered=rows_count(UNPAPERED),
        lost=sum(is_lost(each, found.get(each.submission)) for each in asked),
    )


def is_crossed(each: Asked, names: dict[int, str], row: tuple[Any, ...] | None) -> bool:
    """Whether the paper says another name or serial than that of the request, or is not byte for byte what was set."""
    if row is None:
        return True
    person, serial, _, sha256, _ = row
    text = flat(paperwork.text_of(each.pdf))
    own, others = names[each.person_id], names[each.partner_id]
    says_the_other = others not in own and own not in others and others in text
    is_own = person == each.person_id and own in text and str(serial) in text
    return not is_own or says_the_other or hashlib.sha256(each.pdf).hexdigest() != sha256


def is_lost(each: Asked, row: tuple[Any, ...] | None) -> bool:
    """Whether something that was acknowledged is not there."""
    return row is None or row[2] != "released" or row[4] != 1 or not each.pdf


def flat(text: str) -> str:
    """Text without white space, for a PDF breaks lines where it likes, and without variation selectors: a glyph that
    stands for a character both with and without one is read back as either.
    """
    return strip_variation_selectors("".join(text.split()))


def rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement about these values."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [values])
        return list(cursor.fetchall())


def rows_count(statement: str) -> int:
    """The one number that a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])
