"""The route before it is submitted, and submitting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from madoguchi.engines.approvals.api import (
    Draft,
    Plan,
    Refused,
    heads,
    kind_named,
    mine_to_edit,
    plan_route,
    story_of,
    submit,
)

from ..forms import RouteForm
from .screen import actor_of, screen


@screen()
def route(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Shows the way a draft will take with what the drafter adds (``GET``), and puts it on that way (``POST``)."""
    draft = mine_to_edit(actor_of(request)).select_related("division").get(pk=draft_id)
    seats = [seat for seat in heads(timezone.localdate()) if seat.user_id != draft.drafter_id]
    form = form_of(request, draft, seats)
    plan = planned(draft, form)
    if request.method == "POST" and form.is_valid() and plan:
        said = {name: form.cleaned_data[name] for name in ("consulted", "circulated", "comment", "submission")}
        try:
            revision = form.cleaned_data["revision"] or 0
            done = submit(actor_of(request), draft_id=draft.pk, revision=revision, **said)
            messages.success(request, f"{done.number}として提出しました。")
            return redirect("approvals:detail", draft_id=draft.pk)
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "draft": draft,
        "form": form,
        "plan": plan,
        "attachments": story_of(draft).attachments,
        "may_edit": kind_named(draft.kind).form is not None,
    }
    return render(request, "approvals/route.html", context, status=422 if form.errors else 200)


def form_of(request: HttpRequest, draft: Draft, seats: Sequence[Any]) -> RouteForm:
    """The form as it was sent, as it was tried out, or fresh."""
    if request.method == "POST":
        return RouteForm(request.POST, seats=seats)
    known = {str(seat.appointment_id) for seat in seats}
    tried = {name: [key for key in request.GET.getlist(name) if key in known] for name in ("consulted", "circulated")}
    comment = request.GET.get("comment", "")[:500]
    return RouteForm(initial={**tried, "comment": comment, "revision": draft.revision}, seats=seats)


def planned(draft: Draft, form: RouteForm) -> Plan | None:
    """The route with what is added in the form; None, and the reason in the form, where there is none."""
    if form.is_bound and not form.is_valid():
        return None
    source = form.cleaned_data if form.is_bound else form.initial
    consulted, circulated = ([int(key) for key in source[name]] for name in ("consulted", "circulated"))
    try:
        return plan_route(draft, consulted=consulted, circulated=circulated)
    except Refused as refusal:
        form.stopped = str(refusal)  # type: ignore[attr-defined]
        return None
