"""What a reorganisation comes to: the divisions of before compared with those wanted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Unit:
    """A division by its code; ``parent`` is the code of the one above, "" at the top."""

    code: str
    name: str
    parent: str = ""
    order: int = 100


class Kind(Enum):
    """What becomes of a division. The value is what a person calls it."""

    BEGIN = "新設"
    END = "廃止"
    RENAME = "改称"
    MOVE = "移管"
    MOVE_AND_RENAME = "移管・改称"
    CARRY = "上位の変更に伴う読替え"
    ORDER = "並び順の変更"


REPLACED = frozenset({Kind.RENAME, Kind.MOVE, Kind.MOVE_AND_RENAME, Kind.CARRY})
"""Kinds by which the row of a division ends and another with the same code begins."""


@dataclass(frozen=True)
class Step:
    """One change; ``before`` is None for a division that begins, ``after`` for one that ends."""

    kind: Kind
    before: Unit | None
    after: Unit | None

    @property
    def code(self) -> str:
        """The code of the division."""
        unit = self.after or self.before
        return unit.code if unit else ""


class Astray(ValueError):  # noqa: N818 - names what it holds
    """Divisions that cannot stand below one another: ``codes`` name a parent that is not there, or go in a circle."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(", ".join(self.codes))


def parents_first(units: Iterable[Unit]) -> list[Unit]:
    """The units in an order in which each stands after the one above it; else as they come. Raises Astray."""
    waiting, placed, ordered = list(units), {""}, []
    while waiting:
        ready = [unit for unit in waiting if unit.parent in placed]
        if not ready:
            raise Astray(unit.code for unit in waiting)
        ordered += ready
        placed |= {unit.code for unit in ready}
        waiting = [unit for unit in waiting if unit.code not in placed]
    return ordered


def steps(before: Sequence[Unit], after: Sequence[Unit]) -> list[Step]:
    """What changes: divisions that end (those below first), then all others, parents first. Raises Astray."""
    known, wanted = {unit.code: unit for unit in before}, {unit.code for unit in after}
    gone = [Step(Kind.END, unit, None) for unit in reversed(parents_first(before)) if unit.code not in wanted]
    replaced: set[str] = set()
    found = []
    for unit in parents_first(after):
        kind = kind_of(known.get(unit.code), unit, replaced)
        if kind in REPLACED:
            replaced.add(unit.code)
        if kind:
            found.append(Step(kind, known.get(unit.code), unit))
    return [*gone, *found]


def kind_of(before: Unit | None, after: Unit, replaced: set[str]) -> Kind | None:
    """What becomes of one division; None where nothing does."""
    if before is None:
        return Kind.BEGIN
    renamed, moved = before.name != after.name, before.parent != after.parent
    if renamed or moved:
        return Kind.MOVE_AND_RENAME if renamed and moved else Kind.RENAME if renamed else Kind.MOVE
    if after.parent in replaced:
        return Kind.CARRY
    return Kind.ORDER if before.order != after.order else None
