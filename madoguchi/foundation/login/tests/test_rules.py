"""Rules of waiting, ending and acting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.login.rules import (
    ADDRESS,
    DEVICE,
    HOUR,
    PAIR,
    Limits,
    acted,
    is_over,
    is_page,
    network,
    remembered,
    seconds_left,
    wait_after,
)

PATIENCE = st.sampled_from([PAIR, ADDRESS, DEVICE])
LIMITS = Limits(idle=600, whole=12 * HOUR)


@given(PATIENCE, st.integers(0, 10**9))
def test_a_wait_never_shrinks_and_never_exceeds_its_limit(patience, failures):
    assert 0 <= wait_after(failures, patience) <= wait_after(failures + 1, patience) <= patience.longest


@given(PATIENCE, st.integers(0, 60))
def test_the_first_failures_are_free_and_the_next_is_not(patience, failures):
    assert (wait_after(failures, patience) == 0) == (failures <= patience.free)


@given(PATIENCE)
def test_a_day_of_guessing_gives_few_guesses(patience):
    """However patient the attacker: the guesses that one counter lets through in a day."""
    now, failures = 0, 0
    while now < 86400:
        failures += 1
        now += max(1, wait_after(failures, patience))
    assert failures < {PAIR: 120, ADDRESS: 400, DEVICE: 320}[patience]


@given(PATIENCE, st.integers(0, 1000), st.floats(0, 10**7))
def test_failures_are_forgotten_only_after_their_time(patience, failures, since):
    assert remembered(failures, since, patience) == (0 if since >= patience.forget else failures)


@given(st.floats(0, 10**6), st.floats(0, 10**6), st.floats(0, 10**6))
def test_a_session_is_over_exactly_when_nothing_is_left(begun, idle, more):
    seen = begun + idle
    now = seen + more
    over = is_over(now, begun, seen, LIMITS)
    assert over == (more >= LIMITS.idle or now - begun >= LIMITS.whole) or abs(more - LIMITS.idle) < 1e-3
    if over:
        assert seconds_left(now, begun, seen, LIMITS) == 0


def test_ten_minutes_without_an_act_end_a_session_and_an_act_does_not():
    assert not is_over(1599, 1000, 1000, LIMITS)
    assert is_over(1600, 1000, 1000, LIMITS)
    assert not is_over(1600, 1000, 1500, LIMITS)


def test_twelve_hours_end_a_session_however_busy():
    assert is_over(12 * HOUR, 0, 12 * HOUR - 1, LIMITS)


def test_a_clock_that_was_turned_back_ends_a_session():
    assert is_over(0, 2 * HOUR, 2 * HOUR, LIMITS)


@pytest.mark.parametrize(
    ("headers", "is_act"),
    [
        ({}, True),  # an old browser, a test
        ({"sec-fetch-mode": "navigate", "sec-fetch-user": "?1"}, True),
        ({"sec-fetch-mode": "navigate"}, False),  # the page loads itself again
        ({"sec-fetch-mode": "no-cors"}, False),  # a picture in a page
        ({"hx-request": "true"}, False),  # progress that asks every two seconds
        ({"hx-request": "true", "x-acted": "1"}, True),
        ({"x-requested-with": "fetch"}, False),
        ({"x-requested-with": "fetch", "x-acted": "1"}, True),
    ],
)
def test_only_a_person_acts(headers, is_act):
    assert acted(headers) is is_act


def test_a_part_of_a_page_is_no_page():
    assert is_page({})
    assert is_page({"sec-fetch-mode": "navigate"})
    assert not is_page({"hx-request": "true"})
    assert not is_page({"sec-fetch-mode": "cors"})


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_ipv6_subscriber_is_one_network(address, counted):
    assert network(address) == counted
