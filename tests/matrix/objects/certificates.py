"""証明書の交付."""

from __future__ import annotations

import uuid
from typing import Any

from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.certificates.actions import Request, issue

from ..people import household, maker


def objects(town: Town) -> dict[str, Any]:
    """A 住民票の写し of a resident."""
    house = household()
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
