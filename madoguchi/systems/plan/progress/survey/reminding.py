"""Mails of a survey: to those who owe answers, and to heads with whom answers wait; when it opens, and again when its
day is near and when it is over. A number, a kind and a link, nothing of the matter."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import Path

from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.approvals.api import address_of, asked_now, post
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import Appointment, User
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.jobs.api import enqueue
from madoguchi.foundation.parameters import load

from ..models import Occasion, Plan, Reminder, Sheet, Survey
from ..system import MANAGE, REPORT
from .queries import moving_report, sheets_in, standing_of
from .rules import WAITING, occasion_of

MAIL = "plan.survey_mail"
DAYS = Path(__file__).parents[1] / "parameters/survey_reminder_days.yaml"
WORDS = {
    Occasion.OPENED: ("年度調査が始まりました", "年度調査の回答をお願いします。"),
    Occasion.NEAR: ("年度調査の期限が近づいています", "年度調査の提出の期限が近づいています。"),
    Occasion.OVER: ("年度調査の期限が過ぎました", "年度調査の提出の期限が過ぎています。"),
}


def tell_opened(survey: Survey) -> None:
    """Asks for the first mails, in the caller's transaction; not where nobody in town has an address."""
    if User.objects.filter(is_active=True).exclude(email="").exists():
        enqueue(SYSTEM_ACTOR, task=MAIL, arguments={"survey": survey.pk})


def remind_of_days() -> int:
    """Sends what running surveys call for today, each once; gives how many mails."""
    running = Survey.objects.filter(published__isnull=True, plan__state=Plan.State.PUBLISHED).select_related("plan")
    today = timezone.localdate()
    days = timedelta(days=int(load(DAYS).at(today)))
    sent = 0
    for survey in running:
        opened = timezone.localdate(survey.opened_at)
        occasion = occasion_of(today, opened=opened, near=survey.deadline - days, deadline=survey.deadline)
        if occasion and not moving_report(survey):
            sent += remind(survey.pk, Occasion(occasion))
    return sent


def remind(survey_id: int, occasion: Occasion) -> int:
    """Sends the mails of an occasion where they have not gone out yet; gives how many. A survey whose day was moved has
    its occasions anew. A mail server out of reach raises, and then they count as not sent."""
    with transaction.atomic():
        # Two workers may be here at once: the second waits, and finds what the first has noted.
        survey = Survey.objects.select_for_update(of=("self",), no_key=True).select_related("plan").get(pk=survey_id)
        if is_told(survey, occasion):
            return 0
        sent = post(mails_of(survey, occasion))
        Reminder.objects.create(survey=survey, occasion=occasion, deadline=survey.deadline, mails=sent)
    return sent


def is_told(survey: Survey, occasion: Occasion) -> bool:
    """Whether the mails of an occasion are out: of the opening once, of the deadline once for each day that it was."""
    found = Reminder.objects.filter(survey=survey, occasion=occasion)
    return (found if occasion == Occasion.OPENED else found.filter(deadline=survey.deadline)).exists()


def mails_of(survey: Survey, occasion: Occasion) -> Iterator[EmailMessage]:
    """One mail for each person whom something waits for and who has an address."""
    sheets = sheets_in(survey)
    owed, waiting = owed_by([sheet for sheet in sheets if standing_of(sheet).is_open]), waiting_with(sheets)
    people = User.objects.filter(pk__in={*owed, *waiting}, is_active=True).exclude(email="").order_by("pk")
    for user in people:
        yield mail_of(user, survey, occasion, len(owed.get(user.pk, ())), waiting.get(user.pk, 0))


def owed_by(sheets: Collection[Sheet]) -> dict[int, set[int]]:
    """User → the open sheets that they may answer; of divisions that are no more, whoever manages plans."""
    found: dict[int, set[int]] = {}
    seats = Appointment.objects.on(timezone.localdate()).filter(user__is_active=True).exclude(user__email="")
    for seat in seats.select_related("user", "division"):
        mine = {sheet.pk for sheet in sheets if sheet.division_code in seat.division.path}
        left = {sheet.pk for sheet in sheets if not sheet.division_code}
        may = seat.user.rights.permissions(seat, "") if mine or left else frozenset()
        owed = (mine if REPORT in may else set()) | (left if MANAGE in may else set())
        if owed:
            found.setdefault(seat.user_id, set()).update(owed)
    return found


def waiting_with(sheets: Collection[Sheet]) -> dict[int, int]:
    """User → how many answers wait for their decision."""
    found: dict[int, int] = {}
    for sheet in sheets:
        for user_id in asked_now(sheet.draft) if sheet.draft and standing_of(sheet) is WAITING else ():
            found[user_id] = found.get(user_id, 0) + 1
    return found


def mail_of(user: User, survey: Survey, occasion: Occasion, owed: int, waiting: int) -> EmailMessage:
    """One mail."""
    subject, text = WORDS[occasion]
    town = getattr(connection.tenant, "name", "")  # type: ignore[attr-defined]
    numbers = [f"あなたの部署の調査票　{owed}件"] * bool(owed) + [f"承認を待っている回答　{waiting}件"] * bool(waiting)
    lines = [*numbers, "種類　年度調査の回答", f"期限　{format_wareki(survey.deadline, 'long')}", link_to(survey)]
    body = (
        f"{user.get_full_name()} 様\n\n{text}\n\n" + "\n".join(lines) + "\n\n"
        "内容は、職員のページにログインして確かめてください。\n"
    )
    return EmailMessage(subject=f"【{town}　年度調査】{subject}", body=body, to=[user.email])


def link_to(survey: Survey) -> str:
    """The address of the survey at the town's host."""
    return address_of(reverse("plan:survey", args=[survey.plan.code, survey.fiscal_year]))
