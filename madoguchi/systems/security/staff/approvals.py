"""Changes of rights that wait for a second person go over the approvals: appointments, and grants.

A member of staff's name may stand in a title here: who gets which right is the matter.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from django.urls import reverse

from madoguchi.engines.approvals.api import Rows, Said, SecondAct, any_one_with, put_forward_about, second_person
from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.actions import appointments, deciding, grants
from madoguchi.foundation.access.models import Appointment, Change, Grant, Role
from madoguchi.foundation.calendar import format_wareki

from .rights import coming, purpose_names, right_name
from .system import APPROVE, SYSTEM

Asked = TypeVar("Asked", Appointment, Grant)
RUNGS = any_one_with(APPROVE)
ARTICLE = "、".join(SYSTEM.laws)


def appoint(actor: Actor, **wanted: Any) -> Appointment:
    """Appoints, and puts to decision what brings rights, in one transaction. Raises as the act, and Refused."""
    with transaction.atomic():
        return put_forward(actor, appointments.appoint(actor, **wanted))


def grant(actor: Actor, **wanted: Any) -> Grant:
    """Asks for a grant, or withdraws a right, likewise."""
    with transaction.atomic():
        return put_forward(actor, grants.grant(actor, **wanted))


def lift(actor: Actor, **wanted: Any) -> Grant:
    """Asks that a withdrawal ends, likewise."""
    with transaction.atomic():
        return put_forward(actor, grants.lift(actor, **wanted))


def put_forward(actor: Actor, change: Asked) -> Asked:
    """The change, on its way where it waits."""
    if change.state == Change.State.WAITING:
        put_forward_about(actor, change)
    return change


def decide_appointment(actor: Actor, key: int, agree: bool, said: Said) -> Appointment:
    """Lets an appointment hold, or refuses it."""
    return deciding.decide_appointment(actor, appointment_id=key, approve=agree, comment=said.comment)


def decide_grant(actor: Actor, key: int, agree: bool, said: Said) -> Grant:
    """Lets a grant hold, or refuses it."""
    return deciding.decide_grant(actor, grant_id=key, approve=agree, comment=said.comment)


def days(change: Appointment | Grant) -> str:
    """The period of a change in words."""
    return f"{format_wareki(change.valid.lower)}から" + (
        f"{format_wareki(change.valid.upper)}の前日まで" if change.valid.upper else ""
    )


def appointment_rows(seat: Appointment) -> Rows:
    """Who gets which post, and what they will be able to do."""
    roles = Role.objects.filter(code__in=seat.roles).order_by("pk").values_list("name", flat=True)
    return [
        ("職員", seat.user.name),
        ("部署と職", f"{seat.division.name}　{seat.post}"),
        ("役割", "、".join(roles) or "なし"),
        ("期間", days(seat)),
        ("できるようになること", "、".join(coming(seat))),
        ("理由", seat.reason),
    ]


def grant_rows(row: Grant) -> Rows:
    """Whom which right is given."""
    return [
        ("だれに", str(row.target)),
        ("権限", right_name(row.right)),
        ("内容", row.get_effect_display()),
        ("利用目的", "、".join(purpose_names(row.purposes)) or "限らない"),
        ("期間", days(row)),
        ("理由", row.reason),
    ]


APPOINTMENT = second_person(
    SecondAct(
        model=Appointment,
        decide=decide_appointment,
        withdraw=lambda actor, key: deciding.take_back(actor, change=Appointment.objects.get(pk=key)),
    ),
    code="staff.appointment",
    name="発令（権限が広がるもの）",
    summary="職員に、権限を伴う職を与える",
    title=lambda seat: f"発令：{seat.user.name}を{seat.division.name}　{seat.post}に",
    rows=appointment_rows,
    place=lambda key: f"{reverse('staff:approvals')}#seat-{key}",
    rungs=RUNGS,
    article=ARTICLE,
)

GRANT = second_person(
    SecondAct(
        model=Grant,
        decide=decide_grant,
        withdraw=lambda actor, key: deciding.take_back(actor, change=Grant.objects.get(pk=key)),
    ),
    code="staff.grant",
    name="権限の調整",
    summary="役割のほかに、部署や職員に権限を認める",
    title=lambda row: f"権限の調整：{row.target}に「{right_name(row.right)}」",
    rows=grant_rows,
    place=lambda key: reverse("staff:grant", args=[key]),
    rungs=RUNGS,
    article=ARTICLE,
)

KINDS = (APPOINTMENT, GRANT)
