"""The rules on paper: who may register, what an impression must be, which words it may show, and when it ends."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ..law import entry_of, figures, law_on
from ..rules import (
    CHECKS,
    GROUNDS,
    Applicant,
    Basis,
    Event,
    Names,
    Situation,
    basis_of,
    ending_of,
    impression_faults,
    make_number,
    person_faults,
    shows,
    size_faults,
    spans,
    valid_number,
)
from ..rules.stated import same_address

TODAY = date(2026, 11, 25)
LAW = law_on(TODAY)
IGNORED = LAW.ignored_endings
TARO = Names(name="佐藤　太郎", family="佐藤", given="太郎")
MISAKI = Names(name="渡邉　美咲", family="渡邉", given="美咲", former="三橋")
AN = Names(name="NGUYEN VAN AN", kana="グエン　ヴァン　アン", alias="青木　安")
MILLIMETRES = st.floats(1, 60, allow_nan=False)


def codes(faults):
    return {fault.code for fault in faults}


@pytest.mark.parametrize(
    ("text", "names", "basis"),
    [
        ("佐藤太郎", TARO, Basis.FULL),
        ("佐藤", TARO, Basis.FAMILY),
        ("太郎", TARO, Basis.GIVEN),
        ("佐藤之印", TARO, Basis.FAMILY),
        ("佐太", TARO, Basis.COMBINED),
        ("佐藤太", TARO, Basis.COMBINED),
        ("三橋", MISAKI, Basis.FORMER),
        ("三橋美咲", MISAKI, Basis.COMBINED),
        ("渡辺", MISAKI, Basis.FAMILY),
        ("青木", AN, Basis.ALIAS),
        ("NGUYEN", AN, Basis.COMBINED),
        ("nguyen an", AN, Basis.COMBINED),
        ("グエン", AN, Basis.KANA),
        ("グエンアン", AN, Basis.COMBINED),
        ("N.V.A", AN, Basis.COMBINED),
        ("鈴木", TARO, None),
        ("佐藤建設", TARO, None),
        ("社長", TARO, None),
        ("税理士佐藤太郎", TARO, None),
        ("藤", TARO, None),
        ("三橋", TARO, None),
        ("印", TARO, None),
        ("", TARO, None),
    ],
)
def test_what_a_seal_may_show(text, names, basis):
    assert basis_of(text, names, ignored=IGNORED) == basis


KANJI = st.text(st.sampled_from("佐藤鈴木高橋田中伊渡辺山本中村小林加吉川"), min_size=1, max_size=3)


@given(KANJI, KANJI, st.sampled_from(["", "印", "之印", "の印"]))
def test_every_whole_name_may_be_shown_and_no_occupation(family, given_name, tail):
    names = Names(name=f"{family}　{given_name}", family=family, given=given_name)
    for text in (family + given_name, family, given_name, family[0] + given_name[0]):
        assert shows(text + tail, names, ignored=IGNORED)
    assert not shows(f"{family}{given_name}商店", names, ignored=IGNORED)


@given(MILLIMETRES, MILLIMETRES)
def test_the_two_squares(width, height):
    faults = codes(size_faults(width, height, LAW))
    assert ("too_small" in faults) == (width <= 8 and height <= 8)
    assert ("too_large" in faults) == (width > 25 or height > 25)
    assert len(faults) <= 1


@given(MILLIMETRES, MILLIMETRES, st.floats(0, 20))
def test_what_is_too_large_stays_so_when_it_grows(width, height, more):
    if "too_large" in codes(size_faults(width, height, LAW)):
        assert "too_large" in codes(size_faults(width + more, height + more, LAW))


def test_an_impression_without_a_size_or_with_a_check_left_is_refused():
    ticked = [check.code for check in CHECKS]
    assert codes(impression_faults("佐藤", TARO, LAW, width=None, height=None, ticked=ticked)) == {"not_measured"}
    assert not impression_faults("佐藤", TARO, LAW, width=15, height=15, ticked=ticked)
    for check in CHECKS:
        rest = [code for code in ticked if code != check.code]
        assert codes(impression_faults("佐藤", TARO, LAW, width=15, height=15, ticked=rest)) == {check.ground}


@given(st.dates(date(1920, 1, 1), date(2026, 1, 1)), st.dates(date(2026, 1, 2), date(2060, 1, 1)))
def test_fifteen_years_are_reached_on_the_eve_of_the_birthday(birth_on, on):
    faults = codes(
        person_faults(Applicant(is_resident=True, birth_on=birth_on), on, LAW, accompanied=False, in_person=True)
    )
    eve = on + timedelta(days=1)
    old_enough = (eve.year - birth_on.year - ((eve.month, eve.day) < (birth_on.month, birth_on.day))) >= 15
    assert ("too_young" in faults) == (not old_enough)


@pytest.mark.parametrize(
    ("accompanied", "in_person", "on", "refused"),
    [
        (True, True, TODAY, False),
        (False, True, TODAY, True),
        (True, False, TODAY, True),
        (True, True, date(2019, 12, 1), True),
    ],
)
def test_a_ward_comes_with_the_representative_since_the_rule_was_changed(accompanied, in_person, on, refused):
    ward = Applicant(is_resident=True, birth_on=date(1950, 1, 1), is_ward=True)
    faults = person_faults(ward, on, law_on(on), accompanied=accompanied, in_person=in_person)
    assert ("ward" in codes(faults)) == refused


def test_each_ground_has_words():
    assert all(words.endswith("。") for words in GROUNDS.values())
    assert {check.ground for check in CHECKS} <= GROUNDS.keys()


def test_every_figure_has_a_source_and_what_is_not_known_is_marked():
    for name in figures():
        entry = entry_of(name, TODAY)
        assert entry.source and entry.article
        assert entry.provisional == (name not in {"minimum_age", "smallest_side", "largest_side"})


@given(st.integers(1, 9_999_999))
def test_one_wrong_digit_of_a_card_number_is_noticed(serial):
    number = make_number(serial)
    assert valid_number(number)
    for place in range(8):
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert not valid_number(wrong)


@pytest.mark.parametrize("serial", [0, -1, 10_000_000])
def test_there_is_no_number_outside_of_the_series(serial):
    with pytest.raises(ValueError, match="系列の外"):
        make_number(serial)


def test_the_earliest_ending_counts():
    away = Situation(names=TARO, removed_on=date(2026, 12, 1), removal="move_out")
    ending = ending_of(away, text="佐藤", event_on=TODAY, ignored=IGNORED)
    assert ending and (ending.reason, ending.on) == ("moved_out", date(2026, 12, 1))
    renamed = Situation(names=Names(name="田中　太郎", family="田中", given="太郎"), removed_on=date(2026, 12, 1))
    ending = ending_of(renamed, text="佐藤", event_on=TODAY, ignored=IGNORED)
    assert ending and (ending.reason, ending.on) == ("name_changed", TODAY)
    assert ending_of(renamed, text="太郎", event_on=TODAY, ignored=IGNORED).reason == "removed"  # type: ignore[union-attr]
    assert ending_of(Situation(names=TARO), text="佐藤", event_on=TODAY, ignored=IGNORED) is None


DAYS = st.integers(0, 12).map(lambda day: TODAY + timedelta(days=day))
CARDS = st.tuples(DAYS, st.sampled_from([7, 8]), st.sampled_from(["held", "lost"]))
ENDS = st.tuples(DAYS, st.booleans())


@given(st.lists(CARDS, max_size=5), st.lists(ENDS, max_size=4))
def test_whatever_was_done_the_periods_have_no_gap_and_end_with_the_first_ending(cards, ends):
    begin = Event(number=0, kind="card", on=TODAY, card=7, card_state="held")
    events = [begin]
    events += [Event(number=1 + n, kind="card", on=on, card=c, card_state=s) for n, (on, c, s) in enumerate(cards)]
    events += [Event(number=50 + n, kind="end", on=on, cancelled=gone) for n, (on, gone) in enumerate(ends)]
    found = spans(events)
    end = min((on for on, gone in ends if not gone), default=None)
    if end == TODAY:
        assert found == []
        return
    assert found[0].since == TODAY
    assert found[-1].until == end
    assert (found[-1].ended_by is None) == (end is None)
    assert all(one.until == two.since for one, two in pairwise(found))
    assert spans([*events, Event(number=99, kind="end", on=TODAY, cancelled=True)]) == found
    for span in found:
        said = max((e for e in events if e.kind == "card" and e.on <= span.since), key=lambda e: (e.on, e.number))
        assert (span.card, span.card_state) == (said.card, said.card_state)


@pytest.mark.parametrize(
    ("stated", "town", "lot", "same"),
    [
        ("大日9812-6", "大日", "9812番地6", True),
        ("四街道市美しが丘二丁目3番地の4", "美しが丘2丁目", "3番4号", True),
        ("四街道市みそら十二丁目1-1", "みそら12丁目", "1番1号", True),
        ("大日9812-61", "大日", "9812番地6", False),
        ("大日9812", "大日", "9812番地6", False),
        ("", "大日", "9812番地6", False),
    ],
)
def test_an_address_is_the_same_in_any_form(stated, town, lot, same):
    assert same_address(stated, town, lot) is same
