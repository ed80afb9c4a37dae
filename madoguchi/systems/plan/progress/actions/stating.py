"""Publishing a plan, and closing it."""

from __future__ import annotations

from django.db import transaction

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..errors import Refused
from ..models import Plan
from ..system import MANAGE


def publish(actor: Actor, *, plan_id: int, revision: int) -> Plan:
    """Shows a plan to everyone, and opens it for reports. A draft, or one that was closed.

    ``revision`` is that of the plan which the person saw. Raises Forbidden, Refused, Plan.DoesNotExist.
    """
    return state(actor, plan_id, revision, Plan.State.PUBLISHED, {Plan.State.DRAFT, Plan.State.CLOSED})


def close(actor: Actor, *, plan_id: int, revision: int) -> Plan:
    """Ends a published plan: it stays public, and nobody reports any more.

    Raises Forbidden, Refused, Plan.DoesNotExist.
    """
    return state(actor, plan_id, revision, Plan.State.CLOSED, {Plan.State.PUBLISHED})


def state(actor: Actor, plan_id: int, revision: int, wanted: Plan.State, from_states: set[Plan.State]) -> Plan:
    """Brings a plan from one state to another. Raises Refused where it is not as the person saw it."""
    require(actor, MANAGE)
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        if plan.revision != revision or plan.state not in from_states:
            raise Refused(f"この計画は、ほかの人が先に変えました。今は「{plan.get_state_display()}」です。")
        plan.state, plan.revision = wanted, plan.revision + 1
        plan.save(update_fields=["state", "revision"])
        audit(actor, action=f"plan.{wanted}", subject=f"plan:{plan.code}")
    return plan
