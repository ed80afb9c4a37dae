"""住民票の写し and 住民票記載事項証明書: of those who live in the town today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from madoguchi.engines.people.api import House, Member, PeopleView, PersonRecord, Refused

from ..models import Kind
from ..snapshots import person_paper, register_paper, statement_paper
from ..wanted import CODE, Wanted
from .numbers import resident_codes, sealed_numbers

GONE = "いま住民ではありません。除票の写しが必要か確かめてください。"
NOT_HERE = "この世帯にいない人が選ばれています。いまの世帯を確かめてください。"


@dataclass(frozen=True)
class Record:
    """What was read for some papers, by person id; ``codes``: 住民票コード."""

    people: Mapping[int, PersonRecord]
    codes: Mapping[int, str]


def register_contents(view: PeopleView, several: Sequence[Wanted]) -> list[dict[str, Any]]:
    """What many 住民票の写し say, in the order in which they are wanted, read together. Raises Forbidden, Refused."""
    houses = view.houses_of({wanted.person_id for wanted in several})
    try:
        members = [named(houses.get(wanted.person_id), wanted) for wanted in several]
        record = read_record(view, several, members)
        return [
            {
                **register(houses[wanted.person_id], wanted, ids_of(each), record),
                **sealed_numbers(view, wanted, ids_of(each)),
            }
            for wanted, each in zip(several, members, strict=True)
        ]
    except LookupError as error:
        raise Refused(str(error)) from error


def ids_of(members: Sequence[Member]) -> list[int]:
    """Their person ids."""
    return [member.person_id for member in members]


def named(house: House | None, wanted: Wanted) -> list[Member]:
    """The members whom the paper names, in the order of the record. Raises LookupError."""
    if house is None:
        raise LookupError(GONE)
    members = [member for member in house.members if member.person_id in wanted.named]
    if not members or len(members) != len(set(wanted.named)):
        raise LookupError(NOT_HERE)
    return members


def read_record(view: PeopleView, several: Sequence[Wanted], members: Sequence[Sequence[Member]]) -> Record:
    """The record of those named on the papers, and the codes of those alone for whom they were asked."""
    with_codes = [
        member.person_id
        for wanted, each in zip(several, members, strict=True)
        for member in each
        if CODE in wanted.shown
    ]
    people = view.people(member.person_id for each in members for member in each)
    for wanted, each in zip(several, members, strict=True):
        check_items((people[member.person_id] for member in each), wanted.shown)
    return Record(people, resident_codes(view, with_codes) if with_codes else {})


ALWAYS = {"people.item.relation", "people.item.permit", "people.item.history", "place"}
DOMICILE = "people.item.domicile"


def check_items(records: Iterable[PersonRecord], shown: Sequence[str]) -> None:
    """A paper is never set from a record of which something was withheld from the actor. Raises Refused."""
    needed = ALWAYS | ({DOMICILE} if "domicile" in shown else set())
    if any(needed & record.withheld for record in records):
        raise Refused("見る権限のない事項があるため、この証明書は交付できません。所属の長に確認してください。")


def register(house: House, wanted: Wanted, person_ids: Sequence[int], record: Record) -> dict[str, Any]:
    """住民票の写し: of one person, of some, or of the whole household, in the order of the record."""
    records = [record.people[person_id] for person_id in person_ids]
    codes = record.codes if CODE in wanted.shown else {}
    head = house_head(house)
    if wanted.kind == Kind.PERSON:
        return person_paper(records[0], shown=wanted.shown, head=head, code=codes.get(wanted.person_id, ""))
    whole = len(records) == len(house.members)
    return register_paper(records, whole=whole, shown=wanted.shown, head=head, codes=codes)


def statement(view: PeopleView, wanted: Wanted) -> dict[str, Any]:
    """住民票記載事項証明書: only the items that were chosen. Raises LookupError, Refused."""
    house = view.house_of(wanted.person_id)
    members = named(house, wanted)
    assert house is not None
    record = read_record(view, [wanted], [members])
    records = [record.people[key] for key in ids_of(members)]
    paper = statement_paper(records, chosen=wanted.shown, head=house_head(house), codes=record.codes)
    return {**paper, **sealed_numbers(view, wanted, ids_of(members))}


def house_head(house: House) -> str:
    """Name of the head."""
    return house.head.name if house.head else ""
