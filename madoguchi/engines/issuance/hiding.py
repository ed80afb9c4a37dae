"""Who must not be seen by whom: the one place where this engine asks about protection (支援措置)."""

from __future__ import annotations

from collections.abc import Iterable

from madoguchi.engines.people.api import guarded_among
from madoguchi.foundation.access import Actor


def hidden_from(actor: Actor, person_ids: Iterable[int]) -> frozenset[int]:
    """Those of these persons whom the actor may not see."""
    return guarded_among(actor, person_ids)
