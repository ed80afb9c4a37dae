"""個人番号: the only place that opens them, for whom a second person allowed it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from madoguchi.foundation.access import Actor, Forbidden, require
from madoguchi.foundation.audit.actions import record as audit

from ..errors import Refused
from ..models import IndividualNumber, Opening
from ..permissions import APPROVE_NUMBER, ASK_NUMBER
from .visible import visible_to


@transaction.atomic
def individual_numbers(actor: Actor, *, opening_id: int) -> dict[int, str]:
    """Person id → 個人番号 today ("" where none is recorded), for the one who asked, while the opening lasts.

    Each person whose number is shown makes an entry in the audit (``people.open_number``). Who has become invisible to
    the actor since is left out. Raises Forbidden (another's, or none), Refused (not approved, or over).
    """
    require(actor, ASK_NUMBER)
    opening = own_opening(actor, opening_id)
    if opening.state != Opening.State.APPROVED or opening.open_until is None:
        raise Refused("承認されていないため、個人番号は見られません。")
    if opening.open_until <= timezone.now():
        raise Refused("見られる時間が過ぎました。必要なときは、もう一度求めてください。")
    seen = visible_to(actor).people(opening.person_ids)
    shown = [person_id for person_id in opening.person_ids if person_id in seen]
    numbers = {row.person_id: row.open() for row in numbers_of(shown)}
    for person_id in shown:
        detail = {"opening": opening.pk, "purpose": opening.purpose}
        audit(actor, action="people.open_number", subject=f"person:{person_id}", detail=detail)
    return {person_id: numbers.get(person_id, "") for person_id in shown}


def numbers_of(person_ids: Iterable[int]) -> QuerySet[IndividualNumber]:
    """The sealed numbers of today."""
    rows: QuerySet[IndividualNumber] = IndividualNumber.versions.as_of(timezone.localdate())
    return rows.filter(person__in=list(person_ids))


def own_opening(actor: Actor, opening_id: int) -> Opening:
    """An opening that the actor asked for. Raises Forbidden, also for one that does not exist."""
    found = Opening.objects.filter(pk=opening_id, asked_by=actor.user_id or 0).first()
    if found is None:
        raise Forbidden("この閲覧は、求めた人だけが使えます。")
    return found


def openings(actor: Actor) -> QuerySet[Opening]:
    """Openings that the actor may read about: one's own; all for those who approve. Raises Forbidden."""
    if not actor.may(APPROVE_NUMBER):
        require(actor, ASK_NUMBER)
        return Opening.objects.filter(asked_by=actor.user_id or 0)
    return Opening.objects.all()


def open_now(actor: Actor, *, person_ids: Iterable[int], purpose: str = "") -> list[Opening]:
    """The actor's openings that last at this moment and name all of these persons, the longest first.

    For a screen that needs numbers, e.g. a certificate: it offers these, and hands the id to ``individual_numbers``.
    """
    lasting = Q(asked_by=actor.user_id or 0, state=Opening.State.APPROVED, open_until__gt=timezone.now())
    rows = Opening.objects.filter(lasting, person_ids__contains=list(person_ids))
    return list((rows.filter(purpose=purpose) if purpose else rows).order_by("-open_until"))
