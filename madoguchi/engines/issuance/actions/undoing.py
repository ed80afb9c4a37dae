"""Void, refund, print again: each with a reason, each by itself."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.people.api import Fault, Refused
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..kinds import kind_of
from ..models import FeeLine, LineKind, PaperRequest, Printing, State, Voiding
from ..permissions import REFUND, VOID
from .ledger import give_back


def void(actor: Actor, *, request_id: int, reason: str) -> PaperRequest:
    """Makes a request void. Before the release whoever may issue gives it up; a released paper needs ``papers.void``,
    and no longer passes the check. Money is given back by ``refund``.

    Raises Forbidden, Refused (no reason; ended already).
    """
    with transaction.atomic():
        request = held(request_id)
        require(actor, VOID if request.state == State.RELEASED else kind_of(request.kind).permission)
        check_reason(reason)
        if request.state in {State.VOID, State.FAILED}:
            raise Refused(f"この請求は既に「{request.get_state_display()}」です。")
        now = timezone.now()
        Voiding.objects.create(
            request=request, reason=reason.strip(), voided_at=now, user_id=actor.user_id, voider=str(actor)
        )
        request.state, request.ended_at = State.VOID, now
        request.save(update_fields=["state", "ended_at"])
        audit(actor, action="papers.void", subject=f"paper:{request.pk}", detail={"serial": request.serial})
    return request


def refund(actor: Actor, *, request_id: int, reason: str, counter: str = "") -> FeeLine:
    """Gives the fee of a released paper back, once, from the drawer that is open today. Needs ``papers.refund``.

    Raises Forbidden, Refused (no reason; nothing was paid; given back already; a paper that replaces it stands).
    """
    require(actor, REFUND)
    with transaction.atomic():
        request = held(request_id)
        check_reason(reason)
        charged = charge_of(request)
        if charged is None or not charged.amount:
            raise Refused("この請求では手数料を受け取っていません。")
        if successor_stands(request):
            raise Refused("差し替えた紙面があるので、手数料は返せません。先に、その紙面を無効にしてください。")
        if is_refunded(request):
            raise Refused("この手数料は既に返しています。")
        line = give_back(actor, charged, counter=counter or request.counter, reason=reason.strip(), now=timezone.now())
        audit(
            actor,
            action="papers.refund",
            subject=f"paper:{request.pk}",
            detail={"serial": request.serial, "yen": charged.amount},
        )
    return line


def print_again(actor: Actor, *, request_id: int, reason: str) -> Printing:
    """Opens a released paper for printing once more: the same bytes. Raises Forbidden, Refused (not released)."""
    with transaction.atomic():
        request = held(request_id)
        require(actor, kind_of(request.kind).permission)
        check_reason(reason)
        if request.state != State.RELEASED or request.release is None:
            raise Refused(f"この請求は「{request.get_state_display()}」なので、印刷できません。")
        number = request.release.printings.count() + 1
        made = Printing.objects.create(
            release=request.release, number=number, reason=reason.strip(), printed_at=timezone.now(),
            user_id=actor.user_id, printer=str(actor),
        )  # fmt: skip
        audit(
            actor,
            action="papers.print_again",
            subject=f"paper:{request.pk}",
            detail={"serial": request.serial, "number": number},
        )
    return made


def held(request_id: int) -> PaperRequest:
    """A request, locked for the caller's transaction."""
    return PaperRequest.objects.select_for_update(of=("self",)).get(pk=request_id)


def charge_of(request: PaperRequest) -> FeeLine | None:
    """The charge of a request; None where nothing was released."""
    return FeeLine.objects.filter(request=request, kind=LineKind.CHARGE).first()


def is_refunded(request: PaperRequest) -> bool:
    """Whether the fee of a request was given back."""
    return FeeLine.objects.filter(request=request, kind=LineKind.REFUND).exists()


def successor_stands(request: PaperRequest) -> bool:
    """Whether a paper that replaces this one, or the one after that, was handed out or may still be."""
    last = request
    while successor := last.replacements.first():
        last = successor
    return last != request and last.state not in {State.VOID, State.FAILED}


def check_reason(reason: str) -> None:
    """Raises Refused where there is no reason."""
    if not reason.strip():
        raise Refused(Fault("理由を入れてください。", "reason"))
