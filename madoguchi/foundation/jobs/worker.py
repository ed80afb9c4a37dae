"""The worker: takes jobs from the queue, and keeps outboxes and lost jobs moving."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from asgiref.sync import sync_to_async
from django.db import DatabaseError, InterfaceError, close_old_connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from madoguchi.foundation.towns.queries import open_towns

from .daily import ask_for_daily, ask_for_hourly
from .relay import hand_over, recover_lost

SECONDS_BETWEEN_ROUNDS = 2.0
SECONDS_BETWEEN_HEARTBEATS = 3.0
SECONDS_UNTIL_STALLED = 12.0
TROUBLE = (DatabaseError, InterfaceError, ConnectorException)
log = logging.getLogger(__name__)


def run_worker(*, concurrency: int = 2) -> None:
    """Works until SIGTERM or SIGINT; running jobs get 20 seconds to end, what is cut short is done again later."""
    asyncio.run(work(concurrency))


async def work(concurrency: int) -> None:
    """Worker and rounds side by side, on connections of their own."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector):
        async with app.open_async():
            rounds = asyncio.create_task(make_rounds())
            try:
                await app.run_worker_async(
                    name="madoguchi",
                    concurrency=concurrency,
                    fetch_job_polling_interval=2.0,
                    update_heartbeat_interval=SECONDS_BETWEEN_HEARTBEATS,
                    stalled_worker_timeout=SECONDS_UNTIL_STALLED,
                    shutdown_graceful_timeout=20.0,
                    delete_jobs="always",
                )
            finally:
                rounds.cancel()


async def make_rounds() -> None:
    """Every few seconds hands over what lies in outboxes and revives jobs of workers that died."""
    await guarded(sync_to_async(recover_all))
    while True:
        await guarded(sync_to_async(hand_over_all))
        await guarded(retry_stalled)
        await asyncio.sleep(SECONDS_BETWEEN_ROUNDS)


async def guarded(step: Callable[[], Awaitable[None]]) -> None:
    """Does a step; trouble with the database is logged, and the next round tries again."""
    try:
        await step()
    except TROUBLE as trouble:
        log.warning("rounds of the worker: %s", trouble)


def recover_all() -> None:
    """Looks in every town for jobs that the queue has lost."""
    close_old_connections()
    for town in open_towns():
        recover_lost(town)


def hand_over_all() -> None:
    """Asks for each town's daily and hourly work, and empties its outbox."""
    close_old_connections()
    for town in open_towns():
        ask_for_daily(town)
        ask_for_hourly(town)
        hand_over(town)


async def retry_stalled() -> None:
    """Puts jobs of dead workers back into the queue."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_UNTIL_STALLED):
        log.warning("job %s was cut short and is done again", job.id)
        await app.job_manager.retry_job(job)
