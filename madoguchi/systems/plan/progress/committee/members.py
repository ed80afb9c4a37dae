"""Bodies and who sits in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.types.range import DateRange

from madoguchi.engines.organisation.api import seat
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.calendar import format_wareki

from ..errors import Refused
from ..models import Body, Member, Role
from ..system import MANAGE

RESERVED = {"new", "meetings", "members", "papers"}
"""What the addresses of the committee's screens use for something else."""


def add_body(actor: Actor, *, code: str, name: str, purpose: str = "", under_id: int | None = None) -> Body:
    """A body more; the last in order. Raises Forbidden, Refused (code or name that another has)."""
    require(actor, MANAGE)
    if code in RESERVED:
        raise Refused("その記号は使えません。", "code")
    try:
        with transaction.atomic():
            order = Body.objects.count() + 1
            body = Body.objects.create(
                code=code, name=name.strip(), purpose=purpose.strip(), under_id=under_id, order=order
            )
            audit(actor, action="plan.body", subject=f"body:{body.pk}")
            return body
    except IntegrityError as error:
        raise Refused("同じ記号か同じ名の会議体が、もうあります。", "name") from error


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is to sit in a body: an appointment, whose name and post are taken as of today, or a name with words for
    where they come from."""

    appointment_id: int | None = None
    name: str = ""
    post: str = ""


def add_member(actor: Actor, *, body_id: int, person: Person, role: Role, since: date, title: str = "") -> Member:
    """Someone sits in a body from a day on. Raises Forbidden, Refused (nobody; there already; a chair already),
    Body.DoesNotExist."""
    require(actor, MANAGE)
    found = named(person)
    try:
        with transaction.atomic():
            body = Body.objects.select_for_update().get(pk=body_id)
            member = Member.objects.create(
                body=body, appointment_id=found.appointment_id, name=found.name, post=found.post, role=role,
                title=title.strip(), valid=DateRange(since, None), enterer=str(actor),
            )  # fmt: skip
            audit(actor, action="plan.member", subject=f"member:{member.pk}", detail={"body": body.code, "role": role})
            return member
    except IntegrityError as error:
        raise Refused(taken(body_id, role), "role") from error


def named(person: Person) -> Person:
    """The person in words. Raises Refused where there is nobody."""
    if person.appointment_id is None:
        if not person.name.strip():
            raise Refused("職員を選ぶか、氏名を入れてください。", "name")
        return Person(name=person.name.strip(), post=person.post.strip())
    found = seat(person.appointment_id, timezone.localdate())
    if found is None:
        raise Refused("その職員の発令は、きょうは有効ではありません。", "appointment")
    return Person(
        appointment_id=found.appointment_id, name=found.name, post=f"{found.division}　{found.post}"
    )  # fmt: skip


def taken(body_id: int, role: Role) -> str:
    """Why nobody can be added."""
    chair = Member.objects.filter(body=body_id, role=Role.CHAIR).order_by("-pk").first()
    if role == Role.CHAIR and chair:
        since = format_wareki(chair.valid.lower, "long")
        return f"{chair.name}さんが{since}から務めています。先に、その任期を終えてください。"
    return "この方は、その期間にもう入っています。"


def end_member(actor: Actor, *, member_id: int, last_day: date) -> Member:
    """Ends a membership with a day, which is its last. Raises Forbidden, Refused (before its first day; ended already,
    with who did), Member.DoesNotExist."""
    require(actor, MANAGE)
    with transaction.atomic():
        member = Member.objects.select_for_update().get(pk=member_id)
        if member.valid.upper is not None:
            raise Refused(f"{member.name}さんの任期は、{member.ender}が先に終えています。")
        if last_day < member.valid.lower:
            raise Refused("終わりの日が、始まりの日より前です。", "last_day")
        member.valid, member.ender = DateRange(member.valid.lower, last_day + timedelta(days=1)), str(actor)
        member.save(update_fields=["valid", "ender"])
        audit(actor, action="plan.member_end", subject=f"member:{member.pk}", detail={"last": last_day.isoformat()})
    return member
