"""転出: people go, and the other municipality tells that they have come."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.foundation.access import Actor

from ..errors import Fault, Refused, refuse_if
from ..inputs import Notice, Relations
from ..models import Act, ActKind, Removal, RemovalReason
from ..rules.events import date_faults, member_faults, nobody_faults, order_faults
from ..snapshots import Address
from .recording import Recording, perform
from .writing import leave, remove, settle_head


def move_out(
    actor: Actor,
    *,
    notice: Notice,
    household_id: int,
    person_ids: Sequence[int],
    destination: Address,
    stayer_relations: Relations | None = None,
) -> Act:
    """転出届 (住民基本台帳法第24条): people will leave, or have left, the town.

    ``notice.event_on`` is the planned day (転出予定日); it may lie ahead. The removal stays planned until
    ``confirm_move_out``. Raises Refused, Stale, Forbidden.
    """

    def work(recording: Recording) -> str:
        house = recording.house(household_id)
        refuse_if(nobody_faults(person_ids) or member_faults(house, person_ids))
        movers = [member for member in house.members if member.person_id in set(person_ids)]
        refuse_if(
            [
                *date_faults(ActKind.MOVE_OUT, notice.event_on, notice.notified_on, recording.today),
                *order_faults(movers, notice.event_on),
                *([] if destination else [Fault("転出先の住所を入れてください。", "destination")]),
            ]
        )
        for member in movers:
            leave(recording, member.person_id, house.id, notice.event_on)
            remove(
                recording,
                member.person_id,
                notice.event_on,
                reason=RemovalReason.MOVE_OUT,
                notified_on=notice.notified_on,
                planned_on=notice.event_on,
                planned_address=destination.as_json(),
            )
        settle_head(recording, house.id, stayer_relations, notice.event_on)
        return f"{len(movers)}人が{destination}へ転出"

    return perform(
        actor, kind=ActKind.MOVE_OUT, notice=notice, work=work, details={"to": destination.as_json()},
        persons=person_ids, households=[household_id],
    )  # fmt: skip


def confirm_move_out(actor: Actor, *, notice: Notice, person_ids: Sequence[int], destination: Address) -> Act:
    """転出確定: the other municipality has told that the persons moved in there (転入通知, 住民基本台帳法第9条第1項).

    ``notice.event_on`` is the day they moved in there, ``notice.notified_on`` the day of the 転入通知. Raises Refused.
    """

    def work(recording: Recording) -> str:
        refuse_if(nobody_faults(person_ids))
        refuse_if(date_faults(ActKind.MOVE_OUT_CONFIRM, notice.event_on, None, recording.today))
        for person_id in person_ids:
            confirm_one(recording, person_id, destination)
        return f"{len(person_ids)}人の転出が確定"

    details = {"to": destination.as_json()}
    return perform(
        actor, kind=ActKind.MOVE_OUT_CONFIRM, notice=notice, work=work, details=details, persons=person_ids
    )  # fmt: skip


def confirm_one(recording: Recording, person_id: int, destination: Address) -> None:
    """Confirms the planned removal of one person. Residence ended on the planned day; what was confirmed stands
    beside it.
    """
    notice = recording.notice
    removals = Removal.versions.known().filter(person=person_id, valid__upper_inf=True)
    removal = removals.first()
    if removal is None or removal.reason != RemovalReason.MOVE_OUT or removal.confirmed_on:
        raise Refused(Fault("確定できる転出の予定がない人が含まれています。", "people", "no_plan"))
    recording.ledger.amend(
        removals,
        removal.valid.lower,
        confirmed_on=notice.event_on,
        confirmed_address=destination.as_json(),
        arrival_notified_on=notice.notified_on,
    )
    recording.touch(person=person_id)
