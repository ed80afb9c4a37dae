"""Deciding on an export, and the password."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from madoguchi.engines.approvals.api import decide_about
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.exports.api import requests_seen, reveal_password
from madoguchi.foundation.refusals import Refused

from ..forms import DecisionForm
from ..system import APPROVE
from .screen import actor_of, screen


@require_POST
@screen(APPROVE)
def decide(request: HttpRequest, request_id: int) -> HttpResponse:
    """Approves or refuses."""
    found = requests_seen(actor_of(request)).get(pk=request_id)
    form = DecisionForm(request.POST)
    data = form.cleaned_data if form.is_valid() else {}
    approve = request.POST.get("decision") == "approve"
    said = {"seen": {"persons": data.get("persons", 0)}, "comment": data.get("comment", "")}
    try:
        decide_about(actor_of(request), found, agree=approve, **said)
        messages.success(request, "承認しました。ファイルを作っています。" if approve else "却下しました。")
    except (Refused, Forbidden) as refusal:
        messages.error(request, str(refusal))
    return redirect("exports:detail", request_id=request_id)


@require_POST
@screen(APPROVE)
def password(request: HttpRequest, request_id: int) -> HttpResponse:
    """The password, this once."""
    try:
        shown = reveal_password(actor_of(request), request_id=request_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("exports:detail", request_id=request_id)
    found = requests_seen(actor_of(request)).get(pk=request_id)
    response = render(request, "exports/password.html", {"export": found, "password": shown})
    response.headers["Cache-Control"] = "no-store"
    return response
