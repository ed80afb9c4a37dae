"""The inquiry by letter (照会): letter sent, answer received, or the day gone by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Fault, Refused, visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.calendar import OfficeCalendar
from madoguchi.foundation.towns.models import Town

from ..law import law_on
from ..models import SealApplication
from ..papers import LETTER, letter_data
from ..rules import Route
from ..system import USE
from .steps import close, open_application, step

State, Approval = SealApplication.State, SealApplication.Approval
ANSWER_CHECKS = ("signed", "number", "impression")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: who brought it, how they were identified, and what the clerk compared."""

    brought_by: str
    identity_check: str
    ticked: tuple[str, ...]
    mandate: bool = False


def send_letter(actor: Actor, *, town: Town, application_id: int) -> SealApplication:
    """Makes the letter (照会書) to the address in the record of today, and nowhere else; sets the day for the answer.

    The letter is kept by its hash and printed again as it was. Raises Forbidden, Refused.
    """
    require(actor, USE)
    with transaction.atomic():
        application = open_application(actor, application_id)
        check_sendable(application)
        now = timezone.localtime()
        person = visible_to(actor).person(application.person_id)
        if not person.is_resident:
            raise Refused("この人は住民ではなくなりました。照会書は送れません。")
        application.letter_on = now.date()
        application.answer_due = due_day(now.date())
        paper = paperwork.render(LETTER, letter_data(town, application, person), timestamp=now)
        application.letter_sha256 = paperwork.keep(paper.pdf)
        application.state = State.INQUIRING
        application.save()
        step(actor, application, "照会書を作成")
    return application


def check_sendable(application: SealApplication) -> None:
    """Raises Refused where no letter is to be sent, or not yet."""
    if not Route(application.route).by_letter:
        raise Refused("この方法では、照会書を送りません。")
    if application.approval == Approval.WAITING:
        raise Refused("係長などの承認を待っています。")
    if application.state != State.APPLIED:
        raise Refused("照会書は、既に作りました。")


def due_day(sent: date) -> date:
    """The last day for the answer, moved to a day on which the office is open."""
    return OfficeCalendar().deadline(sent, law_on(sent).answer_days).day


def record_answer(actor: Actor, *, application_id: int, answer: Answer) -> SealApplication:
    """回答受理: the answer was brought in time, signed, with the seal. Raises Forbidden, Refused.

    An answer that comes too late closes the application as expired, and says so (the application that is given back).
    """
    require(actor, USE)
    with transaction.atomic():
        application = open_application(actor, application_id)
        if application.state != State.INQUIRING:
            raise Refused("照会中の申請ではありません。")
        visible_to(actor).person(application.person_id)
        today = timezone.localdate()
        if is_late(application, today):
            close(actor, application, State.EXPIRED, "回答の期限の後に回答書が届いた")
            return application
        check_answer(application, answer)
        application.state, application.answered_on = State.ANSWERED, today
        application.answered_by, application.identity_check = answer.brought_by, answer.identity_check
        application.save()
        step(actor, application, f"回答書を持参：{answer.brought_by}")
    return application


def check_answer(application: SealApplication, answer: Answer) -> None:
    """Raises Refused with everything that is missing in an answer."""
    faults = []
    if not answer.brought_by.strip():
        faults.append(Fault("回答書を持参した人を入れてください。", "brought_by"))
    if not answer.identity_check:
        faults.append(Fault("持参した人の本人確認を選んでください。", "identity_check", "identity"))
    if set(ANSWER_CHECKS) - set(answer.ticked):
        faults.append(Fault("回答書について確かめる項目が残っています。", "ticked"))
    if application.route == Route.PROXY and not answer.mandate:
        faults.append(Fault("代理権授与通知書を確かめてください。", "mandate", "mandate"))
    if faults:
        raise Refused(faults)


def is_late(application: SealApplication, today: date) -> bool:
    """Whether the day for the answer is over."""
    return application.answer_due is not None and today > application.answer_due


def expire_due(actor: Actor, *, today: date) -> int:
    """Closes the applications whose answer did not come in time; gives how many. For the daily job."""
    require(actor, USE)
    due = SealApplication.objects.filter(state=State.INQUIRING, answer_due__lt=today)
    return sum(expire(actor, pk, today) for pk in due.values_list("pk", flat=True))


def expire(actor: Actor, application_id: int, today: date) -> bool:
    """Closes one of them, unless someone was quicker."""
    with transaction.atomic():
        try:
            application = open_application(actor, application_id)
        except Refused:
            return False
        if application.state != State.INQUIRING or not is_late(application, today):
            return False
        close(actor, application, State.EXPIRED, "期限までに回答がなかった")
        return True
