"""Filling a town with its demo city."""

from __future__ import annotations

from itertools import chain
from zlib import crc32

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.people.api import Person, Progress, Written, write_batch
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.commands import tell
from madoguchi.foundation.towns.models import Town

from .city import batches
from .refuge import FEWEST, PEOPLE, protect, refuges, written
from .world import World


def fill(town: Town, scale: int, *, progress: Progress | None = None) -> Written | None:
    """Fills the town (the connection works in it) so that ``scale`` invented people live there.

    The same people for the same town, scale and day. A town that has people already is left alone: None.
    """
    if Person.objects.exists():
        return None
    world = World(town, timezone.localdate(), seed=crc32(town.lg_code.encode()))
    hidden = refuges(world) if scale >= FEWEST else []
    city = batches(world, scale - PEOPLE if hidden else scale)
    with transaction.atomic():
        done = write_batch(SYSTEM_ACTOR, chain(city, [written(hidden)] if hidden else []), progress=progress or tell)
        protect(world, hidden)
    return done
