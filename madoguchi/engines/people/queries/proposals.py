"""Reads of proposals (職権)."""

from __future__ import annotations

from django.db.models import QuerySet

from ..models import Proposal
from .seen import about_nobody_guarded

Proposals = QuerySet[Proposal]


def proposals_seen(*, whole: bool) -> Proposals:
    """Every proposal; without ``whole`` only those that are about nobody who is guarded."""
    rows: Proposals = Proposal.objects.all()
    if whole:
        return rows
    seen: Proposals = about_nobody_guarded(rows, "person_ids", "act")
    return seen


def listed(rows: Proposals, *, waiting: bool, after: int | None, size: int) -> list[Proposal]:
    """Those that wait, the oldest first; or those decided, the latest first."""
    if waiting:
        rows = rows.filter(state=Proposal.State.WAITING).order_by("pk")
        return list((rows.filter(pk__gt=after) if after else rows)[:size])
    rows = rows.exclude(state=Proposal.State.WAITING).order_by("-pk")
    return list((rows.filter(pk__lt=after) if after else rows)[:size])


def waiting_for(rows: Proposals, person_id: int) -> list[Proposal]:
    """Those about a person that wait for a second person."""
    return list(rows.filter(state=Proposal.State.WAITING, person_ids__contains=[person_id]).order_by("-pk"))
