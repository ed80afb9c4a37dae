"""Reads of the access records, for those who may. Persons are references here; names come through ``visible_to``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.people.api import Person, guarded_among, visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit import queries as audit
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.registry import Work
from madoguchi.foundation.web.charts import Chart, Column, columns

from .finding import Day
from .law import figure
from .models import StaffPerson, Unusual, Watched
from .rules import about_guarded, group_of, kind_of, person_in
from .system import REVIEW, VIEW, WATCH

SIZE = 50
DAYS_SHOWN = 30
MOST_COUNTED = 1000
# The resident's own reading is nobody's look.
OWN = "looks.open_slip"
PEOPLE_VIEW, SEE = "people.view", "people.protection.see"
Row = TypeVar("Row", Unusual, Watched, StaffPerson)


@dataclass(frozen=True)
class Line:
    """An entry of the audit as the screens show it. ``number`` is the 宛名番号 of the person, 0 where none is meant."""

    entry: Entry
    kind: str
    person_id: int = 0
    number: int = 0


@dataclass(frozen=True)
class Lines:
    """A page of entries. ``after``: cursor of the next page, 0 for none; ``names``: person id → name, where asked."""

    rows: tuple[Line, ...] = ()
    after: int = 0
    names: dict[int, str] = field(default_factory=dict)


def person_by_number(actor: Actor, *, number: int) -> int | None:
    """The person of a 宛名番号; None for one whom nobody has, or who is not there for the actor. Raises Forbidden."""
    require(actor, VIEW)
    found = Person.objects.filter(number=number).values_list("pk", flat=True).first()
    return None if found is None or guarded_among(actor, [found]) else found


def number_of(actor: Actor, *, person_id: int) -> int:
    """The 宛名番号 of a person. Raises Forbidden; Person.DoesNotExist also for one who is not there for the actor."""
    require(actor, VIEW)
    number = Person.objects.values_list("number", flat=True).get(pk=person_id)
    if guarded_among(actor, [person_id]):
        raise Person.DoesNotExist
    return number


def looks_at(actor: Actor, *, person_id: int, before: int | None = None) -> Lines:
    """Who looked at a person, the latest first. Raises Forbidden, Person.DoesNotExist."""
    number_of(actor, person_id=person_id)
    return page_of(actor, list(audit.about(f"person:{person_id}", before=before)[: SIZE + 1]))


def done_by(
    actor: Actor, *, user_id: int, first: date, last: date, before: int | None = None, names: bool = False
) -> Lines:
    """What a member of staff did on the days from ``first`` to ``last``, the latest first. Raises Forbidden."""
    require(actor, VIEW)
    rows = audit.by(user_id, Day(first).begin, Day(last).end, before=before)
    return page_of(actor, list(rows[: SIZE + 1]), names=names)


def page_of(actor: Actor, found: Sequence[Entry], *, names: bool = False) -> Lines:
    """A page of entries without those about persons who are not there for the actor; three queries at most."""
    shown = found[:SIZE]
    persons = {person for entry in shown if (person := person_in(entry.subject))}
    hidden = guarded_among(actor, persons)
    seen = [entry for entry in shown if actor.may(SEE) or not about_guarded(entry.action, entry.subject, hidden)]
    numbers = dict(Person.objects.filter(pk__in=persons - hidden).values_list("pk", "number"))
    rows = tuple(line_of(entry, numbers) for entry in seen)
    named = names_of(actor, numbers) if names else {}
    return Lines(rows, shown[-1].pk if len(found) > SIZE else 0, named)


def line_of(entry: Entry, numbers: dict[int, int]) -> Line:
    """An entry as it is shown."""
    person = person_in(entry.subject)
    return Line(entry, kind_of(entry.action), person, numbers.get(person, 0))


def names_of(actor: Actor, persons: Iterable[int]) -> dict[int, str]:
    """Names for those who may see people; each is a look of its own."""
    if not actor.may(PEOPLE_VIEW):
        return {}
    return {key: record.name for key, record in visible_to(actor).people(persons).items()}


@dataclass(frozen=True)
class Case:
    """An unusual look as it is shown."""

    row: Unusual
    staff: str
    number: int
    own: bool


def unusual(
    actor: Actor, *, state: str, kind: str = "", division: str = "", before: int | None = None
) -> tuple[list[Case], int]:
    """Unusual looks, the latest first, and the cursor of the next page. Raises Forbidden."""
    require(actor, VIEW)
    rows = Unusual.objects.select_related("person").filter(state=state)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(division=division) if division else rows
    found = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: SIZE + 1])
    shown = seen_by(actor, found[:SIZE])
    staff = dict(User.objects.filter(pk__in={row.user_id for row in shown}).values_list("pk", "name"))
    cases = [case_of(row, staff, actor) for row in shown]
    return cases, found[SIZE - 1].pk if len(found) > SIZE else 0


def seen_by(actor: Actor, rows: Sequence[Row]) -> list[Row]:
    """Those of the rows whose persons are there for the actor; one query."""
    hidden = guarded_among(actor, [row.person_id for row in rows if row.person_id])
    return [row for row in rows if row.person_id not in hidden]


def case_of(row: Unusual, staff: dict[int, str], actor: Actor) -> Case:
    """An unusual look with the name of the member of staff."""
    number = row.person.number if row.person else 0
    return Case(row, staff.get(row.user_id, ""), number, own=row.user_id == actor.user_id)


def unusual_one(actor: Actor, *, unusual_id: int) -> Case:
    """One unusual look. Raises Forbidden, Unusual.DoesNotExist."""
    require(actor, VIEW)
    row = Unusual.objects.select_related("person").get(pk=unusual_id)
    if not seen_by(actor, [row]):
        raise Unusual.DoesNotExist
    staff = dict(User.objects.filter(pk=row.user_id).values_list("pk", "name"))
    return case_of(row, staff, actor)


def entries_of(actor: Actor, row: Unusual) -> Lines:
    """The entries that an unusual look is made of, the latest first, one page."""
    day = Day(row.day)
    rows = audit.by(row.user_id, day.begin, day.end).filter(pk__gte=row.first, pk__lte=row.last)
    wanted = rows.filter(subject=f"person:{row.person_id}") if row.person_id else rows
    return page_of(actor, list(wanted[: SIZE + 1]))


@dataclass(frozen=True)
class Glimpse:
    """One look as the resident sees it: never who."""

    at: datetime
    division: str
    purpose: str
    kind: str


@dataclass(frozen=True)
class Seen:
    """A page of looks, and since when they are shown."""

    rows: tuple[Glimpse, ...]
    after: int
    since: date


def seen_by_resident(person_id: int, *, before: int | None = None) -> Seen:
    """What was done with the record of a person, the latest first, for the person: one query."""
    today = timezone.localdate()
    since = today - timedelta(days=figure("shown_days", today))
    rows = audit.about(f"person:{person_id}", before=before).filter(at__gte=Day(since).begin).exclude(action=OWN)
    found = list(rows[: SIZE + 1])
    shown = (glimpse(entry) for entry in found[:SIZE])
    return Seen(tuple(dict.fromkeys(shown)), found[SIZE - 1].pk if len(found) > SIZE else 0, since)


def glimpse(entry: Entry) -> Glimpse:
    """An entry as the resident sees it, to the minute: one screen opened is one line, however often it asked."""
    at = entry.at.replace(second=0, microsecond=0)
    return Glimpse(at, entry.division, entry.purpose.partition("：")[0], group_of(entry.action))


def divisions() -> list[str]:
    """Divisions of which something is listed."""
    return list(Unusual.objects.exclude(division="").order_by("division").values_list("division", flat=True).distinct())


def staff_choices() -> list[tuple[int, str]]:
    """All staff, by number and name."""
    rows = User.objects.order_by("username").values_list("pk", "username", "name")
    return [(pk, f"{name}（{username}）") for pk, username, name in rows]


def days_chart(today: date, user_id: int | None = None) -> Chart:
    """Opened records a day, over a month."""
    first = today - timedelta(days=DAYS_SHOWN - 1)
    counts = audit.looks_by_day(Day(first).begin, Day(today).end, user_id)
    days = [first + timedelta(days=number) for number in range(DAYS_SHOWN)]
    points = [Column(f"{day.month}/{day.day}", (counts.get(day, 0),)) for day in days]
    total, most = sum(counts.values()), max(counts.values(), default=0)
    span = f"{first:%-m月%-d日}から{today:%-m月%-d日}まで、1日ごとに開いた記録の数。"
    words = f"{span}合計{total:,}件、最も多い日は{most:,}件。"
    return columns(("開いた記録",), points, alternative=words, every=5)


def hours_chart(user_id: int, first: date, last: date) -> Chart:
    """Opened records by the hour of the day."""
    counts = audit.looks_by_hour(user_id, Day(first).begin, Day(last).end)
    points = [Column(f"{hour}時", (counts.get(hour, 0),)) for hour in range(24)]
    most = max(counts, key=lambda hour: counts[hour], default=0)
    words = f"0時から23時まで、時刻ごとに開いた記録の数。合計{sum(counts.values()):,}件、最も多いのは{most}時台。"
    return columns(("開いた記録",), points, alternative=words, every=3)


def watched_now(actor: Actor) -> list[Watched]:
    """Persons to look out for, those of now first. Raises Forbidden."""
    require(actor, WATCH)
    rows = Watched.objects.select_related("person").order_by(F("until").desc(nulls_first=True), "-pk")
    return seen_by(actor, list(rows[:200]))


def staff_persons(actor: Actor) -> list[tuple[StaffPerson, str]]:
    """Which residents members of staff are, with the name of the log-in. Raises Forbidden."""
    require(actor, WATCH)
    rows = StaffPerson.objects.select_related("person").filter(until=None)
    found = seen_by(actor, list(rows.order_by("pk")[:500]))
    names = dict(User.objects.filter(pk__in={row.user_id for row in found}).values_list("pk", "name"))
    return [(row, names.get(row.user_id, "")) for row in found]


def work(actor: Actor) -> Iterator[Work]:
    """Today's work for the dashboard: unusual looks that nobody has confirmed."""
    if actor.may(REVIEW):
        rows = Unusual.objects.filter(state=Unusual.State.OPEN).exclude(user_id=actor.user_id or 0)
        count = len(seen_by(actor, list(rows[:MOST_COUNTED])))
        yield Work(label="通常と異なる閲覧", count=count, url=reverse("looks:unusual"))
