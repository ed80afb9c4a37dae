"""What a system offers for export: ``exports.py`` with ``EXPORTS``, found by its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from madoguchi.foundation.access import Actor
from madoguchi.foundation.registry.discovery import PACKAGE, dotted

from .errors import Refused

if TYPE_CHECKING:
    from django.forms import Form

    from .archive import Archive
    from .marking import Mark

FLOORS = ("engines/*", "systems/*/*")
Options = Mapping[str, Any]
Tell = Callable[[int, int | None, str], None]


@dataclass(frozen=True)
class Outline:
    """How much would leave: how many persons, and what of each."""

    persons: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """What was written."""

    persons: int
    rows: int


def nothing_moved(path: Path) -> list[str]:
    """Of a format in which the order of the lines cannot carry the mark."""
    return []


@dataclass(frozen=True, kw_only=True)
class Export:
    """One kind of export.

    Attributes:
        code: unique in the house, e.g. ``residents.register``; begins with the system's folder.
        permission: who may ask for it.
        form: the choices of its form, a Django form whose ``cleaned_data`` is JSON; none of the persons' data.
        outline: ``(asker, options)`` → persons and columns, as the asker may see them.
        write: ``(asker, options, archive, mark, tell)``: writes files into the archive, only what the asker may see.
            Done again where a worker was killed. Raises ``Refused`` with words for the asker.
        moved: a leaked file → keys of the lines that stand behind a later one (``Mark.ordered``), for tracing.
            Raises Refused for a file that is none of this kind.
    """

    code: str
    name: str
    summary: str
    permission: str
    form: type[Form]
    outline: Callable[[Actor, Options], Outline]
    write: Callable[[Actor, Options, Archive, Mark, Tell], Written]
    moved: Callable[[Path], Iterable[str]] = nothing_moved


@cache
def exports() -> dict[str, Export]:
    """Code → what is offered in this house."""
    found = [path for floor in FLOORS for path in sorted(PACKAGE.glob(f"{floor}/exports.py"))]
    offers = [offer for path in found for offer in import_module(f"{dotted(path.parent)}.exports").EXPORTS]
    return {offer.code: offer for offer in offers}


def export_named(code: str) -> Export:
    """What is offered under a code. Raises Refused for what is no longer there."""
    try:
        return exports()[code]
    except KeyError:
        raise Refused("この種類の持出しは、いまはありません。") from None


def offered_to(actor: Actor) -> list[Export]:
    """What the actor may ask for, by name."""
    return sorted((offer for offer in exports().values() if actor.may(offer.permission)), key=lambda offer: offer.name)
