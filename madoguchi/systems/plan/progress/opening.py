"""A new town has the plans of its data."""

from __future__ import annotations

from madoguchi.foundation.access import Actor
from madoguchi.foundation.towns.models import Town

from .actions import close, load, publish
from .bundled import bundles
from .models import Plan


def set_up(actor: Actor, town: Town) -> None:
    """Called once, inside the new town. Raises Faulty where the town's data have faults."""
    for bundle in bundles(town.schema_name):
        plan = load(actor, card=bundle.card, measures=bundle.measures, words=bundle.words).plan
        if bundle.state != Plan.State.DRAFT:
            plan = publish(actor, plan_id=plan.pk, revision=plan.revision)
        if bundle.state == Plan.State.CLOSED:
            close(actor, plan_id=plan.pk, revision=plan.revision)
