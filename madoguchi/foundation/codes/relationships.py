"""続柄: how a member stands to the head of the household, as up to four stacked codes (子＋妻 = 子の妻)."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("relationships.csv")
MAX_STACKED = 4
HEAD = "02"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One row of the table. `main` is False for another spelling of what `codes` already say."""

    label: str
    codes: tuple[str, ...]
    main: bool
    provisional: bool
    source: str


class UnknownRelationshipError(ValueError):
    """A 続柄 code or word that the table does not hold; the message is Japanese."""


@cache
def relationships() -> tuple[Relationship, ...]:
    """The whole table, in code order, spellings after."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Relationship(
                row["label"],
                tuple(row["codes"].split()),
                row["main"] == "1",
                row["provisional"] == "1",
                row["source"],
            )
            for row in csv.DictReader(lines)
        )


def relationship_label(codes: Sequence[str]) -> str:
    """The words of stacked codes: ("02",) → 世帯主, ("20", "12") → 子の妻, ("12", "20") → 妻の子.

    One-digit codes are read with their leading zero. Raises UnknownRelationshipError for an empty stack, more than
    four codes, or a code that the table lacks.
    """
    if not 1 <= len(codes) <= MAX_STACKED:
        raise UnknownRelationshipError(f"続柄コードは1個から{MAX_STACKED}個までです。")
    return "の".join(_word(code) for code in codes)


def relationship_codes(label: str) -> tuple[str, ...]:
    """The codes of a 続柄 in words, other spellings included (長男 → 20, 孫 → 20 20).

    Raises UnknownRelationshipError when a part is not in the table.
    """
    plain = _plain(label)
    if plain in _by_label():
        return _by_label()[plain]
    codes: tuple[str, ...] = ()
    for part in plain.split("の"):
        if part not in _by_label():
            raise UnknownRelationshipError(f"「{label}」という続柄は表にありません（「{part}」が分かりません）。")
        codes += _by_label()[part]
    if len(codes) > MAX_STACKED:
        raise UnknownRelationshipError(f"「{label}」は続柄コード{MAX_STACKED}個では表せません。")
    return codes


def _word(code: str) -> str:
    try:
        return _by_code()[code.zfill(2)]
    except KeyError:
        raise UnknownRelationshipError(f"続柄コード「{code}」は表にありません。") from None


def _plain(label: str) -> str:
    return unicodedata.normalize("NFKC", label).replace(" ", "")


@cache
def _by_code() -> Mapping[str, str]:
    return {row.codes[0]: row.label for row in relationships() if row.main}


@cache
def _by_label() -> Mapping[str, tuple[str, ...]]:
    return {_plain(row.label): row.codes for row in relationships()}
