"""Which procedures an event makes due, for whom and until when. Pure: no Django, no clock; dates are passed in.

``Procedure.who`` is a mapping of conditions, all of which must hold. The words it may use:

Whom the procedure concerns (the persons that remain after these are applied; nobody left → not due)
    ``role``          ``subject`` (who moves, is born, dies, changes; the default) · ``family`` (everyone of the
                      households after the event) · ``stayer`` (of the family, not a subject) · ``head`` (heads after)
    ``age_min``, ``age_max``      age in full years on the day of the event
    ``year_end_age_max``          age reached by the end of the fiscal year (18歳に達する日以後の最初の3月31日まで → 18)
    ``grade``         ``elementary`` · ``junior_high`` · ``compulsory`` in the fiscal year of the event
    ``sex``           "1" · "2"
    ``nationality``   ``japanese`` · ``foreign``
    ``was_head``      True: heads of a household before the event
    ``alone``         True: lives alone after the event

What must hold for the event as a whole
    ``whole_household``      everyone of the household takes part (False: only a part)
    ``head_changed``         a household has another head than before
    ``from_abroad``, ``to_abroad``
    ``persons_min``, ``persons_max``   size of the subjects' household after the event
    ``has_children_under``   someone younger lives in the households after the event

How it is announced
    ``deadline``      from when ``Procedure.days`` count: ``event`` (default) · ``notice`` (the day of the notice)
    ``first_day``     True: the first day counts (戸籍法第43条)
    ``months``        a period in months instead of days
    ``ask``           what the record does not know, as a question to the resident
    ``outcome``       ``todo`` (default) · ``later`` · ``done`` (by the act itself) · ``unneeded`` (みなし届出, 職権)
    ``remark``        the same in words, as it is shown
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from madoguchi.foundation.calendar import (
    Deadline,
    OfficeCalendar,
    age_on,
    fiscal_year,
    fiscal_year_end_age,
    school_grade,
)
from madoguchi.foundation.registry import Procedure

ROLES = frozenset({"subject", "family", "stayer", "head"})
OUTCOMES = frozenset({"todo", "later", "done", "unneeded"})
GRADES = {"elementary": ("小",), "junior_high": ("中",), "compulsory": ("小", "中")}
HOW = frozenset({"role", "deadline", "first_day", "months", "ask", "outcome", "remark"})


@dataclass(frozen=True, kw_only=True)
class Party:
    """A person of the households concerned. ``house`` is empty for one who lives in none of them after the event."""

    person_id: int
    birth_on: date | None = None
    sex: str = ""
    is_foreign: bool = False
    is_subject: bool = False
    was_head: bool = False
    is_head: bool = False
    house: int | None = None
    alone: bool = False


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """An event as the rules see it. ``kind`` is a kind of act of the resident record."""

    kind: str
    event_on: date
    notified_on: date | None = None
    parties: tuple[Party, ...] = ()
    whole_household: bool = True
    head_changed: bool = False
    from_abroad: bool = False
    to_abroad: bool = False

    @property
    def subjects(self) -> tuple[Party, ...]:
        """Those whom the event is about."""
        return tuple(party for party in self.parties if party.is_subject)

    @property
    def family(self) -> tuple[Party, ...]:
        """Everyone who lives in the households after the event."""
        return tuple(party for party in self.parties if party.house is not None)


@dataclass(frozen=True)
class Due:
    """A procedure that is due: for these persons, until this day (None: no period), in this state."""

    procedure: Procedure
    person_ids: tuple[int, ...]
    deadline: Deadline | None
    state: str
    question: str = ""
    remark: str = ""


class UnknownConditionError(ValueError):
    """A procedure's ``who`` uses a word that the rules do not know."""


def due_procedures(known: Iterable[Procedure], event: Occurrence, calendar: OfficeCalendar) -> list[Due]:
    """Every procedure that the event makes due: what can be done now first, by deadline; what needs nothing last.

    Raises UnknownConditionError for a condition that is not in this module's vocabulary.
    """
    found = [
        due for procedure in known if event.kind in procedure.events if (due := due_of(procedure, event, calendar))
    ]
    return sorted(found, key=order)


def order(due: Due) -> tuple[int, date]:
    """Open ones by deadline, then those to ask about, later ones, and at the end those that need nothing."""
    rank = {"todo": 0, "ask": 1, "later": 2, "done": 3, "unneeded": 3}[due.state]
    return rank, due.deadline.day if due.deadline else date.max


def due_of(procedure: Procedure, event: Occurrence, calendar: OfficeCalendar) -> Due | None:
    """The procedure as due by the event, or None."""
    who = procedure.who
    check_words(procedure)
    persons = concerned(who, event)
    if not persons or not event_holds(who, event):
        return None
    question = str(who.get("ask", ""))
    return Due(
        procedure,
        tuple(party.person_id for party in persons),
        deadline(procedure, event, calendar),
        "ask" if question else str(who.get("outcome", "todo")),
        question,
        str(who.get("remark", "")),
    )


def check_words(procedure: Procedure) -> None:
    """Raises UnknownConditionError for words that are not in the vocabulary, or values that they cannot have."""
    who = procedure.who
    unknown = set(who) - set(PERSON_CONDITIONS) - set(EVENT_CONDITIONS) - HOW
    if unknown:
        raise UnknownConditionError(f"{procedure.code}: {'、'.join(sorted(unknown))}は条件の言葉にありません。")
    for word, values in (("role", ROLES), ("outcome", OUTCOMES), ("deadline", {"event", "notice"}), ("grade", GRADES)):
        if word in who and who[word] not in values:
            raise UnknownConditionError(f"{procedure.code}: {word}を{who[word]}にはできません。")


def concerned(who: Mapping[str, object], event: Occurrence) -> list[Party]:
    """The persons whom the procedure concerns."""
    role = who.get("role", "subject")
    if role == "subject":
        pool: Iterable[Party] = event.subjects
    elif role == "head":
        pool = [party for party in event.family if party.is_head]
    else:
        pool = [party for party in event.family if role == "family" or not party.is_subject]
    tests = [(PERSON_CONDITIONS[word], value) for word, value in who.items() if word in PERSON_CONDITIONS]
    return [party for party in pool if all(test(party, value, event.event_on) for test, value in tests)]


def event_holds(who: Mapping[str, object], event: Occurrence) -> bool:
    """Whether the conditions on the event as a whole hold."""
    return all(EVENT_CONDITIONS[word](event, value) for word, value in who.items() if word in EVENT_CONDITIONS)


def deadline(procedure: Procedure, event: Occurrence, calendar: OfficeCalendar) -> Deadline | None:
    """The last day, moved to a day on which the offices are open; None where no period is set."""
    who = procedure.who
    start = event.notified_on or event.event_on if who.get("deadline") == "notice" else event.event_on
    if "months" in who:
        return calendar.deadline_in_months(start, whole(who["months"]))
    if procedure.days is None:
        return None
    return calendar.deadline(start, procedure.days, first_day_counts=bool(who.get("first_day")))


def whole(value: object) -> int:
    """A whole number of the data. Raises UnknownConditionError for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise UnknownConditionError(f"整数ではありません：{value}")


def aged(party: Party, on: date) -> int | None:
    """Age on a day; None where the birth date is not known or lies ahead."""
    return age_on(party.birth_on, on) if party.birth_on and party.birth_on <= on else None


def at_least(party: Party, years: object, on: date) -> bool:
    """An unknown birth date is never taken for an age."""
    age = aged(party, on)
    return age is not None and age >= whole(years)


def at_most(party: Party, years: object, on: date) -> bool:
    """An unknown birth date is never taken for an age."""
    age = aged(party, on)
    return age is not None and age <= whole(years)


def year_end_at_most(party: Party, years: object, on: date) -> bool:
    """By the age at the end of the fiscal year of the event."""
    return party.birth_on is not None and fiscal_year_end_age(party.birth_on, fiscal_year(on)) <= whole(years)


def in_grade(party: Party, grade: object, on: date) -> bool:
    """Whether the person is in that part of compulsory schooling (学校教育法第17条)."""
    found = school_grade(party.birth_on, fiscal_year(on)) if party.birth_on else None
    return found is not None and found.startswith(GRADES[str(grade)])


PERSON_CONDITIONS: Mapping[str, Callable[[Party, object, date], bool]] = {
    "age_min": at_least,
    "age_max": at_most,
    "year_end_age_max": year_end_at_most,
    "grade": in_grade,
    "sex": lambda party, value, on: party.sex == str(value),
    "nationality": lambda party, value, on: party.is_foreign == (value == "foreign"),
    "was_head": lambda party, value, on: party.was_head == value,
    "alone": lambda party, value, on: party.alone == value,
}


def subjects_house(event: Occurrence) -> list[Party]:
    """Those who live with a subject after the event; where no subject lives here any more, those who remain."""
    houses = {party.house for party in event.subjects if party.house is not None}
    return [party for party in event.family if not houses or party.house in houses]


def child_under(event: Occurrence, years: object) -> bool:
    """Someone younger than that lives in the households after the event."""
    return any(at_most(party, whole(years) - 1, event.event_on) for party in event.family)


EVENT_CONDITIONS: Mapping[str, Callable[[Occurrence, object], bool]] = {
    "whole_household": lambda event, value: event.whole_household == value,
    "head_changed": lambda event, value: event.head_changed == value,
    "from_abroad": lambda event, value: event.from_abroad == value,
    "to_abroad": lambda event, value: event.to_abroad == value,
    "persons_min": lambda event, value: len(subjects_house(event)) >= whole(value),
    "persons_max": lambda event, value: len(subjects_house(event)) <= whole(value),
    "has_children_under": child_under,
}
