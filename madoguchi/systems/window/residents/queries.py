"""Reads of the register's own screens: proposals that wait, imports and their faults."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.urls import reverse

from madoguchi.engines.people.api import Opening, Proposal, openings, openings_to_decide
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.registry import Work

from .exchange.keeping import opened
from .models import ImportRun

VIEW, APPROVE, IMPORT = "people.view", "people.approve", "residents.import"
APPROVE_NUMBER = "people.number.approve"
SIZE = 30
FAULTS = 100


def proposals(actor: Actor, *, waiting: bool, after: int | None = None) -> list[Proposal]:
    """Proposals that wait, the oldest first; or those decided, the latest first; one more than a page.

    Raises Forbidden.
    """
    require(actor, VIEW)
    if waiting:
        rows = Proposal.objects.filter(state=Proposal.State.WAITING).order_by("pk")
        return list((rows.filter(pk__gt=after) if after else rows)[: SIZE + 1])
    rows = Proposal.objects.exclude(state=Proposal.State.WAITING).order_by("-pk")
    return list((rows.filter(pk__lt=after) if after else rows)[: SIZE + 1])


def proposal(actor: Actor, *, proposal_id: int) -> Proposal:
    """One proposal. Raises Forbidden, Proposal.DoesNotExist."""
    require(actor, VIEW)
    return Proposal.objects.select_related("act").get(pk=proposal_id)


def waiting_for(actor: Actor, person_id: int) -> list[Proposal]:
    """The proposals about a person that wait for a second person. Raises Forbidden."""
    require(actor, VIEW)
    return list(Proposal.objects.filter(state=Proposal.State.WAITING, person_ids__contains=[person_id]).order_by("-pk"))


def work(actor: Actor) -> Iterator[Work]:
    """Today's work for the dashboard: what waits for this person's approval."""
    if actor.may(APPROVE):
        rows = Proposal.objects.filter(state=Proposal.State.WAITING).exclude(proposed_by=actor.user_id or 0)
        yield Work(label="職権の承認待ち", count=rows.count(), url=reverse("residents:proposals"))
    if actor.may(APPROVE_NUMBER):
        yield Work(label="個人番号の閲覧の承認待ち", count=openings_to_decide(actor), url=reverse("residents:openings"))


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
