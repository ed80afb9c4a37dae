"""Sealed files: whole, authentic from the first byte to the last, and atomic."""

import io
import threading
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madoguchi.foundation import vault
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.vault import files, rotation
from madoguchi.foundation.vault.files import read_sealed, seal_bytes, seal_file, unsealed, write_whole
from madoguchi.foundation.vault.folders import FolderStore
from madoguchi.foundation.vault.sealing import keyring

pytestmark = pytest.mark.django_db
FOR = {"purpose": "tests.file", "bound_to": "paper:1"}
STORE = FolderStore(name="試験の紙", folder="tests", purpose="tests.file", owner=lambda path: f"paper:{path.stem}")
QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def small_pieces(monkeypatch):
    """A file of a few bytes has several pieces."""
    monkeypatch.setattr(files, "PIECE", 10)


@QUICK
@given(st.binary(max_size=45))
def test_what_is_sealed_comes_out_again(small_pieces, tmp_path, text):
    seal_bytes(text, tmp_path / "a", **FOR)
    assert read_sealed(tmp_path / "a", **FOR) == text
    seal_file(io.BytesIO(text), tmp_path / "b", **FOR)
    with unsealed(tmp_path / "b", **FOR) as plain:
        assert plain.read_bytes() == text
        assert plain.stat().st_mode & 0o077 == 0
    assert not plain.exists()


@QUICK
@given(st.binary(min_size=1, max_size=45), st.data())
def test_a_changed_or_cut_file_is_noticed(small_pieces, tmp_path, text, data):
    path = tmp_path / "a"
    seal_bytes(text, path, **FOR)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    for wrong in (changed, whole[:at], whole + b"x"):
        path.write_bytes(wrong)
        with pytest.raises(vault.VaultError):
            read_sealed(path, **FOR)


def test_pieces_cannot_change_places_or_be_left_out(small_pieces, tmp_path):
    path = tmp_path / "a"
    seal_bytes(b"0123456789abcdefghijABCDEFGHIJ", path, **FOR)  # pragma: allowlist secret - an alphabet
    whole = path.read_bytes()
    head, size = whole[:12], (len(whole) - 12) // 3
    one, two, three = (whole[12 + size * n : 12 + size * (n + 1)] for n in range(3))
    assert head + one + two + three == whole
    for pieces in ((two, one, three), (one, three), (one, two), (one, two, two, three), ()):
        path.write_bytes(head + b"".join(pieces))
        with pytest.raises(vault.NotAuthenticError):
            read_sealed(path, **FOR)


def test_it_is_bound_to_its_owner_its_purpose_and_its_town(tmp_path, other_town):
    path = tmp_path / "a"
    seal_bytes("秘密".encode(), path, **FOR)
    assert "秘密".encode() not in path.read_bytes()
    for other in ({**FOR, "purpose": "x"}, {**FOR, "bound_to": "paper:2"}):
        with pytest.raises(vault.NotAuthenticError):
            read_sealed(path, **other)
    with in_town(other_town), pytest.raises(vault.KeyLostError):
        read_sealed(path, **FOR)


def test_a_crash_in_the_middle_leaves_the_old_file_or_none(tmp_path):
    path = tmp_path / "deep" / "a"

    def dies():
        yield b"half"
        raise KeyboardInterrupt

    for before in (None, b"old"):
        with pytest.raises(KeyboardInterrupt):
            write_whole(path, dies())
        assert (path.read_bytes() if path.exists() else None) == before
        assert [each.name for each in path.parent.iterdir()] == ([] if before is None else ["a"])
        write_whole(path, [b"old"])


def test_many_may_write_the_same_file_at_once(tmp_path):
    path = tmp_path / "a"
    texts = [bytes([n]) * 200_000 for n in range(8)]
    threads = [threading.Thread(target=write_whole, args=(path, [text])) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in texts
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_a_new_key_seals_files_anew_and_old_plain_ones_too(own_keys, monkeypatch):
    monkeypatch.setattr(rotation, "stores", lambda: (STORE,))
    folder = Path(default_storage.path("tests"))
    paths = [paper(folder, name) for name in ("1", "2", "3")]
    for path in paths[:2]:
        seal_bytes(path.stem.encode(), path, purpose="tests.file", bound_to=f"paper:{path.stem}")
    paths[2].parent.mkdir()
    paths[2].write_bytes(b"3")
    assert STORE.counts() == {keyring().current.id: 2, b"": 1}
    assert rotation.seal_plain() == 1
    done = rotation.rotate(SYSTEM_ACTOR)
    assert (done.resumed, done.sealed) == (False, {"試験の紙": 3})
    assert STORE.counts() == {keyring().current.id: 3}
    for path in paths:
        assert read_sealed(path, purpose="tests.file", bound_to=f"paper:{path.stem}") == path.stem.encode()
        path.unlink()


def paper(folder, name):
    return folder / name / f"{name}.pdf"
