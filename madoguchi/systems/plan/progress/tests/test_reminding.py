"""Mails of a survey: who gets one, when, how often, and that they tell nothing of the matter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils import timezone

from madoguchi.foundation.access.models import User
from madoguchi.foundation.jobs.api import Job
from madoguchi.foundation.jobs.daily import ask_for_daily
from madoguchi.foundation.jobs.running import perform
from madoguchi.systems.plan.progress.models import Plan, Reminder, Survey
from madoguchi.systems.plan.progress.survey.actions import move_deadline, open_survey
from madoguchi.systems.plan.progress.survey.answering import hand_in
from madoguchi.systems.plan.progress.survey.rules import occasion_of
from madoguchi.systems.plan.progress.yearly.actions import put_report
from madoguchi.systems.plan.progress.yearly.document import digest_of, document_of

from .conftest import MANAGER
from .cycle import DONE, agree, approved, asked, clerk_of, head_of, in_days, sheet_of

if TYPE_CHECKING:
    from madoguchi.foundation.towns.models import Town

pytestmark = pytest.mark.django_db
SHAKAI, HISHO, JOHO = "社会教育課", "秘書広報課", "情報推進課"
ADDRESSED = (f"tanto-{SHAKAI}", f"kacho-{SHAKAI}", f"tanto-{HISHO}", f"tanto-{JOHO}")


@pytest.fixture
def staff(plan: Plan, settings: Any) -> None:
    """Clerks and heads of the divisions of the small plan; the head of 秘書広報課 has no address."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    User.objects.update(email="")
    for division in (SHAKAI, HISHO):
        clerk_of(division)
        head_of(division)
    clerk_of(JOHO, ("administrator",))
    for number, name in enumerate(ADDRESSED):
        User.objects.filter(username=name).update(email=f"m{number}@example.jp")
    mail.outbox.clear()


def told(task: str = "plan.survey_mail") -> dict[str, str]:
    """Who got which mail for the jobs that wait: user name → body."""
    mail.outbox.clear()
    for job in Job.objects.filter(task=task, state="waiting").order_by("pk"):
        perform(job.pk)
    names = {f"m{number}@example.jp": name for number, name in enumerate(ADDRESSED)}
    assert len({each.to[0] for each in mail.outbox}) == len(mail.outbox), "one mail for each"
    return {names[each.to[0]]: each.body for each in mail.outbox}


def next_day(town: Town) -> dict[str, str]:
    """Who got which mail by the daily job, asked for as the worker does."""
    Job.objects.filter(task="plan.survey_remind").delete()
    ask_for_daily(town)
    return told("plan.survey_remind")


def move(survey: Survey, days: int, opened: int = 20) -> None:
    """As if the survey had been opened some days ago, and its deadline were so many days from now."""
    when = timezone.now() - timedelta(days=opened)
    Survey.objects.filter(pk=survey.pk).update(deadline=in_days(days), opened_at=when)


def test_who_owes_an_answer_is_told_that_it_opened(staff: None, plan: Plan) -> None:
    asked(plan)
    found = told()
    assert set(found) == {*ADDRESSED}, "every member of an owning division with an address, and no one else"
    body = found[f"tanto-{SHAKAI}"]
    assert "1件" in body and "種類　年度調査の回答" in body and "/desk/plan/small/cycle/2024/" in body
    for each in mail.outbox:
        for word in ("図書の予約", "小さな計画", "ことしもお願いします", "2-1-1"):
            assert word not in each.subject + each.body
    assert "2件" in found[f"tanto-{JOHO}"], "its own, and that of a division that is no more"
    assert told() == {}


def test_near_the_day_only_those_who_are_owed_something_are_reminded_once(staff: None, plan: Plan, town: Town) -> None:
    """The one who has handed in is not; the head with whom the answer waits is."""
    survey = asked(plan)
    told()
    move(survey, 10)
    assert next_day(town) == {}
    sheet = sheet_of(survey, "1-1-1")
    hand_in(clerk_of(SHAKAI), sheet_id=sheet.pk, revision=0, answer=DONE)
    approved(survey, "1-1-2", HISHO)
    move(survey, 3)
    found = next_day(town)
    assert set(found) == {f"kacho-{SHAKAI}", f"tanto-{JOHO}"}
    assert "承認を待っている回答　1件" in found[f"kacho-{SHAKAI}"] and "調査票" not in found[f"kacho-{SHAKAI}"]
    assert next_day(town) == {}, "once"
    move(survey, 2)
    assert set(next_day(town)) == set(found), "another day, another reminder"


def test_after_the_day_they_are_told_that_it_is_over(staff: None, plan: Plan, town: Town) -> None:
    survey = asked(plan)
    told()
    move(survey, -1)
    found = next_day(town)
    assert set(found) == set(ADDRESSED)
    assert all("過ぎて" in body for body in found.values())
    assert next_day(town) == {} and Reminder.objects.filter(survey=survey).count() == 2


def test_more_time_calls_for_the_reminder_anew(staff: None, plan: Plan, town: Town) -> None:
    survey = asked(plan)
    move(survey, -1)
    assert next_day(town)
    move_deadline(MANAGER, survey_id=survey.pk, deadline=in_days(30), revision=1)
    assert next_day(town) == {}
    move(survey, 1)
    assert next_day(town)


def test_nobody_is_reminded_of_what_is_decided(staff: None, plan: Plan, town: Town) -> None:
    """While the yearly report is on its way nothing can be answered; once it is public the year is over."""
    survey = asked(plan)
    told()
    approved(survey, "1-1-1", SHAKAI)
    head, office = head_of(JOHO), clerk_of(JOHO, ("administrator",))
    draft = put_report(office, survey_id=survey.pk, digest=digest_of(document_of(survey)))
    move(survey, -1)
    assert next_day(town) == {}
    agree(head, draft)
    assert next_day(town) == {}


def test_a_dead_mail_server_is_told_and_the_mails_go_out_later(
    staff: None, plan: Plan, town: Town, settings: Any
) -> None:
    survey = asked(plan)
    move(survey, 2)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert next_day(town) == {}
    job = Job.objects.get(task="plan.survey_remind")
    assert job.state == "failed" and "メールサーバー" in job.message
    assert not Reminder.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert set(next_day(town)) == set(ADDRESSED)


def test_where_nobody_has_an_address_nothing_is_asked_for(plan: Plan) -> None:
    User.objects.update(email="")
    open_survey(MANAGER, plan_id=plan.pk, year=2025, deadline=in_days(3))
    assert not Job.objects.filter(task="plan.survey_mail").exists()


@pytest.mark.parametrize(
    ("today", "opened", "occasion"),
    [(6, 1, ""), (7, 1, "near"), (7, 7, ""), (10, 1, "near"), (11, 1, "over"), (11, 11, "over")],
)
def test_when_one_is_reminded(today: int, opened: int, occasion: str) -> None:
    """The deadline is day 10, and three days before it is near."""
    day = in_days(0).replace(day=1)
    days = [day + timedelta(days=number) for number in range(12)]
    assert occasion_of(days[today], opened=days[opened], near=days[7], deadline=days[10]) == occasion
