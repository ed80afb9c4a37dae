"""転入, 転居: people come and move house."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.foundation.access import Actor

from ..errors import Fault, Refused, refuse_if
from ..inputs import Newcomer, Notice, Relations
from ..models import Act, ActKind, Membership
from ..rules.events import date_faults, member_faults, nobody_faults, order_faults
from ..rules.newcomers import newcomer_faults
from ..snapshots import HEAD, Address, House
from .recording import Recording, perform
from .writing import (
    enter_person,
    join,
    leave,
    memberships_of,
    move_household,
    new_household,
    only,
    put_head_first,
    restate_household,
    settle_head,
    write_relations,
)


def move_in(
    actor: Actor,
    *,
    notice: Notice,
    newcomers: Sequence[Newcomer],
    address: Address,
    previous: Address,
    household_id: int | None = None,
    relations: Relations | None = None,
) -> Act:
    """転入届 (住民基本台帳法第22条; from abroad also 第30条の46): people enter the record of the town.

    Without ``household_id`` they make a new household at ``address``, and one of them is its head. With it they join
    that household (its revision must be in ``notice.expected``); ``relations`` restates those who live in it already,
    and must do so when a newcomer becomes its head. Raises Refused, Stale, Forbidden.
    """
    kind = ActKind.MOVE_IN_ABROAD if previous.country else ActKind.MOVE_IN

    def work(recording: Recording) -> str:
        refuse_if(date_faults(kind, notice.event_on, notice.notified_on, recording.today))
        refuse_if(newcomer_faults(newcomers, notice.event_on, joins=household_id is not None))
        target = household_id or new_household(recording, address, notice.event_on).pk
        if household_id:
            make_room(recording, recording.house(household_id), newcomers, address, relations)
        enter_all(recording, newcomers, target, previous, kind)
        put_head_first(recording, target, notice.event_on)
        return f"{len(newcomers)}人が{previous or '市外'}から転入"

    return perform(
        actor, kind=kind, notice=notice, work=work, details={"from": previous.as_json()}, households=[household_id],
        persons=[newcomer.person_id for newcomer in newcomers],
    )  # fmt: skip


def make_room(
    recording: Recording, house: House, newcomers: Sequence[Newcomer], address: Address, relations: Relations | None
) -> None:
    """Restates a household that newcomers join. Raises Refused where it lives elsewhere, or would have two heads."""
    refuse_if(elsewhere_faults(house, address))
    if any(newcomer.relation == HEAD for newcomer in newcomers):
        given = only(relations or {}, house)
        if HEAD in given.values():
            message = "転入する人が世帯主になるときは、いまの世帯の人の続柄を新しい世帯主から見て入れてください。"
            raise Refused(Fault(message, "relations", "two_heads"))
        write_relations(recording, house, given, recording.notice.event_on)
    elif relations:
        restate_household(recording, house, only(relations, house), recording.notice.event_on)


def elsewhere_faults(house: House, address: Address) -> list[Fault]:
    """Who joins a household lives where it lives."""
    if address and (house.address.town, house.address.lot) != (address.town, address.lot):
        message = f"住所が、加わる世帯の住所（{house.address.in_town}）と違います。世帯か住所を確かめてください。"
        return [Fault(message, "address", "elsewhere")]
    return []


def enter_all(
    recording: Recording, newcomers: Sequence[Newcomer], household_id: int, previous: Address, kind: str
) -> None:
    """Everyone of a notice enters one household, in the order given."""
    notice = recording.notice
    first = next_position(household_id)
    for offset, newcomer in enumerate(newcomers):
        person_id = enter_person(recording, newcomer, notice.event_on)
        join(
            recording,
            person_id,
            household_id,
            notice.event_on,
            relation=newcomer.relation,
            position=first + offset,
            resident_since=notice.event_on,
            settled_on=notice.event_on,
            address_notified_on=notice.notified_on,
            entry_reason=kind,
            entered_on=notice.event_on,
            previous_address=(newcomer.previous_address or previous).as_json(),
        )


def next_position(household_id: int) -> int:
    """The place after the last member in the order of the record."""
    positions = Membership.versions.known().filter(household=household_id).values_list("position", flat=True)
    return max(positions, default=0) + 1


def move_within(
    actor: Actor,
    *,
    notice: Notice,
    household_id: int,
    person_ids: Sequence[int],
    address: Address,
    join_household_id: int | None = None,
    mover_relations: Relations | None = None,
    stayer_relations: Relations | None = None,
) -> Act:
    """転居届 (住民基本台帳法第23条): people move house inside the town.

    Everyone of the household: the household moves and keeps its number. A part of it: they make a new household (or
    join ``join_household_id``), with ``mover_relations``; who stays is restated by ``stayer_relations`` (one who stays
    alone becomes the head by himself). Raises Refused, Stale, Forbidden.
    """

    def work(recording: Recording) -> str:
        house = recording.house(household_id)
        refuse_if(nobody_faults(person_ids) or member_faults(house, person_ids))
        movers = [member for member in house.members if member.person_id in set(person_ids)]
        whole = len(movers) == len(house.members) and join_household_id is None
        refuse_if(
            [
                *date_faults(ActKind.MOVE_WITHIN, notice.event_on, notice.notified_on, recording.today),
                *order_faults(movers, notice.event_on, planned_after=recording.today if whole else None),
                *same_address_faults(house, address),
                *([] if address.town else [Fault("新しい住所を入れてください。", "address", "address")]),
            ]
        )
        if whole:
            move_whole(recording, house, address)
        else:
            move_part(recording, house, person_ids, address, join_household_id, mover_relations)
            settle_head(recording, house.id, stayer_relations, notice.event_on)
        return f"{len(movers)}人が{address.in_town}へ転居"

    return perform(
        actor, kind=ActKind.MOVE_WITHIN, notice=notice, work=work, details={"to": address.as_json()},
        persons=person_ids, households=[household_id, join_household_id],
    )  # fmt: skip


def same_address_faults(house: House, address: Address) -> list[Fault]:
    """A move to where one already lives is no move."""
    old = house.address
    if (old.town, old.lot, old.building) == (address.town, address.lot, address.building):
        return [Fault("新しい住所が、いまの住所と同じです。", "address", "same")]
    return []


def move_whole(recording: Recording, house: House, address: Address) -> None:
    """The household keeps its number and everyone in it; only where and since when they live changes."""
    notice = recording.notice
    move_household(recording, house.id, address, notice.event_on)
    for member in house.members:
        recording.ledger.amend(
            memberships_of(member.person_id, house.id),
            notice.event_on,
            settled_on=notice.event_on,
            settled_uncertain=False,
            address_notified_on=notice.notified_on,
        )
        recording.touch(person=member.person_id)


def move_part(
    recording: Recording,
    house: House,
    person_ids: Sequence[int],
    address: Address,
    join_household_id: int | None,
    relations: Relations | None,
) -> None:
    """Some leave the household for a new one, or for one that is there."""
    if join_household_id:
        refuse_if(elsewhere_faults(recording.house(join_household_id), address))
    target = join_household_id or new_household(recording, address, recording.notice.event_on).pk
    alone = len(person_ids) == 1 and not join_household_id
    given = {person_ids[0]: HEAD} if alone else {key: tuple(value) for key, value in (relations or {}).items()}
    if missing := [person for person in person_ids if person not in given]:
        raise Refused(
            Fault(f"移る{len(missing)}人の、新しい世帯での続柄を決めてください。", "relations", "relations_missing")
        )
    first = next_position(target)
    for offset, person_id in enumerate(sorted(person_ids, key=lambda person: given[person] != HEAD)):
        transfer(recording, person_id, house.id, target, given[person_id], first + offset, moved=True)


def transfer(
    recording: Recording,
    person_id: int,
    from_id: int,
    to_id: int,
    relation: tuple[str, ...],
    position: int,
    *,
    moved: bool,
) -> None:
    """One person leaves a household and joins another on the same day; residence in the town goes on."""
    notice = recording.notice
    old = leave(recording, person_id, from_id, notice.event_on)
    if old is None:
        raise Refused(Fault("異動日の時点でこの世帯にいない人が含まれています。", "people", "absent"))
    join(
        recording,
        person_id,
        to_id,
        notice.event_on,
        relation=relation,
        position=position,
        resident_since=old.resident_since,
        resident_since_uncertain=old.resident_since_uncertain,
        settled_on=notice.event_on if moved else old.settled_on,
        settled_uncertain=False if moved else old.settled_uncertain,
        address_notified_on=notice.notified_on if moved else old.address_notified_on,
        entry_reason=old.entry_reason,
        entered_on=old.entered_on,
        previous_address=old.previous_address,
    )
