"""One family's story as the counter would have recorded it: who lives where, and the acts that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from madoguchi.engines.people.api import HEAD, ActKind, Address
from madoguchi.foundation.codes import relationship_label

from .chronicle import Chronicle, Deed
from .kin import Human, relation
from .people import permit
from .world import CODES_SINCE, JAPAN, NUMBERS_SINCE, World

CLERKS = (
    "窓口サービス課　窓口　はな子",
    "窓口サービス課　受付　健",
    "窓口サービス課　見本　三郎",
    "窓口サービス課　例　恵",
)
CHECKS = ("個人番号カード", "運転免許証", "在留カード等", "健康保険の資格確認書と年金手帳")


@dataclass(eq=False)
class House:
    """A household of the story as it stands now, in the order of the record."""

    address: Address
    members: list[Human] = field(default_factory=list)
    head: Human | None = None


class Story:
    """Keeps the chronicle in step with who lives where. Acts are recorded in the order in which they are made."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        self.chronicle = Chronicle()
        self.houses: list[House] = []
        self.home: dict[Human, House] = {}
        self.codes: dict[Human, tuple[str, str]] = {}
        self.now = datetime.combine(world.first, time(9), JAPAN)

    def act(self, kind: ActKind, on: date, *, lag: int | None = None, notice: bool = True, **columns: Any) -> Deed:
        """An act, notified ``lag`` days after the event (by chance where not given), recorded on an opening day."""
        days = self.lag() if lag is None else lag
        at = datetime.combine(self.world.opening(on + timedelta(days)), time(9), JAPAN)
        at = min(at + timedelta(minutes=self.dice.below(480)), self.world.latest)
        self.now = max(at, self.now + timedelta(minutes=1))
        clerk = self.dice.pick(CLERKS)
        if notice:
            columns |= {"notified_on": at.date(), "identity_check": self.dice.pick(CHECKS)}
        columns["submission"] = f"{self.dice.below(1 << 53):016x}{self.dice.below(1 << 53):016x}"
        deed = Deed(kind, on, self.now, columns={"recorder": clerk, "summary": kind.label, **columns})
        self.chronicle.deeds.append(deed)
        return deed

    def lag(self) -> int:
        """Most people come within fourteen days, some late."""
        return self.dice.below(14) if self.dice.chance(0.94) else self.dice.between(15, 120)

    def found(self, address: Address, deed: Deed, since: date) -> House:
        """A new household at an address."""
        house = House(address)
        self.houses.append(house)
        self.chronicle.households.append(house)
        self.chronicle.start("dwelling", house, deed, since, **dwelling(address))
        return house

    def enter(self, human: Human, house: House, deed: Deed, since: date, came_from: Address, **values: Any) -> None:
        """A person enters the record, or comes back to it. The first to enter a household is its head."""
        book = self.chronicle
        if human in book.people:
            book.end("removal", human, deed, since)
        else:
            book.people[human] = "resident"
            book.start("identity", human, deed, None, **human.facts)
            if human.phone:
                book.start("contact", human, deed, None, phone=human.phone)
        if human.permit:
            if "role" in human.permit:
                human.permit = permit(self.dice, human, since)
            book.start("permit", human, deed, since, **{"resident_since": since, **human.permit})
        self.give_numbers(human, deed, since)
        values = {
            "resident_since": since,
            "settled_on": since,
            "address_notified_on": deed.columns.get("notified_on"),
            "entry_reason": str(deed.kind),
            "entered_on": since,
            "previous_address": came_from.as_json(),
            **values,
        }
        self.join(human, house, deed, since, values)

    def join(self, human: Human, house: House, deed: Deed, since: date, values: dict[str, Any]) -> None:
        """The person lives in the household from a day on."""
        if house.head is None:
            house.head = human
        present = self.chronicle.present
        last = max((present["membership", member].values["position"] for member in house.members), default=0)
        house.members.append(human)
        self.home[human] = house
        place = {"household_id": house, "position": last + 1, **stand(house.head, human)}
        self.chronicle.start("membership", human, deed, since, **{**values, **place})

    def give_numbers(self, human: Human, deed: Deed, since: date) -> None:
        """住民票コード and 個人番号, as far as they exist by then; nobody has two."""
        if human not in self.codes:
            self.codes[human] = self.world.numbers()
        code, number = self.codes[human]
        if since >= CODES_SINCE and ("resident_code", human) not in self.chronicle.present:
            self.chronicle.start("resident_code", human, deed, since, value=code)
        if since >= NUMBERS_SINCE and ("individual_number", human) not in self.chronicle.present:
            self.chronicle.start("individual_number", human, deed, since, value=number)

    def leave(self, human: Human, deed: Deed, on: date) -> House:
        """The person lives in the household no longer; gives the household, which may lack a head now."""
        house = self.home.pop(human)
        house.members.remove(human)
        self.chronicle.end("membership", human, deed, on)
        return house

    def remove(self, human: Human, deed: Deed, on: date, **values: Any) -> None:
        """消除: the person is not a resident from a day on."""
        self.chronicle.end("removal", human, deed, on)
        self.chronicle.start("removal", human, deed, on, notified_on=deed.columns.get("notified_on"), **values)
        self.chronicle.end("permit", human, deed, on)

    def settle(self, house: House, deed: Deed, on: date) -> None:
        """Where the head is gone, the spouse becomes the head, or else the oldest of those who remain."""
        old = house.head
        if house.members and old not in house.members:
            first = min(house.members, key=lambda human: (human is not (old and old.spouse), human.birth))
            self.restate(house, first, deed, on)

    def restate(self, house: House, head: Human, deed: Deed, on: date) -> None:
        """Writes who is the head and how the others stand to the head, from a day on."""
        house.head = head
        for human in house.members:
            changes = stand(head, human)
            if self.chronicle.present["membership", human].values["relation"] != changes["relation"]:
                self.chronicle.amend("membership", human, deed, on, **changes)

    def together(self, people: Sequence[Human]) -> list[Human]:
        """Those of the people who live in the town now and in the household of the first of them."""
        here = [human for human in people if human in self.home]
        return [human for human in here if self.home[human] is self.home[here[0]]]


def dwelling(address: Address) -> dict[str, Any]:
    """The columns of an address."""
    return {
        "prefecture": address.prefecture,
        "city": address.city,
        "lg_code": address.lg_code,
        "town": address.town,
        "lot": address.lot,
        "building": address.building,
        "postal_code": address.postal_code,
    }


def stand(head: Human, human: Human) -> dict[str, Any]:
    """How a member stands to the head: columns of the membership."""
    codes = relation(head, human)
    return {"relation": codes, "relation_text": label(codes), "is_head": codes == HEAD}


@cache
def label(codes: tuple[str, ...]) -> str:
    """続柄 in words."""
    return relationship_label(codes)
