"""職権による異動: asked for by one member of staff, decided by another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from madoguchi.engines.approvals.api import decide_about, may_decide_about, trail_of, withdraw_about
from madoguchi.engines.people.api import House
from madoguchi.foundation.refusals import Refused
from madoguchi.foundation.text import row_number

from ..forms import DecisionForm
from ..queries import APPROVE, SIZE
from ..trial import Trial, try_out
from .person import rows
from .screen import ACT, actor_of, people, screen


@screen()
def inbox(request: HttpRequest) -> HttpResponse:
    """Proposals that wait, or those decided."""
    waiting = request.GET.get("decided") != "1"
    begin = row_number(request.GET.get("after", ""))
    found = people(request).proposals(waiting=waiting, after=begin, size=SIZE + 1)
    shown = found[:SIZE]
    after = shown[-1].pk if len(found) > SIZE else ""
    return render(request, "residents/proposals.html", {"rows": shown, "after": after, "waiting": waiting})


@screen()
def detail(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal: reason, before and after, and the decision."""
    actor, view = actor_of(request), people(request)
    found = view.proposal(proposal_id)
    own = found.proposed_by == actor.user_id
    waits = found.state == found.State.WAITING
    may_decide = waits and not own and actor.may(APPROVE) and may_decide_about(actor, found)
    trial = try_out(view, found) if may_decide else Trial()
    context = {
        "proposal": found,
        "own": own and waits,
        "may_decide": may_decide,
        "trail": trail_of(actor, found),
        "trial": trial,
        "members": rows(trial.before, trial.after) if look_of(trial.before) != look_of(trial.after) else [],
        "form": DecisionForm(),
    }
    return render(request, "residents/proposal.html", context)


def look_of(house: House | None) -> object:
    """What a household is on paper: where it lives, and who is who in it."""
    return house and (house.address, [(member.person_id, member.relation_text) for member in house.members])


@require_POST
@screen(APPROVE)
def deciding(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Approves or refuses."""
    form = DecisionForm(request.POST)
    approve = request.POST.get("decision") == "approve"
    comment = form.cleaned_data["comment"] if form.is_valid() else ""
    if not approve and not comment.strip():
        messages.error(request, "却下するときは、意見に理由を入れてください。")
        return redirect("residents:proposal", proposal_id=proposal_id)
    try:
        found = people(request).proposal(proposal_id)
        decide_about(actor_of(request), found, agree=approve, comment=comment)
        messages.success(
            request, "承認し、異動を記録しました。" if approve else "却下しました。記録は変わっていません。"
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("residents:proposal", proposal_id=proposal_id)


@require_POST
@screen(ACT)
def withdrawing(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Takes back one's own proposal."""
    try:
        withdraw_about(actor_of(request), people(request).proposal(proposal_id))
        messages.success(request, "起案を取り下げました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("residents:proposal", proposal_id=proposal_id)
