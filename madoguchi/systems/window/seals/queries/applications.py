"""Reads of applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from madoguchi.engines.people.api import PersonRecord, visible_to
from madoguchi.foundation.access import Actor, require

from ..models import SealApplication
from ..system import USE

State, Approval = SealApplication.State, SealApplication.Approval
PAGE = 100


@dataclass(frozen=True)
class Waiting:
    """An open application with the person, as a list shows it. ``days``: how many days remain for the answer."""

    application: SealApplication
    person: PersonRecord | None
    days: int | None


def application_of(actor: Actor, pk: int) -> SealApplication:
    """One application. Raises Forbidden, SealApplication.DoesNotExist."""
    require(actor, USE)
    found: SealApplication = SealApplication.objects.select_related("impression", "guarantor").get(pk=pk)
    return found


def open_applications(actor: Actor, *, state: str = "") -> list[Waiting]:
    """Applications that are not closed, the nearest day for an answer first; those of hidden people are left out."""
    require(actor, USE)
    view = visible_to(actor)
    rows: QuerySet[SealApplication] = view.only_seen(SealApplication.objects.filter(state__in=SealApplication.OPEN))
    if state:
        rows = rows.filter(state=state)
    found = list(rows.order_by("answer_due", "pk")[:PAGE])
    people = view.people([row.person_id for row in found])
    today = timezone.localdate()
    return [Waiting(row, people.get(row.person_id), days_left(row, today)) for row in found if row.person_id in people]


def days_left(application: SealApplication, today: date) -> int | None:
    """How many days remain for the answer; None where none is awaited."""
    if application.state != State.INQUIRING or application.answer_due is None:
        return None
    return (application.answer_due - today).days
