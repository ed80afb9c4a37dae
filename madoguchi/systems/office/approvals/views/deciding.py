"""What is done to a draft with one button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from madoguchi.engines.approvals.api import (
    Draft,
    approve,
    comment_on,
    drop,
    mine_to_edit,
    note_read,
    refuse,
    return_to,
    second_of,
    seen_by,
    story_of,
    withdraw,
)
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.refusals import Refused

from ..forms import DecideForm, WordForm
from .one import page_of, where_decided
from .screen import actor_of, screen

DONE = {"approve": "承認しました。", "return": "差し戻しました。", "refuse": "否決しました。"}
CHOOSE = "承認・差戻し・否決のどれかを選んでください。"


@require_POST
@screen()
def decide(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Agrees, sends back or refuses; what cannot be done is told beside what was typed."""
    actor = actor_of(request)
    draft = seen_by(actor).get(pk=draft_id)
    if second_of(draft.kind):
        return redirect(where_decided(draft))
    form = DecideForm(request.POST, stages=story_of(draft).stages, at=draft.at)
    if form.is_valid():
        try:
            act(request, draft_id, form)
            messages.success(request, DONE[request.POST["act"]])
            return redirect("approvals:detail", draft_id=draft_id)
        except (Refused, Forbidden) as refusal:
            form.refuse(refusal)
    return render(request, "approvals/detail.html", page_of(draft, actor, form), status=422)


def act(request: HttpRequest, draft_id: int, form: DecideForm) -> Draft:
    """The act that was chosen. Raises Refused, Forbidden."""
    said = form.cleaned_data
    common = {"signatory_id": said["signatory"], "comment": said["comment"], "submission": said["submission"]}
    chosen: dict[str, Callable[[], Draft]] = {
        "approve": lambda: approve(actor_of(request), draft_id=draft_id, **common),
        "return": lambda: return_to(actor_of(request), draft_id=draft_id, to=said["to"] or 0, **common),
        "refuse": lambda: refuse(actor_of(request), draft_id=draft_id, **common),
    }
    work = chosen.get(request.POST.get("act", ""))
    if work is None:
        raise Refused(CHOOSE)
    return work()


def tried(request: HttpRequest, draft_id: int, done: str, work: Callable[[dict[str, Any]], object]) -> HttpResponse:
    """Does one act with a word, and says how it went."""
    seen_by(actor_of(request)).get(pk=draft_id)
    form = WordForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(str(next(iter(form.errors.values()))[0]))
        work(form.cleaned_data)
        messages.success(request, done)
    except (Refused, Forbidden) as refusal:
        messages.error(request, str(refusal))
    return redirect("approvals:detail", draft_id=draft_id)


@require_POST
@screen()
def take_back(request: HttpRequest, draft_id: int) -> HttpResponse:
    """引戻し, by the drafter."""
    mine_to_edit(actor_of(request)).get(pk=draft_id)
    done = "引き戻しました。直して、もう一度提出できます。"
    return tried(request, draft_id, done, lambda said: withdraw(actor_of(request), draft_id=draft_id, **said))


@require_POST
@screen()
def give_up(request: HttpRequest, draft_id: int) -> HttpResponse:
    """取りやめ, by the drafter."""
    mine_to_edit(actor_of(request)).get(pk=draft_id)
    done = "起案を取りやめました。"
    return tried(request, draft_id, done, lambda said: drop(actor_of(request), draft_id=draft_id, **said))


@require_POST
@screen()
def comment(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A word beside the draft."""

    def say(said: dict[str, Any]) -> object:
        return comment_on(actor_of(request), draft_id=draft_id, **said)

    return tried(request, draft_id, "意見を加えました。", say)


@require_POST
@screen()
def read(request: HttpRequest, draft_id: int, viewing_id: int) -> HttpResponse:
    """後閲 or 回覧 of this draft is done."""
    seen_by(actor_of(request)).get(pk=draft_id).viewings.get(pk=viewing_id)

    def see(said: dict[str, Any]) -> object:
        return note_read(actor_of(request), viewing_id=viewing_id, **said)

    return tried(request, draft_id, "確認しました。", see)
