"""A stamp: the ends of all lanes at one moment. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from .chain import ENCODER, FORM


class Head(NamedTuple):
    """The end of a lane: how many entries it has, and its head."""

    position: int
    head: bytes


def first(schema: str) -> bytes:
    """The digest that the first stamp of a town stands on."""
    return sha256(f"{FORM} stamps {schema}".encode()).digest()


def digest_of(schema: str, at: datetime, heads: Mapping[str, list[object]], before: bytes) -> bytes:
    """The digest of a stamp: the town, the moment, the heads, and the digest of the stamp before it."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(ENCODER.encode([FORM, "stamp", schema, moment, heads, before.hex()]).encode()).digest()


def as_json(heads: Mapping[int, Head]) -> dict[str, list[object]]:
    """Heads as they are kept."""
    return {str(lane): [head.position, head.head.hex()] for lane, head in heads.items()}


def from_json(heads: Mapping[str, list[object]]) -> dict[int, Head]:
    """Heads as they were kept. Raises ValueError for anything else."""
    return {int(lane): Head(int(str(position)), bytes.fromhex(str(head))) for lane, (position, head) in heads.items()}
