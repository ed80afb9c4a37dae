"""Several clerks at once, double clicks, and a clerk's program that is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from madoguchi.engines.people import api as people
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.processes import on_database
from madoguchi.foundation.towns.current import in_town

from ..actions import apply, lose_card, register
from ..models import ApplicationStep, SealAct, SealApplication, SealCard, SealRegistration, SealStanding
from .steps import move_out, standing, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def together(town):
    """Runs functions at the same moment, each in a thread and connection of its own; gives results or refusals."""

    def run(*functions):
        barrier = threading.Barrier(len(functions))

        def one(function):
            try:
                with in_town(town):
                    barrier.wait(10)
                    return function()
            except people.Refused as refused:
                return refused
            finally:
                connection.close()

        with ThreadPoolExecutor(len(functions)) as pool:
            return list(pool.map(one, functions, timeout=60))

    return run


def test_two_clerks_apply_for_the_same_person(seals, house, together):
    kenichi = house.members[0].person_id
    first, second = seals.request(kenichi), seals.request(kenichi, text="渡邉健一", mm=18)
    answers = together(
        lambda: apply(seals.actor, town=seals.town, request=first),
        lambda: apply(seals.actor, town=seals.town, request=second),
    )
    assert [isinstance(answer, people.Refused) for answer in answers].count(True) == 1
    assert SealApplication.objects.count() == ApplicationStep.objects.count() == 1


def test_two_clerks_register_the_same_application(seals, house, together):
    application = seals.apply(house.members[0].person_id)

    def once():
        return register(seals.actor, application_id=application.pk, handed=True, submission=uuid.uuid4())

    answers = together(once, once)
    assert [isinstance(answer, people.Refused) for answer in answers].count(True) == 1
    assert SealRegistration.objects.count() == SealStanding.versions.count() == SealAct.objects.count() == 1


def test_a_double_click_is_one_registration_and_one_card(seals, house, together):
    application, submission = seals.apply(house.members[0].person_id), uuid.uuid4()

    def click():
        return register(seals.actor, application_id=application.pk, handed=True, submission=submission)

    one, two = together(click, click)
    assert one == two
    assert SealCard.objects.count() == 1
    assert Entry.objects.filter(action="seals.register").count() == 1


def test_two_people_do_not_get_the_same_impression(seals, house, together):
    first = seals.apply(house.members[0].person_id)
    second = SealApplication.objects.create(
        person_id=house.members[1].person_id, route="in_person", applied_on=timezone.localdate(), receiver="x",
        impression=first.impression, text="渡邉", basis="family",
    )  # fmt: skip

    def entered(application):
        return lambda: register(seals.actor, application_id=application.pk, handed=True, submission=uuid.uuid4())

    answers = together(entered(first), entered(second))
    refused = [answer for answer in answers if isinstance(answer, people.Refused)]
    assert len(refused) == 1
    assert "同じ印影" in str(refused[0])
    assert SealRegistration.objects.count() == 1


def test_a_move_out_and_a_lost_card_at_the_same_moment(seals, clerk, house, together):
    kenichi = house.members[0].person_id
    seals.registered(kenichi)
    actor, today = clerk.as_actor(), timezone.localdate()
    answers = together(
        lambda: move_out(actor, house, [kenichi], today), lambda: lose_card(actor, person_id=kenichi, told=told())
    )
    assert not isinstance(answers[0], people.Refused)
    assert standing(kenichi) is None
    assert SealStanding.versions.as_of(today).filter(person=kenichi).count() == 0


CLERK = """
import sys, uuid
import django
django.setup()
from django.db import connection
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.seals.actions import cards, recording
from madoguchi.systems.window.seals import actions

connection.set_tenant(Town.objects.get(schema_name="yotsukaido"))
settle = recording.settle

def slow(registration, act):
    settle(registration, act)
    print("written", flush=True)
    sys.stdin.readline()

recording.settle = slow
actions.lose_card(SYSTEM_ACTOR, person_id=int(sys.argv[1]), told=recording.Told(by="x"))
"""


def test_a_clerk_s_program_that_is_killed_leaves_nothing_half_done(seals, house, database_url):
    kenichi = house.members[0].person_id
    seals.registered(kenichi)
    entries = Entry.objects.count()
    environment = on_database(database_url)
    program = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", CLERK, str(kenichi)], env=environment, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert program.stdout.readline().strip() == "written"
        program.send_signal(signal.SIGKILL)
        program.wait(20)
    finally:
        program.kill()
    found = after_rollback(seals, kenichi)
    assert (found.card_state, SealAct.objects.filter(kind="lose").count()) == ("held", 0)
    assert Entry.objects.count() == entries
    lose_card(seals.actor, person_id=kenichi, told=replace(told(), note="もう一度"))
    assert standing(kenichi).card_state == "lost"


OPEN = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()
"""


def after_rollback(seals, person_id):
    """What stands once the database has noticed that the program is gone: its lock is free then."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
                " AND pid <> pg_backend_pid() AND datname = current_database()"
            )
            if cursor.fetchone() == (0,):
                return standing(person_id)
        time.sleep(0.1)
    raise AssertionError("the transaction of the killed program is still open")
