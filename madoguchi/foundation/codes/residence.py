"""在留資格 and their place in the resident record."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .kinds import ForeignResidentBasis

_TABLE = Path(__file__).with_name("residence_statuses.csv")


@dataclass(frozen=True, slots=True)
class ResidenceStatus:
    """One 在留資格 (or the two 経過滞在).

    `basis` is None where its holder is no 中長期在留者 and so not entered in the record: 短期滞在, 外交, 公用
    (入管法19条の3). A period of three months or less excludes too, whatever the status.
    """

    name: str
    basis: ForeignResidentBasis | None
    source: str


@cache
def residence_statuses() -> tuple[ResidenceStatus, ...]:
    """Every status, in the order of the tables of law."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            ResidenceStatus(row["name"], ForeignResidentBasis(row["basis"]) if row["basis"] else None, row["source"])
            for row in csv.DictReader(lines)
        )


def residence_status(name: str) -> ResidenceStatus:
    """The status of that name, full or half width. Raises ValueError with a Japanese sentence for another name."""
    try:
        return _by_name()[unicodedata.normalize("NFKC", name).strip()]
    except KeyError:
        raise ValueError(f"「{name}」という在留資格は表にありません。") from None


@cache
def _by_name() -> Mapping[str, ResidenceStatus]:
    return {unicodedata.normalize("NFKC", status.name): status for status in residence_statuses()}
