"""Every URL × every role × GET and POST: what is expected stands in ``urls.csv``, one row for each name.

A URL without a row fails, so does a row without a URL. To add rows: ``python -m tests.matrix`` prints those that are
missing with the answers that were observed; read each cell before you put it into the table.
"""

from __future__ import annotations

import pytest

from .answers import METHOD, MISSING, OK, URLS, WORDS, gives_way, knock, table
from .doors import WAGTAIL, rows_needed
from .objects import constants
from .roles import ROLES, Knocker
from .world import World

CLOSED_TO_PEOPLE = ("visitor", "unappointed", "superuser")


def test_every_url_has_a_row_and_every_row_a_url() -> None:
    needed, there = set(rows_needed()), set(table(URLS))
    assert needed - there == set(), "no row: run `python -m tests.matrix`, read what it prints, add it to urls.csv"
    assert there - needed == set(), "no such URL any more"


def test_the_table_uses_known_words_only() -> None:
    words = {*WORDS}
    wrong = [(name, role) for name, row in table(URLS).items() for role in ROLES if set(row[role].split("/")) - words]
    assert wrong == [], "\n".join(map(str, wrong))


def test_what_the_table_must_never_say() -> None:
    """Reviewed rules over the table itself, so that a wrong cell cannot be accepted by mistake."""
    for name, row in table(URLS).items():
        if name.startswith(("residents:", "counter:", "certificates:", "seals:", "exports:", "looks:", "staff:")):
            assert not any(gives_way(row[role]) for role in CLOSED_TO_PEOPLE), name
        if name.startswith(("residents:", "counter:", "certificates:", "seals:")):
            assert not gives_way(row["administrator"]), name
            assert not gives_way(row["auditor"]), name
        if row["visitor"].split("/")[0] == "login":
            assert not gives_way(row["visitor"]), name


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_door_answers_as_the_table_says(role: str, town) -> None:  # type: ignore[no-untyped-def]
    world, knocker, expected = World(town), Knocker(role), table(URLS)
    bodies, open_to_all, wrong = constants("BODIES"), [], []
    for name, doors in rows_needed().items():
        for door in doors:
            cell = expected[name][role]
            answer = knock(knocker, world.address(name, door), bodies.get(name))
            if answer != cell and not (name == WAGTAIL and answer == MISSING):
                (open_to_all if gives_way(answer) and not gives_way(cell) else wrong).append((door.name, cell, answer))
    assert open_to_all == [], "unexpected successes"
    assert wrong == [], "\n".join(map(str, wrong))


def test_a_cell_counts_as_open_where_any_method_succeeds() -> None:
    assert gives_way(OK) and gives_way(f"{METHOD}/{OK}") and not gives_way(METHOD)
