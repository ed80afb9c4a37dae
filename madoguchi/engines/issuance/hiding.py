"""Who must not be seen by whom: the one place where this engine asks about protection (支援措置)."""

from __future__ import annotations

from collections.abc import Iterable

from madoguchi.engines.people import api as people
from madoguchi.foundation.access import Actor


def hidden_from(actor: Actor, person_ids: Iterable[int]) -> set[int]:
    """Those of these persons whom the actor may not see."""
    guarded_among = getattr(people, "guarded_among", None)
    return set(guarded_among(actor, person_ids)) if guarded_among else set()
