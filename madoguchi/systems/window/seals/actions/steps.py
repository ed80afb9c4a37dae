"""Steps of an application."""

from __future__ import annotations

from madoguchi.engines.approvals.api import end_about
from madoguchi.engines.people.api import Refused, visible_to
from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record as audit

from ..models import ApplicationStep, SealApplication
from .recording import lock_person

State = SealApplication.State


def step(actor: Actor, application: SealApplication, note: str = "") -> None:
    """Writes down a step of an application, with its entry in the audit."""
    ApplicationStep.objects.create(
        application=application, state=application.state, note=note[:200], user_id=actor.user_id, by=str(actor)
    )
    audit(
        actor,
        action=f"seals.application_{application.state}",
        subject=f"person:{application.person_id}",
        detail={"application": application.pk},
    )


def open_application(actor: Actor, application_id: int) -> SealApplication:
    """An application that is not closed, locked, with its person.

    Raises Refused, Held (the person is guarded from the actor), SealApplication.DoesNotExist.
    """
    person_id = SealApplication.objects.values_list("person", flat=True).get(pk=application_id)
    visible_to(actor).admit([person_id])
    lock_person(person_id)
    application = SealApplication.objects.select_for_update().get(pk=application_id)
    if application.state not in SealApplication.OPEN:
        raise Refused(f"この申請は、既に「{application.get_state_display()}」となっています。")
    return application


def close(actor: Actor, application: SealApplication, state: State, note: str) -> None:
    """Ends an application."""
    application.state, application.closing = state, note[:200]
    application.save()
    end_about(actor, application, why=application.get_state_display())
    step(actor, application, note)
