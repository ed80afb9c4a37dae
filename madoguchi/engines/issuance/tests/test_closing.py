"""締め: counted against the ledger, once; what comes later is another drawer's."""

from __future__ import annotations

import pytest

from madoguchi.engines.issuance.actions.closing import close
from madoguchi.engines.issuance.actions.undoing import refund
from madoguchi.engines.issuance.models import Closing, Drawer, FeeLine
from madoguchi.engines.issuance.report import closing_report
from madoguchi.engines.issuance.rules.cash import DENOMINATIONS, difference, fewest, total_of
from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Actor, Forbidden

from .counter import SEAT, Counter, balance_of

pytestmark = pytest.mark.django_db


def test_a_days_fees_are_counted_and_closed(counter: Counter) -> None:
    for who in (0, 1, 0):
        counter.issue(who)
    made = counter.close()
    assert (made.expected, made.counted, made.difference) == (900, 900, 0)


def test_a_drawer_is_closed_once(counter: Counter) -> None:
    counter.issue()
    counter.close()
    with pytest.raises(Refused, match="既に締めて"):
        counter.close(counted=300)
    assert Closing.objects.count() == 1


def test_what_comes_after_the_closing_is_in_the_next_drawer(counter: Counter) -> None:
    counter.issue()
    counter.close()
    later = counter.issue(1)
    drawers = list(Drawer.objects.order_by("pk"))
    assert [(each.counter, each.round, balance_of(each)) for each in drawers] == [(SEAT, 1, 300), (SEAT, 2, 300)]
    assert FeeLine.objects.get(request=later.request_id).drawer == drawers[1]


def test_money_of_a_closed_drawer_is_given_back_from_the_open_one(counter: Counter) -> None:
    done = counter.issue()
    counter.close()
    refund(counter.chief, request_id=done.request_id, reason="内容の間違い")
    assert [balance_of(each) for each in Drawer.objects.order_by("pk")] == [300, -300]


def test_a_difference_needs_a_reason(counter: Counter) -> None:
    counter.issue()
    with pytest.raises(Refused, match="50円足りない理由"):
        counter.close(counted=250)
    made = counter.close(counted=250, reason="おつりの渡し間違い")
    assert (made.difference, made.reason) == (-50, "おつりの渡し間違い")


def test_the_change_that_lay_there_before_does_not_count(counter: Counter) -> None:
    counter.issue()
    made = close(counter.officer, drawer_id=counter.drawer().pk, counts={1_000: 10, 100: 3}, change=10_000)
    assert made.difference == 0


def test_a_fee_that_came_in_while_the_clerk_counted_is_noticed(counter: Counter) -> None:
    counter.issue()
    drawer = counter.drawer()
    counter.issue(1)
    with pytest.raises(Refused, match="出入りがありました"):
        close(counter.officer, drawer_id=drawer.pk, counts={100: 3}, seen=300)


def test_only_who_may_close_closes(counter: Counter) -> None:
    counter.issue()
    with pytest.raises(Forbidden):
        close(Actor(9, "道路　四郎"), drawer_id=counter.drawer().pk, counts={})


def test_the_report_says_sums_and_serials_and_no_names_and_never_changes(counter: Counter) -> None:
    issued = counter.issue()
    counter.close(counted=200, reason="数え違い")
    drawer = counter.drawer()
    pdf = closing_report(counter.town, drawer)
    text = paperwork.text_of(pdf)
    assert all(
        words in text for words in ("手数料の締め報告書", issued.serial, "300円", "−100円", "数え違い", "仮の値")
    )
    assert "甲野" not in text
    counter.issue(1)
    assert closing_report(counter.town, Drawer.objects.get(pk=drawer.pk)) == pdf


def test_an_open_drawer_has_no_report(counter: Counter) -> None:
    counter.issue()
    with pytest.raises(ValueError, match="open"):
        closing_report(counter.town, counter.drawer())


@pytest.mark.parametrize("yen", [0, 1, 99, 700, 9_700, 28_888])
def test_change_is_given_in_the_fewest_pieces(yen: int) -> None:
    assert total_of(fewest(yen)) == yen
    assert sum(fewest(yen).values()) <= len(DENOMINATIONS) * 4


def test_what_is_no_money_is_not_counted() -> None:
    with pytest.raises(ValueError, match="not money"):
        total_of({30: 1})
    with pytest.raises(ValueError, match="not money"):
        total_of({100: -1})
    assert difference(10_250, 10_000, 300) == -50
