"""Objects of others × every role that may enter: ids of another town, of another person, of a protected person.

``objects.csv`` has one row for each URL with an identifier. ``-`` says that there is no such case; the note says why.
Where a role of ``urls.csv`` may enter, the object of others must answer as the cell says: never with the object.
"""

from __future__ import annotations

import pytest

from madoguchi.foundation.testing.staff import client_of
from madoguchi.foundation.towns.current import in_town

from .answers import FORBIDDEN, LOGIN, METHOD, MISSING, OBJECTS, URLS, gives_way, knock, may_enter, table, word
from .objects import constants
from .others import COLUMNS, addresses, names_in, rows_wanted, values_of
from .roles import APPOINTED, Knocker, user_in
from .world import FAR

NO_IDENTIFIERS = {"year", "sheet"}
ABOUT_PEOPLE = ("residents:", "counter:", "certificates:", "seals:")


def test_every_url_with_an_identifier_has_a_row() -> None:
    wanted, there = set(rows_wanted()), set(table(OBJECTS))
    assert wanted - there == set(), "no row: run `python -m tests.matrix`, read what it prints, add it to objects.csv"
    assert there - wanted == set(), "no such URL any more"


def test_the_table_never_expects_an_object_of_others() -> None:
    for name, row in table(OBJECTS).items():
        for kind in COLUMNS:
            assert row[kind] == "-" or set(row[kind].split("/")) <= {FORBIDDEN, MISSING, METHOD}, (name, kind)
        if name.startswith(ABOUT_PEOPLE) and names_in(name) - {"run_id"} and row["guarded_clerk"] == "-":
            assert row["note"], f"{name}: say why no protected person can be in it"
        if row["other_town"] == "-":
            assert row["note"], f"{name}: say why there is no object"
        if len(names_in(name)) > 1 and row["mixed"] == "-":
            assert row["note"], f"{name}: say why its objects cannot be mixed"


@pytest.mark.django_db
@pytest.mark.parametrize("role", [*APPOINTED])
def test_what_belongs_to_others_is_never_shown(role: str, town, other_town) -> None:  # type: ignore[no-untyped-def]
    values, knocker, bodies = values_of(town, other_town), Knocker(role), constants("BODIES")
    open_to = table(URLS)
    shown, wrong = [], []
    for name, row in table(OBJECTS).items():
        if role not in may_enter(open_to[name.partition("?")[0]]):
            continue
        for kind, address in addresses(name, values).items():
            if row[kind] == "-" or (kind.startswith("guarded") and kind != f"guarded_{role}"):
                continue
            answer = knock(knocker, address, bodies.get(name))
            if answer != row[kind]:
                (shown if gives_way(answer) else wrong).append((name, kind, row[kind], answer))
    assert shown == [], "unexpected successes:\n" + "\n".join(map(str, shown))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.django_db
def test_cases_that_modules_bring_have_a_cell(town, other_town) -> None:  # type: ignore[no-untyped-def]
    values, rows = values_of(town, other_town), table(OBJECTS)
    assert [name for name in values["mixed"] if rows[name]["mixed"] == "-"] == []
    assert [name for name in values["guarded"] if rows[name]["guarded_clerk"] == "-"] == []
    assert all(number >= FAR for space in values["other_town"].values() for number in ids(space))


def ids(values: dict[str, object]) -> list[int]:
    """The identifiers among values that come from a sequence."""
    nested = [number for value in values.values() if isinstance(value, dict) for number in ids(value)]
    own = [value for name, value in values.items() if isinstance(value, int) and name not in NO_IDENTIFIERS]
    return [number for number in [*own, *nested] if number != 1]


@pytest.mark.django_db
def test_a_log_in_of_one_town_is_none_in_another(town, other_town) -> None:  # type: ignore[no-untyped-def]
    with in_town(other_town):
        user = user_in("clerk")
        theirs = client_of(user, host="hinata.localhost")
    ours = client_of()
    ours.cookies = theirs.cookies
    for address in ("/desk/", "/desk/counter/", "/desk/residents/", "/desk/staff/"):
        assert word(ours.get(address)) == LOGIN
