"""One person, one household."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from madoguchi.engines.people.api import House

from ..compare import facts_of
from ..system import SYSTEM
from .moments import moment_of
from .screen import ACT, HISTORY, LIST, MANAGE, RELATION, actor_of, people, screen


@screen()
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """What the record says of a person today, and what can be done."""
    view, actor = people(request), actor_of(request)
    record = view.person(person_id)
    context = {
        "record": record,
        "house": view.house_of(person_id),
        "facts": facts_of(record, None),
        "waiting": view.proposals_for(person_id),
        "mark": view.marks([person_id]).get(person_id),
        "may_list": actor.may(LIST),
        "division": SYSTEM.divisions[0],
        "may_act": actor.may(ACT),
        "may_history": actor.may(HISTORY),
        "may_house": actor.may(RELATION),
        "may_manage": actor.may(MANAGE),
        "may_codes": actor.may("people.item.resident_code"),
        "may_ask_number": actor.may("people.number.ask"),
    }
    return render(request, "residents/person.html", context)


@screen(RELATION)
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    """A household as of two days, beside what it is now."""
    form, moment = moment_of(request)
    view = people(request)
    then = view.house(household_id, on=moment.on, known_at=moment.known_at)
    now = then if moment.is_now else view.house(household_id)
    if then is None and now is None and moment.is_now:
        raise Http404
    context = {"form": form, "moment": moment, "then": then, "now": now, "rows": rows(then, now), "id": household_id}
    return render(request, "residents/household.html", context)


def rows(then: House | None, now: House | None) -> list[dict[str, object]]:
    """The members then and now, side by side, in the order of the record."""
    before = {member.person_id: member for member in then.members} if then else {}
    after = {member.person_id: member for member in now.members} if now else {}
    return [{"then": before.get(key), "now": after.get(key)} for key in dict.fromkeys([*before, *after])]
