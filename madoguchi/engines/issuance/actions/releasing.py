"""Issuing, whole or in two steps: begin (request, paper) and finish (charge, release)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.towns.models import Town

from ..inputs import Content, Issued, PaperKind, Request
from ..kinds import kind_of
from ..models import FeeLine, IssuedPaper, PaperRequest, Printing, Release, State
from .asking import ask, detail_of
from .ledger import charge
from .setting import ALARM, WrongPaperError, alarm, check_text, paper_of, rendered, set_paper


def issue(actor: Actor, *, town: Town, kind: PaperKind, request: Request, content: Content) -> Issued:
    """Issues a paper from the request to the release. Cut short at any point and called again, it goes on from there:
    the same submission is one paper, charged once.

    Raises Forbidden, Refused.
    """
    begun = begin(actor, town=town, kind=kind, request=request, content=content)
    return finish(actor, request_id=begun.request_id)


def begin(actor: Actor, *, town: Town, kind: PaperKind, request: Request, content: Content) -> Issued:
    """Freezes the request and sets its paper; nothing is charged and nothing can be printed yet.

    Raises Forbidden, Refused.
    """
    asked = ask(actor, town=town, kind=kind, request=request, content=content)
    if asked.state == State.REQUESTED:
        set_paper(actor, asked)
        asked.refresh_from_db()
    return issued(asked)


def finish(actor: Actor, *, request_id: int) -> Issued:
    """Charges the fee and releases the paper, in one transaction. Finished already, it changes nothing.

    Raises Forbidden, Refused (the request ended otherwise, or its paper is not its own: then nothing is charged).
    """
    request = PaperRequest.objects.get(pk=request_id)
    kind = kind_of(request.kind)
    require(actor, kind.permission)
    if request.state != State.RELEASED:
        verify(actor, request)
        with transaction.atomic():
            request = PaperRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
            if request.state != State.RELEASED:
                release(actor, request, kind)
    return issued(request)


def verify(actor: Actor, request: PaperRequest) -> None:
    """The kept bytes are those that were set, and say the serial of this very request.

    Raises Refused, and leaves an alarm in the audit, where they do not.
    """
    refuse_ended(request)
    paper = paper_of(request) or set_paper(actor, request)
    try:
        check_text(kept(request, paper), request)
    except (WrongPaperError, paperwork.PaperLostError, paperwork.PaperError) as wrong:
        alarm(actor, request, "release")
        raise Refused(ALARM) from wrong


def kept(request: PaperRequest, paper: IssuedPaper) -> bytes:
    """The paper's bytes by their hash. Where the file was lost (a crash before it reached the disk) it is set again,
    and counts only if it comes out the same. Raises PaperLostError.
    """
    try:
        return paperwork.kept(paper.sha256)
    except paperwork.PaperLostError:
        again = rendered(request)
        if again.sha256 != paper.sha256:
            raise
        paperwork.keep(again.pdf)
        return again.pdf


def refuse_ended(request: PaperRequest) -> None:
    """Raises Refused for a request that has ended without a release."""
    if request.state in {State.FAILED, State.VOID}:
        raise Refused(
            f"この請求（{request.serial}）は「{request.get_state_display()}」です。もう一度請求してください。"
        )


def release(actor: Actor, request: PaperRequest, kind: PaperKind) -> None:
    """Charge, release, state, audit and what the system adds: all of it or nothing. The caller holds the request."""
    refuse_ended(request)
    now = timezone.now()
    paper = IssuedPaper.objects.get(request=request)
    charged = charge(actor, request, paper, now)
    request.release = write_release(actor, request, paper, charged, now)
    request.state, request.ended_at = State.RELEASED, now
    request.save(update_fields=["release", "state", "ended_at"])
    audit(actor, action="papers.release", subject=f"person:{request.person_id}", detail=detail_of(request))
    if kind.on_release:
        kind.on_release(actor, request)


def write_release(actor: Actor, request: PaperRequest, paper: IssuedPaper, charged: FeeLine, now: datetime) -> Release:
    """The release, and the first printing that goes with it."""
    made = Release.objects.create(
        request=request, paper=paper, charge=charged, person_id=request.person_id, released_at=now,
        user_id=actor.user_id, releaser=str(actor),
    )  # fmt: skip
    Printing.objects.create(release=made, number=1, printed_at=now, user_id=actor.user_id, printer=str(actor))
    return made


def issued(request: PaperRequest) -> Issued:
    """How an issue stands."""
    paper = paper_of(request)
    return Issued(
        request_id=request.pk,
        serial=request.serial,
        state=request.state,
        sha256=paper.sha256 if paper else "",
        pages=paper.pages if paper else 0,
        missing=tuple(paper.missing) if paper else (),
        fee=request.fee,
    )
