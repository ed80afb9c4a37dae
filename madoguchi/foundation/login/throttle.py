"""Failures are counted in the database, so that several server processes count together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import FailedTry
from .rules import ADDRESS, DEVICE, PAIR, Patience, remembered, wait_after

SALT = "madoguchi.login.throttle"


@dataclass(frozen=True)
class Tries:
    """What one try is counted under: hashed keys, in an order that is always the same, with their patience."""

    keys: tuple[tuple[str, Patience], ...]


def tries_of(username: str, network: str, device: str) -> Tries:
    """The counters of a try.

    A browser in which this person has logged in before (``device``) has a counter of its own and no other: nobody
    elsewhere, and nobody else behind the same address, can make this person wait there. Everyone else is counted by
    (name, network) and by network.
    """
    name = username.strip().casefold()
    if device:
        return Tries(((hashed("device", name, device), DEVICE),))
    keys = ((hashed("pair", name, network), PAIR), (hashed("network", network), ADDRESS))
    return Tries(tuple(sorted(keys, key=lambda each: each[0])))


def tries_of_network(network: str) -> Tries:
    """The counter of a try that names nobody, as with a passkey alone."""
    return Tries(((hashed("network", network), ADDRESS),))


def hashed(kind: str, *parts: str) -> str:
    """A key that neither names a person nor can be guessed without the install's secret."""
    return salted_hmac(SALT, "\x1f".join((kind, *parts)), algorithm="sha256").hexdigest()


def count(tries: Tries) -> int:
    """Counts a try as failed before it is looked at; gives the seconds to wait, 0 where it may be looked at.

    Counting first makes many tries at the same moment count one after the other: each sees those before it. A try that
    has to wait is not counted.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = [(locked(key, now), patience) for key, patience in tries.keys]
        waits = [seconds(row.until - now) for row, _ in rows if row.until > now]
        if waits:
            return max(waits)
        for row, patience in rows:
            failures = remembered(row.failures, (now - row.last_at).total_seconds(), patience) + 1
            until = now + timedelta(seconds=wait_after(failures, patience))
            FailedTry.objects.filter(pk=row.pk).update(failures=failures, last_at=now, until=until)
    return 0


def locked(key: str, now: datetime) -> FailedTry:
    """The counter of a key, held until the transaction ends."""
    row, _ = FailedTry.objects.select_for_update().get_or_create(key=key, defaults={"last_at": now, "until": now})
    return row


def forgive(tries: Tries) -> None:
    """After a success: forgets the failures of this person here, and takes this try back from the network's counter."""
    with transaction.atomic():
        for key, patience in tries.keys:
            row = FailedTry.objects.select_for_update().filter(key=key).first()
            if row is None:
                continue
            failures = max(0, row.failures - 1) if patience is ADDRESS else 0
            FailedTry.objects.filter(pk=row.pk).update(failures=failures, until=timezone.now())


def seconds(span: timedelta) -> int:
    """A span in whole seconds, rounded up."""
    return max(1, -int(-span.total_seconds() // 1))


def forget_old(longest: int, at_once: int = 5000) -> int:
    """Deletes counters that no rule remembers any more; gives how many. ``longest`` in seconds."""
    before = timezone.now() - timedelta(seconds=longest)
    deleted = 0
    while keys := list(FailedTry.objects.filter(last_at__lt=before).values_list("pk", flat=True)[:at_once]):
        deleted += remove(keys)
    return deleted


def remove(keys: Sequence[int]) -> int:
    """Deletes some counters."""
    return FailedTry.objects.filter(pk__in=keys).delete()[0]
