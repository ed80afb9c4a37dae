"""An application that a second person must judge (疑義, an impression like another's) goes over the approvals.

A refusal is no answer to it: 不受理 has grounds of its own and ends the application, and its draft with it.
"""

from __future__ import annotations

from django.urls import reverse

from madoguchi.engines.approvals.api import Rows, Said, SecondAct, any_one_with, second_person
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Actor
from madoguchi.foundation.calendar import format_wareki

from .actions import approve, withdraw
from .models import SealApplication
from .system import APPROVE, LAW


def decide(actor: Actor, key: int, agree: bool, said: Said) -> SealApplication:
    """Lets the application go on."""
    if not agree:
        raise Refused("受け付けないときは、申請の画面で不受理の理由を選んでください。")
    return approve(actor, application_id=key, note=said.comment)


def rows(application: SealApplication) -> Rows:
    """How and when it was asked for; who asks stands on its own screen."""
    return [("方法", application.get_route_display()), ("申請日", format_wareki(application.applied_on))]


APPLICATION = second_person(
    SecondAct(
        model=SealApplication,
        decide=decide,
        withdraw=lambda actor, key: withdraw(actor, application_id=key, note=""),
        discreet=True,
    ),
    code="seals.application",
    name="印鑑登録の申請",
    summary="疑義のある印鑑登録の申請を進めてよいか",
    title=lambda application: f"印鑑登録の申請（第{application.pk}号）",
    rows=rows,
    place=lambda key: reverse("seals:application", args=[key]),
    rungs=any_one_with(APPROVE),
    article=LAW,
)

KINDS = (APPLICATION,)
