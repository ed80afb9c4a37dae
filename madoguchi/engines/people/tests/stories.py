"""Acts in few words, for stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from madoguchi.engines.people import api
from madoguchi.engines.people.models import VERSION_MODELS, Membership, SearchKey
from madoguchi.engines.people.queries.houses import house as read_house
from madoguchi.engines.people.queries.people import person_record
from madoguchi.foundation.access import Actor

FROM = api.Address(prefecture="東京都", city="千代田区", town="丸の内", lot="1番1号")
TO = api.Address(prefecture="千葉県", city="千葉市中央区", town="中央", lot="2番2号")
ABROAD = api.Address(country="ブラジル")


def home(lot: str = "1番地", town: str = "大日", building: str = "") -> api.Address:
    """An address of the town."""
    return api.Address(
        prefecture="千葉県",
        city="四街道市",
        town=town,
        lot=lot,
        building=building,
        lg_code="122289",
        postal_code="2840001",
    )


def person(name: str, kana: str, birth_on: date, sex: str, *relation: str, **more: Any) -> api.Newcomer:
    """A newcomer; ``more``: columns of ``PersonFacts``, or fields of ``Newcomer``."""
    family, _, given = name.partition("　")
    beside = {key: more.pop(key) for key in list(more) if key in api.Newcomer.__dataclass_fields__}
    facts = api.PersonFacts(
        name=name, family_name=family, given_name=given, name_kana=kana, birth_on=birth_on, sex=sex, **more
    )
    return api.Newcomer(facts=facts, relation=relation, **beside)


class Story:
    """Acts of one actor, each on the household as it stands."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    person = staticmethod(person)

    def notice(self, on: date, *houses: api.House, **more: Any) -> api.Notice:
        """A notice of an event, given for these households as they were read."""
        return api.Notice(event_on=on, expected={house.id: house.revision for house in houses}, **more)

    def move_in(self, on: date, people: Sequence[api.Newcomer], address: api.Address | None = None) -> api.House:
        """A new household."""
        act = api.move_in(
            self.actor, notice=self.notice(on), newcomers=people, address=address or home(), previous=FROM
        )
        return self.house(Membership.versions.filter(opened_by=act).values_list("household", flat=True)[0], on)

    def single(self, on: date, name: str = "一人　静", address: api.Address | None = None) -> api.House:
        """A household of one."""
        return self.move_in(on, [person(name, "ヒトリ　シズカ", date(1980, 1, 2), "2", "02")], address or home("9番地"))

    def house(self, household: api.House | int, on: date) -> api.House:
        """The household as it stands on a day. It must have members."""
        found = self.look(household, on)
        assert found is not None
        return found

    def look(self, household: api.House | int, on: date, known_at: Any = None) -> api.House | None:
        """The household as of two times."""
        key = household if isinstance(household, int) else household.id
        return read_house(key, on=on, known_at=known_at)

    def home_of(self, person_id: int, on: date) -> api.House | None:
        """Where a person lives on a day."""
        row = Membership.versions.as_of(on).filter(person=person_id).first()
        return row and self.house(row.household_id, on)


def ids(house: api.House) -> list[int]:
    """Person ids in the order of the record."""
    return [member.person_id for member in house.members]


def relations(house: api.House | None) -> dict[str, str]:
    """Given name → relation in words, in the order of the record."""
    return {member.name.split("　")[-1]: member.relation_text for member in house.members} if house else {}


def named(house: api.House, given: str) -> api.Member:
    """The member with this given name."""
    return next(member for member in house.members if member.name.endswith(given))


def codes(house: api.House, words: Mapping[str, Sequence[str] | str]) -> dict[int, tuple[str, ...]]:
    """Person id → relation, from given name → codes."""
    return {
        named(house, given).person_id: (relation,) if isinstance(relation, str) else tuple(relation)
        for given, relation in words.items()
    }


def record() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that stands in the record now, without who wrote it and when: to be compared."""
    skipped = {"id", "recorded", "opened_by", "closed_by"}
    found = {}
    for model in VERSION_MODELS:
        names = [field.name for field in model._meta.concrete_fields if field.name not in skipped]
        found[model.__name__] = sorted(map(str, model.versions.known().values_list(*names)))
    keys = [field.name for field in SearchKey._meta.concrete_fields if field.name != "id"]
    return {**found, "keys": sorted(map(str, SearchKey.objects.values_list(*keys)))}


def refusal(caught: Any) -> str:
    """What the clerk reads."""
    return "\n".join(fault.message for fault in caught.value.faults)


def again(notice: api.Notice, **more: Any) -> api.Notice:
    """The same form with something changed."""
    return replace(notice, **more)


__all__ = [
    "ABROAD",
    "FROM",
    "TO",
    "Story",
    "again",
    "codes",
    "home",
    "ids",
    "named",
    "person",
    "person_record",
    "record",
    "refusal",
    "relations",
]
