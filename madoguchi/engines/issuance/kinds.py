"""The kinds of papers that the systems declare."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from madoguchi.foundation.access import Actor
from madoguchi.foundation.registry import find_systems

from .inputs import PaperKind


@cache
def paper_kinds() -> dict[str, PaperKind]:
    """Code → kind, of every system that brings ``paper_kinds.py``. Raises ValueError where two bear one code."""
    found: dict[str, PaperKind] = {}
    for package in find_systems():
        if not find_spec(f"{package}.paper_kinds"):
            continue
        for kind in import_module(f"{package}.paper_kinds").PAPER_KINDS:
            if kind.code in found:
                raise ValueError(f"two kinds of papers named {kind.code}")
            found[kind.code] = kind
    return found


def kind_of(code: str) -> PaperKind:
    """The kind of a code. Raises LookupError where no system declares it (any more)."""
    try:
        return paper_kinds()[code]
    except KeyError:
        raise LookupError(f"no system issues {code}") from None


def handled_by(actor: Actor) -> list[str]:
    """Codes of the kinds that the actor may issue and see."""
    return [code for code, kind in paper_kinds().items() if actor.may(kind.permission)]
