"""Work of the plan that is done aside: mails of its surveys."""

from __future__ import annotations

from typing import Any

from madoguchi.foundation.jobs.api import JobFailed, Progress, daily, task

from .models import Occasion
from .survey.reminding import MAIL, remind, remind_of_days

UNREACHABLE = "メールサーバーにつながりません。調査票は「年度調査」の画面に出ています。"


@task(MAIL)
def send_mails(progress: Progress, *, survey: int) -> dict[str, Any]:
    """Tells those who are asked that a survey has opened; where no mail server answers, the dashboard still tells."""
    try:
        return {"sent": remind(survey, Occasion.OPENED)}
    except OSError as fault:
        raise JobFailed(UNREACHABLE) from fault


@daily("plan.survey_remind")
def remind_of_surveys(progress: Progress) -> dict[str, Any]:
    """Reminds of surveys whose day is near or over."""
    try:
        return {"sent": remind_of_days()}
    except OSError as fault:
        raise JobFailed(UNREACHABLE) from fault
