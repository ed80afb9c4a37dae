"""世帯変更届 (住民基本台帳法第25条): the head changes, a household parts, two become one, relations are put right."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.foundation.access import Actor

from ..errors import Fault, Refused, refuse_if
from ..inputs import Notice, Relations
from ..models import Act, ActKind
from ..rules.events import date_faults, member_faults, nobody_faults, order_faults
from ..snapshots import HEAD, House
from .moving import next_position, transfer
from .recording import Recording, perform
from .writing import new_household, restate_household, settle_head


def change_head(actor: Actor, *, notice: Notice, household_id: int, relations: Relations) -> Act:
    """世帯主変更: ``relations`` restates the whole household to its new head. Raises Refused, Stale, Forbidden."""

    def work(recording: Recording) -> str:
        house = checked_house(recording, household_id, ActKind.HEAD_CHANGE, stay=True)
        new = next((m for m in house.members if tuple(relations.get(m.person_id, ())) == HEAD), None)
        if new is not None and new.is_head:
            raise Refused(Fault("選ばれた人は、いまの世帯主です。", "head", "same"))
        restate_household(recording, house, relations, notice.event_on)
        return f"世帯主が{new.name if new else ''}さんに変更"

    return perform(actor, kind=ActKind.HEAD_CHANGE, notice=notice, work=work, households=[household_id])


def split_household(
    actor: Actor,
    *,
    notice: Notice,
    household_id: int,
    person_ids: Sequence[int],
    mover_relations: Relations,
    stayer_relations: Relations | None = None,
) -> Act:
    """世帯分離: some make a household of their own at the same address. Raises Refused, Stale, Forbidden."""

    def work(recording: Recording) -> str:
        house = checked_house(recording, household_id, ActKind.HOUSEHOLD_SPLIT, person_ids)
        if len(person_ids) == len(house.members):
            raise Refused(
                Fault("世帯の全員を選んでいます。世帯分離では、元の世帯に残る人が必要です。", "people", "all")
            )
        target = new_household(recording, house.address, notice.event_on).pk
        shift(recording, house, target, person_ids, mover_relations)
        settle_head(recording, house.id, stayer_relations, notice.event_on)
        return f"{len(person_ids)}人が世帯を分離"

    return perform(
        actor, kind=ActKind.HOUSEHOLD_SPLIT, notice=notice, work=work, persons=person_ids, households=[household_id]
    )  # fmt: skip


def merge_households(
    actor: Actor, *, notice: Notice, household_id: int, into_household_id: int, mover_relations: Relations
) -> Act:
    """世帯合併: all of a household join another at the same address. Raises Refused, Stale, Forbidden."""

    def work(recording: Recording) -> str:
        house = checked_house(recording, household_id, ActKind.HOUSEHOLD_MERGE)
        target = recording.house(into_household_id)
        refuse_if(other_address_faults(house, target))
        person_ids = [member.person_id for member in house.members]
        shift(recording, house, target.id, person_ids, mover_relations)
        return f"世帯番号{house.number}の{len(person_ids)}人が世帯番号{target.number}に合併"

    return perform(
        actor, kind=ActKind.HOUSEHOLD_MERGE, notice=notice, work=work, persons=mover_relations,
        households=[household_id, into_household_id],
    )  # fmt: skip


def change_household(
    actor: Actor,
    *,
    notice: Notice,
    household_id: int,
    into_household_id: int,
    person_ids: Sequence[int],
    mover_relations: Relations,
    stayer_relations: Relations | None = None,
) -> Act:
    """世帯変更: some leave their household for another at the same address. Raises Refused, Stale, Forbidden."""

    def work(recording: Recording) -> str:
        house = checked_house(recording, household_id, ActKind.HOUSEHOLD_CHANGE, person_ids)
        target = recording.house(into_household_id)
        refuse_if(other_address_faults(house, target))
        shift(recording, house, target.id, person_ids, mover_relations)
        settle_head(recording, house.id, stayer_relations, notice.event_on)
        return f"{len(person_ids)}人が世帯番号{target.number}の世帯に移る"

    return perform(
        actor, kind=ActKind.HOUSEHOLD_CHANGE, notice=notice, work=work, persons=person_ids,
        households=[household_id, into_household_id],
    )  # fmt: skip


def fix_relations(actor: Actor, *, notice: Notice, household_id: int, relations: Relations) -> Act:
    """続柄修正: relations are put right; the head stays the head. Raises Refused, Stale, Forbidden."""

    def work(recording: Recording) -> str:
        house = checked_house(recording, household_id, ActKind.RELATION_FIX, stay=True)
        if house.head and tuple(relations.get(house.head.person_id, ())) != HEAD:
            raise Refused(Fault("世帯主が変わるときは、世帯主変更で受け付けてください。", "head", "head"))
        if all(tuple(relations.get(m.person_id, ())) == m.relation for m in house.members):
            raise Refused(Fault("変わるところがありません。", "relations", "same"))
        restate_household(recording, house, relations, notice.event_on)
        return "続柄を修正"

    return perform(actor, kind=ActKind.RELATION_FIX, notice=notice, work=work, households=[household_id])


def checked_house(
    recording: Recording, household_id: int, kind: str, person_ids: Sequence[int] | None = None, *, stay: bool = False
) -> House:
    """The household, with its persons (everyone, if None) and dates checked. Raises Refused.

    Where all ``stay`` in it, one of them may have planned to leave the town later.
    """
    notice = recording.notice
    house = recording.house(household_id)
    chosen = [m.person_id for m in house.members] if person_ids is None else list(person_ids)
    refuse_if(nobody_faults(chosen) or member_faults(house, chosen))
    members = [member for member in house.members if member.person_id in set(chosen)]
    refuse_if(
        [
            *date_faults(kind, notice.event_on, notice.notified_on, recording.today),
            *order_faults(members, notice.event_on, planned_after=recording.today if stay else None),
        ]
    )
    return house


def other_address_faults(house: House, target: House) -> list[Fault]:
    """Households at different addresses cannot become one without a move."""
    if house.id == target.id:
        return [Fault("同じ世帯です。別の世帯を選んでください。", "into_household", "same")]
    a, b = house.address, target.address
    if (a.town, a.lot) != (b.town, b.lot):
        return [Fault("住所が違う世帯には移れません。転居届で受け付けてください。", "into_household", "address")]
    return []


def shift(recording: Recording, house: House, target_id: int, person_ids: Sequence[int], relations: Relations) -> None:
    """Moves persons to another household of the same address."""
    if missing := [person for person in person_ids if person not in relations]:
        raise Refused(
            Fault(f"移る{len(missing)}人の、移った先での続柄を決めてください。", "relations", "relations_missing")
        )
    first = next_position(target_id)
    for offset, person_id in enumerate(sorted(person_ids, key=lambda person: tuple(relations[person]) != HEAD)):
        transfer(recording, person_id, house.id, target_id, tuple(relations[person_id]), first + offset, moved=False)
