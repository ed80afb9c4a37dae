"""Sealing, opening and fingerprints with the keys of the present town."""

import hmac
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.views.decorators.debug import sensitive_variables

from . import envelope
from .errors import KeyLostError, VaultError
from .keys import Keyring, read_keyring

RINGS: dict[Path, Keyring] = {}
MARK = "INSERT INTO vault_keymark (id, key_id) VALUES (1, %s) ON CONFLICT DO NOTHING"
MARKED = "SELECT key_id FROM vault_keymark WHERE id = 1"


@sensitive_variables("text")
def seal(text: bytes, *, purpose: str, bound_to: str) -> bytes:
    """An envelope that only this town opens, for the same purpose (``people.number``) and owner (``person:123``)."""
    return envelope.close(keyring().current, text, purpose=purpose, bound_to=bound_to)


def unseal(data: bytes, *, purpose: str, bound_to: str) -> bytes:
    """The text of an envelope. Raises NotAuthenticError, KeyLostError."""
    data = bytes(data)
    key = keyring().key(envelope.key_id_of(data))
    return envelope.open_with(key, data, purpose=purpose, bound_to=bound_to)


@sensitive_variables("text", "secret")
def fingerprint(text: str, *, purpose: str) -> bytes:
    """32 bytes that are the same for the same text and purpose, and tell nothing to who lacks the key (HMAC-SHA-256).

    For constraints and exact look-ups of what is sealed. Rotation of the sealing keys does not change it.
    """
    secret = keyring().fingerprint.secret
    words = purpose.encode()
    return hmac.digest(secret, len(words).to_bytes(4) + words + text.encode(), "sha256")


def keyring() -> Keyring:
    """The present town's keys, read again when another process has changed them. Raises VaultError, KeyLostError."""
    folder = folder_of(connection.schema_name)  # type: ignore[attr-defined]
    held = RINGS.get(folder)
    try:
        if held is not None and held.stamp == folder.stat().st_mtime_ns:
            return held
    except FileNotFoundError:
        pass
    RINGS[folder] = ring = recognised(folder)
    return ring


def recognised(folder: Path) -> Keyring:
    """The keys in the folder, after a look whether they are those that the town's rows were written with.

    A town whose keys were left behind must not get new ones: it would no longer notice one number given twice.
    Raises KeyLostError.
    """
    known = mark()
    if known is not None and not (folder / "fingerprint.key").exists():
        raise KeyLostError(f"この団体の鍵が {folder} にありません。控えから戻してください。")
    ring = read_keyring(folder)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(MARK, [ring.fingerprint.id])
        known = mark()
    if known != ring.fingerprint.id:
        raise KeyLostError(f"{folder} の鍵は、この団体の記録の鍵ではありません。控えから正しい鍵を戻してください。")
    return ring


def mark() -> bytes | None:
    """The id of the fingerprint key that the town's rows were written with; None before the first."""
    with connection.cursor() as cursor:
        cursor.execute(MARKED)
        row = cursor.fetchone()
    return bytes(row[0]) if row else None


def folder_of(schema: str) -> Path:
    """Folder of a town's keys. Raises VaultError outside any town."""
    if schema == "public":
        raise VaultError("団体の外では封をしません。")
    return Path(settings.KEYS_ROOT) / schema
