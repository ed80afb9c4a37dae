"""Transfers that bring rights wait for a second person in the approvals; and so do appointments that a reorganisation
carries on to where they bring more."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from madoguchi.engines.approvals.api import Rows, Said, SecondAct, any_one_with, put_forward_about, second_person
from madoguchi.engines.organisation.api import Load, decide_load, submit_load, withdraw_load
from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import Appointment, Change

from .system import APPROVE, SYSTEM


def submit(actor: Actor, *, load_id: int, seal: str) -> Load:
    """Puts a load in force or to decision, and what it leaves waiting too, in one transaction.

    Raises as ``submit_load``, and Refused where nobody else may decide it.
    """
    with transaction.atomic():
        load = submit_load(actor, load_id=load_id, seal=seal)
        if load.state == Load.State.WAITING:
            put_forward_about(actor, load)
        for seat in Appointment.objects.filter(state=Change.State.WAITING, asked_by=actor.user_id):
            put_forward_about(actor, seat)
    return load


def decide(actor: Actor, key: int, agree: bool, said: Said) -> Load:
    """Puts all transfers in force, as the screen showed them, or refuses all."""
    seal = str(said.seen.get("seal", ""))
    return decide_load(actor, load_id=key, approve=agree, comment=said.comment, seal=seal)


def rows(load: Load) -> Rows:
    """What kind of list it is, and how long. Whom it moves is said on its own screen alone, until it is told (内示)."""
    return [("件名", load.title), ("種類", load.get_kind_display()), ("件数", f"{len(load.rows):,}件")]


LOAD = second_person(
    SecondAct(model=Load, decide=decide, withdraw=lambda actor, key: withdraw_load(actor, load_id=key)),
    code="organisation.load",
    name="人事異動の一括発令",
    summary="権限が広がる異動を含む発令の一覧",
    title=lambda load: f"{load.title}（人事異動の取込み第{load.pk}号）",
    rows=rows,
    place=lambda key: reverse("organisation:load", args=[key]),
    rungs=any_one_with(APPROVE),
    article="、".join(SYSTEM.laws),
    read=APPROVE,
)

KINDS = (LOAD,)
