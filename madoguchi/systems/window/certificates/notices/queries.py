"""Reads of 本人通知: whom the actor may not see does not stand in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from madoguchi.engines.issuance.api import hidden_from
from madoguchi.engines.people.api import PeopleView, visible_to
from madoguchi.foundation.access import Actor, require

from ..models import IssueNotice, NoticeRegistration, NoticeState
from ..system import NOTICES

MOST = 200


def notices(actor: Actor, state: NoticeState, size: int = MOST) -> list[IssueNotice]:
    """Letters of a state, the oldest first (those sent: the latest first). Raises Forbidden."""
    require(actor, NOTICES)
    order = "created_at" if state in {NoticeState.WAITING, NoticeState.PRINTED} else "-created_at"
    found = IssueNotice.objects.filter(state=state).select_related("registration", "request").order_by(order, "pk")
    rows = list(found.defer("request__snapshot", "request__sealed")[:size])
    hidden = hidden_from(actor, persons_of(rows))
    return [row for row in rows if row.registration.person_id not in hidden]


def shown_to(actor: Actor, notice_ids: Iterable[int]) -> list[int]:
    """Those of the letters that go to someone whom the actor may see."""
    rows = dict(IssueNotice.objects.filter(pk__in=list(notice_ids)).values_list("pk", "registration__person"))
    hidden = hidden_from(actor, set(rows.values()))
    return [key for key, person in rows.items() if person not in hidden]


def persons_of(rows: Iterable[IssueNotice]) -> set[int]:
    """Whom the letters are owed to."""
    return {row.registration.person_id for row in rows}


def registration_of(actor: Actor, person_id: int) -> NoticeRegistration | None:
    """The registration that runs. Raises Forbidden."""
    require(actor, NOTICES)
    return NoticeRegistration.objects.filter(person=person_id, ended_on__isnull=True).first()


def names_of(actor: Actor, rows: Iterable[IssueNotice]) -> dict[int, str]:
    """Person id → name."""
    return {key: record.name for key, record in visible_to(actor).people(persons_of(rows)).items()}


def addresses(view: PeopleView, person_ids: Iterable[int], day: date) -> dict[int, tuple[str, str, str]]:
    """Person id → postal code, address and name of those who live in the town; others get no letter by this way."""
    houses = view.houses_of(person_ids, on=day)
    found = {}
    for person_id, house in houses.items():
        member = house.member(person_id)
        if member:
            found[person_id] = (house.address.postal_code, str(house.address), member.name)
    return found
