"""Members of staff: the list, one of them, a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from madoguchi.foundation.access import queries
from madoguchi.foundation.access.actions.staff import register_staff, rename_staff
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Change, Purpose
from madoguchi.foundation.login.api import open_sessions

from ..forms import NameForm, StaffForm
from ..rail import draw
from ..rights import tables
from ..system import MANAGE
from ..work import SOON
from .screen import actor_of, screen, tell

SIZE = 30


@screen()
def people(request: HttpRequest) -> HttpResponse:
    """The staff, by number; searched by name, number and division."""
    actor = actor_of(request)
    words, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    found = queries.staff_page(actor, words=words, after=after, size=SIZE)
    rows = found[:SIZE]
    context = {
        "rows": rows,
        "after": rows[-1].username if len(found) > SIZE else "",
        "q": words,
        "tab": "list",
        "may_manage": actor.may(MANAGE),
    }
    return render(request, "staff/people.html", context)


@screen()
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One member of staff: where they sat and sit, and what they may do today with the reason for each right."""
    actor, today = actor_of(request), timezone.localdate()
    user = queries.member(actor, user_id=user_id)
    rows = queries.career(actor, user=user)
    may_manage = actor.may(MANAGE) and user.pk != actor.user_id
    standing = [row for row in rows if row.state == Change.State.APPROVED]
    purpose = Purpose.objects.filter(code=request.GET.get("purpose", "")).first()
    context = {
        "member": user,
        "rows": rows,
        "rail": draw(standing, today=today) if standing else None,
        "tables": tables(actor, seats=standing, on=today, purpose=purpose.code if purpose else ""),
        "purposes": Purpose.objects.all(),
        "purpose": purpose,
        "today": today,
        "may_manage": may_manage,
        "sessions": list(open_sessions(user)) if may_manage else [],
        "own": user.pk == actor.user_id,
    }
    return render(request, "staff/person.html", context)


@screen()
def ending_soon(request: HttpRequest) -> HttpResponse:
    """Appointments that end within thirty days."""
    rows = queries.ending(actor_of(request), until=timezone.localdate() + SOON)
    return render(request, "staff/ending.html", {"rows": rows, "tab": "list"})


@screen(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Registers a member of staff, who is then appointed."""
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = register_staff(actor_of(request), **form.cleaned_data)
            messages.success(request, f"{user.name}さんを登録しました。続けて発令してください。")
            return redirect("staff:appoint", user_id=user.pk)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "title": "職員の登録", "button": "登録する", "back": "staff:list"}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)


@screen(MANAGE)
def name(request: HttpRequest, user_id: int) -> HttpResponse:
    """Another name for a member of staff."""
    actor = actor_of(request)
    user = queries.member(actor, user_id=user_id)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_staff(actor, user_id=user_id, **form.cleaned_data)
            messages.success(request, "氏名を改めました。")
            return redirect("staff:person", user_id=user_id)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "member": user, "title": "氏名の変更", "button": "改める"}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)
