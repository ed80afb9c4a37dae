"""People and steps of the yearly cycle, for its stories."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from madoguchi.engines.approvals.api import Draft, approve, return_to, waiting_in
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import make_user
from madoguchi.systems.plan.progress.committee.evaluating import evaluate
from madoguchi.systems.plan.progress.committee.meetings import Said, call_meeting
from madoguchi.systems.plan.progress.committee.members import Person, add_body, add_member
from madoguchi.systems.plan.progress.models import Body, Evaluation, Meeting, Plan, Role, Sheet, Survey, Verdict
from madoguchi.systems.plan.progress.survey.actions import open_survey
from madoguchi.systems.plan.progress.survey.answering import hand_in
from madoguchi.systems.plan.progress.survey.rules import Answer

from .conftest import MANAGER

if TYPE_CHECKING:
    from madoguchi.foundation.access import Actor

YEAR = 2024
DONE = Answer(stage="carried", done="予約を始めた", grade="B", improvement="予約の案内を増やす")


def in_days(days: int) -> date:
    """A day counted from today."""
    return timezone.localdate() + timedelta(days=days)


def asked(plan: Plan, year: int = YEAR) -> Survey:
    """A survey with a month's time."""
    return open_survey(MANAGER, plan_id=plan.pk, year=year, deadline=in_days(30), request="ことしもお願いします。")


def sheet_of(survey: Survey, code: str, division: str = "") -> Sheet:
    """The sheet of a measure; the leading one where no division is named."""
    found = Sheet.objects.filter(survey=survey, measure__code=code)
    return found.get(division=division) if division else found.get(leads=True)


def head_of(division: str) -> Actor:
    """課長 of a division; the same one each time."""
    name = f"kacho-{division}"
    user = User.objects.filter(username=name).first() or make_user(name, "課長　一", division, ["head"], "課長")
    return User.objects.get(pk=user.pk).as_actor()


def clerk_of(division: str, roles: tuple[str, ...] = ("clerk",)) -> Actor:
    """A clerk of a division; the same one each time."""
    name = f"tanto-{division}"
    user = User.objects.filter(username=name).first() or make_user(name, "担当　二", division, list(roles))
    return User.objects.get(pk=user.pk).as_actor()


def agree(head: Actor, draft: Draft | None) -> None:
    """The head agrees."""
    assert draft
    approve(head, draft_id=draft.pk, signatory_id=waiting_in(head, draft)[0].signatory.pk)


def send_back(head: Actor, draft: Draft | None, words: str) -> None:
    """The head sends it back to who handed it in."""
    assert draft
    return_to(head, draft_id=draft.pk, signatory_id=waiting_in(head, draft)[0].signatory.pk, to=0, comment=words)


def approved(survey: Survey, code: str, division: str, answer: Answer = DONE) -> Sheet:
    """A sheet that its division has answered and its head approved."""
    head = head_of(division)
    sheet = sheet_of(survey, code)
    sheet = hand_in(clerk_of(division), sheet_id=sheet.pk, revision=sheet.revision, answer=answer)
    agree(head, sheet.draft)
    return Sheet.objects.get(pk=sheet.pk)


def body_with_office(office: Actor | None = None, code: str = "trial") -> Body:
    """A body with its 事務局."""
    body = add_body(MANAGER, code=code, name=f"試みの委員会{code}")
    if office:
        person = Person(appointment_id=office.appointment_id)
        add_member(MANAGER, body_id=body.pk, person=person, role=Role.OFFICE, since=date(2024, 4, 1))
    return body


def met(actor: Actor, body: Body) -> Meeting:
    """A meeting of today."""
    return call_meeting(actor, body_id=body.pk, said=Said(held_on=timezone.localdate(), agenda="施策の評価"))


def judge(meeting: Meeting, sheet: Sheet, verdict: Verdict = Verdict.WIDEN, words: str = "広げる") -> Evaluation:
    """What a meeting says of the measure of a sheet."""
    said = {"verdict": verdict, "words": words, "revision": 0}
    return evaluate(MANAGER, survey_id=sheet.survey_id, measure_id=sheet.measure_id, meeting_id=meeting.pk, **said)
