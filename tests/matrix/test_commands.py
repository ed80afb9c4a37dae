"""Every command of ``madoguchi`` × the roles of the database: what is expected stands in ``commands.csv``.

Who may run a command is whoever may log in to the machine; what is held here is what it does then. Columns:

* ``tried``: ``run``, or ``property`` for those that run for long (the note says what holds them);
* ``role``: under which role of the database it works: ``owner`` of the tables, ``application``, or ``none``;
* ``actor``: who acts, by the rights that are asked for and by the entries of the audit: ``system``, ``console``, ``-``;
* ``changes``: which of ``tables``, ``rows``, ``audit``, ``keys``, ``files`` differ afterwards;
* ``reveals``: whose data come out: ``protected`` people's too, ``people``'s without them, ``no``body's;
* ``looks_again``: whether the next start looks at the city again;
* ``application``: its answer where it is made to work under the application's role (``DATABASE_AS=application``):
  ``ok``, ``refused`` in words, ``stopped`` by the database; and ``application_changes``, what it has changed then.

A command without a row fails, so does a row without a command. To see what a new one does: ``python -m tests.matrix``.
"""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest
from pytest_django import Settings

from madoguchi.config.commands import all_commands
from madoguchi.config.commands.up import arguments, web, worker
from madoguchi.config.databases import APPLICATION, AS
from madoguchi.foundation.commands import Command
from madoguchi.foundation.testing.processes import of_its_own
from madoguchi.foundation.towns.models import Town

from .answers import COMMANDS, table
from .city import KINDS, city_of
from .typed import ANSWERS, NAMES, OK, TYPED, Seen, run

EVERY = {" ".join(command.path): command for command in all_commands()}
RUN, PROPERTY = "run", "property"
REVEALS = {"no", "people", "protected"}


def role_of(command: Command) -> str:
    """Under which role a command works, by what it says of itself."""
    return "none" if not command.database else APPLICATION if command.serves else "owner"


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    there = table(COMMANDS)
    assert set(EVERY) - set(there) == set(), "no row: run `python -m tests.matrix`, add it to commands.csv"
    assert set(there) - set(EVERY) == set(), "no such command any more"
    assert {name for name, row in there.items() if row["tried"] == RUN} == set(TYPED), "see TYPED in typed.py"


def test_the_table_uses_known_words_only() -> None:
    for name, row in table(COMMANDS).items():
        assert row["tried"] in {RUN, PROPERTY}, name
        if row["tried"] == PROPERTY:
            assert row["note"], f"{name}: say what holds it"
            continue
        for column in ("changes", "application_changes"):
            assert row[column] == "nothing" or set(row[column].split("+")) <= KINDS, name
        assert row["actor"] == "-" or row["actor"] in NAMES.values(), name
        assert row["application"] in ANSWERS and row["reveals"] in REVEALS, name


def test_what_the_table_must_never_say() -> None:
    """Reviewed rules over the table itself, so that a wrong cell cannot be accepted by mistake."""
    for name, row in table(COMMANDS).items():
        kinds, under_application = set(row["changes"].split("+")), set(row["application_changes"].split("+"))
        assert "tables" not in under_application, f"{name}: the application changes no table"
        if "tables" in kinds:
            assert row["application"] != OK, f"{name}: only the owner may do that"
        if row["application"] == OK:
            assert under_application == kinds, f"{name}: what is done is the same"
        else:
            assert row["application_changes"] in {"nothing", "-"}, f"{name}: what is not done leaves nothing"
        if row["role"] == APPLICATION:
            assert row["application"] in {OK, "-"} and kinds <= {"nothing", "-"}, name
        if row["actor"] == "-":
            assert "audit" not in kinds, f"{name}: nobody writes no entry"
        if row["reveals"] == "protected":
            assert row["note"], f"{name}: say why it shows protected people"
            assert "audit" in kinds or row["actor"] == "-", f"{name}: whoever shows them leaves an entry"
        if row["reveals"] == "people":
            assert "audit" in kinds, f"{name}: a look is an entry"
        if kinds & {"rows", "tables"}:
            assert row["looks_again"] == "yes" or row["note"], f"{name}: say why the next start need not look"


@pytest.mark.parametrize("name", [name for name, row in table(COMMANDS).items() if row["tried"] == PROPERTY])
def test_what_runs_for_long_is_as_the_table_says(name: str) -> None:
    command, row = EVERY[name], table(COMMANDS)[name]
    assert role_of(command) == row["role"]
    assert ("yes" if command.database and command.changes else "no") == row["looks_again"]


def test_what_up_starts_works_as_the_application() -> None:
    parser = ArgumentParser()
    arguments(parser)
    assert worker().command[-1] == "worker" and EVERY["worker"].serves
    module = web(parser.parse_args([])).command[-1].partition(":")[0]
    code = f"import os, {module}; print(os.environ['{AS}'])"
    done = subprocess.run([sys.executable, "-c", code], env=of_its_own(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == APPLICATION


@pytest.mark.django_db(transaction=True)
def test_each_command_does_what_the_table_says(
    server: str, settings: Settings, tmp_path: Path, town: Town, capfd: pytest.CaptureFixture[str]
) -> None:
    wrong: list[tuple[str, str, str, str]] = []

    def compare(name: str, seen: Seen, **cells: str) -> None:
        found = {cell: str(getattr(seen, cell)) for cell in cells}
        wrong.extend((name, cell, cells[cell], found[cell]) for cell in cells if found[cell] != cells[cell])

    with city_of(server, settings, tmp_path, town) as city:
        for name, row in table(COMMANDS).items():
            if row["tried"] != RUN:
                continue
            plain = {column: row[column] for column in ("role", "actor", "changes", "reveals", "looks_again")}
            compare(name, run(city, name, capfd), answer=OK, **plain)
            assert role_of(EVERY[name]) == row["role"]
            limited = {"answer": row["application"], "changes": row["application_changes"]}
            reached = "none" if row["role"] == "none" else APPLICATION
            compare(f"{name}, as the application", run(city, name, capfd, APPLICATION), role=reached, **limited)
    assert wrong == [], "\n".join(map(str, wrong))
