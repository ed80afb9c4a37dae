"""The paper of a request: set outside every lock, kept by its hash, read back before anyone relies on it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record as audit

from ..kinds import kind_of
from ..models import IssuedPaper, OfficialSeal, PaperRequest, State
from ..rules.codes import grouped
from ..sealing import unseal

FAULT = "証明書を作れませんでした。お金は受け取っていません。もう一度請求してください。"
ALARM = "紙面が請求と一致しないため、交付を止めました。お金は受け取っていません。管理者に連絡してください。"


class WrongPaperError(RuntimeError):
    """A paper does not say the serial of the request that it is to be handed out for."""


def set_paper(actor: Actor, request: PaperRequest) -> IssuedPaper:
    """Sets the paper of a request from its snapshot. Again, or by two at once, it gives the same paper.

    Raises Refused where it cannot be set (the request has then failed).
    """
    if done := paper_of(request):
        return done
    try:
        paper = rendered(request)
        check_text(paper.pdf, request)
    except (paperwork.PaperError, LookupError) as fault:
        fail(actor, request, type(fault).__name__)
        raise Refused(FAULT) from fault
    except WrongPaperError as wrong:
        alarm(actor, request, "set")
        fail(actor, request, type(wrong).__name__)
        raise Refused(ALARM) from wrong
    return keep(request, paper)


def paper_of(request: PaperRequest) -> IssuedPaper | None:
    """The paper that was set for a request."""
    return IssuedPaper.objects.filter(request=request).first()


def rendered(request: PaperRequest) -> paperwork.Paper:
    """The paper, set from the snapshot alone: the same request gives the same bytes."""
    return paperwork.render(kind_of(request.kind).template, data_of(request), timestamp=request.requested_at)


def data_of(request: PaperRequest) -> dict[str, Any]:
    """What the template is given: the snapshot, the sealed part, the image of the seal."""
    data = dict(request.snapshot)
    if request.sealed:
        data["sealed"] = unseal(bytes(request.sealed), serial=request.serial)
    if mark := data.pop("seal", None):
        seal = OfficialSeal.objects.get(pk=mark["id"], sha256=mark["sha256"])
        data["seal_image"] = {"bytes": list(bytes(seal.image)), "side": seal.side_mm}
    return data


def check_text(pdf: bytes, request: PaperRequest) -> None:
    """Reads a PDF back. Raises WrongPaperError unless it says the request's own serial and code."""
    text = paperwork.text_of(pdf)
    if request.serial not in text or grouped(request.code) not in text:
        raise WrongPaperError(request.serial)


def keep(request: PaperRequest, paper: paperwork.Paper) -> IssuedPaper:
    """Files the paper first, then says so in the database: a paper that is known of is always there."""
    sha256 = paperwork.keep(paper.pdf)
    try:
        with transaction.atomic():
            made = IssuedPaper.objects.create(
                request=request, person_id=request.person_id, serial=request.serial, sha256=sha256, pages=paper.pages,
                missing=[each.cluster for each in paper.missing], set_at=timezone.now(),
            )  # fmt: skip
            PaperRequest.objects.filter(pk=request.pk, state=State.REQUESTED).update(state=State.SET)
    except IntegrityError:
        return IssuedPaper.objects.get(request=request)  # another set it at the same time
    return made


def fail(actor: Actor, request: PaperRequest, fault: str) -> None:
    """Ends a request whose paper could not be set."""
    with transaction.atomic():
        begun = PaperRequest.objects.filter(pk=request.pk, state=State.REQUESTED)
        if begun.update(state=State.FAILED, fault=fault, ended_at=timezone.now()):
            audit(actor, action="papers.fail", subject=f"paper:{request.pk}", detail={"fault": fault})


def alarm(actor: Actor, request: PaperRequest, when: str) -> None:
    """A paper that is not the request's own was stopped: nothing worse can happen here, and someone must look."""
    audit(actor, action="papers.alarm", subject=f"paper:{request.pk}", detail={"serial": request.serial, "when": when})
