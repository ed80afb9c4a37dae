"""Divisions: the tree with who sits there, one of them, new ones and their end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from madoguchi.foundation.access import queries
from madoguchi.foundation.access.actions.staff import add_division, end_division
from madoguchi.foundation.access.errors import Refused

from ..forms import DivisionEndForm, DivisionForm, day_after
from ..system import MANAGE
from .screen import actor_of, screen, tell


@screen()
def divisions(request: HttpRequest) -> HttpResponse:
    """The tree of today."""
    actor = actor_of(request)
    roots = queries.tree(actor, on=timezone.localdate())
    context = {"roots": roots, "tab": "divisions", "may_manage": actor.may(MANAGE)}
    return render(request, "staff/divisions.html", context)


@screen()
def division_page(request: HttpRequest, division_id: int) -> HttpResponse:
    """One division: who sits there, and who will."""
    actor, today = actor_of(request), timezone.localdate()
    found = queries.division(actor, division_id=division_id)
    seats = queries.seats_in(actor, division=found)
    context = {
        "division": found,
        "now": [seat for seat in seats if seat.valid.lower <= today],
        "later": [seat for seat in seats if seat.valid.lower > today],
        "roles": {role.code: role.name for role in queries.roles(actor)},
        "gone": found.valid.upper is not None and found.valid.upper <= today,
        "may_manage": actor.may(MANAGE),
    }
    return render(request, "staff/division.html", context)


@screen(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """A new division."""
    form = DivisionForm(request.POST or None, initial={"start": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        parent = data.pop("parent")
        try:
            made = add_division(actor_of(request), parent_id=parent.pk if parent else None, **data)
            messages.success(request, f"{made.name}を設けました。")
            return redirect("staff:division", division_id=made.pk)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "title": "部署の設置", "button": "設ける", "back": "staff:divisions"}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)


@screen(MANAGE)
def ending(request: HttpRequest, division_id: int) -> HttpResponse:
    """The end of a division."""
    actor = actor_of(request)
    found = queries.division(actor, division_id=division_id)
    form = DivisionEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            on = day_after(form.cleaned_data["last"])
            assert on
            end_division(actor, division_id=division_id, on=on)
            messages.success(request, f"{found.name}の終わりの日を記録しました。")
            return redirect("staff:division", division_id=division_id)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "title": f"{found.name}の廃止", "button": "終わりにする", "back": "staff:divisions"}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)
