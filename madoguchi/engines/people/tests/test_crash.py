"""``kill -9`` of the database in the middle of acts: what was acknowledged stays, what was not leaves no trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from madoguchi.foundation.testing.database import lend_blank
from madoguchi.foundation.testing.processes import SETTINGS, of_its_own
from madoguchi.foundation.towns.embedded import start, stop

ROOT = Path(__file__).resolve().parents[4]
CLERK = """
import sys, uuid
from datetime import date, timedelta
import django
django.setup()
from django.db import connection, transaction
from madoguchi.engines.people import api
from madoguchi.engines.people.models import Act
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.towns.actions import create_town
from madoguchi.foundation.towns.data import read_town
from madoguchi.foundation.towns.migrating import migrate_public
from madoguchi.foundation.towns.models import Town

migrate_public()
create_town(SYSTEM_ACTOR, data=read_town("hinata"), is_default=True)
connection.set_tenant(Town.objects.get())
day = date.today() - timedelta(days=9)
print("ready", flush=True)
for n in range(100000):
    facts = api.PersonFacts(name=f"住　{n}", name_kana="ジュウ", birth_on=date(1980, 1, 1), sex="1")
    notice = api.Notice(event_on=day)
    act = api.move_in(SYSTEM_ACTOR, notice=notice, newcomers=[api.Newcomer(facts=facts, relation=("02",))],
                      address=api.Address(town="大日", lot=f"{n}番地"), previous=api.Address(city="佐倉市"))
    print(notice.submission, flush=True)
"""
TRACES = """
SELECT (SELECT count(*) FROM hinata.people_act), (SELECT count(*) FROM hinata.people_person),
       (SELECT count(*) FROM hinata.people_household), (SELECT count(*) FROM hinata.people_membership),
       (SELECT count(*) FROM hinata.people_identity), (SELECT count(*) FROM hinata.people_dwelling),
       (SELECT count(*) FROM hinata.people_searchkey),
       (SELECT count(*) FROM hinata.audit_entry WHERE action = 'people.move_in')
"""


def kill_backend(url: str, data: Path) -> None:
    """Kills the one backend that serves the clerk: the postmaster restarts everything."""
    with psycopg.connect(url, autocommit=True) as connection:
        sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        found = connection.execute(f"{sql} AND backend_type = 'client backend'").fetchone()
        assert found
        os.kill(found[0], signal.SIGKILL)


def kill_postmaster(url: str, data: Path) -> None:
    """Kills the whole server."""
    os.kill(int((data / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)


@pytest.fixture
def data():
    """A data folder of its own. Not under pytest's, which other runs close to the server's account."""
    with tempfile.TemporaryDirectory(prefix="madoguchi-crash-") as folder:
        yield Path(folder)


@pytest.mark.slow
def test_killed_in_the_middle_of_acts(data):
    """First one backend, then, in the city that recovered, the whole server."""
    url = start(data)
    try:
        environment = of_its_own(DATABASE_URL=url, DATA=str(data), DJANGO_SETTINGS_MODULE=SETTINGS)
        lend_blank(data)
        for kill in (kill_backend, kill_postmaster):
            told = killed_while_working(environment, kill, url, data)
            url = start(data)
            check(url, told)
    finally:
        stop(data)


def killed_while_working(environment, kill, url, data):
    """Submissions that were acknowledged to a clerk before the database was killed."""
    script = CLERK if kill is kill_backend else CLERK.replace("create_town(", "(lambda *a, **k: None)(")
    clerk = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)  # fmt: skip
    assert clerk.stdout is not None
    assert clerk.stdout.readline() == "ready\n", clerk.communicate()[1][-2000:]
    told = [clerk.stdout.readline().strip() for _ in range(15)]
    kill(url, data)
    rest, _ = clerk.communicate(timeout=60)
    assert clerk.returncode != 0
    return told + rest.split()


def check(url, told):
    """All that was told is there; every act is whole; at most the last was recorded without being told."""
    until = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(url) as connection:
                counts = set(connection.execute(TRACES).fetchone())
                kept = {str(row[0]) for row in connection.execute("SELECT submission FROM hinata.people_act")}
            break
        except psycopg.OperationalError:
            assert time.monotonic() < until
            time.sleep(0.2)
    assert len(counts) == 1, counts
    assert set(told) <= kept
    assert len(told) >= 15
