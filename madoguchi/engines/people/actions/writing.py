"""The few ways in which acts change the record, in terms of the register. Used inside ``perform`` only."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection

from madoguchi.foundation.codes import UnknownRelationshipError, relationship_label

from ..errors import Fault, Refused, refuse_if
from ..inputs import Newcomer, PersonFacts, Relations
from ..models import (
    Contact,
    Dwelling,
    Household,
    Identity,
    IndividualNumber,
    Membership,
    Permit,
    Person,
    PersonKind,
    Removal,
    RemovalReason,
    ResidentCode,
)
from ..queries.houses import house as read_house
from ..rules.houses import restatement_faults
from ..snapshots import HEAD, Address, House
from .recording import Recording, taken_back


def next_number(sequence: str) -> int:
    """The next 宛名番号 (``people_person_number``) or 世帯番号 (``people_household_number``); never given twice.

    While an act is only shown, no number is used up: a negative one stands for that which will be given.
    """
    if taken_back.get():
        return -1 - secrets.randbits(62)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        return int(cursor.fetchone()[0])


def new_household(recording: Recording, address: Address, since: date) -> Household:
    """A new household living at an address of the town."""
    household = Household.objects.create(number=next_number("people_household_number"))
    recording.touch(household=household.pk)
    settle_at(recording, household.pk, address, since)
    return household


def settle_at(recording: Recording, household_id: int, address: Address, since: date) -> None:
    """Writes where a household lives from a day on."""
    values = {key: getattr(address, key) for key in ADDRESS_COLUMNS}
    recording.ledger.start(Dwelling(household_id=household_id, **values), since)


ADDRESS_COLUMNS = ("prefecture", "city", "town", "lot", "building", "postal_code", "lg_code", "town_code")


def move_household(recording: Recording, household_id: int, address: Address, since: date) -> None:
    """The whole household lives at another address from a day on."""
    values = {key: getattr(address, key) for key in ADDRESS_COLUMNS}
    recording.ledger.amend(Dwelling.versions.known().filter(household=household_id), since, **values)
    recording.touch(household=household_id)


def enter_person(recording: Recording, newcomer: Newcomer, since: date) -> int:
    """A person enters the record, new or known from before; gives the person id."""
    person_id = newcomer.person_id or new_person(recording, newcomer)
    recording.touch(person=person_id)
    if newcomer.person_id:
        restate_facts(recording, person_id, newcomer, since)
    enter_permit(recording, newcomer, person_id, since)
    enter_codes(recording, newcomer, person_id, since)
    return person_id


def new_person(recording: Recording, newcomer: Newcomer) -> int:
    """A number and an identity for someone the town has not known."""
    person_id = new_person_of(recording, newcomer.facts, PersonKind.RESIDENT)
    if newcomer.phone:
        recording.ledger.start(Contact(person_id=person_id, phone=newcomer.phone), None)
    return person_id


def new_person_of(recording: Recording, facts: PersonFacts, kind: str) -> int:
    """A new person of a kind. The identity holds since ever: a name has no day of entry."""
    person = Person.objects.create(number=next_number("people_person_number"), kind=kind)
    recording.ledger.start(Identity(person=person, **facts.columns()), None)
    return person.pk


def restate_facts(recording: Recording, person_id: int, newcomer: Newcomer, since: date) -> None:
    """A person known from before comes back: the removal ends, and facts that differ are written from the day on."""
    person = Person.objects.get(pk=person_id)
    refuse_if(return_faults(person, newcomer.facts.name, since))
    if person.kind != PersonKind.RESIDENT:
        recording.act.details.setdefault("outsiders", []).append(person.pk)
        Person.objects.filter(pk=person.pk).update(kind=PersonKind.RESIDENT)
    recording.ledger.end(Removal.versions.known().filter(person=person), since)
    present = Identity.versions.known().filter(person=person, valid__contains=since)
    changes = newcomer.facts.columns()
    if any(getattr(row, key) != value for row in present for key, value in changes.items()):
        recording.ledger.amend(present, since, **changes)


def return_faults(person: Person, name: str, since: date) -> list[Fault]:
    """Why a person known from before cannot enter a household on a day."""
    if person.kind == PersonKind.CORPORATION:
        return [Fault(f"{name}は法人です。住民として記載できません。", "people", "corporation")]
    if Removal.versions.known().filter(person=person, reason=RemovalReason.DEATH).exists():
        return [Fault(f"{name}さんは、死亡により消除されています。別の人でないか確かめてください。", "people", "dead")]
    memberships = Membership.versions.known().filter(person=person)
    if memberships.filter(valid__contains=since).exists():
        how = "転居または世帯変更で受け付けてください。"
        return [Fault(f"{name}さんは、異動日の時点で既に市内の世帯に入っています。{how}", "people", "resident")]
    if memberships.filter(valid__startswith__gt=since).exists():
        return [Fault(f"{name}さんには、異動日より後の記録があります。異動日を確かめてください。", "event_on", "order")]
    return []


def enter_permit(recording: Recording, newcomer: Newcomer, person_id: int, since: date) -> None:
    """在留情報 of a foreign resident."""
    if newcomer.permit is not None:
        recording.ledger.end(Permit.versions.known().filter(person=person_id), since)
        recording.ledger.start(Permit(person_id=person_id, **newcomer.permit.columns()), since)


def enter_codes(recording: Recording, newcomer: Newcomer, person_id: int, since: date) -> None:
    """住民票コード and 個人番号 brought along by the newcomer."""
    for model, value in ((ResidentCode, newcomer.resident_code), (IndividualNumber, newcomer.individual_number)):
        present = model.versions.known().filter(person=person_id, valid__upper_inf=True)
        if value and not present.filter(**model.same(value)).exists():
            refuse_if(taken_faults(model, person_id, value))
            recording.ledger.end(present, since)
            recording.ledger.start(model(person_id=person_id, **model.columns(person_id, value)), since)


def taken_faults(model: type[ResidentCode] | type[IndividualNumber], person_id: int, value: str) -> list[Fault]:
    """A number that another person has or had is never given again."""
    if model.versions.known().filter(**model.same(value)).exclude(person=person_id).exists():
        what = model._meta.verbose_name
        return [Fault(f"この{what}は、ほかの人の記録に使われています。番号を確かめてください。", "value", "taken")]
    return []


def join(
    recording: Recording, person_id: int, household_id: int, since: date, *, relation: tuple[str, ...], **values: object
) -> None:
    """The person lives in the household from a day on. ``values``: columns of ``Membership``."""
    row = Membership(person_id=person_id, household_id=household_id, **relation_columns(relation), **values)
    recording.ledger.start(row, since)
    recording.touch(person=person_id, household=household_id)


def relation_columns(relation: tuple[str, ...]) -> dict[str, object]:
    """The columns of ``Membership`` that say a relation. Raises Refused for a code that there is not."""
    try:
        text = relationship_label(relation)
    except UnknownRelationshipError as error:
        raise Refused(Fault(str(error), "relations", "relation")) from error
    return {"relation": list(relation), "relation_text": text, "is_head": relation == HEAD}


def leave(recording: Recording, person_id: int, household_id: int, on: date) -> Membership | None:
    """The person lives in the household no longer from a day on; gives the membership that ended."""
    rows = list(memberships_of(person_id, household_id))
    row = next((row for row in rows if on in row.valid), None)
    recording.ledger.end(rows, on)
    recording.touch(person=person_id, household=household_id)
    return row


def remove(recording: Recording, person_id: int, on: date, **values: object) -> None:
    """The person is not a resident from a day on. ``values``: columns of ``Removal``."""
    recording.ledger.end(Removal.versions.known().filter(person=person_id), on)
    recording.ledger.start(Removal(person_id=person_id, **values), on)
    recording.ledger.end(Permit.versions.known().filter(person=person_id), on)
    recording.touch(person=person_id)


def restate_household(recording: Recording, house: House, relations: Relations, on: date) -> None:
    """Writes who is the head and how the others stand to the head, from a day on. Raises Refused."""
    refuse_if(restatement_faults(house, {person: tuple(relation) for person, relation in relations.items()}))
    write_relations(recording, house, relations, on)
    put_head_first(recording, house.id, on)


def write_relations(recording: Recording, house: House, relations: Relations, on: date) -> None:
    """Writes the relations that change. The old head comes first: the database never sees two."""
    changed = [m for m in house.members if tuple(relations[m.person_id]) != m.relation]
    for member in sorted(changed, key=lambda m: not m.is_head):
        rows = memberships_of(member.person_id, house.id)
        recording.ledger.amend(rows, on, **relation_columns(tuple(relations[member.person_id])))
        recording.touch(person=member.person_id)
    recording.touch(household=house.id)


def put_head_first(recording: Recording, household_id: int, on: date) -> None:
    """The head stands first in the order of the record (記載順位); the others keep theirs."""
    house = read_house(household_id, on=on)
    if house is None:
        return
    positions = sorted(member.position for member in house.members)
    ordered = sorted(house.members, key=lambda member: not member.is_head)
    for member, position in zip(ordered, positions, strict=True):
        if member.position != position:
            recording.ledger.amend(memberships_of(member.person_id, household_id), on, position=position)
            recording.touch(person=member.person_id)


def memberships_of(person_id: int, household_id: int) -> Iterable[Membership]:
    """The present rows of a person in a household."""
    rows: Iterable[Membership] = Membership.versions.known().filter(person=person_id, household=household_id)
    return rows


def settle_head(recording: Recording, house_id: int, relations: Relations | None, on: date) -> None:
    """After someone left: restates the household by the given relations; one who remains alone becomes the head.

    Without relations for two or more who remain without a head, ``perform`` refuses the act.
    """
    house = read_house(house_id, on=on)
    if house is None:
        return
    if relations:
        restate_household(recording, house, only(relations, house), on)
    elif house.head is None and len(house.members) == 1:
        restate_household(recording, house, {house.members[0].person_id: HEAD}, on)


def only(relations: Relations, house: House) -> Mapping[int, tuple[str, ...]]:
    """The relations of those who are in the household; whoever is not named keeps what stands."""
    return {m.person_id: tuple(relations.get(m.person_id, m.relation)) for m in house.members}
