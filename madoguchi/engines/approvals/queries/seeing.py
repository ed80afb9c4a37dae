"""Who may read which draft."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from madoguchi.engines.organisation.api import covers
from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import Appointment, Division

from ..kinds import closed_to
from ..models import Draft, Reader, Signatory, Standing
from ..permissions import VIEW_ALL


def seen_by(actor: Actor) -> QuerySet[Draft]:
    """Drafts that the actor may read, to open one of them: their own; those of a route they were on, acted in or are
    shown; those that wait for a seat in whose place they may decide now; those of divisions that they head; all that
    were submitted for ``approvals.view_all``. A kind may close itself to the last two.
    """
    user = actor.user_id or 0
    took_part = Q(drafter=user) | Q(pk__in=Reader.objects.filter(user=user).values("draft"))
    covered = [seat.appointment_id for seat in covers(user, timezone.now())] if user else []
    waits = Signatory.objects.filter(appointment__in=covered, state=Standing.WAITING).values("draft")
    return Draft.objects.filter(took_part | Q(pk__in=waits) | by_office(actor))


def mine_to_edit(actor: Actor) -> QuerySet[Draft]:
    """The actor's own drafts, to change one that lies with them."""
    return Draft.objects.filter(drafter=actor.user_id or 0)


def by_office(actor: Actor) -> Q:
    """Condition: a submitted draft that the actor reads by what they are, not by having taken part."""
    office = Q(round__gt=0) if actor.may(VIEW_ALL) else Q(round__gt=0, division__in=led_by(actor))
    closed = closed_to(actor)
    return office & ~Q(kind__in=closed) if closed else office


def led_by(actor: Actor) -> list[int]:
    """Divisions that the actor heads today, with those below them; two queries."""
    heading = Appointment.objects.on(timezone.localdate()).filter(user=actor.user_id or 0, roles__contains=["head"])
    codes = list(heading.values_list("division__code", flat=True))
    return list(Division.objects.filter(path__overlap=codes).values_list("pk", flat=True)) if codes else []


def parts(actor: Actor) -> list[QuerySet[Draft]]:
    """The same without those that only wait for a deputy, as queries that each go along one index from the latest on.

    A draft may be in several of them.
    """
    user = actor.user_id or 0
    return [
        Draft.objects.filter(drafter=user),
        Draft.objects.filter(readers__user=user),
        Draft.objects.filter(by_office(actor)),
    ]
