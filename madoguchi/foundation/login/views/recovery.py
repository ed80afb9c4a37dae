"""Recovery: the administrators' side, and the person's."""

from __future__ import annotations

import time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.web.context import desk_url

from .. import recovery as actions
from .. import throttle
from ..entering import note_failure, put_off
from ..forms import AskRecoveryForm, CodeForm, NewPasswordForm
from ..models import Recovery
from ..people import RECOVER
from ..places import network_of
from ..proving import recent
from .entry import waiting

RECOVERING = "login.recovering"
SECONDS = 900
SHOWN = 50
WRONG = "職員番号か符号が違うか、符号の期限（60分）が過ぎています。管理者に確かめてください。"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recoveries(request: HttpRequest) -> HttpResponse:
    """All recoveries, and asking for one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, RECOVER)
    form = AskRecoveryForm(request.POST or None, but=actor.user_id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(actor, user=form.cleaned_data["user"], reason=form.cleaned_data["reason"])
            messages.success(request, "申し出ました。ほかの管理者が承認すると、符号が出ます。")
            return redirect("login:recoveries")
        except actions.RecoveryError as fault:
            form.add_error(None, ValidationError(str(fault)))
    rows = list(actions.recoveries(actor)[:SHOWN])
    context = {"form": form, "rows": rows, "waiting": [row for row in rows if row.decided_at is None]}
    return render(request, "login/recoveries.html", context, status=422 if form.errors else 200)


@recent()
@never_cache
@sensitive_variables("code")
@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: HttpRequest, recovery_id: int) -> HttpResponse:
    """One recovery: deciding on it; after an approval the code, once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = get_object_or_404(actions.recoveries(actor), pk=recovery_id)
    if request.method == "POST":
        return decide(request, actor, row)
    return render(request, "login/recovery.html", {"row": row, "mine": actor.user_id == row.asked_by_id})


def decide(request: HttpRequest, actor: Actor, row: Recovery) -> HttpResponse:
    """Approves, refuses or takes back."""
    try:
        if request.POST.get("do") == "approve":
            code = actions.approve(actor, recovery=row)
            row.refresh_from_db()
            return render(request, "login/code.html", {"row": row, "code": code})
        actions.refuse(actor, recovery=row)
        messages.success(request, "却下しました。" if row.asked_by_id != actor.user_id else "申出を取り下げました。")
    except actions.RecoveryError as fault:
        messages.error(request, str(fault))
    return redirect("login:recoveries")


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """The person's side: user name and code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        username = form.cleaned_data["username"]
        tries = throttle.tries_of(f"recovery/{username}", network_of(request), "")
        if wait := throttle.count(tries):
            return waiting(request, "login/recover.html", {"form": form}, wait)
        if found := actions.usable(username, form.cleaned_data["code"]):
            throttle.forgive(tries)
            request.session.flush()
            request.session[RECOVERING] = {"recovery": found.pk, "at": time.time()}
            request.session.set_expiry(SECONDS)
            return redirect("login:new_password")
        note_failure(request, username, "recovery")
        form.add_error(None, WRONG)
    return render(request, "login/recover.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("new", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """The person's side: a new password; then a new passkey."""
    row = open_recovery(request)
    if row is None:
        return redirect("login:recover")
    form = NewPasswordForm(request.POST or None, user=row.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.use(row, password=form.cleaned_data["new"])
        except actions.RecoveryError as fault:
            messages.error(request, str(fault))
            return redirect("login:recover")
        put_off(request, user, "enrol", desk_url())
        return redirect("login:enrol")
    return render(
        request, "login/new_password.html", {"form": form, "person": row.user}, status=422 if form.errors else 200
    )


def open_recovery(request: HttpRequest) -> Recovery | None:
    """The recovery whose code was given in this session."""
    kept = request.session.get(RECOVERING)
    if not kept or time.time() - kept["at"] > SECONDS:
        return None
    return Recovery.objects.select_related("user").filter(pk=kept["recovery"], used_at=None).first()
