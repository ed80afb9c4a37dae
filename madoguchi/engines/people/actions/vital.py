"""出生 and 死亡: a person is born into a household; a person dies."""

from __future__ import annotations

from datetime import date

from madoguchi.foundation.access import Actor

from ..errors import Fault, refuse_if
from ..inputs import Newcomer, Notice, Relations
from ..models import Act, ActKind, RemovalReason
from ..rules.events import date_faults, member_faults, order_faults
from ..rules.newcomers import newcomer_faults
from ..snapshots import HEAD
from .moving import next_position
from .recording import Recording, perform
from .writing import enter_person, join, leave, remove, settle_head


def birth(actor: Actor, *, notice: Notice, household_id: int, child: Newcomer) -> Act:
    """出生による記載 (住民基本台帳法第8条; 出生届は戸籍法第49条により14日以内).

    The child enters a household that is there; the day of birth is ``notice.event_on``. Raises Refused, Stale,
    Forbidden.
    """

    def work(recording: Recording) -> str:
        house = recording.house(household_id)
        refuse_if(
            [
                *date_faults(ActKind.BIRTH, notice.event_on, notice.notified_on, recording.today),
                *newcomer_faults([child], notice.event_on, joins=True),
                *child_faults(child, notice.event_on),
            ]
        )
        person_id = enter_person(recording, child, notice.event_on)
        join(
            recording,
            person_id,
            house.id,
            notice.event_on,
            relation=child.relation,
            position=next_position(house.id),
            resident_since=notice.event_on,
            settled_on=notice.event_on,
            address_notified_on=notice.notified_on,
            entry_reason=ActKind.BIRTH,
            entered_on=notice.event_on,
        )
        return f"{child.facts.name}さんが出生により世帯に加わる"

    return perform(actor, kind=ActKind.BIRTH, notice=notice, work=work, households=[household_id])


def child_faults(child: Newcomer, born_on: date) -> list[Fault]:
    """A child is new, is not the head, and is born on the day of the event."""
    faults = []
    if child.facts.birth_on != born_on:
        faults.append(Fault("出生の異動日は、子の生年月日と同じ日にしてください。", "event_on", "birth_on"))
    if child.relation == HEAD:
        faults.append(Fault("生まれた子を世帯主にはできません。", "relation", "head"))
    if child.person_id:
        faults.append(Fault("既に記録のある人を、出生で記載することはできません。", "people", "known"))
    return faults


def death(
    actor: Actor, *, notice: Notice, household_id: int, person_id: int, stayer_relations: Relations | None = None
) -> Act:
    """死亡による消除 (住民基本台帳法第8条; 死亡届は戸籍法第86条により知った日から7日以内).

    Where the head dies, ``stayer_relations`` names the new head among two or more who remain. Raises Refused, Stale,
    Forbidden.
    """

    def work(recording: Recording) -> str:
        house = recording.house(household_id)
        refuse_if(member_faults(house, [person_id]))
        member = next(member for member in house.members if member.person_id == person_id)
        refuse_if(
            [
                *date_faults(ActKind.DEATH, notice.event_on, notice.notified_on, recording.today),
                *order_faults([member], notice.event_on),
            ]
        )
        leave(recording, person_id, house.id, notice.event_on)
        remove(recording, person_id, notice.event_on, reason=RemovalReason.DEATH, notified_on=notice.notified_on,
               uncertain=notice.event_uncertain)  # fmt: skip
        settle_head(recording, house.id, stayer_relations, notice.event_on)
        return f"{member.name}さんが死亡"

    return perform(
        actor, kind=ActKind.DEATH, notice=notice, work=work, persons=[person_id], households=[household_id]
    )  # fmt: skip
