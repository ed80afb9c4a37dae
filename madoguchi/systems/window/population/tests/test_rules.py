"""Figures add up, whatever the counts."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.systems.window.population.rules import (
    added,
    change_table,
    changes_of,
    class_of,
    due_days,
    groups_of,
    merged,
    persons_of,
    sums_of,
    tables_of,
)

CENSUS = st.lists(
    st.fixed_dictionaries(
        {
            "town": st.sampled_from(["大日", "めいわ", "物井", ""]),
            "sex": st.sampled_from(["1", "2", ""]),
            "is_foreign": st.booleans(),
            "age": st.none() | st.integers(0, 110),
            "persons": st.integers(1, 500),
        }
    )
)
ROWS = st.lists(
    st.fixed_dictionaries({"men": st.integers(0, 30), "women": st.integers(0, 30), "unstated": st.just(0)}), max_size=12
).map(lambda rows: [{**row, "town": f"町{index}"} for index, row in enumerate(rows)])
SEEN = st.fixed_dictionaries(
    {
        "was_here": st.booleans(),
        "here": st.booleans(),
        "entry_reason": st.sampled_from(["move_in", "move_in_abroad", "birth", "ex_officio_entry", ""]),
        "removal_reason": st.sampled_from(["move_out", "death", "ex_officio_removal", ""]),
        "restored": st.booleans(),
        "sex": st.sampled_from(["1", "2"]),
        "was_foreign": st.booleans(),
        "is_foreign": st.booleans(),
        "moved": st.booleans(),
        "persons": st.integers(1, 50),
    }
)


@given(CENSUS)
def test_every_table_adds_up_to_the_same_persons(census: list[dict[str, object]]) -> None:
    tables = tables_of(census, [], [])
    count = sum(row["persons"] for row in census)
    for name in ("towns", "ages", "classes"):
        assert sum(map(persons_of, tables[name])) == count
    sums = sums_of(tables)
    assert sums.men + sums.women + sums.unstated == count
    assert sums.foreigners == sum(row["persons"] for row in census if row["is_foreign"])
    groups = groups_of(tables["ages"])
    assert groups.children + groups.working + groups.old + groups.unknown == count


@given(st.lists(SEEN.filter(lambda row: row["here"] or row["was_here"])))
def test_before_and_changes_make_after(rows: list[dict[str, object]]) -> None:
    """What the changes say is exactly the difference of the residents, also by nationality."""
    table = change_table([{"cause": each.cause, "sum": each.persons} for each in changes_of(rows)])
    assert table["net"] == sum(row["persons"] * (row["here"] - row["was_here"]) for row in rows)


@given(ROWS, st.integers(1, 40))
def test_small_towns_are_told_by_nothing(rows: list[dict[str, object]], least: int) -> None:
    public = merged(rows, "town", least, "そのほかの町")
    whole = added(public, "town", "")
    assert [whole.get(key, 0) for key in ("men", "women")] == [
        sum(row[key] for row in rows) for key in ("men", "women")
    ]
    together = [row for row in rows if row["town"] not in {each["town"] for each in public}]
    assert len(together) != 1 or len(rows) == 1
    if sum(map(persons_of, rows)) >= least:
        assert all(persons_of(row) >= least for row in public)


def test_one_small_town_takes_the_next_smallest_with_it() -> None:
    rows = [{"town": name, "men": men, "women": 0, "unstated": 0} for name, men in (("大", 50), ("中", 20), ("小", 3))]
    public = merged(rows, "town", 10, "そのほかの町")
    assert [(row["town"], row["men"]) for row in public] == [("大", 50), ("そのほかの町", 23)]


def test_classes_of_age() -> None:
    assert [class_of(age) for age in (0, 4, 5, 99, 100, 108, None)] == [0, 0, 5, 95, 100, 100, None]


def test_every_day_since_the_last_closed_one_is_due() -> None:
    yesterday = date(2026, 11, 24)
    assert due_days(None, yesterday) == [yesterday]
    assert due_days(date(2026, 11, 21), yesterday) == [date(2026, 11, 22), date(2026, 11, 23), yesterday]
    assert due_days(yesterday, yesterday) == []
