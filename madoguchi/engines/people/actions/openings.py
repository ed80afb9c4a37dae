"""Opening 個人番号: one member of staff asks, another decides."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..errors import Fault, Refused, refuse_if
from ..models import Opening, Person
from ..models.openings import MOST_PERSONS
from ..permissions import APPROVE_NUMBER, ASK_NUMBER
from ..purposes import NumberPurpose, number_purposes, time_open
from ..queries import visible_to


def ask_opening(
    actor: Actor, *, person_ids: Iterable[int], purpose: str, reason: str, submission: uuid.UUID | None = None
) -> Opening:
    """Asks a second person to open the numbers of named persons. The same ``submission`` again is the same opening.

    ``purpose`` is a code of ``number_purposes``. Raises Forbidden, Refused, and what ``visible_to(actor)`` raises for
    persons who are not there for the actor.
    """
    require(actor, ASK_NUMBER)
    wanted = list(dict.fromkeys(person_ids))
    chosen = next((each for each in number_purposes(timezone.localdate()) if each.code == purpose), None)
    refuse_if(opening_faults(actor, wanted, chosen, reason))
    assert chosen is not None
    check_seen(actor, wanted)
    mark = submission or uuid.uuid4()
    try:
        with transaction.atomic():
            return create(actor, wanted, chosen, reason.strip(), mark)
    except IntegrityError:
        return Opening.objects.get(submission=mark, asked_by=actor.user_id or 0)


def opening_faults(actor: Actor, wanted: list[int], chosen: NumberPurpose | None, reason: str) -> list[Fault]:
    """Why it cannot be asked for."""
    faults = []
    if actor.user_id is None:
        faults.append(Fault("個人番号の閲覧は、職員が求めます。"))
    if not 1 <= len(wanted) <= MOST_PERSONS:
        faults.append(Fault(f"対象の人を1人から{MOST_PERSONS}人まで選んでください。", "person_ids"))
    if chosen is None:
        faults.append(Fault("目的を選んでください。", "purpose"))
    if not reason.strip():
        faults.append(Fault("番号が必要な理由を入れてください。", "reason"))
    return faults


def check_seen(actor: Actor, person_ids: list[int]) -> None:
    """Raises what ``visible_to(actor)`` raises for someone who is not there for the actor."""
    view = visible_to(actor)
    view.admit(person_ids)
    if set(person_ids) - view.people(person_ids).keys():
        raise Person.DoesNotExist


def create(actor: Actor, wanted: list[int], chosen: NumberPurpose, reason: str, mark: uuid.UUID) -> Opening:
    """The row, and its entry in the audit."""
    opening = Opening.objects.create(
        person_ids=wanted,
        purpose=chosen.code,
        purpose_name=chosen.name,
        article=chosen.law,
        reason=reason,
        asked_by=actor.user_id or 0,
        asker=str(actor),
        submission=mark,
    )
    detail: dict[str, object] = {"persons": wanted, "purpose": chosen.code}
    audit(actor, action="people.ask_number", subject=f"opening:{opening.pk}", detail=detail)
    return opening


def decide_opening(actor: Actor, *, opening_id: int, approve: bool, comment: str = "") -> Opening:
    """Approves, for some minutes from now, or refuses. One decision counts: the second is told.

    Raises Forbidden, Refused (one's own, decided already, refused without a word), and what ``visible_to`` raises.
    """
    require(actor, APPROVE_NUMBER)
    with transaction.atomic():
        opening = waiting(opening_id)
        if not approve and not comment.strip():
            raise Refused(Fault("却下するときは、意見に理由を入れてください。", "comment"))
        if opening.asked_by == actor.user_id:
            raise Refused("自分が求めた閲覧は、自分では承認できません。ほかの承認者に依頼してください。")
        check_seen(actor, opening.person_ids)
        now = timezone.now()
        opening.state = Opening.State.APPROVED if approve else Opening.State.REFUSED
        opening.decided_by, opening.decider, opening.comment = actor.user_id, str(actor), comment.strip()
        opening.decided_at = now
        opening.open_until = now + time_open(timezone.localdate(now)) if approve else None
        opening.save()
        audit(actor, action=f"people.number_{opening.state}", subject=f"opening:{opening.pk}")
    return opening


def withdraw_opening(actor: Actor, *, opening_id: int) -> Opening:
    """Takes back what one asked for. Raises Forbidden, Refused."""
    require(actor, ASK_NUMBER)
    with transaction.atomic():
        check_own(actor, Opening.objects.get(pk=opening_id))
        opening = waiting(opening_id)
        opening.state, opening.decided_at = Opening.State.WITHDRAWN, timezone.now()
        opening.save()
        audit(actor, action="people.number_withdrawn", subject=f"opening:{opening.pk}")
    return opening


def close_opening(actor: Actor, *, opening_id: int) -> Opening:
    """Ends one's own opening before its time is over. Raises Forbidden, Refused."""
    require(actor, ASK_NUMBER)
    with transaction.atomic():
        opening = Opening.objects.select_for_update().get(pk=opening_id)
        check_own(actor, opening)
        now = timezone.now()
        if opening.open_until is None or opening.open_until <= now:
            raise Refused("この閲覧は、もう終わっています。")
        opening.open_until = now
        opening.save()
        audit(actor, action="people.number_closed", subject=f"opening:{opening.pk}")
    return opening


def waiting(opening_id: int) -> Opening:
    """An opening that waits, locked. Raises Refused where it is decided already, and says by whom."""
    opening = Opening.objects.select_for_update().get(pk=opening_id)
    if opening.state != Opening.State.WAITING:
        by = f"（{opening.decider}）" if opening.decider else ""
        raise Refused(f"この閲覧は、既に「{opening.get_state_display()}」となっています{by}。")
    return opening


def check_own(actor: Actor, opening: Opening) -> None:
    """Raises Refused where another asked for it."""
    if opening.asked_by != actor.user_id:
        raise Refused("取り下げや終了ができるのは、求めた人だけです。")
