"""Households before and after, side by side: what stays, what changes, who comes and who goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from madoguchi.engines.people.api import House, Member


@dataclass(frozen=True)
class Mark:
    """A value: unchanged (``new`` alone), changed (both), gone (``old`` alone)."""

    new: str = ""
    old: str = ""
    fresh: bool = False


@dataclass(frozen=True)
class Line:
    """One person in a household after the event. ``also`` says in words what else changes."""

    member: Member
    name: Mark
    relation: Mark
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Home:
    """A household after the event; ``house`` is None for those who leave the town or die."""

    house: House | None
    title: Mark
    lines: tuple[Line, ...]
    size: Mark = Mark()
    is_new: bool = False


@dataclass(frozen=True)
class Comparison:
    """Both sides of the screen."""

    before: tuple[House, ...]
    after: tuple[Home, ...]
    gone: tuple[Member, ...]

    @property
    def changes(self) -> bool:
        """Whether anything that the table shows is different."""
        return bool(self.gone) or any(home.is_new or any(changed(line) for line in home.lines) for home in self.after)


def changed(line: Line) -> bool:
    """Whether the line has a mark."""
    return bool(line.also) or line.name.fresh or line.relation.fresh


def compare(before: Iterable[House], after: Iterable[House]) -> Comparison:
    """The comparison of the households of an event."""
    old, new = tuple(before), tuple(after)
    were = {member.person_id: (house, member) for house in old for member in house.members}
    stay = {member.person_id for house in new for member in house.members}
    gone = tuple(member for house in old for member in house.members if member.person_id not in stay)
    homes = sorted((home(house, old, were) for house in new), key=lambda each: not each.title.fresh)
    return Comparison(old, tuple(homes), gone)


def home(house: House, old: tuple[House, ...], were: Mapping[int, tuple[House, Member]]) -> Home:
    """One household after the event."""
    was = next((each for each in old if each.id == house.id), None)
    moved = was is None or str(was.address) != str(house.address)
    grew = was is None or len(was.members) != len(house.members)
    return Home(
        house,
        Mark(house.address.in_town, fresh=moved),
        tuple(line(house, member, were.get(member.person_id)) for member in house.members),
        Mark(f"{len(house.members)}人世帯", fresh=grew),
        is_new=was is None,
    )


def line(house: House, member: Member, was: tuple[House, Member] | None) -> Line:
    """One person after the event."""
    if was is None:
        return Line(member, Mark(member.name, fresh=True), Mark(member.relation_text, fresh=True), ("加わる",))
    old_house, old = was
    also = [
        *(["住所"] if str(old_house.address) != str(house.address) else []),
        *(["世帯番号"] if old_house.id != house.id else []),
        *(["国籍"] if old.is_foreign != member.is_foreign else []),
        *(["通称"] if old.alias != member.alias else []),
    ]
    return Line(member, mark(old.name, member.name), mark(old.relation_text, member.relation_text), tuple(also))


def mark(old: str, new: str) -> Mark:
    """A value that may have changed."""
    return Mark(new) if old == new else Mark(new, old, fresh=True)
