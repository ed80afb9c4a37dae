"""A new town has the plans and the committee of its data."""

from __future__ import annotations

from madoguchi.foundation.access import Actor
from madoguchi.foundation.towns.models import Town

from .actions import close, load, publish
from .bundled import bundles, committee
from .committee.members import add_body
from .models import Plan


def set_up(actor: Actor, town: Town) -> None:
    """Called once, inside the new town. Raises Faulty where the town's data have faults."""
    for bundle in bundles(town.schema_name):
        plan = load(actor, card=bundle.card, measures=bundle.measures, words=bundle.words).plan
        if bundle.state != Plan.State.DRAFT:
            plan = publish(actor, plan_id=plan.pk, revision=plan.revision)
        if bundle.state == Plan.State.CLOSED:
            close(actor, plan_id=plan.pk, revision=plan.revision)
    set_up_bodies(actor, town)


def set_up_bodies(actor: Actor, town: Town) -> None:
    """The bodies of the town's data, those above before those below."""
    keys: dict[str, int] = {}
    for each in committee(town.schema_name):
        under = keys.get(each.under)
        body = add_body(actor, code=each.code, name=each.name, purpose=each.purpose, under_id=under)
        keys[each.code] = body.pk
