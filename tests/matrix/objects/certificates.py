"""証明書の交付."""

from __future__ import annotations

import uuid
from typing import Any

from madoguchi.engines.people.api import House
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.certificates.actions import Request, issue

from ..people import guard, household, maker


def objects(town: Town) -> dict[str, Any]:
    """A 住民票の写し of a resident."""
    return issued(town, household())


def guarded(town: Town) -> dict[str, dict[str, Any]]:
    """A paper of someone who was protected after it."""
    made = issued(town, household("囲　十", "カコイ　ジュウ"))
    guard(made["person_id"])
    return {
        "certificates:new": {"person_id": made["person_id"]},
        "certificates:detail": {"pk": made["pk"]},
        "certificates:pdf": {"pk": made["pk"]},
    }


def issued(town: Town, house: House) -> dict[str, Any]:
    """A person and a paper of theirs."""
    person = house.members[0].person_id
    request = Request(
        kind="household",
        person_id=person,
        person_ids=(person,),
        shown=(),
        requester="矢印　一",
        standing="本人",
        identity_check="運転免許証",
        copies=1,
        submission=uuid.uuid4(),
    )
    return {"person_id": person, "pk": issue(maker("clerk"), town=town, request=request).pk}
