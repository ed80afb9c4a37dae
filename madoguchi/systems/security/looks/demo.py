"""Invented looks, so that the screens of a demo city show what they are for."""

from __future__ import annotations

from django.utils import timezone

from madoguchi.engines.people.api import Person, PersonKind, visible_to
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import User
from madoguchi.foundation.towns.models import Town

from . import actions
from .finding import find

LOOKERS = ("mado1", "mado2")
CROWD = 12


def fill(town: Town, residents: int) -> None:
    """Someone to look out for, a member of staff who lives here, and looks that a head finds unusual."""
    staff = {user.username: user for user in User.objects.filter(username__in=LOOKERS)}
    people = list(Person.objects.filter(kind=PersonKind.RESIDENT).order_by("pk")[:CROWD])
    if len(staff) < len(LOOKERS) or len(people) < CROWD:
        return
    famous, own = people[0], people[1]
    actions.watch(SYSTEM_ACTOR, number=famous.number, reason="市長（架空）")
    actions.note_staff_person(SYSTEM_ACTOR, user_id=staff["mado1"].pk, number=own.number)
    for username, seen in (("mado2", [famous]), ("mado1", [own, *people[2:]])):
        actor = staff[username].as_actor("住民からの照会")
        if actor.may("people.view"):
            visible_to(actor).people(person.pk for person in seen)
    find(timezone.localdate())
