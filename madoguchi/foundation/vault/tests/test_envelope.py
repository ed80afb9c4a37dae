"""The envelope without a database: what goes in comes out, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.vault import envelope
from madoguchi.foundation.vault.errors import KeyLostError, NotAuthenticError
from madoguchi.foundation.vault.keys import Key, next_key, read_key, read_keyring

KEY = Key(bytes(range(32)), 1)
OTHER = Key(bytes(range(1, 33)), 2)
WORDS = st.text(max_size=20)


@given(st.binary(max_size=2000), WORDS, WORDS)
def test_what_is_sealed_comes_out_again(text, purpose, owner):
    sealed = envelope.close(KEY, text, purpose=purpose, bound_to=owner)
    assert envelope.open_with(KEY, sealed, purpose=purpose, bound_to=owner) == text
    assert len(sealed) == envelope.SHORTEST + len(text)
    assert len(text) < 4 or text not in sealed


@given(st.binary(max_size=60), st.data())
def test_one_bit_changed_anywhere_is_noticed(text, data):
    sealed = bytearray(envelope.close(KEY, text, purpose="p", bound_to="o"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(NotAuthenticError):
        envelope.open_with(KEY, bytes(sealed), purpose="p", bound_to="o")


@given(st.binary(max_size=60), st.data())
def test_a_shorter_or_longer_envelope_is_noticed(text, data):
    sealed = envelope.close(KEY, text, purpose="p", bound_to="o")
    cut = data.draw(st.integers(0, len(sealed) - 1))
    for changed in (sealed[:cut], sealed + data.draw(st.binary(min_size=1, max_size=4))):
        with pytest.raises(NotAuthenticError):
            envelope.open_with(KEY, changed, purpose="p", bound_to="o")


@given(WORDS, WORDS, WORDS, WORDS)
def test_another_purpose_or_person_does_not_open_it(purpose, owner, other_purpose, other_owner):
    sealed = envelope.close(KEY, b"621498320257", purpose=purpose, bound_to=owner)
    if (purpose, owner) != (other_purpose, other_owner):
        with pytest.raises(NotAuthenticError):
            envelope.open_with(KEY, sealed, purpose=other_purpose, bound_to=other_owner)


def test_purpose_and_owner_cannot_be_shifted_into_each_other():
    sealed = envelope.close(KEY, b"x", purpose="ab", bound_to="c")
    with pytest.raises(NotAuthenticError):
        envelope.open_with(KEY, sealed, purpose="a", bound_to="bc")


def test_another_key_does_not_open_it_even_under_the_first_ones_name():
    sealed = envelope.close(KEY, b"x", purpose="p", bound_to="o")
    with pytest.raises(NotAuthenticError):
        envelope.open_with(OTHER, sealed, purpose="p", bound_to="o")
    renamed = sealed[:1] + OTHER.id + sealed[9:]
    with pytest.raises(NotAuthenticError):
        envelope.open_with(KEY, renamed, purpose="p", bound_to="o")


def test_the_same_text_is_never_sealed_alike():
    assert len({envelope.close(KEY, b"x", purpose="p", bound_to="o") for _ in range(100)}) == 100


@pytest.mark.parametrize("junk", [b"", b"\x01", b"%PDF-1.7 " * 10, b"\x02" + bytes(60)])
def test_what_is_no_envelope_has_no_key(junk):
    with pytest.raises(NotAuthenticError):
        envelope.key_id_of(junk)


def test_a_key_shows_nothing_of_itself():
    shown = f"{KEY} {KEY!r} {[KEY]} {KEY.id!r}"
    assert KEY.id.hex() in shown
    assert repr(KEY.secret)[2:-1] not in shown
    assert KEY.secret.hex()[:8] not in shown


def test_keys_are_private_files_made_once(tmp_path):
    folder = tmp_path / "keys" / "minato"
    ring = read_keyring(folder)
    assert {path.name for path in folder.iterdir()} == {"seal-0001.key", "fingerprint.key"}
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o177 == 0 for path in folder.iterdir())
    assert read_keyring(folder) == ring
    assert ring.fingerprint != ring.current


def test_the_next_key_seals_and_the_old_one_still_opens(tmp_path):
    ring = read_keyring(tmp_path)
    next_key(ring)
    next_key(ring)  # two processes at once
    after = read_keyring(tmp_path)
    assert [key.serial for key in after.seals] == [1, 2]
    assert after.current.id != ring.current.id
    assert after.key(ring.current.id) == ring.current
    assert after.stamp != ring.stamp


def test_a_key_that_is_not_there_is_named_by_its_id(tmp_path):
    ring = read_keyring(tmp_path)
    with pytest.raises(KeyLostError, match=OTHER.id.hex()):
        ring.key(OTHER.id)


@pytest.mark.parametrize("content", ["", "short", "日本", "0123456789abcdef" * 3])
def test_a_broken_key_file_is_said_plainly_and_without_its_content(tmp_path, content):
    path = tmp_path / "seal-0001.key"
    path.write_text(content)
    with pytest.raises(KeyLostError, match=r"seal-0001\.key") as refusal:
        read_key(path)
    assert not content or content not in str(refusal.value)
