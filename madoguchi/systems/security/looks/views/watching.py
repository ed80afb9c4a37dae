"""Whom to look out for: persons of whom many are curious, and staff who are residents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from .. import actions, queries
from ..forms import StaffPersonForm, WatchForm
from ..law import FOLDER, parameters
from ..system import WATCH
from .screen import actor_of, screen


@require_safe
@screen(WATCH)
def watching(request: HttpRequest) -> HttpResponse:
    """Both lists, and the figures by which looks are unusual."""
    return shown(request, WatchForm(), StaffPersonForm(staff=queries.staff_choices()))


def shown(request: HttpRequest, watch: WatchForm, staff: StaffPersonForm) -> HttpResponse:
    """The page with both forms."""
    actor, today = actor_of(request), timezone.localdate()
    figures = [parameters(path.stem) for path in sorted(FOLDER.glob("*.yaml"))]
    context = {
        "tab": "watching", "watch": watch, "staff": staff, "rows": queries.watched_now(actor),
        "persons": queries.staff_persons(actor), "figures": [(each, each.entry_at(today)) for each in figures],
    }  # fmt: skip
    return render(request, "looks/watching.html", context, status=422 if watch.errors or staff.errors else 200)


@require_POST
@screen(WATCH)
def add(request: HttpRequest) -> HttpResponse:
    """One more person to look out for."""
    form = WatchForm(request.POST)
    if form.is_valid() and done(request, form, lambda: actions.watch(actor_of(request), **form.cleaned_data)):
        return redirect("looks:watching")
    return shown(request, form, StaffPersonForm(staff=queries.staff_choices()))


@require_POST
@screen(WATCH)
def end(request: HttpRequest, watched_id: int) -> HttpResponse:
    """One fewer."""
    actions.unwatch(actor_of(request), watched_id=watched_id)
    messages.success(request, "登録を終えました。")
    return redirect("looks:watching")


@require_POST
@screen(WATCH)
def add_staff(request: HttpRequest) -> HttpResponse:
    """Which resident a member of staff is."""
    form = StaffPersonForm(request.POST, staff=queries.staff_choices())
    if form.is_valid() and done(
        request,
        form,
        lambda: actions.note_staff_person(
            actor_of(request), user_id=form.cleaned_data["staff"], number=form.cleaned_data["number"]
        ),
    ):
        return redirect("looks:watching")
    return shown(request, WatchForm(), form)


@require_POST
@screen(WATCH)
def end_staff(request: HttpRequest, row_id: int) -> HttpResponse:
    """No longer."""
    actions.end_staff_person(actor_of(request), row_id=row_id)
    messages.success(request, "登録を終えました。")
    return redirect("looks:watching")


def done(request: HttpRequest, form: Any, act: Callable[[], object]) -> bool:
    """Does it; says on the form why not where it cannot be."""
    try:
        act()
    except actions.Refused as refusal:
        form.add_error("number", str(refusal))
        return False
    messages.success(request, "登録しました。")
    return True
