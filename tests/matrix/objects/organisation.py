"""組織・職員."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.utils import timezone

from madoguchi.engines.organisation.api import (
    TRANSFER_HEADINGS,
    Load,
    Place,
    enter_absence,
    load_transfers,
    preview,
    set_deputy,
    submit_load,
)
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import Division, User
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.models import Town

from ..people import maker


def objects(town: Town) -> dict[str, Any]:
    """A division that nobody knocking leads, with an absence, a deputy, and transfers that wait for a second person."""
    user = User.objects.filter(username="matrix-absent").first() or make_user("matrix-absent", "不在　一人", "建築課")
    now, division = timezone.now(), Division.objects.get(name="建築課")
    other = Division.objects.on(timezone.localdate()).exclude(pk=division.pk).order_by("code").first()
    assert other
    absence = enter_absence(SYSTEM_ACTOR, user_id=user.pk, start=now, end=now + timedelta(hours=4), kind="trip")
    whom, who = (Place(division_id=division.pk, post=post) for post in ("課長", "主事"))
    deputy = set_deputy(SYSTEM_ACTOR, of=whom, by=who, order=1, start=timezone.localdate())
    return {
        "division_id": division.pk,
        "absence_id": absence.pk,
        "deputy_id": deputy.pk,
        "load_id": waiting(f"{user.username},{user.name},{other.code},係長,viewer,兼務,R20.4.1,\n").pk,
    }


def waiting(line: str) -> Load:
    """Transfers that an administrator asked for."""
    actor = maker("administrator", "情報推進課")
    file = io.BytesIO((",".join(TRANSFER_HEADINGS) + "\n" + line).encode())
    load = load_transfers(actor, file=file, file_name="ido.csv", title="異動")
    return submit_load(actor, load_id=load.pk, seal=preview(actor, load).seal)
