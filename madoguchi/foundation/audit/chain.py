"""How entries are tied together: pure functions, the same for writing and for verifying.

An entry's *content* is SHA-256 over a canonical text of what it says. Its *digest* is SHA-256 over the head of its
lane, its own number and its content. Entries that one call writes stand on the same head (a *block*), and the lane's
next head is SHA-256 over their digests in order; a lane begins with a head made of its number. So an entry that is
changed, taken out, put elsewhere or slipped in no longer fits what follows, and ten thousand are one statement.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

FORM = "madoguchi-audit-1"
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Said(NamedTuple):
    """What an entry says. ``at`` is aware; ``detail`` is JSON as the database gives it back."""

    at: datetime
    user_id: int | None
    actor: str
    division: str
    appointment_id: int | None
    action: str
    subject: str
    purpose: str
    emergency: str
    detail: Mapping[str, Any]


def canonical(said: Said) -> bytes:
    """One text for one meaning: times in UTC to the microsecond, keys in order, no spaces."""
    at = said.at.astimezone(UTC).isoformat(timespec="microseconds")
    return ENCODER.encode([FORM, at, *said[1:]]).encode()


def content_of(said: Said) -> bytes:
    """The digest of what an entry says."""
    return sha256(canonical(said)).digest()


def genesis(lane: int) -> bytes:
    """The digest that a lane begins with."""
    return sha256(f"{FORM} lane {lane}".encode()).digest()


def link(head: bytes, number: int, content: bytes) -> bytes:
    """The digest of entry ``number`` on a lane's head. ``writing.py`` says the same in SQL."""
    return sha256(head + number.to_bytes(8, "big", signed=True) + content).digest()


def end_of(digests: Iterable[bytes]) -> bytes:
    """The head of a lane after a block of entries."""
    return sha256(b"".join(digests)).digest()


def settled(detail: Mapping[str, Any] | None) -> dict[str, Any]:
    """A detail as the database will give it back. Raises ValueError for fractions, whose text is not one for all."""
    found: dict[str, Any] = json.loads(json.dumps(detail or {}), parse_float=no_fraction, parse_constant=no_fraction)
    return found


def no_fraction(text: str) -> None:
    """Raises ValueError."""
    raise ValueError(f"a detail of the audit holds text, whole numbers and lists of them, not {text}")
