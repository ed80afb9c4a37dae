"""Work of the approvals that is done aside: mails, reminders, and seats after a transfer."""

from __future__ import annotations

from typing import Any

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.jobs.api import JobFailed, Progress, daily, task

from .actions.reseating import reseat_all
from .mailing import send
from .noticing import MAIL
from .reminding import remind

UNREACHABLE = "メールサーバーにつながりません。待っている決裁は「決裁」の画面に出ています。"


@task(MAIL)
def send_mails(progress: Progress, *, draft: int, what: str) -> dict[str, Any]:
    """Sends the mails that an act called for; where no mail server answers, the inbox still tells."""
    try:
        return {"sent": send(draft, what)}
    except OSError as fault:
        raise JobFailed(UNREACHABLE) from fault


@daily("approvals.remind")
def remind_of_late(progress: Progress) -> dict[str, Any]:
    """Reminds of what waits too long."""
    try:
        return {"sent": remind()}
    except OSError as fault:
        raise JobFailed(UNREACHABLE) from fault


@daily("approvals.reseat")
def reseat_after_transfers(progress: Progress) -> dict[str, Any]:
    """Hands what waits for seats that are over to who holds them now."""
    return {"seats": reseat_all(SYSTEM_ACTOR)}
