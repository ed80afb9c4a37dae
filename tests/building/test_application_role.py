"""Representative days of a city hall under the application's role, which owns nothing."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from madoguchi.engines.people.api import Act, Person, understand, visible_to
from madoguchi.engines.people.models import SearchKey
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.verifying import verify
from madoguchi.foundation.towns.role import role_name
from madoguchi.systems.window.counter.tests.steps import address, confirm, press
from madoguchi.systems.window.residents.actions import new_run
from madoguchi.systems.window.residents.exchange.importing import import_file
from madoguchi.systems.window.residents.models import Outcome
from madoguchi.systems.window.residents.tests.files import SAMPLE, patterns, write

TYPED = {
    "event_on": "R8.11.15",
    "notified_on": "R8.11.20",
    "notifier": "青木　優",
    "previous": "千葉県佐倉市王子台九丁目97番3号",
    "address": "めいわ三丁目9番12号",
    "n-0-name": "青木　優",
    "n-0-name_kana": "アオキ　ユウ",
    "n-0-birth_on": "S60.1.20",
    "n-0-sex": "1",
    "n-0-relation": "世帯主",
}


def who() -> str:
    """The role of this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def moved_in(client: Client, clerk: User) -> int:
    """Someone moves in at the counter; gives the person id."""
    url = address("move_in")
    shown = confirm(client, url, **TYPED)
    done = press(client, url, shown)
    assert done.status_code == 302, done.content.decode()[:2000]
    return visible_to(clerk.as_actor()).search(understand("青木 優")).hits[0].person_id


@pytest.mark.django_db
def test_a_clerk_records_a_move_in_changes_it_and_opens_the_person(
    as_application: None, clerk: User, clerk_client: Client
) -> None:
    assert who() == role_name()
    person = moved_in(clerk_client, clerk)
    assert clerk_client.get(f"/desk/residents/people/{person}/").status_code == 200
    assert clerk_client.get(f"/desk/residents/people/{person}/history/").status_code == 200
    assert Act.objects.filter(kind="move_in").count() == 1
    assert verify().holds


@pytest.mark.django_db
def test_a_certificate_is_issued(as_application: None, clerk: User, clerk_client: Client) -> None:
    person = moved_in(clerk_client, clerk)
    asked = {
        "kind": "household", "people": [person], "shown": ["head"], "requester": "青木　優", "standing": "self",
        "identity_check": "運転免許証", "copies": "1", "counter": "1番窓口", "submission": str(uuid.uuid4()),
    }  # fmt: skip
    done = clerk_client.post(f"/desk/certificates/new/{person}/", asked)
    assert done.status_code == 302, done.content.decode()[:2000]
    clerk_client.post(f"{done['Location']}pay/")
    paper = clerk_client.get(f"{done['Location']}paper.pdf")
    assert b"".join(paper).startswith(b"%PDF")


@pytest.mark.django_db
def test_an_import_into_an_empty_town_loads_under_constraints(
    as_application: None, supervisor: User, tmp_path: Path
) -> None:
    path = write(tmp_path / "in.csv", patterns(), "utf-8", "\n")
    run = new_run(supervisor.as_actor(), path=path, dry_run=False, lg_code=SAMPLE)
    run = import_file(supervisor.as_actor(), run=run, path=path, tell=lambda done, total, words: None)
    assert run.outcome == Outcome.IMPORTED, run.fault_summary
    assert SearchKey.objects.count() == Person.objects.count() > 0
    assert verify().holds
