"""What a town's data say of its plans: ``towns/<schema>/plan/plans.yaml`` and ``committee.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from madoguchi.foundation.towns.data import TOWNS

from .loading.content import Card


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A plan of a town's data: its card, its files, and the state in which a new town shows it."""

    card: Card
    measures: bytes
    words: bytes | None
    state: str


def bundles(schema: str, towns: Path = TOWNS) -> Iterator[Bundle]:
    """The plans of a town, in the order of the file; none where it has none."""
    folder = towns / schema / "plan"
    listed = folder / "plans.yaml"
    for entry in yaml.safe_load(listed.read_text(encoding="utf-8")) if listed.is_file() else ():
        words = entry.get("words")
        yield Bundle(
            card=Card(**entry["card"]),
            measures=(folder / entry["measures"]).read_bytes(),
            words=(folder / words).read_bytes() if words else None,
            state=entry["state"],
        )


@dataclass(frozen=True, kw_only=True)
class BodyData:
    """A body of a town's data. ``under`` is the code of one before it; ``members`` are staff of the demo only."""

    code: str
    name: str
    purpose: str = ""
    under: str = ""
    members: tuple[dict[str, str], ...] = ()


def committee(schema: str, towns: Path = TOWNS) -> list[BodyData]:
    """The bodies of a town, in the order of the file; none where it has none."""
    listed = towns / schema / "plan" / "committee.yaml"
    entries = yaml.safe_load(listed.read_text(encoding="utf-8")) if listed.is_file() else ()
    return [BodyData(**{**each, "members": tuple(each.get("members", ()))}) for each in entries]
