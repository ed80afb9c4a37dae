"""Work of the log-in that is done aside: mails, and forgetting what is old."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from madoguchi.foundation.jobs.api import JobFailed, Progress, daily, task

from . import devices, throttle
from .rules import ADDRESS, DEVICE, PAIR
from .sessions import close_old, limits
from .telling import MAIL, send


@task(MAIL)
def send_mails(progress: Progress, *, notices: list[int]) -> dict[str, Any]:
    """Sends the mails of notices; where no mail server answers the notices at the next log-in still tell."""
    try:
        return {"sent": send(notices)}
    except OSError as fault:
        raise JobFailed("メールサーバーにつながりません。知らせは次のログインのときに表示されます。") from fault


@daily("login.forget")
def forget(progress: Progress) -> dict[str, Any]:
    """Deletes counters of failures, marks of devices and sessions that nobody needs any more."""
    counters = throttle.forget_old(max(each.forget for each in (PAIR, ADDRESS, DEVICE)))
    idle = close_old(timezone.now() - timedelta(seconds=limits().whole))
    call_command("clearsessions")
    return {"counters": counters, "devices": devices.forget_old(), "sessions": idle}
