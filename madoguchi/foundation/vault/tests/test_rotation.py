"""A new key: everything is sealed anew, whatever happens in between, and the old key goes last."""

import os
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from madoguchi.foundation import vault
from madoguchi.foundation.access import SYSTEM_ACTOR, Actor, Forbidden
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.vault import rotation, stores
from madoguchi.foundation.vault.rotation import SECONDS_KEPT, pending, remove_unused, rotate
from madoguchi.foundation.vault.sealing import keyring

pytestmark = pytest.mark.django_db
STORE = stores.TableStore(
    name="覚え書き", table="vault_notes", purpose="tests.note", owner="person:{person_id}", columns=("person_id",)
)


@pytest.fixture
def notes(own_keys, monkeypatch) -> Iterator[int]:
    """A table of 250 sealed notes, of which a batch takes a hundred."""
    monkeypatch.setattr(stores, "BATCH", 100)
    monkeypatch.setattr(rotation, "stores", lambda: (STORE,))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE vault_notes (id bigserial, person_id bigint, sealed bytea)")
        for person in range(250):
            cursor.execute("INSERT INTO vault_notes (person_id, sealed) VALUES (%s, %s)", [person, note_of(person)])
    yield 250
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE vault_notes")


def note_of(person: int) -> bytes:
    return vault.seal(f"覚え{person}".encode(), purpose="tests.note", bound_to=f"person:{person}")


def all_readable() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, sealed FROM vault_notes")
        return all(
            vault.unseal(sealed, purpose="tests.note", bound_to=f"person:{person}").decode() == f"覚え{person}"
            for person, sealed in cursor.fetchall()
        )


def age(key: int, seconds: float) -> None:
    """Lets a key's file be as old as that."""
    path = keyring().folder / f"seal-{key:04}.key"
    os.utime(path, (time.time() - seconds, time.time() - seconds))


def test_everything_is_sealed_with_the_new_key(notes):
    before, told = keyring().current.id, []
    done = rotate(SYSTEM_ACTOR, tell=lambda done, total, words: told.append((done, total)))
    assert done.sealed == {"覚え書き": notes}
    assert STORE.counts() == {keyring().current.id: notes}
    assert told == [(100, 250), (200, 250), (250, 250)]
    assert keyring().current.id != before
    assert all_readable()
    entry = Entry.objects.get(action="vault.rotate")
    assert entry.detail == {"key": keyring().current.id.hex(), "sealed": {"覚え書き": 250}}


def test_a_rotation_that_was_cut_short_goes_on_with_the_same_key(notes, monkeypatch):
    write, calls = stores.TableStore.write, []

    def dies(self, rows):
        calls.append(len(rows))
        if len(calls) == 2:
            raise KeyboardInterrupt
        write(self, rows)

    monkeypatch.setattr(stores.TableStore, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        rotate(SYSTEM_ACTOR)
    monkeypatch.undo()
    monkeypatch.setattr(rotation, "stores", lambda: (STORE,))
    new = keyring().current
    assert STORE.counts()[new.id] == 100
    assert pending() == 150
    assert all_readable()
    done = rotate(SYSTEM_ACTOR)
    assert (done.resumed, done.sealed) == (True, {"覚え書き": 150})
    assert keyring().current == new
    assert STORE.counts() == {new.id: notes}


def test_the_old_key_goes_a_day_later_and_only_when_nothing_needs_it(notes):
    old = keyring().current
    straggler = note_of(999)
    rotate(SYSTEM_ACTOR)
    assert remove_unused() == []
    age(2, SECONDS_KEPT + 60)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO vault_notes (person_id, sealed) VALUES (999, %s)", [straggler])
    assert remove_unused() == []
    assert rotate(SYSTEM_ACTOR).resumed
    assert [key.serial for key in keyring().seals] == [2]
    assert old.id not in {key.id for key in keyring().seals}
    assert all_readable()


def test_a_row_that_was_moved_to_another_person_stops_the_rotation(notes):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_notes SET person_id = 7 WHERE person_id = 8")
    with pytest.raises(vault.NotAuthenticError):
        rotate(SYSTEM_ACTOR)


def test_staff_do_not_rotate_keys(notes):
    with pytest.raises(Forbidden):
        rotate(Actor(7, "窓口　一子", permissions=frozenset({"people.view"})))
    assert len(keyring().seals) == 1
