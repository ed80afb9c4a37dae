"""The register as a file: out of one town and into an empty one, beside a bare COPY of the same file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.city.families import LG_CODE
from bench.city.rows import Bare
from bench.city.towns import DATA, new, remove
from bench.figures import Bar, Beside, Figure
from bench.running import Bench
from bench.timing import once
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.residents.actions import new_run
from madoguchi.systems.window.residents.exchange.exporting import export_file
from madoguchi.systems.window.residents.exchange.importing import import_file
from madoguchi.systems.window.residents.models import Outcome

BAR, BARRED = Bar(90), 90_000
TOWN = "benchimport"


def run(bench: Bench) -> Iterator[Figure]:
    """Seconds of the export and of the import; once each, they are long."""
    path = DATA / "register.csv"
    with in_town(as_the_city(bench.town())):
        out = once(export, path)
    town = new(TOWN, bench.say)
    with in_town(as_the_city(town)):
        bare_in, bare_out = Bare().copy_csv(path)
        seconds = once(take_in, path)
    remove(TOWN)
    with path.open(encoding="utf-8") as file:
        lines = sum(1 for _ in file) - 1
    shared: dict[str, Any] = {"measure": "imports", "unit": "秒", "people": bench.people, "n": 1, "warm_up": 0}
    size = f"{lines:,}行、{path.stat().st_size / 1e6:.0f} MB"
    bar = BAR if bench.people == BARRED else None
    yield Figure(
        name="住民データの取込み", value=seconds, bar=bar, beside=(Beside("COPY だけ", bare_in),), note=size, **shared
    )
    yield Figure(name="住民データの書き出し", value=out, beside=(Beside("COPY だけ", bare_out),), note=size, **shared)


def as_the_city(town: Town) -> Town:
    """The town under the code that its people's addresses bear: the file is one municipality's. Nothing is saved."""
    town.lg_code = LG_CODE
    return town


def export(path: Path) -> None:
    """Writes the register of the present town."""
    export_file(SYSTEM_ACTOR, path=path, reason="測定", tell=lambda done, total, words: None)


def take_in(path: Path) -> None:
    """Imports a file into the present town. Raises RuntimeError where it is refused."""
    run = new_run(SYSTEM_ACTOR, path=path, dry_run=False, lg_code=LG_CODE)
    done = import_file(SYSTEM_ACTOR, run=run, path=path, tell=lambda done, total, words: None)
    if done.outcome != Outcome.IMPORTED:
        raise RuntimeError(f"the file was refused: {done.fault_summary[:5]}")
