"""One export: how it stands, and what the taker may do."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from madoguchi.engines.approvals.api import may_decide_about, trail_of, withdraw_about
from madoguchi.foundation.access import Actor, Forbidden
from madoguchi.foundation.exports.api import (
    ExportRequest,
    State,
    count_now,
    export_named,
    report_erased,
    requests_seen,
    take,
)
from madoguchi.foundation.jobs.api import Job
from madoguchi.foundation.jobs.api import State as JobState
from madoguchi.foundation.refusals import Refused

from ..forms import DecisionForm
from ..system import APPROVE, ASK, SEE_ALL
from .screen import actor_of, screen

# htmx takes this status for an answer after which it need not ask again.
STOP_ASKING = 286


@screen(ASK, APPROVE, SEE_ALL)
def detail(request: HttpRequest, request_id: int) -> HttpResponse:
    """One export; ``?part=1`` gives only what changes while the file is written."""
    actor = actor_of(request)
    found = requests_seen(actor).get(pk=request_id)
    context = {**state_of(found, actor), "options": said(found)}
    if request.GET.get("part") == "1":
        status = 200 if context["going"] else STOP_ASKING
        return render(request, "exports/parts/state.html", context, status=status)
    if context["may_decide"]:
        context |= decision(found)
    return render(request, "exports/detail.html", context)


def state_of(found: ExportRequest, actor: Actor) -> dict[str, object]:
    """What the page says of an export to this actor."""
    own, waits = found.asked_by == actor.user_id, found.state == State.WAITING
    job = Job.objects.filter(pk=found.job_id).first() if found.job_id else None
    stopped = found.state == State.APPROVED and job is not None and job.state == JobState.FAILED
    shows = found.decided_by == actor.user_id and found.sealed_password is not None and not found.password_shown_at
    return {
        "export": found,
        "job": job,
        "own": own,
        "waits": waits,
        "going": found.state == State.APPROVED and not stopped,
        "stopped": stopped,
        "left": found.most_downloads - found.downloads,
        "may_take": own and found.state == State.READY,
        "may_decide": waits and not own and actor.may(APPROVE) and may_decide_about(actor, found),
        "trail": trail_of(actor, found),
        "may_show": shows,
    }


def decision(found: ExportRequest) -> dict[str, object]:
    """What the approver decides on: the persons of this moment, or why it cannot be approved."""
    try:
        persons = count_now(found)
    except (Refused, Forbidden) as refusal:
        return {"refusal": str(refusal), "form": DecisionForm(initial={"persons": 0})}
    return {"persons": persons, "form": DecisionForm(initial={"persons": persons})}


def said(found: ExportRequest) -> list[tuple[str, str]]:
    """The choices of the form in its own words."""
    try:
        form = export_named(found.export).form(initial=found.options)
    except Refused:
        return []
    return [(str(field.label), words(field.field, found.options.get(field.name))) for field in form]


def words(field: object, value: object) -> str:
    """A value as the form shows it."""
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))


@require_POST
@screen(ASK)
def withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Takes back one's own request."""
    try:
        withdraw_about(actor_of(request), requests_seen(actor_of(request)).get(pk=request_id))
        messages.success(request, "持出しの申請を取り下げました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("exports:detail", request_id=request_id)


@require_POST
@screen(ASK)
def file(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """The file itself, by a button: each taking counts."""
    try:
        found, path = take(actor_of(request), request_id=request_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("exports:detail", request_id=request_id)
    name = f"{found.number}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


@require_POST
@screen(ASK)
def erased(request: HttpRequest, request_id: int) -> HttpResponse:
    """The taker says that no copy is left."""
    try:
        report_erased(actor_of(request), request_id=request_id)
        messages.success(request, "消去を記録しました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("exports:detail", request_id=request_id)
