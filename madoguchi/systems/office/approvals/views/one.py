"""One draft: what is asked, its route, what was done, and what whoever reads it may do."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from madoguchi.engines.approvals.api import (
    ATTACHMENTS,
    Attachment,
    Draft,
    State,
    Story,
    Waiting,
    decision_sheet,
    kinds,
    second_of,
    seen_by,
    shown,
    story_of,
    takes_words,
    waiting_in,
)
from madoguchi.foundation.access import Actor
from madoguchi.foundation.vault.shelves import KeptFileLostError
from madoguchi.foundation.web.downloads import download

from ..forms import DecideForm, WordForm
from .screen import actor_of, screen

SHOWN_HERE = {"image/png", "image/jpeg"}
BYTES = "application/octet-stream"


@require_safe
@screen()
def detail(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One draft that the actor may read."""
    actor = actor_of(request)
    draft = seen_by(actor).get(pk=draft_id)
    return render(request, "approvals/detail.html", page_of(draft, actor))


def where_decided(draft: Draft) -> str:
    """Where a draft is decided: on its page, or where what waits for a second person is shown."""
    kind = kinds().get(draft.kind)
    return kind.place(draft.content) if kind and kind.second else reverse("approvals:detail", args=[draft.pk])


def page_of(draft: Draft, actor: Actor, form: DecideForm | None = None) -> dict[str, Any]:
    """Everything that the page of a draft says to this actor."""
    story = story_of(draft)
    kind = kinds().get(draft.kind)
    asked = waiting_in(actor, draft) if draft.state == State.MOVING else []
    own, second = draft.drafter_id == actor.user_id, second_of(draft.kind)
    return {
        "draft": draft,
        "story": story,
        "rows": shown(draft),
        "place": kind.place(draft.content) if kind else "",
        "second": second is not None,
        "takes_words": takes_words(draft),
        "own": own,
        "asked": bool(asked),
        "waiting": asked[0] if asked else None,
        "decide": None if second else form or decide_form(story, asked),
        "word": WordForm(),
        "reading": [each for each in story.viewings if each.user_id == actor.user_id and each.seen_at is None],
        "may_go_on": own and draft.is_editable,
        "may_edit": own and draft.is_editable and kind is not None and kind.form is not None,
        "may_withdraw": own and draft.state == State.MOVING and second is None,
    }


def decide_form(story: Story, asked: list[Waiting]) -> DecideForm | None:
    """The form of the seat that is asked; None where the actor is not."""
    if not asked:
        return None
    signatory = asked[0].signatory
    return DecideForm(initial={"signatory": signatory.pk}, stages=story.stages, at=signatory.step.ordinal)


@require_safe
@screen()
def file(request: HttpRequest, draft_id: int, attachment_id: int) -> HttpResponse:
    """An attached file: pictures are shown, all else is saved."""
    draft = seen_by(actor_of(request)).get(pk=draft_id)
    attachment = Attachment.objects.get(pk=attachment_id, draft=draft)
    try:
        content = ATTACHMENTS.kept(attachment.sha256)
    except KeptFileLostError:
        raise Http404 from None
    is_shown = attachment.content_type in SHOWN_HERE
    return download(content, attachment.name, attachment.content_type if is_shown else BYTES, at_once=is_shown)


@require_safe
@screen()
def sheet(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The printed sheet of a decision."""
    draft = seen_by(actor_of(request)).get(pk=draft_id, round__gt=0)
    pdf = decision_sheet(request.tenant, draft)  # type: ignore[attr-defined]
    return download(pdf, f"{draft.number}.pdf", "application/pdf", at_once=True)
