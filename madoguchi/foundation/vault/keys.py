"""Keys of a town: files of mode 600 in a folder of their own, never in the database.

``seal-0001.key``, ``seal-0002.key`` …: the highest seals, the others still open what they sealed. ``fingerprint.key``
makes fingerprints. A file holds 256 random bits in base64.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from madoguchi.foundation.towns.secrets import make_once

from .errors import KeyLostError

ID_BYTES = 8
SECRET_BYTES = 32
FINGERPRINT = "fingerprint.key"
SEALS = "seal-*.key"


@dataclass(frozen=True)
class Key:
    """A key. ``id`` tells keys apart and is safe to show; the secret is in no representation."""

    secret: bytes = field(repr=False)
    serial: int = 0

    @cached_property
    def id(self) -> bytes:
        """Eight bytes that name the key: the beginning of its hash."""
        return hashlib.sha256(b"madoguchi key id\0" + self.secret).digest()[:ID_BYTES]

    def __repr__(self) -> str:
        return f"<Key {self.serial} {self.id.hex()}>"


@dataclass(frozen=True)
class Keyring:
    """The keys of one town, as they lay in its folder at a moment (``stamp``)."""

    folder: Path
    stamp: int
    seals: tuple[Key, ...]
    fingerprint: Key

    @property
    def current(self) -> Key:
        """The key that seals."""
        return self.seals[-1]

    def key(self, key_id: bytes) -> Key:
        """The key with an id. Raises KeyLostError."""
        for key in reversed(self.seals):
            if key.id == key_id:
                return key
        raise KeyLostError(f"鍵 {key_id.hex()} が {self.folder} にありません。控えから戻してください。")


def read_keyring(folder: Path) -> Keyring:
    """The keys in a folder; the first are made where there are none. Raises KeyLostError for a file that is no key."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not list(folder.glob(SEALS)):
        make_key(folder / "seal-0001.key")
    if not (folder / FINGERPRINT).exists():
        make_key(folder / FINGERPRINT)
    stamp = folder.stat().st_mtime_ns
    seals = tuple(read_key(path) for path in sorted(folder.glob(SEALS)))
    return Keyring(folder, stamp, seals, read_key(folder / FINGERPRINT))


def make_key(path: Path) -> None:
    """A new key, whole and on the disk before anything is sealed with it; where another process was quicker, its key
    stands.
    """
    make_once(path, base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode())


def next_key(ring: Keyring) -> None:
    """Makes the key that follows the current one; two processes at once make one."""
    make_key(ring.folder / f"seal-{ring.current.serial + 1:04}.key")


def read_key(path: Path) -> Key:
    """The key in a file. Raises KeyLostError where the file holds none."""
    try:
        secret = base64.b64decode(path.read_text(), validate=True)
    except (OSError, ValueError):
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise KeyLostError(f"{path} は鍵のファイルではありません。控えから戻してください。")
    serial = path.stem.removeprefix("seal-")
    return Key(secret, int(serial) if serial.isdigit() else 0)
