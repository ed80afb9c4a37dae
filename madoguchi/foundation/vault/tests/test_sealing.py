"""Sealing with the keys of a town."""

import shutil

import pytest
from django.db import connection

from madoguchi.foundation import vault
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.vault.keys import next_key
from madoguchi.foundation.vault.models import KeyMark
from madoguchi.foundation.vault.sealing import folder_of, keyring

pytestmark = pytest.mark.django_db
FOR = {"purpose": "tests.note", "bound_to": "person:1"}


def test_a_note_is_sealed_and_opened():
    sealed = vault.seal("秘密".encode(), **FOR)
    assert "秘密".encode() not in sealed
    assert vault.unseal(sealed, **FOR).decode() == "秘密"
    assert vault.unseal(memoryview(sealed), **FOR).decode() == "秘密"


def test_one_town_cannot_open_what_another_sealed(other_town):
    sealed = vault.seal(b"x", **FOR)
    with in_town(other_town), pytest.raises(vault.KeyLostError):
        vault.unseal(sealed, **FOR)


def test_a_fingerprint_is_the_same_only_for_the_same_text_purpose_and_town(other_town):
    first = vault.fingerprint("621498320257", purpose="a")
    assert len(first) == 32
    assert first == vault.fingerprint("621498320257", purpose="a")
    others = [vault.fingerprint("621498320258", purpose="a"), vault.fingerprint("621498320257", purpose="b")]
    others.append(vault.fingerprint("1498320257", purpose="a62"))
    with in_town(other_town):
        others.append(vault.fingerprint("621498320257", purpose="a"))
    assert len({first, *others}) == 5


def test_rotation_by_another_process_is_noticed(own_keys):
    old = vault.seal(b"x", **FOR)
    mark = vault.fingerprint("x", purpose="p")
    next_key(keyring())
    new = vault.seal(b"x", **FOR)
    assert old[1:9] != new[1:9]
    assert vault.unseal(old, **FOR) == vault.unseal(new, **FOR) == b"x"
    assert vault.fingerprint("x", purpose="p") == mark


def test_a_town_without_its_keys_gets_no_new_ones(own_keys):
    vault.seal(b"x", **FOR)
    shutil.rmtree(own_keys)
    for act in (lambda: vault.seal(b"x", **FOR), lambda: vault.fingerprint("x", purpose="p")):
        with pytest.raises(vault.KeyLostError, match="控えから戻して"):
            act()
    assert not folder_of("yotsukaido").exists()


def test_the_keys_of_another_town_are_refused(own_keys, other_town):
    sealed = vault.seal(b"x", **FOR)
    with in_town(other_town):
        vault.seal(b"x", **FOR)
    shutil.rmtree(folder_of("yotsukaido"))
    shutil.copytree(folder_of("hinata"), folder_of("yotsukaido"))
    with pytest.raises(vault.KeyLostError, match="この団体の記録の鍵ではありません"):
        vault.unseal(sealed, **FOR)


def test_nothing_is_sealed_outside_a_town():
    connection.set_schema_to_public()
    with pytest.raises(vault.VaultError, match="団体の外"):
        vault.seal(b"x", **FOR)


def test_the_database_knows_one_mark_and_no_key():
    vault.seal(b"x", **FOR)
    marks = KeyMark.objects.all()
    assert [bytes(mark.key_id) for mark in marks] == [keyring().fingerprint.id]
