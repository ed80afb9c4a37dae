"""Bodies, meetings and evaluations as the screens show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from ..models import Body, Evaluation, Meeting, Member, Role, Sheet, Survey
from ..survey.queries import standing_of
from ..survey.rules import Standing

ORDER = {Role.CHAIR: 0, Role.VICE: 1, Role.MEMBER: 2, Role.OFFICE: 3}
RECENT = 50


@dataclass(frozen=True)
class BodyNow:
    """A body with its members of today, the chair first."""

    body: Body
    members: tuple[Member, ...]
    last: Meeting | None


def bodies_now() -> list[BodyNow]:
    """Every body; four queries."""
    members = Prefetch("members", Member.objects.filter(valid__contains=timezone.localdate()), to_attr="today")
    found = Body.objects.select_related("under").prefetch_related(members)
    last = {each.body_id: each for each in Meeting.objects.order_by("body_id", "-held_on", "-pk").distinct("body_id")}
    return [BodyNow(body, tuple(ranked(body.today)), last.get(body.pk)) for body in found]


def ranked(members: list[Member]) -> list[Member]:
    """Members in the order of their roles."""
    return sorted(members, key=lambda each: (ORDER[Role(each.role)], each.pk))


def body_named(code: str) -> Body:
    """One body. Raises Body.DoesNotExist."""
    return Body.objects.select_related("under").get(code=code)


def members_of(body: Body) -> tuple[list[Member], list[Member]]:
    """Members of today and to come, and former ones; one query."""
    found, today = list(body.members.all()), timezone.localdate()
    former = [each for each in found if each.valid.upper and each.valid.upper <= today]
    return ranked([each for each in found if each not in former]), former


def members_on(body: Body, day: date) -> QuerySet[Member]:
    """Who sat in a body on a day."""
    return Member.objects.filter(body=body, valid__contains=day)


def meetings_of(body: Body) -> list[Meeting]:
    """The meetings of a body, the latest first, so many at most."""
    return list(Meeting.objects.filter(body=body)[:RECENT])


def meeting_named(meeting_id: int) -> Meeting:
    """One meeting with what hangs on it. Raises Meeting.DoesNotExist."""
    return Meeting.objects.select_related("body").prefetch_related("papers", "attendances__member").get(pk=meeting_id)


@dataclass(frozen=True)
class Judged:
    """A measure of a survey: its leading answer, and what was said of it last."""

    sheet: Sheet
    standing: Standing
    evaluation: Evaluation | None


def judged(survey: Survey) -> list[Judged]:
    """Every measure of a survey in the order of the plan; two queries."""
    said = latest_evaluations(survey)
    sheets = Sheet.objects.filter(survey=survey, leads=True).select_related("measure", "draft")
    return [Judged(each, standing_of(each), said.get(each.measure_id)) for each in sheets]


def latest_evaluations(survey: Survey) -> dict[int, Evaluation]:
    """Measure → the last word on it; one query."""
    found = Evaluation.objects.filter(survey=survey).select_related("meeting__body")
    return {each.measure_id: each for each in found.order_by("measure_id", "-revision").distinct("measure_id")}


def said_at(meeting: Meeting) -> list[Evaluation]:
    """What was said of measures at a meeting."""
    found = Evaluation.objects.filter(meeting=meeting).select_related("measure", "survey__plan")
    return list(found.order_by("survey", "measure__order", "revision"))
