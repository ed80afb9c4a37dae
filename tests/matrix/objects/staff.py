"""職員と権限."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from madoguchi.foundation.access.actions.appointments import appoint
from madoguchi.foundation.access.actions.grants import Target, grant
from madoguchi.foundation.access.models import Division, User
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.models import Town

from ..people import maker


def objects(town: Town) -> dict[str, Any]:
    """A member of staff of another division, an appointment and a grant that wait."""
    actor = maker("administrator", "情報推進課")
    user = User.objects.filter(username="matrix-staff").first() or make_user("matrix-staff", "職員　一人", "建築課")
    division, today = Division.objects.get(name="建築課"), timezone.localdate()
    asked = appoint(
        actor, user_id=user.pk, division_id=division.pk, post="係長", start=today, roles=["viewer"], reason="異動"
    )
    row = grant(actor, target=Target(user_id=user.pk), right="people.view", allows=True, start=today, reason="調査")
    return {"user_id": user.pk, "division_id": division.pk, "appointment_id": asked.pk, "grant_id": row.pk}
