"""閲覧記録: an unusual look, someone to look out for, a member of staff who is a resident."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from madoguchi.engines.people.api import Person
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.security.looks import actions
from madoguchi.systems.security.looks.models import Kind, Unusual

from ..people import guard, household, maker

PEOPLE = (("見張　一", "ミハリ　イチ"), ("見張　二", "ミハリ　ニ"))
GUARDED = ("囲　見", "カコイ　ケン")


def objects(town: Town) -> dict[str, Any]:
    """One of each, made by a head and by what the daily job writes."""
    head, clerk = maker("head"), maker("clerk")
    one, two = (household(*name).members[0].person_id for name in PEOPLE)
    found = Unusual.objects.create(
        day=timezone.localdate(), kind=Kind.CLOSED, user_id=clerk.user_id or 0, looks=1, first=1, last=1
    )
    return {
        "person_id": one,
        "unusual_id": found.pk,
        "watched_id": actions.watch(head, number=number_of(one), reason="市長").pk,
        "row_id": actions.note_staff_person(head, user_id=clerk.user_id or 0, number=number_of(two)).pk,
    }


def number_of(person_id: int) -> int:
    """The 宛名番号 of a person."""
    return Person.objects.values_list("number", flat=True).get(pk=person_id)


def guarded(town: Town) -> dict[str, dict[str, Any]]:
    """A protected person."""
    person = household(*GUARDED).members[0].person_id
    guard(person)
    return {f"looks:{name}": {"person_id": person} for name in ("person", "slip")}
