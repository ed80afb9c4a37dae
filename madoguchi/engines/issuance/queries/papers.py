"""Reads of requests and their papers, in the name of an actor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from madoguchi.foundation.access import Actor, Forbidden
from madoguchi.foundation.calendar import DateError, parse_date
from madoguchi.foundation.text import row_number

from ..hiding import hidden_from
from ..kinds import handled_by
from ..models import FeeLine, LineKind, PaperRequest, Printing, State, Voiding
from ..rules.standings import OUTSIDERS

SIZE = 50
DAY = re.compile(r"(\d{4})-(\d{2})(\d{2})-?")
SERIAL = re.compile(r"\d{4}-\d{4}-\d{6,}")
FROM_OUTSIDE = [standing.value for standing in OUTSIDERS]


@dataclass(frozen=True)
class PaperPage:
    """A page of requests, the latest first. ``after``: cursor of the next page, None at the end."""

    rows: list[PaperRequest]
    after: int | None


def papers(
    actor: Actor, *, text: str = "", state: str = "", outside: bool = False, before: int | None = None, size: int = SIZE
) -> PaperPage:
    """The requests that the actor may see, the latest first.

    ``text``: a serial or a day; ``outside``: only those of third parties and offices.

    Raises Forbidden for someone who handles no papers.
    """
    found = of_the_kinds(actor).filter(asked_for(text))
    found = found.filter(state=state) if state else found
    found = found.filter(standing__in=FROM_OUTSIDE) if outside else found
    rows = list(visible(actor, found.defer("snapshot", "sealed"), before, size + 1))
    return PaperPage(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def of_the_kinds(actor: Actor) -> QuerySet[PaperRequest]:
    """Requests of the kinds that the actor handles. Raises Forbidden where there are none."""
    kinds = handled_by(actor)
    if not kinds:
        raise Forbidden("この業務を行う権限がありません。所属の長に確認してください。")
    return PaperRequest.objects.filter(kind__in=kinds).select_related("release")


def asked_for(text: str) -> Q:
    """What is searched for: a whole serial, a day in any notation, or the last digits of a serial."""
    text = text.strip()
    if not text:
        return Q()
    if SERIAL.fullmatch(text):
        return Q(serial=text)
    if (number := row_number(text)) and len(text) < len("20260101"):
        return Q(pk=number) | Q(serial__endswith=f"-{text}")
    day = day_of(text)
    return on_day(day) if day else Q(pk=None)


def day_of(text: str) -> date | None:
    """A day in the form of a serial or in any notation of the calendar."""
    try:
        if match := DAY.fullmatch(text):
            return date(*map(int, match.groups()))
        return parse_date(text)
    except (DateError, ValueError):
        return None


def on_day(day: date) -> Q:
    """Asked for on a day in Japan."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    return Q(requested_at__gte=start, requested_at__lt=start + timedelta(days=1))


def visible(actor: Actor, found: QuerySet[PaperRequest], before: int | None, size: int) -> Iterator[PaperRequest]:
    """Those that the actor may see, as many as are wanted: the hidden ones leave no gap."""
    left = size
    while left:
        some = list((found.filter(pk__lt=before) if before else found).order_by("-pk")[:size])
        hidden = hidden_from(actor, {key for row in some for key in row.person_ids})
        shown = [row for row in some if not hidden & set(row.person_ids)][:left]
        yield from shown
        left -= len(shown)
        if len(some) < size:
            return
        before = some[-1].pk


def paper_for(actor: Actor, pk: int) -> PaperRequest:
    """One request. Raises PaperRequest.DoesNotExist, also for one that the actor may not see; Forbidden."""
    found = of_the_kinds(actor).get(pk=pk)
    if hidden_from(actor, found.person_ids):
        raise PaperRequest.DoesNotExist(pk)
    return found


def of_person(actor: Actor, person_id: int, size: int = SIZE) -> Sequence[PaperRequest]:
    """The latest requests about a person."""
    found = of_the_kinds(actor).filter(person=person_id).defer("snapshot", "sealed")
    return list(visible(actor, found, None, size))


@dataclass(frozen=True)
class Event:
    """One thing that happened to a request."""

    at: datetime
    what: str
    who: str
    why: str = ""


def history(request: PaperRequest) -> list[Event]:
    """Everything that happened to a request, the earliest first."""
    events = [Event(request.requested_at, "請求を受け付けた", request.receiver), *ending(request)]
    events += [
        Event(line.at, f"手数料を返した（{-line.amount:,}円）", line.clerk, line.reason)
        for line in FeeLine.objects.filter(request=request, kind=LineKind.REFUND)
    ]
    events += [
        Event(each.printed_at, f"もう一度印刷した（{each.number}回目）", each.printer, each.reason)
        for each in Printing.objects.filter(release=request.release, number__gt=1)
        if request.release
    ]
    return sorted(events, key=lambda event: event.at)


def ending(request: PaperRequest) -> Iterator[Event]:
    """Release, failure and voiding of a request."""
    if release := request.release:
        fee = f"（{request.fee:,}円）" if request.fee else "（無料）"
        yield Event(release.released_at, f"手数料を受け取り、交付した{fee}", release.releaser)
    if request.state == State.FAILED and request.ended_at:
        yield Event(request.ended_at, "紙面を作れなかった", request.receiver, request.fault)
    for voiding in Voiding.objects.filter(request=request):
        yield Event(
            voiding.voided_at, "無効にした" if request.release else "取りやめた", voiding.voider, voiding.reason
        )
