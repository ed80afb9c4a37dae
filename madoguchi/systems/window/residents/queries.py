"""Reads of the register's own screens: work that waits, imports and their faults."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.urls import reverse

from madoguchi.engines.people.api import Opening, deadlines, openings
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.registry import Work

from .exchange.keeping import opened
from .models import ImportRun

APPROVE, IMPORT = "people.approve", "residents.import"
APPROVE_NUMBER = "people.number.approve"
LIST, MANAGE = "people.protection.list", "people.protection.manage"
SIZE = 30
FAULTS = 100


def work(actor: Actor) -> Iterator[Work]:
    """Today's work for the dashboard: protection to renew. What waits for approval stands in the approvals."""
    if actor.may(MANAGE):
        yield protection_work(actor)


def protection_work(actor: Actor) -> Work:
    """Cases that end soon, or that are past their end."""
    found = deadlines(actor)
    parts = ((found.unconfirmed, "期限切れ確認待ち"), (found.soon, "まもなく期限"))
    return Work(
        label="支援措置の更新・終了",
        count=sum(count for count, _ in parts),
        url=reverse("residents:protections"),
        note="・".join(f"{words}{count}件" for count, words in parts if count),
        urgent=found.unconfirmed > 0,
    )


def openings_listed(actor: Actor, *, waiting: bool, after: int | None = None) -> list[Opening]:
    """Openings of 個人番号 that wait, the oldest first; or those decided, the latest first; one more than a page.

    One's own only, for who may not approve. Raises Forbidden.
    """
    rows = openings(actor)
    if waiting:
        rows = rows.filter(state=Opening.State.WAITING).order_by("pk")
        return list((rows.filter(pk__gt=after) if after else rows)[: SIZE + 1])
    rows = rows.exclude(state=Opening.State.WAITING).order_by("-pk")
    return list((rows.filter(pk__lt=after) if after else rows)[: SIZE + 1])


def runs(actor: Actor) -> QuerySet[ImportRun]:
    """Imports, the latest first. Raises Forbidden."""
    require(actor, IMPORT)
    return ImportRun.objects.order_by("-pk")


def faults_of(run: ImportRun, begin: int) -> list[list[str]]:
    """A hundred faults of a run from the ``begin``-th on, as rows of its list; one more where there is a next page."""
    if not run.faults:
        return []
    with opened(run.faults) as path, path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        return list(islice(rows, begin + 1, begin + 1 + FAULTS + 1))
