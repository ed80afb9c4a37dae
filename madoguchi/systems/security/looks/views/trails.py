"""Who looked at this person, and what did this member of staff do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import queries
from ..forms import NumberForm, StaffForm
from .screen import actor_of, cursor, screen


@require_safe
@screen()
def by_number(request: HttpRequest) -> HttpResponse:
    """Asks for a 宛名番号."""
    form = NumberForm(request.GET or None)
    if form.is_bound and form.is_valid():
        found = queries.person_by_number(actor_of(request), number=form.cleaned_data["number"])
        if found is not None:
            return redirect("looks:person", person_id=found)
        form.add_error("number", "この宛名番号の人はいません。番号を確かめてください。")
    status = 422 if form.errors else 200
    return render(request, "looks/by_number.html", {"tab": "person", "form": form}, status=status)


@require_safe
@screen()
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Who looked at a person, the latest first. The name stands there only where it is asked for."""
    actor = actor_of(request)
    number = queries.number_of(actor, person_id=person_id)
    page = queries.looks_at(actor, person_id=person_id, before=cursor(request))
    names = queries.names_of(actor, [person_id]) if request.GET.get("names") == "1" else {}
    context = {
        "tab": "person", "number": number, "person_id": person_id, "page": page, "after": page.after or "",
        "name": names.get(person_id, ""), "may_names": actor.may(queries.PEOPLE_VIEW),
    }  # fmt: skip
    return render(request, "looks/person.html", context)


@require_safe
@screen()
def staff(request: HttpRequest) -> HttpResponse:
    """What a member of staff did on some days, by day and by hour."""
    actor = actor_of(request)
    form = StaffForm(request.GET or None, staff=queries.staff_choices())
    context: dict[str, object] = {"tab": "staff", "form": form, "may_names": actor.may(queries.PEOPLE_VIEW)}
    if form.is_bound and form.is_valid():
        user_id, first, last = (form.cleaned_data[key] for key in ("staff", "first", "last"))
        names = request.GET.get("names") == "1"
        page = queries.done_by(actor, user_id=user_id, first=first, last=last, before=cursor(request), names=names)
        context |= {
            "page": page, "after": page.after or "", "first": first, "last": last, "names": names,
            "days": queries.days_chart(timezone.localdate(), user_id),
            "hours": queries.hours_chart(user_id, first, last),
        }  # fmt: skip
    return render(request, "looks/staff.html", context, status=422 if form.errors else 200)
