"""Fees of a town, dated: ``towns/<schema>/fees.yaml``, else the engine's own, which are 仮."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from madoguchi.foundation.parameters import Entry, Parameters, load
from madoguchi.foundation.towns.current import current_schema
from madoguchi.foundation.towns.data import TOWNS

OWN = Path(__file__).parent / "parameters" / "fees.yaml"


@dataclass(frozen=True)
class Exemption:
    """A reason for which nothing is charged. ``explain``: the clerk writes down why it applies."""

    code: str
    name: str
    explain: bool


@dataclass(frozen=True)
class Tariff:
    """The fees in force on a day. ``provisional``: 仮, which screens must say."""

    fees: Mapping[str, int]
    exemptions: tuple[Exemption, ...]
    counters: tuple[str, ...]
    article: str
    provisional: bool

    def fee(self, name: str) -> int:
        """Yen for one copy. Raises LookupError for a fee that the town has not set."""
        try:
            return self.fees[name]
        except KeyError:
            raise LookupError(f"手数料「{name}」が定められていません。") from None

    def exemption(self, code: str) -> Exemption:
        """A reason by its code. Raises LookupError."""
        found = next((each for each in self.exemptions if each.code == code), None)
        if found is None:
            raise LookupError(f"手数料を取らない理由「{code}」はありません。")
        return found


def tariff(day: date, town: str = "") -> Tariff:
    """The tariff of a town (its schema; the present one where none is given) on a day. Raises NoValueError."""
    return read(fee_table(town or current_schema()).entry_at(day))


def fee_table(town: str) -> Parameters:
    """The fees of a town through time."""
    path = TOWNS / town / "fees.yaml"
    return load(path if path.is_file() else OWN)


def read(entry: Entry) -> Tariff:
    """A tariff from its entry."""
    value: Any = entry.value
    return Tariff(
        fees=value["fees"],
        exemptions=tuple(
            Exemption(each["code"], each["name"], bool(each.get("explain", False))) for each in value["exemptions"]
        ),
        counters=tuple(value["counters"]),
        article=entry.article,
        provisional=entry.provisional,
    )
