"""Who may act on whom: guarded persons and households are acted on by those alone who may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from madoguchi.foundation.access import Actor

from ..permissions import KNOW, SEE
from ..queries.contact import held
from ..queries.guards import guarded, lived_since
from ..queries.people import NotThere


def admit(actor: Actor, persons: Iterable[int], households: Iterable[int] = ()) -> None:
    """Goes on only where none of these is guarded from the actor.

    Raises Held, or Person.DoesNotExist for those who may not know that there is someone.
    """
    if not actor.may(SEE) and guarded(persons, households):
        stop(actor)


def admit_since(actor: Actor, persons: Iterable[int], households: Collection[int], since: date) -> None:
    """As ``admit``, also for everyone who lived in one of the households on a day or later: an act from that day on
    would touch them, or tell by its refusal that they were there.
    """
    if not actor.may(SEE):
        admit(actor, lived_since(households, since).union(persons), households)


def stop(actor: Actor) -> None:
    """Raises Held, or Person.DoesNotExist."""
    if actor.may(KNOW):
        raise held()
    raise NotThere
