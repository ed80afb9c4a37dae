"""The list, one paper, its preview, paying, printing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.defence.limits import limited

from ..actions.releasing import finish, kept
from ..actions.setting import data_of, paper_of, set_paper
from ..fees import tariff
from ..kinds import kind_of
from ..models import PaperRequest, Printing, State
from ..permissions import CLOSE, REFUND, VOID
from ..queries.papers import history, papers
from ..rules.cash import fewest
from ..rules.standings import Standing, needs
from .screen import actor_of, cursor, shown, tell

OPEN_FOR = timedelta(minutes=15)
PPI = 96
NOTES = (1_000, 5_000, 10_000)
NO_STORE = {"Cache-Control": "no-store"}


@require_safe
@login_required
def paper_list(request: HttpRequest) -> HttpResponse:
    """Requests, the latest first, by serial, day or state; with ``?outside=1`` those of third parties."""
    asked = {"text": request.GET.get("q", "")[:40], "state": request.GET.get("state", "")}
    outside = request.GET.get("outside") == "1"
    state = asked["state"] if asked["state"] in State.values else ""
    page = papers(actor_of(request), text=asked["text"], state=state, outside=outside, before=cursor(request))
    context = {"page": page, "q": asked["text"], "state": state, "outside": outside, "states": State.choices}
    return render(request, "issuance/list.html", {**context, "may_close": actor_of(request).may(CLOSE)})


@require_safe
@login_required
def paper_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what was asked, the paper, what can be done next."""
    found = shown(request, pk)
    paper = paper_of(found)
    if paper and paper.missing:
        sentence = f"印刷できない文字があります：{'、'.join(paper.missing)}。紙面を確かめてください。"
        messages.warning(request, sentence)
    return render(request, "issuance/paper.html", context_of(request, found, paper))


def context_of(request: HttpRequest, found: PaperRequest, paper: Any) -> dict[str, Any]:
    """What the page of a request shows."""
    actor, standing = actor_of(request), Standing(found.standing)
    rates = tariff(timezone.localdate(found.requested_at))
    refunded = found.fee_lines.filter(kind="refund").exists()
    return {
        "paper": found,
        "set": paper,
        "sheets": range(1, paper.pages + 1) if paper else (),
        "said": [
            (need.label, found.particulars[need.key]) for need in needs(standing) if need.key in found.particulars
        ],
        "extra": found.particulars.get("extra_reason", ""),
        "asked": [(label, in_words(value)) for label, value in found.asked.items()],
        "article": kind_of(found.kind).article(standing),
        "exemption": rates.exemption(found.exemption).name if found.exemption else "",
        "provisional": rates.provisional,
        "change": change_of(found.fee),
        "history": history(found),
        "refunded": refunded,
        "may_void": actor.may(VOID),
        "may_reissue": actor.may(VOID) and timezone.localdate(found.requested_at) == timezone.localdate(),
        "successor": found.replacements.first(),
        "may_refund": actor.may(REFUND) and found.fee and found.release and not refunded,
    }


def in_words(value: Any) -> str:
    """What was chosen: one thing, or several behind one another."""
    return value if isinstance(value, str) else "、".join(map(str, value))


def change_of(fee: int) -> list[tuple[int, int, list[tuple[int, int]]]]:
    """What to give back on the notes that people put down: note, change, and its notes and coins."""
    return [(note, note - fee, list(fewest(note - fee).items())) for note in NOTES if fee and note > fee]


@require_safe
@login_required
def paper_preview(request: HttpRequest, pk: int, sheet: int) -> HttpResponse:
    """A sheet as a picture, marked as no certificate: to be looked at before anything is charged."""
    found = shown(request, pk)
    data = {**data_of(found), "draft": True}
    template = kind_of(found.kind).template
    pictures = paperwork.pictures(template, data, timestamp=found.requested_at, ppi=PPI)
    if not 1 <= sheet <= len(pictures):
        raise Http404
    if sheet == 1:
        audit(actor_of(request), action="papers.preview", subject=f"paper:{found.pk}")
    return HttpResponse(pictures[sheet - 1], content_type="image/png", headers=NO_STORE)


@require_POST
@login_required
def paper_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """The fee was taken: charge and release. Sent twice it is one charge."""
    found = shown(request, pk)
    try:
        finish(actor_of(request), request_id=found.pk)
    except Refused as refusal:
        tell(request, refusal)
    return redirect("issuance:paper", pk=found.pk)


@require_POST
@login_required
def paper_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets the paper of a request that was cut short."""
    found = shown(request, pk)
    try:
        if found.state == State.REQUESTED:
            set_paper(actor_of(request), found)
    except Refused as refusal:
        tell(request, refusal)
    return redirect("issuance:paper", pk=found.pk)


@require_safe
@login_required
@limited("desk-paper")
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper itself, byte for byte as it was set: for whoever released it or was let print it again, shortly."""
    found = shown(request, pk)
    paper = paper_of(found)
    if paper is None or not may_open(request, found):
        messages.error(request, "印刷するには、もう一度印刷する理由を入れてください。")
        return redirect("issuance:paper", pk=found.pk)
    pdf = kept(found, paper)
    audit(actor_of(request), action="papers.show", subject=f"paper:{found.pk}", detail={"serial": found.serial})
    disposition = f'inline; filename="{found.serial}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={**NO_STORE, "Content-Disposition": disposition})


def may_open(request: HttpRequest, found: PaperRequest) -> bool:
    """Whether a printing of this person is still open; never for a void paper."""
    if found.state != State.RELEASED:
        return False
    opened = Printing.objects.filter(release=found.release, user_id=actor_of(request).user_id)
    return opened.filter(printed_at__gte=timezone.now() - OPEN_FOR).exists()
