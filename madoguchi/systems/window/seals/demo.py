"""Invented registrations for the demo city: about half of the adults, a few under way, one lost card."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange  # type: ignore[import-untyped]
from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.towns.models import Town

from .actions import lose_card, send_letter
from .actions.recording import Told
from .imaging import DPI, Cutter, plain_png
from .models import (
    CardState,
    EndReason,
    Impression,
    SealAct,
    SealApplication,
    SealCard,
    SealRegistration,
    SealStanding,
)
from .models.applications import ApplicationStep
from .rules import Basis, Route, make_number
from .store import seal_impression

FONT = "@expo-google-fonts/noto-serif-jp/700Bold/NotoSerifJP_700Bold.ttf"
MOST = 9_000
PER_MM = DPI / 25.4
SHAPES: tuple[tuple[Literal["round", "square"], float], ...] = (
    ("round", 13.5), ("round", 16.5), ("round", 15.0), ("square", 18.0), ("round", 12.0),
)  # fmt: skip
ADULTS = """
SELECT m.person_id, i.family_name, i.given_name, i.birth_on, m.resident_since, m.is_head
FROM people_membership m JOIN people_identity i ON i.person_id = m.person_id
WHERE upper_inf(m.recorded) AND m.valid @> %(day)s::date AND upper_inf(m.valid)
  AND upper_inf(i.recorded) AND i.valid @> %(day)s::date
  AND NOT i.is_foreign AND i.family_name <> '' AND i.given_name <> ''
  AND i.birth_on <= %(day)s::date - interval '18 years'
ORDER BY (m.person_id * 7919) %% 10007, m.person_id LIMIT %(most)s
"""
UNDER_WAY = 4
RECORDER = "データ移行"


@dataclass(frozen=True)
class Adult:
    """An invented adult."""

    person_id: int
    family: str
    given: str
    birth_on: date
    since: date | None
    is_head: bool

    @property
    def text(self) -> str:
        """Heads cut their family name, others their whole name: no two of a household are alike."""
        return self.family if self.is_head else self.family + self.given

    @property
    def basis(self) -> Basis:
        """What the text is."""
        return Basis.FAMILY if self.is_head else Basis.FULL


def fill(town: Town, scale: int) -> None:
    """Registers seals for about half of the adults (nine thousand at most); a town that has some is left alone."""
    if SealRegistration.objects.exists():
        return
    today = timezone.localdate()
    adults = adults_of(today, min(MOST, scale * 2 // 5))
    asking, people = adults[:UNDER_WAY], adults[UNDER_WAY:]
    cutter = Cutter(settings.NODE_MODULES / FONT, pixels_per_mm=PER_MM)
    impressions = Impression.objects.bulk_create(impressions_of(cutter, adults), batch_size=1000)
    write(people, impressions[UNDER_WAY:], today)
    inquire(town, asking, impressions, today)
    if people:
        lost = SealStanding.versions.known().order_by("pk").values_list("person", flat=True)[0]
        lose_card(SYSTEM_ACTOR, person_id=lost, told=Told(by="本人", note="外出先で財布ごとなくした"))
    audit(SYSTEM_ACTOR, action="seals.demo", subject="seals", detail={"registrations": len(people)})


def adults_of(today: date, most: int) -> list[Adult]:
    """Invented adults who live in the town for good, in an order that mixes families."""
    with connection.cursor() as cursor:
        cursor.execute(ADULTS, {"day": today, "most": most})
        return [Adult(*row) for row in cursor.fetchall()]


def impressions_of(cutter: Cutter, adults: Sequence[Adult]) -> Iterator[Impression]:
    """An impression for each, no two of them the same."""
    known: set[str] = set()
    for adult in adults:
        shape, width = SHAPES[adult.person_id % len(SHAPES)]
        nick, sha256, png = adult.person_id, "", b""
        while not sha256 or sha256 in known:
            png = plain_png(cutter.cut(adult.text, width_mm=width, shape=shape, nick=nick))
            nick, sha256 = nick + 1_000_003, hashlib.sha256(png).hexdigest()
        known.add(sha256)
        size = Decimal(str(width))
        yield Impression(sha256=sha256, sealed=seal_impression(png, sha256), width_mm=size, height_mm=size)


def write(people: Sequence[Adult], impressions: Sequence[Impression], today: date) -> None:
    """Registrations, cards, acts and what stands, a statement for each thousand."""
    days = [day_of(adult, today) for adult in people]
    cards = SealCard.objects.bulk_create(
        (
            SealCard(number=make_number(serial), made_on=day)
            for serial, day in zip(serials(len(people)), days, strict=True)
        ),
        batch_size=1000,
    )
    registrations = SealRegistration.objects.bulk_create(
        (
            SealRegistration(
                person_id=adult.person_id, impression=impression, text=adult.text, basis=adult.basis, registered_on=day
            )
            for adult, impression, day in zip(people, impressions, days, strict=True)
        ),
        batch_size=1000,
    )
    acts = SealAct.objects.bulk_create(
        (first_act(*each) for each in zip(registrations, cards, range(len(people)), strict=True)), batch_size=1000
    )
    ends = SealAct.objects.bulk_create(
        (
            last_act(registration, today, number)
            for number, registration in enumerate(registrations)
            if number % 40 == 7
        ),
        batch_size=1000,
    )
    ended = {act.registration_id: act for act in ends}
    rows = (row for act in acts for row in standings(act, ended.get(act.registration_id)))
    SealStanding.versions.bulk_create(rows, batch_size=1000)


def serials(count: int) -> list[int]:
    """Places in the town's series of card numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('seals_card_number'::regclass) FROM generate_series(1, %s)", [count])
        return [int(row[0]) for row in cursor.fetchall()]


def day_of(adult: Adult, today: date) -> date:
    """A day of registration: as a resident, fifteen or older, within the last years."""
    of_age = date(adult.birth_on.year + 18, adult.birth_on.month, 1)
    begin = max(adult.since or of_age, of_age, date(2012, 4, 1))
    span = max((today - begin).days - 1, 0)
    return begin + timedelta(days=adult.person_id * 2654435761 % (span + 1))


def moment(day: date, number: int) -> datetime:
    """A moment of office hours, another for each act."""
    opened = datetime.combine(day, time(9), tzinfo=timezone.get_current_timezone())
    return opened + timedelta(seconds=number % 25_000, microseconds=number)


def first_act(registration: SealRegistration, card: SealCard, number: int) -> SealAct:
    """The registration as an act."""
    return SealAct(
        registration=registration, kind=SealAct.Kind.REGISTER, event_on=registration.registered_on, card=card,
        card_state=CardState.HELD, told_by="本人", recorder=RECORDER,
        recorded_at=moment(registration.registered_on, number),
    )  # fmt: skip


def last_act(registration: SealRegistration, today: date, number: int) -> SealAct:
    """Its abolition, some time later."""
    span = (today - registration.registered_on).days
    day = registration.registered_on + timedelta(days=max(span - number % 200, span // 2, min(span, 1)))
    reason = (EndReason.ABOLISHED, EndReason.LOST)[number % 2]
    return SealAct(
        registration=registration, kind=SealAct.Kind.END, event_on=day, reason=reason, told_by="本人",
        identity_check="運転免許証", recorder=RECORDER, recorded_at=moment(day, number + 25_000),
    )  # fmt: skip


def standings(act: SealAct, end: SealAct | None) -> Iterator[SealStanding]:
    """What stands of a registration, and since when that is known."""
    if end is None:
        yield row_of(act, until=None, known=DateTimeTZRange(act.recorded_at, None))
        return
    yield row_of(act, until=None, known=DateTimeTZRange(act.recorded_at, end.recorded_at), closed_by=end)
    if end.event_on > act.event_on:
        yield row_of(act, until=end.event_on, known=DateTimeTZRange(end.recorded_at, None), opened_by=end, ended_by=end)


def row_of(act: SealAct, *, until: date | None, known: Any, **columns: Any) -> SealStanding:
    """A row of what stands."""
    registration = act.registration
    values = {"opened_by": act, "card_id": act.card_id, **columns}
    return SealStanding(
        registration=registration, person_id=registration.person_id, impression_id=registration.impression_id,
        card_state=act.card_state, valid=DateRange(act.event_on, until), recorded=known, **values,
    )  # fmt: skip


def inquire(town: Town, people: Sequence[Adult], impressions: Sequence[Impression], today: date) -> None:
    """A few applications under way: inquiries by letter, and one that a second person must decide."""
    for number, (adult, impression) in enumerate(zip(people, impressions, strict=False)):
        application = SealApplication.objects.create(
            person_id=adult.person_id, route=Route.PROXY if number == 1 else Route.INQUIRY, impression=impression,
            applied_on=today, receiver=RECORDER, text=adult.text, basis=adult.basis,
            proxy_name=f"{adult.family}　代理" if number == 1 else "", proxy_address="同じ住所" if number == 1 else "",
            doubt="文字の一部が判読しにくい" if number == UNDER_WAY - 1 else "",
            approval="waiting" if number == UNDER_WAY - 1 else "none",
        )  # fmt: skip
        ApplicationStep.objects.create(application=application, state=application.state, by=RECORDER, note="申請")
        if application.approval == "none":
            send_letter(SYSTEM_ACTOR, town=town, application_id=application.pk)
