"""What systems do when something is recorded: found by their manifests, so that an engine knows no system."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from .discovery import systems

ActHook = Callable[..., None]


@cache
def act_hooks() -> tuple[ActHook, ...]:
    """The functions that the manifests name as ``on_act``, in the order of the systems' codes."""
    return tuple(import_string(system.on_act) for system in systems() if system.on_act)


def tell_systems(actor: Any, act: Any, person_ids: frozenset[int]) -> None:
    """Tells every system of an act of the resident record; raises what a system raises."""
    for hook in act_hooks():
        hook(actor, act, person_ids)
