"""The drawing of two times, and the periods of a file. No database."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from madoguchi.systems.window.residents.exchange.lines import Line
from madoguchi.systems.window.residents.exchange.periods import periods_of
from madoguchi.systems.window.residents.exchange.whole import Whole
from madoguchi.systems.window.residents.rails import LEFT, RIGHT, Event, draw, lateness, reach

from .files import NAMES, patterns, person

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("event", "record", "words"),
    [
        (date(2018, 3, 1), date(2023, 7, 18), "5年4か月おくれ"),
        (date(2016, 5, 11), date(2016, 5, 20), ""),
        (date(2020, 1, 31), date(2020, 2, 29), ""),
        (date(2020, 1, 15), date(2021, 1, 15), "1年おくれ"),
        (date(2020, 1, 15), date(2020, 4, 20), "3か月おくれ"),
        (date(2026, 12, 1), date(2026, 11, 1), ""),
    ],
)
def test_lateness(event: date, record: date, words: str) -> None:
    assert lateness(event, record) == words


def test_rails_run_from_left_to_right_in_time() -> None:
    events = [
        Event("転入", date(2009, 4, 1), date(2009, 4, 6), True),
        Event("訂正", date(2018, 3, 1), date(2023, 7, 18), False, "5年4か月おくれ"),
    ]
    rails = draw(events, on=date(2019, 12, 1), known=date(2022, 1, 1), today=TODAY)
    assert (
        LEFT
        <= rails.links[0].top
        <= rails.links[0].bottom
        < rails.links[1].top
        < rails.on
        < rails.known
        < rails.links[1].bottom
        <= RIGHT
    )
    assert [word.text for word in rails.events] == ["転入", "訂正"]
    assert [word.under for word in rails.events] == ["H21.4.1", "H30.3.1"]
    assert "R元" in [word.text for word in rails.years]
    assert rails.alternative == (
        "上の線が異動日、下の線が処理日。2件の異動のうち1件は、この時点ではまだ見えない。おくれて記録されたもの：訂正（5年4か月おくれ）"
    )


def test_words_never_run_into_one_another() -> None:
    events = [
        Event("住民票コードの記載", date(2020, 1, 1 + number), date(2020, 2, 1 + number), True) for number in range(20)
    ]
    rails = draw(events, on=TODAY, known=TODAY, today=TODAY)
    assert len(rails.links) == 20
    for row in (rails.events, rails.records, rails.years):
        ends = [reach(word) for word in row]
        assert all(before[1] <= after[0] for before, after in pairwise(ends))


def test_nobody_yet() -> None:
    rails = draw([], on=TODAY, known=TODAY, today=TODAY)
    assert "0件の異動" in rails.alternative


def periods_from(*lines: dict[str, str]):
    whole = Whole()
    for number, line in enumerate(lines, start=2):
        whole.add(Line(number, [line[name] for name in NAMES]))
    return periods_of(whole.people)


def test_a_widow_heads_the_household_from_the_day_that_her_husband_died() -> None:
    widow, husband, child = (line for line in patterns() if line["世帯番号"] == "500")
    found = periods_from(widow, husband, child)
    assert found.stays[3] == (date(2010, 4, 1), date(2026, 3, 3))
    assert found.stays[2] == (date(2026, 3, 3), None)
    assert found.stays[4] == (date(2010, 4, 1), None)
    assert found.removals == {3: (date(2026, 3, 3), None)}


def test_nobody_is_a_member_before_the_first_known_head() -> None:
    head = person(1, 1, "甲", "一", "世帯主", "1980-01-01", 住民となった年月日="2015-06-01")
    wife = person(2, 1, "甲", "二", "妻", "1980-01-01", "2", head="甲　一", 住民となった年月日="2005-01-01")
    found = periods_from(head, wife)
    assert found.stays == {2: (date(2015, 6, 1), None), 3: (date(2015, 6, 1), None)}


def test_a_line_that_another_of_the_same_day_corrects_holds_never() -> None:
    first = person(1, 1, "甲", "一", "世帯主", "1980-01-01", 最新フラグ="0", 個人履歴番号="1")
    wrong = {**first, "個人履歴番号": "2", "異動年月日": "2020-01-01"}
    right = {**wrong, "個人履歴番号_枝番号": "2", "最新フラグ": "1"}
    found = periods_from(first, wrong, right)
    assert found.facts == {2: (None, date(2020, 1, 1)), 4: (date(2020, 1, 1), None)}


def test_who_returns_is_removed_for_a_time_only() -> None:
    gone = {
        "住民状態": "2",
        "最新フラグ": "0",
        "異動年月日": "2015-04-01",
        "消除の異動年月日": "2015-04-01",
        "個人履歴番号": "2",
    }
    first = person(1, 1, "甲", "一", "世帯主", "1980-01-01", 最新フラグ="0", 個人履歴番号="1")
    back = {**first, "個人履歴番号": "3", "最新フラグ": "1", "異動年月日": "2020-01-01", "世帯番号": "2"}
    found = periods_from(first, {**first, **gone}, back)
    assert found.stays == {2: (date(2010, 4, 1), date(2015, 4, 1)), 4: (date(2020, 1, 1), None)}
    assert found.removals == {3: (date(2015, 4, 1), date(2020, 1, 1))}


def test_where_a_household_lived_follows_its_heads_lines() -> None:
    old = person(1, 1, "甲", "一", "世帯主", "1980-01-01", 最新フラグ="0", 個人履歴番号="1")
    new = {
        **old,
        "個人履歴番号": "2",
        "最新フラグ": "1",
        "異動年月日": "2020-01-01",
        "住所を定めた年月日": "2020-01-01",
        "住所_番地号表記": "９番地",
    }
    assert periods_from(old, new).dwellings == {
        1: [(2, (date(2010, 4, 1), date(2020, 1, 1))), (3, (date(2020, 1, 1), None))]
    }
