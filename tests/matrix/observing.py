"""Run by ``python -m tests.matrix``: prints the rows that are missing, with the answers that were observed.

For review, never for acceptance: nothing is written to the tables.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from .answers import COMMANDS, OBJECTS, URLS, knock, table
from .city import city_of
from .doors import rows_needed
from .objects import constants
from .others import COLUMNS, addresses, rows_wanted, values_of
from .roles import APPOINTED, ROLES, Knocker
from .typed import TYPED, run
from .world import World

pytestmark = pytest.mark.django_db


@contextmanager
def written(capsys: Any, title: str, *heads: str) -> Iterator[Any]:
    """A CSV on the screen."""
    with capsys.disabled():
        print(f"\n# missing in {title}")
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["name", *heads])
        yield writer
        sys.stdout.flush()


def test_print_missing_urls(town, capsys) -> None:  # type: ignore[no-untyped-def]
    there, bodies = table(URLS) if URLS.is_file() else {}, constants("BODIES")
    missing = {name: doors for name, doors in sorted(rows_needed().items()) if name not in there}
    if not missing:
        return
    world, knockers = World(town), [Knocker(role) for role in ROLES]
    with written(capsys, URLS.name, *ROLES) as writer:
        for name, doors in missing.items():
            address = world.address(name, doors[0])
            writer.writerow([name, *(knock(knocker, address, bodies.get(name)) for knocker in knockers)])


def test_print_missing_objects(town, other_town, capsys) -> None:  # type: ignore[no-untyped-def]
    there = table(OBJECTS) if OBJECTS.is_file() else {}
    missing = [name for name in rows_wanted() if name not in there]
    if not missing:
        return
    values, bodies = values_of(town, other_town), constants("BODIES")
    knockers = {role: Knocker(role) for role in APPOINTED}
    with written(capsys, OBJECTS.name, *COLUMNS, "note") as writer:
        for name in missing:
            found, body = addresses(name, values), bodies.get(name)
            cells = [knock(knockers[who(name, kind)], found[kind], body) if kind in found else "-" for kind in COLUMNS]
            writer.writerow([name, *cells, ""])


@pytest.mark.django_db(transaction=True)
def test_print_missing_commands(server, settings, tmp_path, town, capfd) -> None:  # type: ignore[no-untyped-def]
    missing = [name for name in TYPED if name not in table(COMMANDS)]
    columns = ("role", "actor", "changes", "reveals", "looks_again")
    lines = []
    if missing:
        with city_of(server, settings, tmp_path, town) as city:
            for name in missing:
                own, limited = run(city, name, capfd), run(city, name, capfd, "application")
                seen = [getattr(own, column) for column in columns]
                tried = "run" if own.answer == "ok" else own.answer
                lines.append([name, tried, *seen, limited.answer, limited.changes, ""])
        heads = ("tried", *columns, "application", "application_changes", "note")
        with written(capfd, COMMANDS.name, *heads) as writer:
            writer.writerows(lines)


def who(name: str, kind: str) -> str:
    """The role that tries it: the one of a column, else one that may enter."""
    usual = {"staff": "administrator", "looks": "head"}.get(name.partition(":")[0], "supervisor")
    return kind.removeprefix("guarded_") if kind.startswith("guarded_") else usual
