"""Invented reports for the invented town; a real city's are not invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone

from madoguchi.foundation.access.models import Appointment, User
from madoguchi.foundation.calendar import fiscal_year
from madoguchi.foundation.towns.models import Town

from .actions import report
from .bundled import committee
from .committee.members import Person, add_member
from .models import Body, Measure, Plan, Role, Sheet, Survey
from .rules import CARRIED, PARTIAL, STUDY, Stage, reportable
from .survey.actions import open_survey
from .survey.answering import hand_in, save_answer
from .survey.queries import answers_sheet, status_now
from .survey.rules import Answer

SAID: dict[str, tuple[tuple[str, str, Stage, str, str], ...]] = {
    "hinata": (
        ("r8_r9", "1-1-1", PARTIAL, "", "転出届と児童手当の申請を、家から出せるようにした。"),
        ("r8_r9", "1-2-1", STUDY, "送信のしくみの契約が次の年度になったため", ""),
        ("r8_r9", "2-1-2", CARRIED, "", "全員が一度受講した。"),
    ),
}
"""Town → plan, measure, stage, reason, what was done."""
ANSWERED: dict[str, dict[str, tuple[tuple[str, str, Answer, bool], ...]]] = {
    "hinata": {
        "r8_r9": (
            (
                "mado1",
                "1-1-2",
                Answer(stage="study", done="駅前の店で受け取れるか、三つの方法を比べた。", grade="B"),
                True,
            ),
            ("mado2", "1-1-1", Answer(stage="partial", done="児童手当の申請を、家から出せるようにした。"), False),
        )
    },
}
"""Town → plan → who answers, measure, answer, whether it is handed in."""
REQUEST = "数えた件数があれば、取り組んだことに書いてください。届かなかった目標は、次の年度の改善も考えてください。"
DAYS = 14
WRITER = "admin"
SINCE = date(2025, 4, 1)


def fill(town: Town, scale: int) -> None:
    """Seats the invented staff in the town's bodies; reports and surveys the invented town's measures."""
    seat_members(town)
    writer = User.objects.filter(username=WRITER).first()
    now = fiscal_year(timezone.localdate())
    for plan_code, code, stage, reason, note in SAID.get(town.schema_name, ()) if writer else ():
        plan = Plan.objects.get(code=plan_code)
        years = reportable(plan.first_year, plan.last_year, now, plan.by_year)
        measure = Measure.objects.get(section__goal__plan=plan, code=code)
        if years and writer:
            report(writer.as_actor(), measure_id=measure.pk, year=years[0], stage=stage, reason=reason, note=note)
    survey(town)


def survey(town: Town) -> None:
    """Asks for this fiscal year, and lets the divisions answer a little."""
    writer, now = User.objects.filter(username=WRITER).first(), fiscal_year(timezone.localdate())
    for plan_code, answers in ANSWERED.get(town.schema_name, {}).items() if writer else ():
        plan = Plan.objects.get(code=plan_code)
        if writer and now in reportable(plan.first_year, plan.last_year, now, plan.by_year):
            deadline = timezone.localdate() + timedelta(days=DAYS)
            opened = open_survey(writer.as_actor(), plan_id=plan.pk, year=now, deadline=deadline, request=REQUEST)
            for each in answers:
                reply(opened, *each)


def reply(opened: Survey, username: str, code: str, answer: Answer, ready: bool) -> None:
    """A member of staff answers a sheet, and hands it in where it is ready."""
    actor = User.objects.get(username=username).as_actor()
    found = Sheet.objects.filter(survey=opened, measure__code=code).order_by("order")
    sheet = next(each for each in found if answers_sheet(actor, each))
    status = status_now(sheet)
    answer = replace(answer, base=status.revision if status else 0)
    (hand_in if ready else save_answer)(actor, sheet_id=sheet.pk, revision=0, answer=answer)


def seat_members(town: Town) -> None:
    """Who of the demo's staff sits in which body, as the town's data have it."""
    writer = User.objects.filter(username=WRITER).first()
    for each in committee(town.schema_name) if writer else ():
        body = Body.objects.get(code=each.code)
        for member in each.members:
            appointment = Appointment.objects.on(timezone.localdate()).filter(user__username=member["username"]).first()
            if writer and appointment:
                add_member(
                    writer.as_actor(), body_id=body.pk, person=Person(appointment_id=appointment.pk),
                    role=Role(member["role"]), title=member.get("title", ""), since=SINCE,
                )  # fmt: skip
