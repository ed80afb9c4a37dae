"""Reads of the register's own screens: work that waits, imports and their faults."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.urls import reverse

from madoguchi.engines.people.api import deadlines, visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.registry import Work

from .models import ImportRun

VIEW, APPROVE, IMPORT = "people.view", "people.approve", "residents.import"
MANAGE = "people.protection.manage"
SIZE = 30
FAULTS = 100


def work(actor: Actor) -> Iterator[Work]:
    """Today's work for the dashboard: what waits for this person's approval, and protection that needs renewing."""
    if actor.may(APPROVE) and actor.may(VIEW):
        count = visible_to(actor).proposals_to_decide()
        yield Work(label="職権の承認待ち", count=count, url=reverse("residents:proposals"))
    if actor.may(MANAGE):
        yield protection_work(actor)


def protection_work(actor: Actor) -> Work:
    """Cases that end soon, that are past their end, or whose end waits for a second person."""
    found = deadlines(actor)
    parts = (
        (found.unconfirmed, "期限切れ確認待ち"),
        (found.soon, "まもなく期限"),
        (found.to_decide, "終了の承認待ち"),
    )
    return Work(
        label="支援措置の更新・終了",
        count=sum(count for count, _ in parts),
        url=reverse("residents:protections"),
        note="・".join(f"{words}{count}件" for count, words in parts if count),
        urgent=found.unconfirmed > 0,
    )


def runs(actor: Actor) -> QuerySet[ImportRun]:
    """Imports, the latest first. Raises Forbidden."""
    require(actor, IMPORT)
    return ImportRun.objects.order_by("-pk")


def faults_of(run: ImportRun, begin: int) -> list[list[str]]:
    """A hundred faults of a run from the ``begin``-th on, as rows of its list; one more where there is a next page."""
    if not run.faults:
        return []
    with run.faults.open("rb") as file:
        rows = csv.reader(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))
        return list(islice(rows, begin + 1, begin + 1 + FAULTS + 1))
