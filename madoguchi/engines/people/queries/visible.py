"""The one door through which people's data are read for someone: permission, protection, masks and the access log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record_looks

from ..models import Act, Proposal
from ..permissions import HISTORY, KNOW, RELATION, RESIDENT_CODE, SEE, VIEW
from ..snapshots import House
from . import contact
from . import proposals as proposal_queries
from .acts import touched_guarded
from .guards import Guarded, guarded
from .houses import homes, houses
from .marks import Mark, marks
from .masks import PLACE, masked_act, masked_hit, masked_house, masked_record, withheld_from
from .people import NotThere, PersonRecord, acts_of, acts_of_all, codes_of, person_record, person_records
from .search import Page, Query, Stub, search
from .search_held import called, held
from .seen import only_seen

Rows = TypeVar("Rows", bound="QuerySet[Any]")


def visible_to(actor: Actor) -> PeopleView:
    """What this actor may see of people. Raises Forbidden where that is nothing."""
    require(actor, VIEW)
    return PeopleView(actor)


def guarded_among(actor: Actor, person_ids: Iterable[int]) -> frozenset[int]:
    """Those of the persons who are not there for the actor: for lists of an engine or system. One query."""
    return PeopleView(actor).guarded(person_ids).persons


@dataclass(frozen=True)
class PeopleView:
    """Reads of people in the name of an actor. Each record that is shown makes an entry in the access log.

    Guarded persons (``queries/guards.py``) are there only for those who may see them. For those who may know of them,
    asking for one raises ``Held``; for everyone else they do not exist: not found, not counted, not a member of any
    household, and what others' records tell of them is left out. Items that the actor may not see are empty.
    """

    actor: Actor

    @cached_property
    def sees(self) -> bool:
        """Whether guarded persons are there for this actor."""
        return self.actor.may(SEE)

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Items that this actor may not see."""
        return withheld_from(self.actor)

    def guarded(self, persons: Iterable[int], households: Iterable[int] = ()) -> Guarded:
        """Those of the persons and households that are not there for this actor. One query; none for who sees all."""
        return Guarded() if self.sees else guarded(persons, households)

    def admit(self, person_ids: Iterable[int], household_ids: Iterable[int] = ()) -> None:
        """Goes on only where none of these is guarded from the actor. Raises Held, or Person.DoesNotExist."""
        self.refuse(self.guarded(person_ids, household_ids))

    def refuse(self, found: Guarded) -> None:
        """Raises Held, or Person.DoesNotExist for those who may not know, where anything guarded was found."""
        if not found:
            return
        if not self.actor.may(KNOW):
            raise NotThere
        self.log("people.held", sorted(found.persons))
        raise contact.held()

    def only_seen(self, rows: Rows, field: str = "person") -> Rows:
        """Rows of a system's own table, without those whose ``field`` (a person) is guarded from the actor."""
        return rows if self.sees else only_seen(rows, field)

    def marks(self, person_ids: Iterable[int]) -> dict[int, Mark]:
        """Person id → why a person is guarded and until when: only for those who may see that, else empty."""
        return marks(person_ids, day=timezone.localdate()) if self.sees else {}

    def search(self, query: Query, *, after: Sequence[object] | None = None, size: int = 20) -> Page:
        """A page of persons found; each one shown is logged. The first page also says (``Page.held``) to those who may
        know whether someone may be meant whom a supervisor serves.
        """
        asked = Query() if query.phone and HISTORY in self.withheld else query
        page = search(asked, after=after, size=size, whole=self.sees, households=RELATION not in self.withheld)
        hidden = self.guarded(hit.person_id for hit in page.hits).persons
        hits = tuple(masked_hit(hit, self.withheld) for hit in page.hits if hit.person_id not in hidden)
        meant = () if after else self.meant(query)
        self.log("people.search", [*(hit.person_id for hit in hits), *meant])
        return replace(page, hits=hits, query=query, held=stub(query) if meant else None)

    def meant(self, query: Query) -> tuple[int, ...]:
        """Guarded persons who may be meant, for those who may know of them and not see them."""
        return held(query, day=timezone.localdate()) if self.actor.may(KNOW) and not self.sees else ()

    def person(self, person_id: int, *, on: date | None = None, known_at: datetime | None = None) -> PersonRecord:
        """A person as of two times (today, as known now). Raises Person.DoesNotExist, Held; Forbidden for another day
        than today without the item 履歴.
        """
        found = person_record(person_id, on=self.day(on, known_at), known_at=known_at)
        hidden = self.guarded([person_id], households_of([found]))
        if person_id in hidden.persons:
            self.refuse(hidden)
        self.log("people.look", [person_id])
        return self.masked(found, hidden)

    def people(
        self, person_ids: Iterable[int], *, on: date | None = None, known_at: datetime | None = None
    ) -> dict[int, PersonRecord]:
        """Persons by id as of two times: one query, and one statement for all their entries in the log.

        Who is not known, or guarded from the actor, is left out.
        """
        found = person_records(person_ids, on=self.day(on, known_at), known_at=known_at)
        hidden = self.guarded(found, households_of(found.values()))
        shown = {key: self.masked(each, hidden) for key, each in found.items() if key not in hidden.persons}
        self.log("people.look", shown)
        return shown

    def masked(self, record: PersonRecord, hidden: Guarded) -> PersonRecord:
        """A record without withheld items, and without the address of a household in which someone guarded lives."""
        if not hidden.households & set(households_of([record])):
            return masked_record(record, self.withheld)
        masked = masked_record(record, self.withheld | {PLACE})
        return masked if self.actor.may(KNOW) else replace(masked, withheld=self.withheld)

    def house(self, household_id: int, *, on: date | None = None, known_at: datetime | None = None) -> House | None:
        """A household as of two times, or None where nobody lived in it.

        Raises Held; Forbidden without the item 世帯, and for another day than today without the item 履歴.
        """
        require(self.actor, RELATION)
        found = houses([household_id], on=self.day(on, known_at), known_at=known_at)
        hidden = self.guarded(persons_in(found), [household_id])
        if hidden.households:
            if not self.actor.may(KNOW):
                return None
            self.refuse(hidden)
        shown = self.shown_house(found[household_id], hidden) if found else None
        if shown:
            self.log("people.look", (member.person_id for member in shown.members))
        return shown

    def house_of(self, person_id: int, *, on: date | None = None, known_at: datetime | None = None) -> House | None:
        """The household of a person as of two times, or None where the person was not a resident. Raises Held,
        Person.DoesNotExist for someone guarded.
        """
        return self.homes_of([person_id], on, known_at, stop=True).get(person_id)

    def houses_of(
        self, person_ids: Iterable[int], *, on: date | None = None, known_at: datetime | None = None
    ) -> dict[int, House]:
        """Person id → household as of two times; who was not a resident, or is guarded from the actor, is left out.

        Without the item 世帯 each household holds the person alone.
        """
        return self.homes_of(list(person_ids), on, known_at, stop=False)

    def homes_of(
        self, person_ids: Sequence[int], on: date | None, known_at: datetime | None, *, stop: bool
    ) -> dict[int, House]:
        """The body of ``house_of`` and ``houses_of``; with ``stop`` as ``admit`` where a person is guarded."""
        day = self.day(on, known_at)
        home_of = homes(person_ids, on=day, known_at=known_at)
        found = houses(set(home_of.values()), on=day, known_at=known_at)
        hidden = self.guarded([*person_ids, *persons_in(found)], found)
        if stop and hidden.persons & set(person_ids):
            self.refuse(hidden)
        open_homes = {key: home for key, home in home_of.items() if key not in hidden.persons and home in found}
        shown = {key: self.shown_house(found[home], hidden, [key]) for key, home in open_homes.items()}
        kept = {key: house for key, house in shown.items() if house}
        self.log("people.look", {member.person_id for house in kept.values() for member in house.members})
        return kept

    def shown_house(self, house: House, hidden: Guarded, only: Sequence[int] = ()) -> House | None:
        """A household as the actor may see it; None where it is guarded, or nobody in it may be seen."""
        if house.id in hidden.households:
            return None
        return masked_house(house, hidden.persons, self.withheld, only)

    def seen_houses(self, found: Iterable[House]) -> tuple[House, ...]:
        """Households that were read for the actor by other ways (what an act would make of them); nothing is logged."""
        read = {house.id: house for house in found}
        hidden = self.guarded(persons_in(read), read)
        shown = (self.shown_house(house, hidden) for house in read.values())
        return tuple(house for house in shown if house)

    def acts(self, person_id: int) -> list[Act]:
        """Every act of a person, the latest record first; one that also touched someone guarded without its content.

        Raises Held, Person.DoesNotExist; Forbidden without the item 履歴.
        """
        require(self.actor, HISTORY)
        self.admit([person_id])
        self.log("people.look_history", [person_id])
        return self.masked_acts(acts_of(person_id))

    def acts_of_all(self, person_ids: Iterable[int]) -> dict[int, list[Act]]:
        """Person id → as ``acts``, for many in a fixed number of queries; who is guarded is left out."""
        require(self.actor, HISTORY)
        wanted = list(person_ids)
        hidden = self.guarded(wanted).persons
        shown = [key for key in wanted if key not in hidden]
        self.log("people.look_history", shown)
        found = acts_of_all(shown)
        every = {act.pk: act for acts in found.values() for act in acts}
        masked = {act.pk: act for act in self.masked_acts(list(every.values()))}
        return {key: [masked[act.pk] for act in acts] for key, acts in found.items()}

    def masked_acts(self, acts: Sequence[Act]) -> list[Act]:
        """Acts without what they say of someone guarded."""
        if self.sees:
            return list(acts)
        linked = [act._state.fields_cache.get(name) for act in acts for name in ("cancels", "cancelled_by")]
        hidden = touched_guarded([*acts, *filter(None, linked)])
        return [masked_act(act, hidden) for act in acts]

    def codes(self, person_id: int, *, on: date | None = None) -> str:
        """住民票コード: only with the item 住民票コード. Raises Forbidden, Held, Person.DoesNotExist."""
        require(self.actor, RESIDENT_CODE)
        self.admit([person_id])
        return self.all_codes([person_id], on=on)[person_id]

    def all_codes(self, person_ids: Iterable[int], *, on: date | None = None) -> dict[int, str]:
        """Person id → 住民票コード, in one query; who is guarded is left out. Raises Forbidden."""
        require(self.actor, RESIDENT_CODE)
        wanted = list(person_ids)
        hidden = self.guarded(wanted).persons
        found = codes_of((key for key in wanted if key not in hidden), on=on or timezone.localdate())
        self.log("people.look_codes", found)
        return found

    def proposals(self, *, waiting: bool, after: int | None = None, size: int) -> list[Proposal]:
        """Proposals that wait, the oldest first; or those decided, the latest first; ``after`` a proposal's id."""
        return proposal_queries.listed(self.proposals_seen, waiting=waiting, after=after, size=size)

    def proposal(self, proposal_id: int) -> Proposal:
        """One proposal. Raises Held, Proposal.DoesNotExist."""
        found = self.proposals_seen.select_related("act").filter(pk=proposal_id).first()
        if found is None and self.actor.may(KNOW) and Proposal.objects.filter(pk=proposal_id).exists():
            raise contact.held()
        if found is None:
            raise Proposal.DoesNotExist
        return found

    def proposals_for(self, person_id: int) -> list[Proposal]:
        """Proposals about a person that wait for a second person."""
        return proposal_queries.waiting_for(self.proposals_seen, person_id)

    @property
    def proposals_seen(self) -> QuerySet[Proposal]:
        """The proposals that are there for the actor."""
        return proposal_queries.proposals_seen(whole=self.sees)

    def day(self, on: date | None, known_at: datetime | None) -> date:
        """The day that is asked about. Raises Forbidden where it is not today and the actor may see today alone."""
        today = timezone.localdate()
        if known_at is not None or (on is not None and on != today):
            require(self.actor, HISTORY)
        return on or today

    def log(self, action: str, person_ids: Iterable[int]) -> None:
        """Adds the look to the access log."""
        record_looks(self.actor, action=action, subjects=[f"person:{person_id}" for person_id in person_ids])


def stub(query: Query) -> Stub:
    """Someone who may be meant, in the words of the question."""
    return Stub(called(query), str(contact.held()))


def households_of(records: Iterable[PersonRecord]) -> list[int]:
    """The households in which these persons lived."""
    return [record.membership.household_id for record in records if record.membership]


def persons_in(found: Mapping[int, House]) -> list[int]:
    """Everyone in these households."""
    return [member.person_id for house in found.values() for member in house.members]
