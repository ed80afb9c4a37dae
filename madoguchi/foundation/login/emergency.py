"""Break-glass: extra rights for half an hour, taken with a reason, told to everyone who answers for them.

Which rights they are is the town's own data: ``towns/<schema>/emergency.yaml``.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, partial

import yaml
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access import Actor, Forbidden, require
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.towns.data import TOWNS

from .models import EmergencyAccess
from .people import BREAK_GLASS, RECOVER, REVIEW, holders
from .telling import tell

KEPT = "login.emergency"
SHORTEST_REASON = 10


class EmergencyError(Exception):
    """It cannot be done; the message says why."""


@dataclass(frozen=True)
class Terms:
    """What a town gives in an emergency.

    Attributes:
        minutes: how long it lasts.
        permissions: the extra rights.
        says: what they are, in words for staff.
        provisional: True where the town has not decided them itself (仮).
    """

    minutes: int
    permissions: tuple[str, ...]
    says: tuple[str, ...]
    provisional: bool = False


@cache
def terms(schema: str) -> Terms | None:
    """The terms of a town; None where it has none, so that nothing can be opened."""
    path = TOWNS / schema / "emergency.yaml"
    if not path.is_file():
        return None
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Terms(
        int(data["minutes"]), tuple(data["permissions"]), tuple(data["says"]), bool(data.get("provisional", False))
    )


def begin(actor: Actor, *, user: User, reason: str, town: Terms) -> EmergencyAccess:
    """Opens the extra rights for the actor alone, and tells all administrators and registrars at once.

    It cannot be lengthened: another opening is another entry, another reason and another notice.
    Raises Forbidden; EmergencyError for a reason that says nothing, or while one is open.
    """
    require(actor, BREAK_GLASS)
    if actor.user_id != user.pk:
        raise Forbidden("緊急時の閲覧は本人だけが始められます。")
    if len(reason.strip()) < SHORTEST_REASON:
        raise EmergencyError(f"何のために必要かを{SHORTEST_REASON}文字以上で書いてください。")
    now = timezone.now()
    try:
        with transaction.atomic():
            EmergencyAccess.objects.filter(user=user, ended_at=None, until__lte=now).update(ended_at=now)
            access = EmergencyAccess.objects.create(
                user=user,
                division=actor.division,
                reason=reason.strip(),
                permissions=list(town.permissions),
                begun_at=now,
                until=now + timedelta(minutes=town.minutes),
            )
            marked = replace(copy(actor), emergency=reference(access))
            record(marked, action=BREAK_GLASS, subject=f"staff:{user.pk}", detail={"emergency": access.pk})
            shout(access, town.minutes)
    except IntegrityError as clash:
        raise EmergencyError("緊急時の閲覧は、もう始まっています。") from clash
    return access


def reference(access: EmergencyAccess) -> str:
    """How the audit names an emergency."""
    return f"emergency:{access.pk}"


def shout(access: EmergencyAccess, minutes: int) -> None:
    """Tells all administrators and registrars, in the caller's transaction."""
    who = access.user
    text = (
        f"{access.division}　{who.get_full_name()}が緊急時の閲覧を始めました（{minutes}分）。責任者の確認が必要です。"
    )
    others = [user for user in holders(REVIEW, RECOVER) if user.pk != who.pk]
    tell(others, title="緊急時の閲覧が始まりました", text=text, link=reverse("login:emergency", args=(access.pk,)))


def end(actor: Actor, *, access: EmergencyAccess) -> None:
    """Ends it early: by the person, or by anyone who reviews. Raises Forbidden."""
    if actor.user_id != access.user_id:
        require(actor, REVIEW)
    with transaction.atomic():
        EmergencyAccess.objects.filter(pk=access.pk, ended_at=None).update(ended_at=timezone.now())
        record(actor, action="access.end_emergency", subject=f"staff:{access.user_id}", detail={"emergency": access.pk})


def review(actor: Actor, *, access: EmergencyAccess, verdict: str, comment: str) -> None:
    """A registrar's finding about an emergency that is over. It is given once.

    Raises Forbidden, also for the person concerned; EmergencyError while it lasts, without a comment, or twice.
    """
    require(actor, REVIEW)
    if actor.user_id == access.user_id:
        raise Forbidden("自分の緊急時の閲覧は、ほかの責任者が確認します。")
    if not comment.strip():
        raise EmergencyError("確かめたことを書いてください。")
    now = timezone.now()
    with transaction.atomic():
        row = EmergencyAccess.objects.select_for_update().get(pk=access.pk)
        if row.ended_at is None and row.until > now:
            raise EmergencyError("まだ続いています。終わってから確認してください。")
        if row.reviewed_at is not None:
            raise EmergencyError("もう確認されています。")
        EmergencyAccess.objects.filter(pk=row.pk).update(
            reviewed_by_id=actor.user_id,
            reviewed_at=now,
            verdict=verdict,
            comment=comment.strip(),
            ended_at=row.ended_at or row.until,
        )
        detail = {"emergency": row.pk, "verdict": verdict}
        record(actor, action="access.review_emergency", subject=f"staff:{row.user_id}", detail=detail)


def running(user_id: int) -> EmergencyAccess | None:
    """The emergency of a person that lasts now."""
    return EmergencyAccess.objects.filter(user_id=user_id, ended_at=None, until__gt=timezone.now()).first()


def seen_by(actor: Actor) -> QuerySet[EmergencyAccess]:
    """The emergencies that an actor may see, newest first: all for those who review or recover, else one's own."""
    found = EmergencyAccess.objects.select_related("user", "reviewed_by").order_by("-id")
    if actor.may(REVIEW) or actor.may(RECOVER):
        return found
    return found.filter(user_id=actor.user_id or 0)


def waiting(actor: Actor) -> QuerySet[EmergencyAccess]:
    """What a reviewer must still look at."""
    return seen_by(actor).filter(reviewed_at=None).filter(~Q(user_id=actor.user_id or 0))


def equip(request: HttpRequest) -> None:
    """Gives the request's user the rights of the emergency that this very session opened, while it lasts.

    Costs a query only in such a session.
    """
    kept = request.session.get(KEPT)
    if kept is None:
        return
    access = EmergencyAccess.objects.filter(pk=kept, user_id=request.user.pk or 0, ended_at=None).first()
    if access is None or access.until <= timezone.now():
        del request.session[KEPT]
        return
    request.emergency = access  # type: ignore[attr-defined]
    request.user.extended = partial(extended, access)  # type: ignore[union-attr]


def extended(access: EmergencyAccess, actor: Actor) -> Actor:
    """The actor with the extra rights, marked so that every look and act of that time can be found."""
    permissions = actor.permissions | frozenset(access.permissions)
    return replace(actor, permissions=permissions, emergency=reference(access))


def words_of(access: EmergencyAccess, schema: str) -> tuple[str, ...]:
    """What an emergency gave, in words; empty where the town has changed its terms since."""
    town = terms(schema)
    return town.says if town and list(town.permissions) == access.permissions else ()


def looks(access: EmergencyAccess) -> list[tuple[str, int]]:
    """What was done in an emergency, as the audit counts it: action → how often, most frequent first."""
    entries = Entry.objects.filter(user_id=access.user_id, emergency=reference(access))
    counted = entries.order_by().values("action").annotate(count=Count("id")).order_by("-count", "action")
    return [(row["action"], row["count"]) for row in counted]
