"""Today's work, gathered from the systems."""

from collections.abc import Iterator

from django.utils.module_loading import import_string

from madoguchi.foundation.access import Actor
from madoguchi.foundation.registry import Work, systems


def work_of(actor: Actor) -> Iterator[tuple[str, list[Work]]]:
    """Name of a system → the work that waits for the actor in it; systems without any for the actor are left out."""
    for system in systems():
        if system.work and (found := list(import_string(system.work)(actor))):
            yield system.name, found
