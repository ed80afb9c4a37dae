"""A real worker process."""

import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.jobs.api import Job, State, enqueue
from madoguchi.foundation.jobs.tests import work  # noqa: F401 - offers the tasks
from madoguchi.foundation.testing.database import ROOT
from madoguchi.foundation.testing.processes import on_database
from madoguchi.foundation.towns.current import in_town

SCRIPT = """
import django; django.setup()
import madoguchi.foundation.jobs.tests.work
from madoguchi.foundation.jobs.worker import run_worker
run_worker()
"""
PATIENCE = 40


@contextmanager
def worker(database_url):
    process = subprocess.Popen([sys.executable, "-c", SCRIPT], env=on_database(database_url), cwd=ROOT)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "the worker did not do it in time"
        time.sleep(0.1)


def finished(job):
    job.refresh_from_db()
    return job.is_finished


@pytest.mark.slow
def test_a_worker_does_the_jobs_of_every_town_inside_that_town(database_url, town, other_town, clerk):
    here = enqueue(clerk.as_actor(), task="tests.count_staff", arguments={"expected": 3})
    with in_town(other_town):
        there = enqueue(SYSTEM_ACTOR, task="tests.count_staff", arguments={"expected": 1})
    with worker(database_url):
        wait_for(lambda: finished(here))
        with in_town(other_town):
            wait_for(lambda: finished(there))
    assert (here.result["schema"], here.result["staff"]) == ("yotsukaido", 1)
    assert (there.result["schema"], there.result["staff"], there.result["actor"]) == ("hinata", 0, "システム")
    assert (here.done, here.total) == (3, 3)


@pytest.mark.slow
def test_what_a_killed_worker_left_is_done_by_the_next(database_url, town, tmp_path):
    job = enqueue(SYSTEM_ACTOR, task="tests.die_once", arguments={"marker": str(tmp_path / "died")})
    with worker(database_url) as doomed:
        assert doomed.wait(PATIENCE) == -9
    job.refresh_from_db()
    assert job.state == State.RUNNING
    with worker(database_url):
        wait_for(lambda: finished(job))
    assert (job.state, job.result, job.attempts) == (State.DONE, {"survived": True}, 2)


@pytest.mark.slow
def test_a_worker_that_is_told_to_stop_ends_its_job_first(database_url, town, tmp_path):
    begun = tmp_path / "begun"
    job = enqueue(SYSTEM_ACTOR, task="tests.sleep", arguments={"seconds": 2, "marker": str(begun)})
    with worker(database_url) as process:
        wait_for(begun.exists)
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert Job.objects.get(pk=job.pk).state == State.DONE


@pytest.mark.slow
def test_the_relay_of_the_worker_empties_the_outbox(database_url, town, monkeypatch):
    monkeypatch.setattr("madoguchi.foundation.jobs.actions.hand_over_one", lambda schema, job_id: None)
    job = enqueue(SYSTEM_ACTOR, task="tests.count_staff", arguments={"expected": 1})
    with worker(database_url):
        wait_for(lambda: finished(job))
    assert job.state == State.DONE
