"""What an appointment may do, without a database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.access.rules import (
    STAFF,
    Adjustment,
    Office,
    Period,
    Seat,
    could_hold,
    effective,
    first_day_without,
    grounds,
)

BY_ROLE = {"clerk": frozenset({"view", "act"}), "viewer": frozenset({"view"}), "chief": frozenset({"approve"})}
DAY = date(2026, 11, 25)
TOMORROW = DAY + timedelta(days=1)
ALWAYS = Period()

days = st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n))
periods = st.tuples(st.none() | days, st.none() | days).map(lambda ends: Period(*ends))
rights = st.sampled_from(["view", "act", "approve", "export"])
purposes = st.sampled_from(["", "notice", "certificate"])
seats = st.builds(
    Seat,
    user_id=st.sampled_from([1, 2]),
    divisions=st.sampled_from([frozenset({"10", "1010"}), frozenset({"10", "1020"}), frozenset({"20"})]),
    roles=st.frozensets(st.sampled_from(list(BY_ROLE))),
    valid=periods,
)
adjustments = st.builds(
    Adjustment,
    id=st.integers(1, 99),
    right=rights,
    allows=st.booleans(),
    valid=periods,
    role=st.sampled_from(["", *BY_ROLE]),
    division=st.sampled_from(["", "10", "1010", "20"]),
    user_id=st.sampled_from([None, 1, 2]),
    purposes=st.frozensets(st.sampled_from(["notice", "certificate"])),
)
lists = st.lists(adjustments, max_size=6)


def clerk(**changes) -> Seat:
    return Seat(
        **{"user_id": 1, "divisions": frozenset({"1120"}), "roles": frozenset({"clerk"}), "valid": ALWAYS} | changes
    )


@given(seats, lists, days)
def test_everyone_at_work_holds_what_all_staff_hold_unless_it_is_withdrawn(seat, grants, on):
    """And it widens nothing: what an appointment may come to hold is counted beyond it."""
    by_role = {**BY_ROLE, STAFF: frozenset({"plan", "view"})}
    held = effective(seat, grants, by_role, on=on)
    withdrawn = {each.right for each in grants if not each.allows and each.reaches(seat) and each.holds(on, "")}
    assert ({"plan", "view"} <= held | withdrawn) == seat.valid.holds(on)
    assert not could_hold(seat, grants, by_role) & {"plan", "view"}


@given(seats, lists, days, purposes, st.randoms())
def test_the_order_of_grants_does_not_matter(seat, grants, on, purpose, random):
    shuffled = random.sample(grants, len(grants))
    assert effective(seat, grants, BY_ROLE, on=on, purpose=purpose) == effective(
        seat, shuffled, BY_ROLE, on=on, purpose=purpose
    )


@given(seats, lists, adjustments, days, purposes)
def test_withdrawing_never_widens_and_allowing_never_narrows(seat, grants, one, on, purpose):
    before = effective(seat, grants, BY_ROLE, on=on, purpose=purpose)
    after = effective(seat, [*grants, one], BY_ROLE, on=on, purpose=purpose)
    assert after >= before if one.allows else after <= before
    assert before ^ after <= {one.right}


@given(seats, lists, days, purposes)
def test_outside_its_days_an_appointment_brings_nothing(seat, grants, on, purpose):
    if not seat.valid.holds(on):
        assert effective(seat, grants, BY_ROLE, on=on, purpose=purpose) == frozenset()
        assert grounds(seat, grants, BY_ROLE, on=on, purpose=purpose) == {}


@given(seats, lists, days, purposes)
def test_a_grant_outside_its_days_or_about_others_changes_nothing(seat, grants, on, purpose):
    idle = [each for each in grants if not each.valid.holds(on) or not each.reaches(seat)]
    rest = [each for each in grants if each not in idle]
    assert effective(seat, rest, BY_ROLE, on=on, purpose=purpose) == effective(
        seat, grants, BY_ROLE, on=on, purpose=purpose
    )


@given(seats, lists, days, purposes)
def test_who_says_no_purpose_never_holds_more(seat, grants, on, purpose):
    silent = effective(seat, grants, BY_ROLE, on=on, purpose="")
    assert silent <= effective(seat, grants, BY_ROLE, on=on, purpose=purpose)


@given(seats, lists, days, purposes)
def test_nothing_is_held_that_could_not_be_foreseen(seat, grants, on, purpose):
    assert effective(seat, grants, BY_ROLE, on=on, purpose=purpose) <= could_hold(seat, grants, BY_ROLE)


@given(seats, lists, days, purposes)
def test_what_is_shown_is_what_holds(seat, grants, on, purpose):
    shown = grounds(seat, grants, BY_ROLE, on=on, purpose=purpose)
    held = effective(seat, grants, BY_ROLE, on=on, purpose=purpose)
    assert held == {right for right, ground in shown.items() if ground.held}
    for ground in shown.values():
        assert ground.roles or ground.allowed or ground.withdrawn


def test_a_role_brings_what_the_manifests_say():
    assert effective(clerk(), [], BY_ROLE, on=DAY) == {"view", "act"}
    assert effective(clerk(roles=frozenset({"unknown"})), [], BY_ROLE, on=DAY) == frozenset()


def test_a_grant_for_a_division_reaches_those_below_it():
    grant = Adjustment(1, "export", True, ALWAYS, division="1000")
    assert "export" in effective(clerk(divisions=frozenset({"1000", "1120"})), [grant], BY_ROLE, on=DAY)
    assert "export" not in effective(clerk(divisions=frozenset({"2000"})), [grant], BY_ROLE, on=DAY)


def test_a_target_of_role_and_division_needs_both():
    grant = Adjustment(1, "export", True, ALWAYS, division="1030", role="chief")
    chief = clerk(roles=frozenset({"chief"}))
    assert "export" not in effective(chief, [grant], BY_ROLE, on=DAY)
    assert "export" in effective(
        clerk(roles=frozenset({"chief"}), divisions=frozenset({"1030"})), [grant], BY_ROLE, on=DAY
    )


def test_a_withdrawal_stands_against_every_permission():
    allow, withdraw = Adjustment(1, "view", True, ALWAYS, user_id=1), Adjustment(2, "view", False, ALWAYS, user_id=1)
    assert effective(clerk(), [withdraw, allow], BY_ROLE, on=DAY) == {"act"}
    ground = grounds(clerk(), [withdraw, allow], BY_ROLE, on=DAY, purpose="")["view"]
    assert (ground.roles, ground.allowed, ground.withdrawn, ground.held) == (("clerk",), (1,), (2,), False)


def test_a_grant_may_hold_for_one_purpose_only():
    grant = Adjustment(1, "export", True, ALWAYS, role="clerk", purposes=frozenset({"data_check"}))
    assert "export" in effective(clerk(), [grant], BY_ROLE, on=DAY, purpose="data_check")
    assert "export" not in effective(clerk(), [grant], BY_ROLE, on=DAY, purpose="notice")
    assert "export" not in effective(clerk(), [grant], BY_ROLE, on=DAY)


def test_the_last_day_of_a_period_is_the_one_before_its_end():
    until = clerk(valid=Period(date(2026, 4, 1), TOMORROW))
    assert effective(until, [], BY_ROLE, on=DAY) and not effective(until, [], BY_ROLE, on=TOMORROW)
    assert not effective(until, [], BY_ROLE, on=date(2026, 3, 31))


def office(*seats: Seat) -> Office:
    return Office(seats, (), {"admin": frozenset({"manage"})})


def manager(user_id: int, start: date | None = None, end: date | None = None) -> Seat:
    return Seat(user_id, frozenset({"1030"}), frozenset({"admin"}), Period(start, end))


def test_the_day_is_found_on_which_nobody_is_left():
    both = office(manager(1), manager(2, end=DAY + timedelta(days=30)))
    alone = office(manager(1, end=TOMORROW), manager(2, end=DAY + timedelta(days=30)))
    assert first_day_without("manage", both, alone, since=DAY) == DAY + timedelta(days=30)
    assert first_day_without("manage", both, office(manager(1)), since=DAY) is None
    assert first_day_without("manage", office(manager(1)), office(), since=DAY) == DAY


def test_nobody_is_blamed_for_a_day_that_was_empty_before():
    ending = office(manager(1, end=TOMORROW), manager(2, end=DAY + timedelta(days=5)))
    assert first_day_without("manage", ending, office(manager(2, end=DAY + timedelta(days=5))), since=DAY) is None
