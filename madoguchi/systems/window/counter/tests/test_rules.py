"""Which procedures an event makes due: tables that an officer can read."""

from __future__ import annotations

from datetime import date

import pytest

from madoguchi.foundation.calendar import OfficeCalendar
from madoguchi.foundation.registry import Procedure, procedures

from ..rules import Occurrence, Party, UnknownConditionError, check_words, due_procedures

ON = date(2026, 11, 14)
CALENDAR = OfficeCalendar()
FATHER = Party(person_id=1, birth_on=date(1982, 3, 14), sex="1", is_subject=True, was_head=True, is_head=True, house=10)
MOTHER = Party(person_id=2, birth_on=date(1985, 8, 22), sex="2", is_subject=True, house=10)
PUPIL = Party(person_id=3, birth_on=date(2016, 5, 11), sex="2", is_subject=True, house=10)
BABY = Party(person_id=4, birth_on=date(2024, 2, 3), sex="1", is_subject=True, house=10)
GRANDMOTHER = Party(person_id=5, birth_on=date(1950, 9, 30), sex="2", is_head=True, house=11, alone=True)
STUDENT = Party(
    person_id=6, birth_on=date(2003, 1, 1), sex="1", is_foreign=True, is_subject=True, is_head=True, house=12
)
NAMELESS = Party(person_id=7, sex="", is_subject=True, house=10)
FAMILY = (FATHER, MOTHER, PUPIL, BABY, GRANDMOTHER)


def event(parties=FAMILY, kind="move_within", **changes) -> Occurrence:
    return Occurrence(
        **{"kind": kind, "event_on": ON, "notified_on": date(2026, 11, 20), "parties": parties, **changes}
    )


def concerned(who, parties=FAMILY, **changes) -> list[int]:
    procedure = Procedure(code="x", name="x", events=("move_within",), division="x", who=who)
    return [key for due in due_procedures([procedure], event(parties, **changes), CALENDAR) for key in due.person_ids]


@pytest.mark.parametrize(
    ("who", "persons"),
    [
        ({}, [1, 2, 3, 4]),
        ({"role": "family"}, [1, 2, 3, 4, 5]),
        ({"role": "stayer"}, [5]),
        ({"role": "head"}, [1, 5]),
        ({"role": "head", "was_head": False}, [5]),
        ({"role": "stayer", "age_min": 75, "alone": True}, [5]),
        ({"age_min": 20, "age_max": 59}, [1, 2]),
        ({"age_max": 5}, [4]),
        ({"age_min": 44}, [1]),
        ({"age_min": 45}, []),
        ({"year_end_age_max": 18}, [3, 4]),
        ({"grade": "compulsory"}, [3]),
        ({"grade": "elementary"}, [3]),
        ({"grade": "junior_high"}, []),
        ({"sex": "2"}, [2, 3]),
        ({"nationality": "foreign"}, []),
        ({"nationality": "japanese", "age_min": 20}, [1, 2]),
        ({"persons_min": 4}, [1, 2, 3, 4]),
        ({"persons_max": 3}, []),
        ({"has_children_under": 3}, [1, 2, 3, 4]),
        ({"has_children_under": 2}, []),
        ({"ask": "犬を飼っているか", "outcome": "later", "remark": "x"}, [1, 2, 3, 4]),
    ],
)
def test_whom_a_condition_concerns(who, persons):
    assert concerned(who) == persons


@pytest.mark.parametrize(
    ("who", "changes", "due"),
    [
        ({"whole_household": True}, {"whole_household": True}, True),
        ({"whole_household": True}, {"whole_household": False}, False),
        ({"whole_household": False}, {"whole_household": False}, True),
        ({"head_changed": True}, {}, False),
        ({"head_changed": True}, {"head_changed": True}, True),
        ({"from_abroad": True}, {"from_abroad": True}, True),
        ({"from_abroad": False}, {"from_abroad": True}, False),
        ({"to_abroad": True}, {"to_abroad": True}, True),
    ],
)
def test_what_must_hold_for_the_event(who, changes, due):
    assert bool(concerned(who, **changes)) is due


def test_an_unknown_birth_date_is_never_taken_for_an_age():
    for who in ({"age_min": 0}, {"age_max": 120}, {"year_end_age_max": 18}, {"grade": "compulsory"}):
        assert concerned(who, (NAMELESS,)) == []
    assert concerned({}, (NAMELESS,)) == [7]


def test_a_foreign_student_is_told_of_the_residence_card():
    assert concerned({"nationality": "foreign"}, (STUDENT,)) == [6]


@pytest.mark.parametrize(
    ("procedure", "day", "reason"),
    [
        ({"days": 14}, date(2026, 11, 30), "28日（土）は閉庁日"),
        ({"days": 15}, date(2026, 11, 30), "29日（日）は閉庁日"),
        ({"days": 30}, date(2026, 12, 14), ""),
        ({"days": 90, "who": {"deadline": "notice"}}, date(2027, 2, 18), ""),
        ({"days": 14, "who": {"first_day": True}}, date(2026, 11, 27), ""),
        ({"days": 46}, date(2027, 1, 4), "30日（年末年始）は閉庁日"),
        ({"who": {"months": 3}}, date(2027, 2, 15), "14日（日）は閉庁日"),
    ],
)
def test_deadlines_fall_on_open_days(procedure, day, reason):
    made = Procedure(**{"code": "x", "name": "x", "events": ("move_within",), "division": "x", **procedure})
    due = due_procedures([made], event(), CALENDAR)[0]
    assert due.deadline.day == day and due.deadline.reason == reason


def test_without_a_period_there_is_no_deadline():
    made = Procedure(code="x", name="x", events=("move_within",), division="x")
    assert due_procedures([made], event(), CALENDAR)[0].deadline is None


def test_open_ones_come_first_by_deadline_and_settled_ones_last():
    common = {"name": "x", "events": ("move_within",), "division": "x"}
    made = [
        Procedure(code="settled", **common, who={"outcome": "unneeded"}, days=1),
        Procedure(code="later", **common, who={"outcome": "later"}),
        Procedure(code="asked", **common, who={"ask": "犬を飼っているか"}, days=2),
        Procedure(code="slow", **common, days=30),
        Procedure(code="quick", **common, days=14),
    ]
    assert [due.procedure.code for due in due_procedures(made, event(), CALENDAR)] == [
        "quick",
        "slow",
        "asked",
        "later",
        "settled",
    ]


@pytest.mark.parametrize(
    "who",
    [
        {"age": 3},
        {"role": "neighbour"},
        {"outcome": "never"},
        {"deadline": "tomorrow"},
        {"grade": "university"},
        {"months": "3"},
    ],
)
def test_a_word_that_the_rules_do_not_know_is_refused(who):
    made = Procedure(code="x", name="x", events=("move_within",), division="x", who=who)
    with pytest.raises(UnknownConditionError):
        due_procedures([made], event(), CALENDAR)


def codes(kind, parties, **changes) -> set[str]:
    return {
        due.procedure.code
        for due in due_procedures(procedures("yotsukaido"), event(parties, kind, **changes), CALENDAR)
    }


DEAD = Party(person_id=5, birth_on=date(1940, 1, 1), is_subject=True, was_head=True)
NEWBORN = Party(person_id=9, birth_on=ON, is_subject=True, house=10)
YOTSUKAIDO = [
    (
        "move_in",
        FAMILY[:4],
        "kokuho-join jido-teate kodomo-iryo school-in vaccination hoiku mynumber-continue",
        "kouki-join kaigo-join zairyu-card-address nenkin-join mynumber-new",
    ),
    (
        "move_in",
        (STUDENT,),
        "zairyu-card-address kokuho-join nenkin-address",
        "jido-teate school-in hoiku kaigo-transfer",
    ),
    ("move_in_abroad", (FATHER,), "nenkin-join mynumber-new kokuho-join", "mynumber-continue dog"),
    (
        "move_within",
        FAMILY,
        "mynumber-address kokuho-address school-move jido-teate-address watch-alone seal-address",
        "kokuho-join school-in kouki-address",
    ),
    (
        "move_out",
        FAMILY[:4],
        "kokuho-leave jido-teate-end school-out kodomo-iryo-return seal-end",
        "kaigo-leave tax-agent kouki-leave",
    ),
    (
        "death",
        (DEAD,),
        "kouki-leave kaigo-leave sousaihi nenkin-death property-heir mynumber-return",
        "kokuho-leave jido-teate-payee",
    ),
    ("birth", (MOTHER, NEWBORN), "jido-teate kodomo-iryo boshi-visit mynumber-new kokuho-birth", "school-in seal-new"),
    ("name_change", (MOTHER,), "mynumber-address seal-name kokuho-name", "water"),
    ("nationality_gain", (STUDENT,), "zairyu-card-return mynumber-address", "zairyu-card-address"),
]


@pytest.mark.parametrize(("kind", "parties", "due", "not_due"), YOTSUKAIDO)
def test_the_city_s_own_procedures(kind, parties, due, not_due):
    found = codes(kind, parties)
    assert not set(due.split()) - found
    assert not set(not_due.split()) & found


@pytest.mark.parametrize("town", ["yotsukaido", "hinata"])
def test_every_town_s_data_uses_words_that_the_rules_know(town):
    from madoguchi.engines.people.api import ActKind

    known = procedures(town)
    assert known and len({procedure.code for procedure in known}) == len(known)
    for procedure in known:
        check_words(procedure)
        assert set(procedure.events) <= set(ActKind.values), procedure.code
        assert procedure.law and procedure.description, procedure.code
        assert procedure.life_events or procedure.keywords, f"{procedure.code}: residents would not find it"


def test_what_differs_by_ordinance_is_marked_provisional():
    for procedure in procedures("yotsukaido"):
        if "条例" in procedure.law or "市の事業" in procedure.law:
            assert procedure.provisional, procedure.code
