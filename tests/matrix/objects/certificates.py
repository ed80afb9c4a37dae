"""証明書の交付: the request. What follows it is the engine's."""

from __future__ import annotations

from typing import Any

from madoguchi.engines.issuance.api import Issued, Request, Standing
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.certificates.actions import issue
from madoguchi.systems.window.certificates.models import Kind
from madoguchi.systems.window.certificates.wanted import Wanted

from ..people import guard, household, maker

GUARDED = ("囲　十", "カコイ　ジュウ")


def objects(town: Town) -> dict[str, Any]:
    """A resident."""
    return {"person_id": household().members[0].person_id}


def guarded(town: Town) -> dict[str, dict[str, Any]]:
    """A protected person."""
    person = household(*GUARDED).members[0].person_id
    guard(person)
    return {f"certificates:{name}": {"person_id": person} for name in ("new", "registration")}


def issued(town: Town, name: str = "矢印　一", kana: str = "ヤジルシ　ハジメ") -> Issued:
    """A 住民票の写し that was paid and handed over."""
    person = household(name, kana).members[0].person_id
    request = Request(
        person_id=person, requester=name, standing=Standing.SELF, identity_check="運転免許証", counter="1番窓口"
    )
    return issue(maker("clerk"), town=town, wanted=Wanted(kind=Kind.HOUSEHOLD, person_id=person), request=request)
