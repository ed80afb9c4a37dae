"""A person's history in two times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from madoguchi.engines.people.api import Act, ActKind, Member
from madoguchi.foundation.calendar import format_wareki

from ..compare import compare
from ..rails import Event, draw, lateness
from .moments import Moment, moment_of
from .screen import ACT, HISTORY, LIST, actor_of, people, screen

OF_FAMILY = {
    ActKind.BIRTH,
    ActKind.DEATH,
    ActKind.MOVE_IN,
    ActKind.MOVE_IN_ABROAD,
    ActKind.MOVE_OUT,
    ActKind.HOUSEHOLD_MERGE,
    ActKind.HOUSEHOLD_SPLIT,
    ActKind.HOUSEHOLD_CHANGE,
}
FIXED = {ActKind.CANCEL, ActKind.MIGRATION}


@dataclass(frozen=True)
class Line:
    """An act as the list shows it."""

    act: Act
    visible: bool
    late: str
    cancelled: bool
    may_cancel: bool
    who: str = ""

    @property
    def recorded_on(self) -> date:
        """The day of the record, in Japan."""
        return timezone.localdate(self.act.recorded_at)


@screen(HISTORY)
def timeline(request: HttpRequest, person_id: int) -> HttpResponse:
    """What the record said then, what it says now, and every act between."""
    form, moment = moment_of(request)
    view, actor = people(request), actor_of(request)
    now = view.person(person_id)
    then = now if moment.is_now else view.person(person_id, on=moment.on, known_at=moment.known_at)
    now_house = view.house_of(person_id)
    then_house = now_house if moment.is_now else view.house_of(person_id, on=moment.on, known_at=moment.known_at)
    others = {member.person_id: member for house in (now_house, then_house) if house for member in house.members}
    acts = view.acts_of_all([person_id, *(key for key in others if key != person_id)])
    own = [line_of(act, moment, actor.may(ACT)) for act in acts[person_id]]
    lines = in_order([*own, *family_lines(others, acts, moment, own)])
    context = {
        "form": form,
        "moment": moment,
        "now": now,
        "rows": compare(then, now, then_house, now_house),
        "lines": lines,
        "rails": draw([event(line) for line in lines], on=moment.on, known=moment.known, today=moment.today),
        "missed": [missed(line) for line in lines if is_missed(line, moment)],
        "waiting": view.proposals_for(person_id),
        "mark": view.marks([person_id]).get(person_id),
        "may_list": actor.may(LIST),
        "actor": actor,
        "looked_at": timezone.localtime(),
    }
    return render(request, "residents/timeline.html", context)


def family_lines(
    others: Mapping[int, Member], acts: Mapping[int, list[Act]], moment: Moment, own: list[Line]
) -> list[Line]:
    """Who came into the household and who left it: acts of the other members since the person is in the record."""
    known = {line.act.pk for line in own}
    begin = min((line.act.event_on for line in own), default=moment.today)
    found: dict[int, Line] = {}
    for person_id, member in others.items():
        for act in acts.get(person_id, ()):
            if act.kind in OF_FAMILY and act.pk not in known and act.event_on >= begin:
                found[act.pk] = replace(line_of(act, moment, False), who=f"{member.name}さんの")
    return list(found.values())


def in_order(lines: list[Line]) -> list[Line]:
    """The latest record first."""
    return sorted(lines, key=lambda line: (line.act.recorded_at, line.act.pk), reverse=True)


def line_of(act: Act, moment: Moment, may_act: bool) -> Line:
    """An act seen from a moment."""
    recorded_on = timezone.localdate(act.recorded_at)
    cancelled = hasattr(act, "cancelled_by")
    return Line(
        act=act,
        visible=act.event_on <= moment.on and recorded_on <= moment.known,
        late="" if act.kind in FIXED else lateness(act.event_on, recorded_on),
        cancelled=cancelled,
        may_cancel=may_act and not cancelled and act.kind in ActKind.values and act.kind not in FIXED,
    )


def event(line: Line) -> Event:
    """An act on the rails."""
    label = line.who.split("　")[-1] + line.act.get_kind_display().split("の")[0]
    return Event(label, line.act.event_on, line.recorded_on, line.visible, line.late)


def is_missed(line: Line, moment: Moment) -> bool:
    """Whether it had happened by the day of the fact, but was not recorded by that of the record."""
    return line.act.event_on <= moment.on and line.recorded_on > moment.known


def missed(line: Line) -> dict[str, str]:
    """What papers issued before the record still say."""
    before = format_wareki(line.recorded_on - timedelta(days=1))
    return {"what": line.who + line.act.get_kind_display(), "until": before}
