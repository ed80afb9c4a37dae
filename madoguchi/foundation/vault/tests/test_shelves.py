"""A shelf: what lies there is sealed, named by its hash, and shown only as it was put there."""

from __future__ import annotations

import hashlib

import pytest

from madoguchi.foundation.vault.shelves import KeptFileLostError, Shelf

pytestmark = pytest.mark.django_db
SHELF = Shelf(name="試験の棚", folder="test_shelf", purpose="test.shelf")
TEXT = "根拠の表\n".encode() * 50_000


def test_what_is_kept_is_sealed_and_comes_back(town: object) -> None:
    sha256 = SHELF.keep(TEXT)
    assert sha256 == hashlib.sha256(TEXT).hexdigest()
    assert TEXT[:30] not in SHELF.path_of(sha256).read_bytes()
    assert SHELF.kept(sha256) == TEXT


def test_what_was_altered_moved_or_lost_is_not_shown_and_is_put_right(town: object) -> None:
    sha256, other = SHELF.keep(TEXT), SHELF.keep(b"another")
    path = SHELF.path_of(sha256)
    for wrong in (path.read_bytes()[:-1], SHELF.path_of(other).read_bytes(), TEXT, b""):
        path.write_bytes(wrong)
        with pytest.raises(KeptFileLostError):
            SHELF.kept(sha256)
        assert SHELF.keep(TEXT) == sha256
        assert SHELF.kept(sha256) == TEXT
    path.unlink()
    with pytest.raises(KeptFileLostError):
        SHELF.kept(sha256)


def test_rotation_finds_it(town: object) -> None:
    sha256 = SHELF.keep(TEXT)
    assert sum(SHELF.store().counts().values()) >= 1
    assert sum(SHELF.store().reseal(b"\0" * 8)) >= 1
    assert SHELF.kept(sha256) == TEXT
