"""Two approvers at the same moment, two takings, and a worker that is killed while it writes."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import pyzipper
from django.db import connection

from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.exports.api import ExportRequest, Refused, State, decide_export, reveal_password, take
from madoguchi.foundation.exports.models import Download
from madoguchi.foundation.exports.taking import folder, path_of
from madoguchi.foundation.jobs.api import Job
from madoguchi.foundation.jobs.running import perform
from madoguchi.foundation.testing.database import ROOT
from madoguchi.foundation.testing.processes import on_database
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.current import in_town

from .notes import PERSONS

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60
WORKER = """
import sys, django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[1]
from madoguchi.foundation.exports.tests.notes import offer
offer()
from madoguchi.foundation.jobs.worker import run_worker
run_worker()
"""


def together(town, *functions):
    """Runs functions at the same moment, each in a thread and connection of its own; gives results or refusals."""
    barrier = threading.Barrier(len(functions))

    def one(function):
        try:
            with in_town(town):
                barrier.wait(10)
                return function()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(one, functions, timeout=PATIENCE))


def test_of_two_approvers_at_once_one_wins(town, ask, head):
    other = make_user("test-head-2", "部長　六郎", "窓口サービス課", ["head", "registrar"], "部長")
    request = ask()
    found = together(
        town,
        lambda: decide_export(head.as_actor(), request_id=request.pk, approve=True, persons=len(PERSONS)),
        lambda: decide_export(other.as_actor(), request_id=request.pk, approve=False, comment="だめです"),
        lambda: decide_export(other.as_actor(), request_id=request.pk, approve=True, persons=len(PERSONS)),
    )
    refusals = [each for each in found if isinstance(each, Refused)]
    assert len(refusals) == 2
    assert all("既に" in str(refusal) for refusal in refusals)
    assert Job.objects.filter(task="exports.write").count() <= 1
    assert Entry.objects.filter(action__in=["exports.approve", "exports.refuse"]).count() == 1


def test_of_many_takings_at_once_three_succeed(town, ask, supervisor, head):
    request = decide_export(head.as_actor(), request_id=ask().pk, approve=True, persons=len(PERSONS))
    perform(request.job_id)
    actor = supervisor.as_actor()
    found = together(town, *[lambda: take(actor, request_id=request.pk)] * 5)
    assert sum(isinstance(each, Refused) for each in found) == 2
    assert Download.objects.count() == 3


def wait_for(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "the worker did not do it in time"
        time.sleep(0.2)


def worker(database_url, media):
    env = on_database(database_url)
    return subprocess.Popen([sys.executable, "-W", "ignore", "-c", WORKER, str(media)], env=env, cwd=ROOT)


def state(request):
    return ExportRequest.objects.get(pk=request.pk).state


@pytest.mark.slow
def test_a_worker_killed_while_writing_loses_nothing(database_url, town, ask, supervisor, head, settings, tmp_path):
    marker = tmp_path / "died"
    request = decide_export(head.as_actor(), request_id=ask(dies=str(marker)).pk, approve=True, persons=len(PERSONS))
    doomed = worker(database_url, settings.MEDIA_ROOT)
    assert doomed.wait(PATIENCE) == -9
    assert marker.exists()
    assert state(request) == State.APPROVED
    assert [path for path in folder().glob("*") if not path.name.startswith(".")] == []
    following = worker(database_url, settings.MEDIA_ROOT)
    try:
        wait_for(lambda: state(request) == State.READY)
    finally:
        following.terminate()
        following.wait(PATIENCE)
    password = reveal_password(head.as_actor(), request_id=request.pk)
    taken, _ = take(supervisor.as_actor(), request_id=request.pk)
    archive = pyzipper.AESZipFile(path_of(taken))
    archive.setpassword(password.encode())
    assert len(archive.read("覚え書き.csv").decode().splitlines()) == 6
    assert Job.objects.get(pk=request.job_id).attempts == 2
    assert Entry.objects.filter(action="exports.write").count() == 1
