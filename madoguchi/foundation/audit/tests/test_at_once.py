"""Many write at once, take back, and are killed: the chains stay whole."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection, transaction

from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record, record_looks
from madoguchi.foundation.audit.models import Entry, Lane
from madoguchi.foundation.audit.writing import LANES
from madoguchi.foundation.testing.database import ROOT
from madoguchi.foundation.testing.processes import on_database

from .chains import broken

CLERK = Actor(user_id=7, name="窓口　一子", division="窓口サービス課")
WRITER = """
import sys, django; django.setup()
from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record, record_looks
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.queries import town_named
actor = Actor(user_id=int(sys.argv[1]), name="窓口")
with in_town(town_named("yotsukaido")):
    for number in range(int(sys.argv[2])):
        record(actor, action="people.look", subject=f"person:{number}")
        if number % 5 == 0:
            record_looks(actor, action="people.search", subjects=["person:1", "person:2", "person:3"])
        print(number, flush=True)
"""


def in_thread(town, work, *arguments):
    """Does work on a connection of its own."""
    connection.set_tenant(town)
    try:
        return work(*arguments)
    finally:
        connection.close()


def write(number):
    for turn in range(30):
        with transaction.atomic():
            record(CLERK, action="people.look", subject=f"person:{number}")
            with transaction.atomic():
                record_looks(CLERK, action="people.search", subjects=[f"person:{turn}", f"person:{number}"])
                transaction.set_rollback(turn % 3 == 0)
            transaction.set_rollback(turn % 5 == 0)


@pytest.mark.django_db(transaction=True)
def test_threads_that_write_and_take_back_leave_whole_chains(town):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: in_thread(town, write, number), range(8)))
    kept = 8 * 24
    assert Entry.objects.filter(action="people.look").count() == kept
    assert Entry.objects.filter(action="people.search").count() == 8 * 2 * sum(
        turn % 3 != 0 and turn % 5 != 0 for turn in range(30)
    )
    assert broken() == []
    assert len(set(Entry.objects.values_list("lane", flat=True))) > 1


def writers(database_url, count, entries):
    env = on_database(database_url)
    command = [sys.executable, "-c", WRITER]
    return [
        subprocess.Popen([*command, str(number), str(entries)], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for number in range(1, count + 1)
    ]


@pytest.mark.slow
def test_what_two_servers_wrote_until_they_were_killed_stands_whole(database_url, town):
    processes = writers(database_url, 2, 10_000)
    for process in processes:
        process.stdout.readline()
    time.sleep(1)
    said = []
    for process in processes:
        process.kill()
        said.append(len(process.stdout.read().splitlines()) + 1)
        process.wait()
    for number, count in enumerate(said, start=1):
        assert Entry.objects.filter(user_id=number, action="people.look").count() in {count, count + 1}
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_where_every_lane_is_held(town, database_url):
    with psycopg.connect(database_url) as other:
        other.execute("SELECT * FROM yotsukaido.audit_lane FOR UPDATE")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        record(CLERK, action="people.look", subject="person:1")
        record_looks(CLERK, action="people.look", subjects=["person:1", "person:2"])
        assert Lane.objects.count() > LANES
        other.rollback()
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_a_transaction_stays_in_one_lane(town):
    with transaction.atomic():
        lanes = {record(CLERK, action="people.look", subject=f"person:{number}").lane_id for number in range(20)}
    assert len(lanes) == 1
