"""The acts of a story, one function each. Every one leaves each household with one head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from madoguchi.engines.people.api import ActKind, Address, RemovalReason

from .addresses import elsewhere
from .kin import Human
from .story import House, Story, dwelling
from .world import CODES_SINCE, NUMBERS_SINCE

NOWHERE = Address()


def begin(story: Story, people: Sequence[Human], address: Address, since: dict[Human, date]) -> House:
    """データ移行: a family that lived in the town when its record begins. The head has been there longest."""
    first = story.world.first
    deed = story.act(ActKind.MIGRATION, first, lag=0, notice=False)
    oldest = min(since[human] for human in people)
    house = story.found(address, deed, oldest)
    for index, human in enumerate(people):
        day = oldest if index == 0 else since[human]
        story.enter(human, house, deed, day, NOWHERE, entry_reason=str(ActKind.MOVE_IN))
    return house


def move_in(story: Story, people: Sequence[Human], on: date, came_from: Address, house: House | None = None) -> House:
    """転入, to a new household or into one that is there."""
    kind = ActKind.MOVE_IN_ABROAD if came_from.country else ActKind.MOVE_IN
    deed = story.act(
        kind, on, details={"from": came_from.as_json()}, summary=f"{len(people)}人が{came_from}から転入"[:200]
    )
    if house is None:
        house = story.found(story.world.places.home(story.dice, flat=story.dice.chance(0.4)), deed, on)
    for human in people:
        story.enter(human, house, deed, on, came_from)
    return house


def registration_of_foreigners(story: Story, human: Human, on: date, house: House) -> None:
    """A foreign member of a household enters the record as the law begins to ask for it."""
    deed = story.act(ActKind.EX_OFFICIO_ENTRY, on, lag=0, notice=False, approver="窓口サービス課　係長　仮名子")
    story.enter(human, house, deed, on, NOWHERE)


def birth(story: Story, child: Human, on: date, house: House) -> None:
    """出生."""
    deed = story.act(ActKind.BIRTH, on, summary=f"{child.facts['name']}さんが出生により世帯に加わる")
    story.enter(child, house, deed, on, NOWHERE)


def death(story: Story, human: Human, on: date) -> None:
    """死亡; the household is settled where the head has died."""
    deed = story.act(ActKind.DEATH, on, lag=story.dice.below(7), summary=f"{human.facts['name']}さんが死亡")
    house = story.leave(human, deed, on)
    story.remove(human, deed, on, reason=str(RemovalReason.DEATH))
    story.settle(house, deed, on)


def move_out(story: Story, people: Sequence[Human], on: date, *, confirmed: bool = True) -> None:
    """転出届 before or on the day, and mostly the notice from where the people moved to."""
    dice = story.dice
    to = elsewhere(dice)
    deed = story.act(
        ActKind.MOVE_OUT,
        on,
        lag=-dice.below(10),
        details={"to": to.as_json()},
        summary=f"{len(people)}人が{to}へ転出"[:200],
    )
    plan = {"reason": str(RemovalReason.MOVE_OUT), "planned_on": on, "planned_address": to.as_json()}
    houses = []
    for human in people:
        houses.append(story.leave(human, deed, on))
        story.remove(human, deed, on, **plan)
    for house in houses:
        story.settle(house, deed, on)
    told = on + timedelta(dice.between(3, 20))
    if confirmed and told < story.world.latest.date():
        confirm(story, people, on, told, to)


def confirm(story: Story, people: Sequence[Human], on: date, told: date, to: Address) -> None:
    """転出確定: the other municipality has told."""
    deed = story.act(ActKind.MOVE_OUT_CONFIRM, told, lag=0, notice=False, details={"to": to.as_json()})
    for human in people:
        story.chronicle.amend(
            "removal", human, deed, on, confirmed_on=on, confirmed_address=to.as_json(), arrival_notified_on=told
        )


def take_back(story: Story, people: Sequence[Human], on: date) -> None:
    """転出取消: a planned move-out that does not happen."""
    house = story.home[people[0]]
    standing = list(house.members), house.head
    deeds = len(story.chronicle.deeds)
    move_out(story, people, on, confirmed=False)
    wrong = story.chronicle.deeds[deeds]
    deed = story.act(ActKind.CANCEL, on, lag=0, details={"reason": "転出の予定がなくなったため"}, summary="転出の取消")
    deed.cancels = wrong
    story.chronicle.undo(wrong, deed)
    house.members[:], house.head = standing
    story.home.update(dict.fromkeys(standing[0], house))


def move_house(story: Story, house: House, on: date) -> None:
    """転居 of a whole household: it keeps its number."""
    house.address = story.world.places.home(story.dice, flat=story.dice.chance(0.35))
    deed = story.act(ActKind.MOVE_WITHIN, on, summary=f"{len(house.members)}人が{house.address.in_town}へ転居")
    story.chronicle.amend("dwelling", house, deed, on, **dwelling(house.address))
    for human in house.members:
        story.chronicle.amend(
            "membership", human, deed, on, settled_on=on, address_notified_on=deed.columns["notified_on"]
        )


def set_up_home(story: Story, human: Human, on: date) -> None:
    """転居 of one member, to a household of their own."""
    address = story.world.places.home(story.dice, flat=story.dice.chance(0.8))
    deed = story.act(ActKind.MOVE_WITHIN, on, summary=f"1人が{address.in_town}へ転居")
    new = story.found(address, deed, on)
    transfer(story, human, new, deed, on, settled_on=on, address_notified_on=deed.columns["notified_on"])


def flee(story: Story, people: Sequence[Human], on: date) -> None:
    """転居 of some of a household, to one of their own at another address."""
    address = story.world.places.home(story.dice, flat=True)
    deed = story.act(ActKind.MOVE_WITHIN, on, lag=3, summary=f"{len(people)}人が{address.in_town}へ転居")
    new = story.found(address, deed, on)
    for human in people:
        transfer(story, human, new, deed, on, settled_on=on, address_notified_on=deed.columns["notified_on"])


def split(story: Story, people: Sequence[Human], on: date) -> None:
    """世帯分離: some make a household of their own at the same address."""
    old = story.home[people[0]]
    deed = story.act(ActKind.HOUSEHOLD_SPLIT, on, summary=f"{len(people)}人が世帯を分離")
    new = story.found(old.address, deed, on)
    for human in people:
        transfer(story, human, new, deed, on)


def transfer(story: Story, human: Human, new: House, deed: Any, on: date, **changes: Any) -> None:
    """One person leaves a household for another of the town; residence goes on."""
    values = dict(story.chronicle.present["membership", human].values)
    old = story.leave(human, deed, on)
    story.join(human, new, deed, on, {**values, **changes})
    story.settle(old, deed, on)


def change_head(story: Story, house: House, head: Human, on: date) -> None:
    """世帯主変更."""
    deed = story.act(ActKind.HEAD_CHANGE, on, summary=f"世帯主が{head.facts['name']}さんに変更")
    story.restate(house, head, deed, on)


def change_facts(story: Story, human: Human, kind: ActKind, on: date, **changes: Any) -> None:
    """A change of who a person is: 氏名, 通称, 旧氏."""
    deed = story.act(kind, on, notice=kind != ActKind.NAME_CHANGE, details={"changes": changes})
    human.facts = {**human.facts, **changes}
    story.chronicle.amend("identity", human, deed, on, **changes)


def renew_permit(story: Story, human: Human, on: date, **changes: Any) -> None:
    """在留期間の更新, by notice from the 出入国在留管理庁."""
    human.permit = {**human.permit, **changes}
    deed = story.act(ActKind.PERMIT_CHANGE, on, notice=False, summary=f"在留資格 {human.permit['status']}")
    story.chronicle.amend("permit", human, deed, on, **changes)


def naturalise(story: Story, human: Human, on: date, **facts: Any) -> None:
    """帰化: the foreign resident becomes Japanese."""
    deed = story.act(ActKind.NATIONALITY_GAIN, on, summary=f"{human.facts['name']}さんが日本国籍を取得")
    human.facts, human.permit = {**human.facts, **facts}, {}
    story.chronicle.amend("identity", human, deed, on, **facts)
    story.chronicle.end("permit", human, deed, on)


def correct(story: Story, table: str, key: Human | House, on: date, **changes: Any) -> None:
    """職権修正: something has been wrong all the time, and is found late. A second person approves."""
    deed = story.act(
        ActKind.EX_OFFICIO_FIX,
        on,
        lag=0,
        notice=False,
        approver="窓口サービス課　係長　仮名子",
        details={"table": table},
    )
    if isinstance(key, Human) and table == "identity":
        key.facts = {**key.facts, **changes}
    story.chronicle.correct(table, key, deed, **changes)


BEGINNINGS = {CODES_SINCE: ActKind.RESIDENT_CODE, NUMBERS_SINCE: ActKind.INDIVIDUAL_NUMBER}


def give_numbers(story: Story, on: date, begun: date) -> None:
    """住民票コード or 個人番号 (which begin on the day ``begun``) are given to everyone who lives in the town."""
    kind = BEGINNINGS[begun]
    for house in story.houses:
        if house.members:
            deed = story.act(kind, on, lag=0, notice=False)
            for human in house.members:
                story.give_numbers(human, deed, on)
