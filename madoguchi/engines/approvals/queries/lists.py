"""Lists of drafts: one's own, and the search over all that one may read. Keyset by the key of the draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import Division

from ..models import DECIDED, Draft
from ..searching import asked_terms, words_of
from .seeing import parts

SIZE = 30


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; every filled part must hold.

    ``number`` is the number within a fiscal year; ``since`` and ``until`` are the days of the decision where only
    decided ones are looked for, else of the first submission.
    """

    words: str = ""
    number: int | None = None
    fiscal_year: int | None = None
    kind: str = ""
    division_id: int | None = None
    drafter: str = ""
    state: str = ""
    decided: bool = False
    since: date | None = None
    until: date | None = None


def mine(actor: Actor, *, before: int | None = None, size: int = SIZE) -> list[Draft]:
    """The next ``size`` + 1 of the actor's own drafts, the latest first."""
    rows = Draft.objects.filter(drafter=actor.user_id or 0).order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[: size + 1])


def search(actor: Actor, wanted: Wanted, *, before: int | None = None, size: int = SIZE) -> list[Draft]:
    """The next ``size`` + 1 drafts that the actor may read and that fit, the latest first."""
    keys: set[int] = set()
    for part in parts(actor):
        rows = fitting(part, wanted)
        rows = rows.filter(pk__lt=before) if before else rows
        keys |= set(rows.order_by("-pk").values_list("pk", flat=True)[: size + 1])
    chosen = sorted(keys, reverse=True)[: size + 1]
    return list(Draft.objects.filter(pk__in=chosen).order_by("-pk"))


def fitting(rows: QuerySet[Draft], wanted: Wanted) -> QuerySet[Draft]:
    """Those of the drafts that are looked for."""
    words = words_of(wanted.words)
    if terms := asked_terms(words):
        rows = rows.filter(terms__contains=terms)
    for word in words:
        rows = rows.filter(folded__contains=word)
    exact = {"serial": wanted.number, "fiscal_year": wanted.fiscal_year, "kind": wanted.kind, "state": wanted.state}
    rows = rows.filter(**{column: value for column, value in exact.items() if value})
    if wanted.decided:
        rows = rows.filter(state__in=DECIDED)
    if wanted.division_id:
        rows = rows.filter(division__in=with_those_below(wanted.division_id))
    for word in wanted.drafter.split():
        rows = rows.filter(drafter_name__icontains=word)
    return in_period(rows, wanted)


def with_those_below(division_id: int) -> QuerySet[Division]:
    """A division, under whatever name it had, and those below it."""
    code = Division.objects.filter(pk=division_id).values_list("code", flat=True).first()
    return Division.objects.filter(path__contains=[code]) if code else Division.objects.none()


def in_period(rows: QuerySet[Draft], wanted: Wanted) -> QuerySet[Draft]:
    """Those that were decided, or submitted, in a period."""
    column = "decided_at" if wanted.decided else "submitted_at"
    if wanted.since:
        rows = rows.filter(**{f"{column}__gte": midnight(wanted.since)})
    if wanted.until:
        rows = rows.filter(**{f"{column}__lt": midnight(wanted.until + timedelta(days=1))})
    return rows


def midnight(day: date) -> datetime:
    """The beginning of a day."""
    return timezone.make_aware(datetime.combine(day, time()))
