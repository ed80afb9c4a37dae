"""Whether an event can be, judged by its dates and by the persons it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..errors import Fault
from ..snapshots import House, Member

FUTURE_KINDS = frozenset({"move_out"})


def date_faults(kind: str, event_on: date, notified_on: date | None, today: date) -> list[Fault]:
    """Faults of the dates of an act by themselves. Only a move-out may lie ahead (住民基本台帳法第24条 あらかじめ)."""
    faults = []
    if event_on > today and kind not in FUTURE_KINDS:
        faults.append(Fault("異動日が先の日付です。まだ起きていない異動は受け付けられません。", "event_on", "future"))
    if notified_on and notified_on > today:
        faults.append(Fault("届出日が先の日付です。", "notified_on", "future"))
    if notified_on and event_on > notified_on and kind not in FUTURE_KINDS:
        faults.append(Fault("届出日が異動日より前です。日付を確かめてください。", "notified_on", "order"))
    return faults


def member_faults(house: House, person_ids: Iterable[int]) -> list[Fault]:
    """Everyone named must live in the household on the event's day."""
    missing = [person for person in person_ids if house.member(person) is None]
    message = "異動日の時点でこの世帯にいない人が含まれています。転出・死亡などで消除されていないか確かめてください。"
    return [Fault(message, "people", "absent")] if missing else []


def order_faults(members: Sequence[Member], event_on: date, *, planned_after: date | None = None) -> list[Fault]:
    """The event must come after what is recorded of its persons, and nothing later may be recorded of them.

    With ``planned_after`` a leaving that is planned for a day after it is allowed: the event changes only the days
    before.
    """
    faults = []
    for member in members:
        if member.since and event_on < member.since:
            message = f"{member.name}さんは、異動日より後にこの世帯に入っています。異動日を確かめてください。"
            faults.append(Fault(message, "event_on", "order"))
        if member.until and not (planned_after and member.until > planned_after):
            when = f"{member.until.year}年{member.until.month}月{member.until.day}日"
            message = (
                f"{member.name}さんには、{when}からの異動が既に記録されています。先にその異動を取り消してください。"
            )
            faults.append(Fault(message, "people", "planned"))
    return faults


def birth_faults(member_birth: date | None, event_on: date, name: str) -> list[Fault]:
    """No event of a person lies before the birth."""
    if member_birth and event_on < member_birth:
        return [Fault(f"{name}さんの生年月日より前の異動日です。", "event_on", "before_birth")]
    return []


def nobody_faults(person_ids: Sequence[int]) -> list[Fault]:
    """At least one person must be chosen, and none twice."""
    if not person_ids:
        return [Fault("異動する人を1人以上選んでください。", "people", "nobody")]
    if len(set(person_ids)) != len(person_ids):
        return [Fault("同じ人が2回選ばれています。", "people", "twice")]
    return []
