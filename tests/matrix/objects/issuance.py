"""公的な紙の交付."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.utils import timezone
from PIL import Image

from madoguchi.engines.issuance.actions.seals import add_seal
from madoguchi.engines.issuance.api import Request, Standing
from madoguchi.engines.issuance.models import OfficialSeal
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.certificates.actions import issue
from madoguchi.systems.window.certificates.models import Kind
from madoguchi.systems.window.certificates.wanted import Wanted

from ..people import household, maker


def objects(town: Town) -> dict[str, Any]:
    """A 住民票の写し that was handed out; it bears the number of its drawer and of a seal, too."""
    person = household().members[0].person_id
    request = Request(
        person_id=person, requester="矢印　一", standing=Standing.SELF, identity_check="運転免許証", counter="1番窓口"
    )
    wanted = Wanted(kind=Kind.PERSON, person_id=person)
    seal()
    return {"pk": issue(maker("clerk"), town=town, wanted=wanted, request=request).request_id, "sheet": 1}


def seal() -> OfficialSeal:
    """A seal for some day to come, so that today's papers are as they were."""
    file = io.BytesIO()
    Image.new("RGB", (300, 300), "red").save(file, "PNG")
    start = timezone.localdate() + timedelta(days=30)
    return add_seal(maker("head"), title="市長印", image=file.getvalue(), side_mm=22, start=start, reason="改印")
