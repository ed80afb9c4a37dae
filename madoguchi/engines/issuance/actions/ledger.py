"""Writes of the fee ledger. Whoever writes a line holds the drawer for that moment, and for nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from madoguchi.foundation.access import Actor

from ..models import Drawer, FeeLine, IssuedPaper, LineKind, PaperRequest


def charge(actor: Actor, request: PaperRequest, paper: IssuedPaper, now: datetime) -> FeeLine:
    """Takes the fee of a request for its paper, into the counter's open drawer. The database allows it once."""
    bound = {"request": request, "paper": paper, "person_id": request.person_id, "fee": request.fee}
    return add_line(actor, open_drawer(request.counter), LineKind.CHARGE, request.fee, now, **bound)


def give_back(actor: Actor, charged: FeeLine, *, counter: str, reason: str, now: datetime) -> FeeLine:
    """Gives back a charge from the drawer that is open now. The database allows it once."""
    bound = {
        "request_id": charged.request_id,
        "paper_id": charged.paper_id,
        "person_id": charged.person_id,
        "fee": charged.fee,
        "charge": charged,
        "reason": reason,
    }
    return add_line(actor, open_drawer(counter), LineKind.REFUND, -charged.amount, now, **bound)


def open_drawer(counter: str) -> Drawer:
    """The counter's drawer of today, locked; a new one where the last is closed."""
    day = timezone.localdate()
    while True:
        drawer = Drawer.objects.select_for_update().filter(counter=counter, day=day).order_by("-round").first()
        if drawer and (last := last_line(drawer)) and last.open:
            return drawer
        add_drawer(counter, day, drawer.round + 1 if drawer and last_line(drawer) else 1)


def add_drawer(counter: str, day: Any, number: int) -> None:
    """A drawer and its first line; nothing where another clerk was quicker."""
    Drawer.objects.bulk_create([Drawer(counter=counter, day=day, round=number)], ignore_conflicts=True)
    drawer = Drawer.objects.select_for_update().get(counter=counter, day=day, round=number)
    opening = FeeLine(
        drawer=drawer, position=0, kind=LineKind.OPENING, amount=0, balance=0, open=True, at=timezone.now(), clerk=""
    )
    FeeLine.objects.bulk_create([opening], ignore_conflicts=True)


def last_line(drawer: Drawer) -> FeeLine | None:
    """The line that stands last."""
    return FeeLine.objects.filter(drawer=drawer).order_by("-position").first()


def add_line(actor: Actor, drawer: Drawer, kind: LineKind, amount: int, now: datetime, **columns: Any) -> FeeLine:
    """The next line of a drawer that the caller has locked."""
    last = last_line(drawer)
    assert last is not None
    return FeeLine.objects.create(
        drawer=drawer, position=last.position + 1, kind=kind, amount=amount, balance=last.balance + amount,
        open=kind != LineKind.CLOSING, before=last.position, before_balance=last.balance, before_open=last.open,
        at=now, user_id=actor.user_id, clerk=str(actor), **columns,
    )  # fmt: skip
