"""Long work that the tests offer. The worker process imports this module as well."""

import os
import time
from pathlib import Path

from django.db import connection

from madoguchi.foundation.access.models import User
from madoguchi.foundation.jobs.api import JobFailed, Progress, task


@task("tests.count_staff")
def count_staff(progress: Progress, *, expected: int) -> dict:
    """Counts the staff of the town it runs in."""
    for number in range(expected):
        progress.report(number + 1, expected, "職員を数えています")
    return {"schema": connection.schema_name, "staff": User.objects.count(), "actor": str(progress.actor)}


@task("tests.refuse")
def refuse(progress: Progress) -> None:
    """Cannot be done."""
    raise JobFailed("3行目の生年月日が正しくありません。")


@task("tests.stumble")
def stumble(progress: Progress) -> None:
    """Has a fault."""
    raise ZeroDivisionError("secret")


@task("tests.die_once")
def die_once(progress: Progress, *, marker: str) -> dict:
    """Takes its worker down at the first attempt, as a lack of memory would."""
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), 9)
    return {"survived": True}


@task("tests.sleep")
def sleep(progress: Progress, *, seconds: float, marker: str) -> None:
    """Takes its time; leaves a mark when it begins."""
    Path(marker).touch()
    time.sleep(seconds)
