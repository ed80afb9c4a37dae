"""Which route, who decides, what comes next: tables, and what always holds."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.engines.approvals.rules import (
    Box,
    NobodyError,
    NoRouteError,
    Route,
    Rung,
    agree,
    begin,
    choose,
    climb,
    consult,
    send_back,
)


@dataclass(frozen=True)
class Person:
    """A seat, as the rules see it."""

    user_id: int
    appointment_id: int = 0


HALL = {"head": (Person(1),), "head:1040": (Person(4),), "post:部長": (Person(2),), "post:市長": (Person(3),)}
TOWN = Route(
    name="市長部局",
    rungs=(
        Rung(name="課長", who="head", upto=500_000),
        Rung(name="合議", who="head:1040", mode="parallel", above=1_000_000),
        Rung(name="部長", who="post:部長", upto=5_000_000, plain=True),
        Rung(name="市長", who="post:市長"),
    ),
)


def way(amount: int | None, drafter: int = 9, hall: dict[str, tuple[Person, ...]] = HALL) -> list[str]:
    """The names of the steps; the one that decides by 専決 bears a star."""
    steps = climb(TOWN, amount=amount, find=lambda rung: hall[rung.who], drafter=drafter)
    assert [step.decides for step in steps] == [False] * (len(steps) - 1) + [True]
    return [step.name + "＊" * step.delegated for step in steps]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (None, ["課長", "部長＊"]),
        (0, ["課長＊"]),
        (500_000, ["課長＊"]),
        (500_001, ["課長", "部長＊"]),
        (1_000_000, ["課長", "部長＊"]),
        (1_000_001, ["課長", "合議", "部長＊"]),
        (5_000_000, ["課長", "合議", "部長＊"]),
        (5_000_001, ["課長", "合議", "部長", "市長"]),
    ],
)
def test_how_far_up_an_amount_goes(amount: int | None, expected: list[str]) -> None:
    assert way(amount) == expected


def test_the_head_who_drafts_does_not_decide() -> None:
    assert way(100, drafter=1) == ["部長＊"]
    assert way(5_000_001, drafter=4) == ["課長", "部長", "市長"]


def test_the_mayor_cannot_decide_their_own() -> None:
    with pytest.raises(NobodyError) as error:
        way(9_000_000, drafter=3)
    assert error.value.only_drafter


def test_a_vacant_step_is_told() -> None:
    with pytest.raises(NobodyError, match="部長"):
        way(None, hall={**HALL, "post:部長": ()})


def test_a_step_of_those_who_also_hold_a_right_falls_away_where_none_does() -> None:
    both = (Rung(name="長", who="head+right:x", plain=True), Rung(name="ほか", who="right:x"))
    route = Route(name="持出し", rungs=both)
    hall = {"head+right:x": (Person(1),), "right:x": (Person(1), Person(6))}
    assert [step.name for step in climb(route, amount=None, find=lambda rung: hall[rung.who], drafter=9)] == ["長"]
    none = {**hall, "head+right:x": ()}
    assert [step.name for step in climb(route, amount=None, find=lambda rung: none[rung.who], drafter=9)] == ["ほか"]
    with pytest.raises(NobodyError, match="長"):
        climb(Route(name="長だけ", rungs=both[:1]), amount=None, find=lambda rung: (), drafter=9)


def test_of_several_holders_any_one_decides() -> None:
    hall = {**HALL, "head": (Person(1), Person(5))}
    steps = climb(TOWN, amount=0, find=lambda rung: hall[rung.who], drafter=9)
    assert [step.mode for step in steps] == ["joint"]
    assert climb(TOWN, amount=0, find=lambda rung: hall[rung.who], drafter=5)[0].mode == "serial"


def test_what_the_drafter_adds_stands_before_the_decision_and_takes_nothing_away() -> None:
    steps = climb(TOWN, amount=None, find=lambda rung: HALL[rung.who], drafter=9)
    longer = consult(steps, [Person(7), Person(1), Person(9), Person(7), Person(8)], drafter=9)
    assert [step.name for step in longer] == ["課長", "合議", "部長"]
    assert longer[1].added
    assert [seat.user_id for seat in longer[1].seats] == [7, 8]
    assert consult(steps, [Person(1)], drafter=9) == steps


def routes() -> list[Route]:
    last = (Rung(name="長", who="head"),)
    return [
        Route(name="どれでも", rungs=last),
        Route(name="教育", rungs=last, divisions=("2000",)),
        Route(name="学校", rungs=last, divisions=("2020",)),
        Route(name="契約", rungs=last, kinds=("contract",)),
        Route(name="大きな契約", rungs=last, kinds=("contract",), above=1_000_000),
    ]


@pytest.mark.parametrize(
    ("kind", "path", "amount", "expected"),
    [
        ("general", ("1000", "1120"), None, "どれでも"),
        ("general", ("2000", "2010"), None, "教育"),
        ("general", ("2000", "2020"), None, "学校"),
        ("contract", ("2000", "2020"), None, "契約"),
        ("contract", ("1000",), 1_000_000, "契約"),
        ("contract", ("1000",), 1_000_001, "大きな契約"),
    ],
)
def test_the_closest_route_is_taken(kind: str, path: tuple[str, ...], amount: int | None, expected: str) -> None:
    assert choose(routes(), kind=kind, path=path, amount=amount).name == expected


def test_without_a_route_nothing_goes() -> None:
    with pytest.raises(NoRouteError):
        choose(routes()[1:3], kind="general", path=("1000",), amount=None)


MODES = st.lists(st.tuples(st.sampled_from(["serial", "parallel", "joint"]), st.integers(1, 3)), min_size=1, max_size=5)


def fresh(shape: list[tuple[str, int]]) -> tuple[list[Box], dict[int, str]]:
    """The boxes and modes of a route."""
    sizes = {at: 1 if mode == "serial" else size for at, (mode, size) in enumerate(shape, start=1)}
    boxes = [Box(at * 10 + each, at, "later") for at, size in sizes.items() for each in range(size)]
    return boxes, {at: mode for at, (mode, _) in enumerate(shape, start=1)}


def check(boxes: tuple[Box, ...], modes: dict[int, str], at: int | None) -> None:
    """What always holds: before where it stands all is done, there somebody waits, after it nobody was asked."""
    for step, mode in modes.items():
        states = {box.state for box in boxes if box.step == step}
        if at is None or step < at:
            assert states <= ({"agreed"} if mode == "parallel" else {"agreed", "passed"})
            assert "agreed" in states
        elif step == at:
            assert "waiting" in states
            assert states <= {"waiting", "agreed"}
        else:
            assert states == {"later"}
        assert len({box.turn for box in boxes if box.step == step}) == 1


@given(MODES, st.data())
def test_a_draft_always_stands_in_exactly_one_place(shape: list[tuple[str, int]], data: st.DataObject) -> None:
    boxes, modes = fresh(shape)
    moved = begin(boxes)
    check(moved.boxes, modes, moved.at)
    for _ in range(12):
        if moved.at is None:
            break
        before = moved
        if moved.at > 1 and data.draw(st.booleans()):
            moved = send_back(moved.boxes, data.draw(st.integers(1, moved.at - 1)))
            asked = {box.key for box in before.boxes if box.state != "later" and box.step >= (moved.at or 0)}
            turns = {box.key: box.turn for box in before.boxes}
            assert all(box.turn == turns[box.key] + (box.key in asked) for box in moved.boxes)
        else:
            key = data.draw(st.sampled_from([box.key for box in moved.boxes if box.state == "waiting"]))
            moved = agree(moved.boxes, modes, key)
        check(moved.boxes, modes, moved.at)


@given(MODES)
def test_agreeing_again_and_again_ends_in_a_decision(shape: list[tuple[str, int]]) -> None:
    boxes, modes = fresh(shape)
    moved, count = begin(boxes), 0
    while moved.at is not None:
        moved = agree(moved.boxes, modes, next(box.key for box in moved.boxes if box.state == "waiting"))
        count += 1
    assert count == sum(1 if mode != "parallel" else size for mode, size in shape)


def test_who_is_not_asked_cannot_agree() -> None:
    boxes, modes = fresh([("serial", 1), ("serial", 1)])
    with pytest.raises(ValueError, match="does not wait"):
        agree(begin(boxes).boxes, modes, 20)
    with pytest.raises(ValueError, match="not been reached"):
        send_back(begin(boxes).boxes, 2)
    with pytest.raises(ValueError, match="at least one"):
        begin([])
