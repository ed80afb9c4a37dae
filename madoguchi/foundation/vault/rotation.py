"""Rotation: a new key seals, everything is sealed anew, and the old key goes when nothing needs it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.towns.secrets import sync_folder

from .keys import Keyring, next_key
from .sealing import keyring
from .stores import Store, stores

ROTATE = "vault.rotate"
SECONDS_KEPT = 24 * 60 * 60
"""How long an old key stays after the next one: longer than any transaction that sealed with it may still last."""
PLAIN = b""
Tell = Callable[[int, int, str], None]


@dataclass
class Rotation:
    """What a rotation did. ``resumed``: it went on with one that was cut short, and made no new key."""

    key: str = ""
    resumed: bool = False
    sealed: dict[str, int] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def rotate(actor: Actor, *, tell: Tell = lambda done, total, words: None) -> Rotation:
    """Seals everything of the present town with a new key; goes on where an earlier rotation was cut short.

    May be killed at any point and asked for again; others read and write meanwhile. Raises Forbidden, VaultError.
    """
    require(actor, ROTATE)
    rotation = Rotation(resumed=bool(pending()))
    if not rotation.resumed:
        next_key(keyring())
    rotation.key = keyring().current.id.hex()
    for store in stores():
        rotation.sealed[store.name] = reseal(store, tell)
    rotation.removed = remove_unused()
    rotation.kept = [key.id.hex() for key in keyring().seals[:-1]]
    record(actor, action=ROTATE, subject="vault:keys", detail={"key": rotation.key, "sealed": rotation.sealed})
    return rotation


def pending() -> int:
    """How many envelopes an older key still holds."""
    done = {keyring().current.id, PLAIN}
    return sum(count for store in stores() for key, count in store.counts().items() if key not in done)


def seal_plain() -> int:
    """Seals what ought to be sealed and is not: files from before there was a vault; gives how many."""
    return sum(reseal(store, lambda done, total, words: None) for store in stores() if PLAIN in store.counts())


def reseal(store: Store, tell: Tell) -> int:
    """One store; gives how many envelopes were made."""
    current = keyring().current.id
    total = sum(count for key, count in store.counts().items() if key != current)
    done = 0
    for made in store.reseal(current):
        done += made
        tell(done, total, f"{store.name}に封をし直しています")
    return done


def remove_unused() -> list[str]:
    """Removes the old keys that nothing is sealed with any more and that were replaced a day ago; gives their ids."""
    ring = keyring()
    due = [key for key in ring.seals[:-1] if replaced_before(ring, key.serial)]
    if not due:
        return []
    used = {key for store in stores() for key in store.counts()}
    for key in due:
        if key.id not in used:
            (ring.folder / f"seal-{key.serial:04}.key").unlink(missing_ok=True)
    sync_folder(ring.folder)
    return [key.id.hex() for key in due if key.id not in used]


def replaced_before(ring: Keyring, serial: int) -> bool:
    """Whether the key after this one is old enough that nobody can be sealing with this one any more."""
    following = next(key.serial for key in ring.seals if key.serial > serial)
    return time.time() - (ring.folder / f"seal-{following:04}.key").stat().st_mtime > SECONDS_KEPT
