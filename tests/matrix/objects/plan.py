"""情報化推進計画: a plan, its yearly survey and report, and a committee."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from madoguchi.engines.approvals.api import Draft, approve, waiting_in
from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.models import Town
from madoguchi.foundation.uploads import Attachment
from madoguchi.systems.plan.progress.actions import load, publish
from madoguchi.systems.plan.progress.committee.meetings import Said, add_paper, call_meeting
from madoguchi.systems.plan.progress.committee.members import Person, add_body, add_member
from madoguchi.systems.plan.progress.figures.actions import type_value
from madoguchi.systems.plan.progress.loading.content import Card
from madoguchi.systems.plan.progress.loading.measures import columns
from madoguchi.systems.plan.progress.models import (
    Body,
    Measure,
    Meeting,
    Member,
    Paper,
    Plan,
    Role,
    Sheet,
    Survey,
    TypedValue,
    YearlyReport,
)
from madoguchi.systems.plan.progress.survey.actions import open_survey
from madoguchi.systems.plan.progress.survey.answering import hand_in
from madoguchi.systems.plan.progress.survey.rules import Answer
from madoguchi.systems.plan.progress.yearly.actions import put_report
from madoguchi.systems.plan.progress.yearly.document import digest_of, document_of

from ..people import maker

PUBLISHED, YEAR = 2023, 2024
CODE, OWNER, OFFICE = "1-1-1", "窓口サービス課", "情報推進課"
BODIES = {
    "plan:report_status": {"revision": "0", "stage": "carried"},
    "plan:deadline": {"deadline": "R30.4.1", "revision": "1"},
}


def plan_of(code: str, measure: str, owner: str) -> Plan:
    """A published plan with one measure; the same one each time."""
    card = Card(code=code, name="矢印の計画", first=PUBLISHED, last=YEAR)
    goal, section, _ = measure.split("-")
    line = f"{measure},{goal},{section},矢印の施策,新規,{owner},実施,実施,件数,件,5,5,"
    content = "\n".join([",".join(columns(card)), line])
    plan = load(maker("administrator", OFFICE), card=card, measures=content.encode()).plan
    if plan.state == Plan.State.DRAFT:
        plan = publish(maker("administrator", OFFICE), plan_id=plan.pk, revision=plan.revision)
    return plan


def sheet_of(plan: Plan, year: int) -> Sheet:
    """The sheet of the plan's measure in a year; the same one each time."""
    if not Survey.objects.filter(plan=plan, fiscal_year=year).exists():
        deadline = timezone.localdate() + timedelta(days=30)
        open_survey(maker("administrator", OFFICE), plan_id=plan.pk, year=year, deadline=deadline)
    return Sheet.objects.select_related("survey").get(survey__plan=plan, survey__fiscal_year=year)


def chief(division: str) -> Actor:
    """課長 of a division; the same one each time."""
    username = f"matrix-chief-{division}"
    found = User.objects.filter(username=username).first()
    return (found or make_user(username, "作成　課長", division, ["head"], "課長")).as_actor()


def decide(draft: Draft | None, division: str) -> None:
    """The head of a division agrees."""
    head = chief(division)
    assert draft
    approve(head, draft_id=draft.pk, signatory_id=waiting_in(head, draft)[0].signatory.pk)


def publish_year(plan: Plan) -> None:
    """The report of the plan's first year, answered, decided and public; once."""
    sheet = sheet_of(plan, PUBLISHED)
    if YearlyReport.objects.filter(survey=sheet.survey).exists():
        return
    answer = Answer(stage="carried", done="矢印を引いた", grade="B")
    chief(OWNER)
    decide(hand_in(maker(), sheet_id=sheet.pk, revision=0, answer=answer).draft, OWNER)
    survey = Survey.objects.get(pk=sheet.survey_id)
    digest = digest_of(document_of(survey))
    decide(put_report(maker("administrator", OFFICE), survey_id=survey.pk, digest=digest), OFFICE)


def committee(code: str) -> tuple[Body, Member, Meeting, Paper]:
    """A body with a member, a meeting and a paper; the same ones each time."""
    office = maker("administrator", OFFICE)
    body = Body.objects.filter(code=code).first() or add_body(office, code=code, name=f"矢印の会{code}")
    member = body.members.first() or add_member(
        office, body_id=body.pk, person=Person(name="矢印　委員"), role=Role.CHAIR, since=date(2024, 4, 1)
    )
    said = Said(held_on=date(2024, 5, 1), agenda="点検")
    meeting = body.meetings.first() or call_meeting(office, body_id=body.pk, said=said)
    paper = add_paper(office, meeting_id=meeting.pk, name="次第.txt", file=io.BytesIO("一　開会".encode()))
    return body, member, meeting, paper


def value_of(plan: Plan) -> TypedValue:
    """A typed value of the plan's indicator; the same one each time."""
    measure = Measure.objects.get(section__goal__plan=plan)
    file = Attachment("根拠.csv", "text/csv", b"5\n")
    return TypedValue.objects.filter(measure=measure).first() or type_value(
        maker("administrator", OFFICE), measure_id=measure.pk, indicator=measure.code, year=YEAR,
        value=Decimal(5), origin="台帳", as_of=date(YEAR + 1, 3, 31), evidence=file,
    )  # fmt: skip


def objects(town: Town) -> dict[str, Any]:
    """A plan of this town with a measure of 窓口サービス課, and a committee."""
    plan = plan_of(f"m{town.lg_code}", CODE, OWNER)
    chief(OFFICE)
    publish_year(plan)
    body, member, meeting, paper = committee(f"b{town.lg_code}")
    out = {"year": PUBLISHED}
    return {
        "plan": plan.code,
        "code": CODE,
        "year": YEAR,
        "sheet_id": sheet_of(plan, YEAR).pk,
        "body": body.code,
        "member": member.pk,
        "meeting": meeting.pk,
        "paper": paper.pk,
        "indicator": CODE,
        "value": value_of(plan).pk,
        **dict.fromkeys(("yearly", "yearly_csv", "yearly_pdf"), out),
    }


def mixed(town: Town) -> dict[str, dict[str, Any]]:
    """A measure, a sheet and a value of another plan."""
    other = plan_of("other", "9-9-9", OWNER)
    plan = f"m{town.lg_code}"
    values = {"plan": plan, "code": "9-9-9", "year": YEAR}
    return {
        "plan:report_status": values,
        "plan:evaluation": values,
        "plan:sheet": {"plan": plan, "sheet_id": sheet_of(other, YEAR).pk},
        "plan:typed": {**values, "indicator": "9-9-9"},
        "plan:evidence": {"plan": plan, "value": value_of(other).pk},
    }
