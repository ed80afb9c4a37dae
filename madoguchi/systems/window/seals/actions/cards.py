"""Cards: handed over, lost, found again, replaced."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.people.api import Refused, visible_to
from madoguchi.foundation.access import Actor, require

from ..models import CardState, SealAct, SealStanding
from ..queries.standings import standing_of
from ..system import USE
from .recording import Told, done_already, lock_person, record
from .registering import new_card

Kind = SealAct.Kind


def hand_over(actor: Actor, *, person_id: int, told: Told) -> SealAct:
    """The card is given to the person or to whoever may take it (交付). Raises Forbidden, Refused."""
    return change(actor, person_id, Kind.HAND_OVER, told, wanted=CardState.READY, becomes=CardState.HELD)


def lose_card(actor: Actor, *, person_id: int, told: Told) -> SealAct:
    """亡失届: from now on no certificate is given on this card. Raises Forbidden, Refused."""
    return change(actor, person_id, Kind.LOSE, told, wanted=CardState.HELD, becomes=CardState.LOST)


def find_card(actor: Actor, *, person_id: int, told: Told) -> SealAct:
    """発見届: the card was found and shown; it counts again. Raises Forbidden, Refused."""
    return change(actor, person_id, Kind.FIND, told, wanted=CardState.LOST, becomes=CardState.HELD)


def replace_card(actor: Actor, *, person_id: int, told: Told) -> SealAct:
    """再交付: a new card with a new number, handed over; the old number is never used again.

    Raises Forbidden, Refused (no registration in force; the card is not handed over yet).
    """
    require(actor, USE)
    with transaction.atomic():
        lock_person(person_id)
        if done := done_already(told.submission):
            return done
        standing = in_force(actor, person_id)
        if standing.card_state == CardState.READY:
            raise Refused("登録証は、まだ交付していません。")
        return record(
            actor, standing.registration, kind=Kind.REPLACE, event_on=timezone.localdate(), told=told,
            card=new_card(), card_state=CardState.HELD,
        )  # fmt: skip


def change(
    actor: Actor, person_id: int, kind: SealAct.Kind, told: Told, *, wanted: CardState, becomes: CardState
) -> SealAct:
    """The card of a registration in force comes from one state into another."""
    require(actor, USE)
    with transaction.atomic():
        lock_person(person_id)
        if done := done_already(told.submission):
            return done
        standing = in_force(actor, person_id)
        if standing.card_state != wanted:
            state = standing.get_card_state_display()
            raise Refused(f"登録証は「{state}」のため、「{kind.label}」を記録できません。")
        return record(
            actor, standing.registration, kind=kind, event_on=timezone.localdate(), told=told, card=standing.card,
            card_state=becomes,
        )  # fmt: skip


def in_force(actor: Actor, person_id: int) -> SealStanding:
    """The registration in force of a person whom the actor may see. Raises Refused, Held, Person.DoesNotExist."""
    visible_to(actor).person(person_id)
    standing = standing_of(person_id)
    if standing is None:
        raise Refused("効力のある印鑑登録がありません。")
    return standing
