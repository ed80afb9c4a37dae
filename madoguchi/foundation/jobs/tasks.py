"""The one task that the queue knows: do a job of a town."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.errors import TownError
from madoguchi.foundation.towns.queries import town_named

from .relay import RUN_JOB
from .running import PASSING, perform

RETRY = RetryStrategy(max_attempts=10, wait=1, linear_wait=2, retry_exceptions=PASSING)


@app.task(name=RUN_JOB, retry=RETRY)
def run_job(town: str, job: int) -> None:
    """Does job ``job`` of the town with schema ``town``; nothing where the town is gone."""
    try:
        found = town_named(town)
    except TownError:
        return
    with in_town(found):
        perform(job)
