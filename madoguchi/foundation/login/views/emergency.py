"""Break-glass: opening, ending, reviewing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.web.context import desk_url

from .. import emergency as actions
from ..forms import EmergencyForm, ReviewForm
from ..people import BREAK_GLASS, REVIEW
from ..proving import recent
from .account import me

SHOWN = 50


@recent()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """What an emergency opens, and opening it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, BREAK_GLASS)
    terms = actions.terms(connection.schema_name)  # type: ignore[attr-defined]
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and terms and form.is_valid():
        try:
            access = actions.begin(actor, user=me(request), reason=form.cleaned_data["reason"], town=terms)
            request.session[actions.KEPT] = access.pk
            return redirect(desk_url())
        except actions.EmergencyError as fault:
            form.add_error(None, str(fault))
    context = {"form": form, "terms": terms, "running": actions.running(me(request).pk)}
    return render(request, "login/emergency_begin.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """Ends one early."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    access = get_object_or_404(actions.seen_by(actor), pk=emergency_id)
    actions.end(actor, access=access)
    if request.session.get(actions.KEPT) == access.pk:
        del request.session[actions.KEPT]
    messages.success(request, "緊急時の閲覧を終えました。責任者の確認を受けます。")
    return redirect("login:emergency", emergency_id=emergency_id)


@login_required
@never_cache
def emergencies(request: HttpRequest) -> HttpResponse:
    """The emergencies that one may see."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = list(actions.seen_by(actor)[:SHOWN])
    return render(request, "login/emergencies.html", {"rows": rows, "may_begin": actor.may(BREAK_GLASS)})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """One emergency, and a head's review of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    access = get_object_or_404(actions.seen_by(actor), pk=emergency_id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(actor, access=access, **form.cleaned_data)
            messages.success(request, "確認を記録しました。")
            return redirect("login:emergencies")
        except actions.EmergencyError as fault:
            form.add_error(None, str(fault))
    running = actions.running(access.user_id) == access
    may_review = actor.may(REVIEW) and actor.user_id != access.user_id and access.reviewed_at is None
    context = {
        "access": access,
        "form": form,
        "running": running,
        "may_review": may_review,
        "may_end": running and (access.user_id == actor.user_id or actor.may(REVIEW)),
        "looks": actions.looks(access),
        "gives": actions.words_of(access, connection.schema_name),  # type: ignore[attr-defined]
    }
    return render(request, "login/emergency.html", context, status=422 if form.errors else 200)
