"""From households before and after an act to the event that the rules judge."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from madoguchi.engines.people.api import House, Member

from .rules import Occurrence, Party


def occurrence(
    kind: str,
    *,
    event_on: date,
    notified_on: date | None,
    before: Iterable[House],
    after: Iterable[House],
    subjects: Collection[int] = (),
    abroad: bool = False,
) -> Occurrence:
    """The event as the rules see it. Without ``subjects`` they are those who came, went or moved."""
    old, new = list(before), list(after)
    about = set(subjects) or moved(old, new)
    were = {member.person_id: (house, member) for house in old for member in house.members}
    are = {member.person_id: (house, member) for house in new for member in house.members}
    return Occurrence(
        kind=kind,
        event_on=event_on,
        notified_on=notified_on,
        parties=tuple(party(key, were.get(key), are.get(key), key in about) for key in {**were, **are}),
        whole_household=all(
            member.person_id in about for house in old if touches(house, about) for member in house.members
        ),
        head_changed=heads_changed(old, new),
        from_abroad=abroad and kind == "move_in_abroad",
        to_abroad=abroad and kind == "move_out",
    )


def party(key: int, was: tuple[House, Member] | None, now: tuple[House, Member] | None, subject: bool) -> Party:
    """One person, before and after."""
    member = (now or was or (None, None))[1]
    assert member is not None
    return Party(
        person_id=key,
        birth_on=member.birth_on,
        sex=member.sex,
        is_foreign=member.is_foreign,
        is_subject=subject,
        was_head=was is not None and was[1].is_head,
        is_head=now is not None and now[1].is_head,
        house=now[0].id if now else None,
        alone=now is not None and len(now[0].members) == 1,
    )


def moved(before: Iterable[House], after: Iterable[House]) -> set[int]:
    """Persons who live at another address or in another household than before, or only on one of both sides."""
    was, now = places(before), places(after)
    return {key for key in {**was, **now} if was.get(key) != now.get(key)}


def places(houses: Iterable[House]) -> dict[int, tuple[int, str]]:
    """Person id → household and address."""
    return {member.person_id: (house.id, str(house.address)) for house in houses for member in house.members}


def touches(house: House, persons: Collection[int]) -> bool:
    """Whether any of these persons lives in the household."""
    return any(member.person_id in persons for member in house.members)


def heads_changed(before: Iterable[House], after: Iterable[House]) -> bool:
    """Whether a household that goes on has another head."""
    now = {house.id: house.head.person_id for house in after if house.head}
    return any(house.head and now.get(house.id, house.head.person_id) != house.head.person_id for house in before)
