"""Non-interference: whatever is true of the protected, what others are shown is the same, byte for byte.

A random town is made by acts; someone in it is protected. Everything that those who may not see can ask is asked, the
data of the guarded persons is changed in the database, and everything is asked again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madoguchi.engines.people import api
from madoguchi.foundation.access import Actor

from .planting import ELSEWHERE, HERE, newcomer

TODAY = timezone.localdate()
A_DAY = timedelta(days=1)
ITEMS = frozenset(f"people.item.{item}" for item in ("domicile", "relation", "permit", "history", "resident_code"))
CHIEF = Actor(8, "係長", permissions=ITEMS | {
    "people.view", "people.act", "people.approve", "people.protection.know", "people.protection.see",
    "people.protection.list", "people.protection.manage",
})  # fmt: skip
CLERK = Actor(7, "窓口", permissions=ITEMS | {"people.view", "people.act", "people.protection.know"})
IGNORANT = replace(CLERK, permissions=CLERK.permissions - {"people.protection.know"})
VIEWER = Actor(9, "閲覧", permissions=frozenset({"people.view"}))
SURNAMES = (("青木", "アオキ"), ("石川", "イシカワ"))
GIVEN = (("優", "ユウ"), ("実", "ミノル"), ("薫", "カオル"))
LOTS = ("1番地", "2番地", "3番地")
WORDS = (
    "青木", "石川", "優", "実", "青木 優", "アオキ", "aoki", "S55", "S55.1.1", "大日", "大日1番地", "大日2番地",
    "大日3番地", "青木 大日1番地", "青木 大日", "変名", "鹿渡", "090", "0900000001", "0900000002", "新所",
)  # fmt: skip
DAYS = (TODAY, TODAY - 200 * A_DAY, TODAY - 20 * A_DAY, TODAY + 40 * A_DAY)


def place(lot: str, town: str = "大日") -> api.Address:
    """An address of the town."""
    return api.Address(**HERE, town=town, lot=lot)


def attempt(action: Callable[..., Any], on: date, *houses: api.House | None, **arguments: Any) -> Any:
    """An act of the supervisor, if it can be; nothing where it is refused."""
    told = api.Notice(event_on=on, notified_on=TODAY, expected={house.id: house.revision for house in houses if house})
    try:
        with transaction.atomic():
            return action(CHIEF, notice=told, **arguments)
    except api.Refused:
        return None


@dataclass
class Town:
    """The ids of a random town."""

    persons: list[int]
    households: list[int]
    acts: list[int]
    proposals: list[int]


class Builder:
    """Makes a random town: families, moves between homes, leaving, telephones, late fixes, protection."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.view = api.visible_to(CHIEF)

    def build(self) -> Town:
        """A town in which someone is protected."""
        for index in range(self.draw(st.integers(2, 3))):
            self.settle(index)
        for _ in range(self.draw(st.integers(2, 7))):
            self.draw(st.sampled_from([self.move, self.move, self.join, self.leave, self.name, self.phone, self.fix]))()
        self.protect()
        for _ in range(self.draw(st.integers(0, 2))):
            self.draw(st.sampled_from([self.move, self.join, self.leave]))()
        return Town(
            persons=self.people(),
            households=list(api.Household.objects.order_by("pk").values_list("pk", flat=True)),
            acts=list(api.Act.objects.order_by("pk").values_list("pk", flat=True)),
            proposals=list(api.Proposal.objects.order_by("pk").values_list("pk", flat=True)),
        )

    def people(self) -> list[int]:
        """Everyone."""
        return list(api.Person.objects.order_by("pk").values_list("pk", flat=True))

    def anyone(self) -> int:
        """One of them."""
        return int(self.draw(st.sampled_from(self.people())))

    def settle(self, index: int) -> None:
        """A family moves in."""
        surname, kana = self.draw(st.sampled_from(SURNAMES))
        size = self.draw(st.integers(1, 3))
        people = [
            newcomer(f"{surname}　{GIVEN[n][0]}", f"{kana}　{GIVEN[n][1]}", date(1980 + n, 1, 1), "12"[n % 2],
                     "02" if n == 0 else "20", phone=f"090-000-000{index}")
            for n in range(size)
        ]  # fmt: skip
        attempt(api.move_in, TODAY - 300 * A_DAY, newcomers=people, address=place(LOTS[index]), previous=ELSEWHERE)

    def some_of(self, house: api.House) -> list[int]:
        """Some of a household."""
        ids = [member.person_id for member in house.members]
        return list(self.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True)))

    def stay(self, house: api.House, gone: list[int]) -> dict[int, tuple[str, ...]] | None:
        """Relations of those who stay."""
        rest = [member for member in house.members if member.person_id not in gone]
        if not rest:
            return None
        restated = api.restate(house.members, rest[0].person_id)
        return {key: each.relation for key, each in restated.items() if key not in gone}

    def move(self) -> None:
        """Some of a household move to an address of their own."""
        on = TODAY - self.draw(st.integers(1, 250)) * A_DAY
        house = self.view.house_of(self.anyone(), on=on)
        if house:
            movers = self.some_of(house)
            relations = {key: ("02",) if index == 0 else ("99",) for index, key in enumerate(movers)}
            to, stay = place(self.draw(st.sampled_from(LOTS))), self.stay(house, movers)
            attempt(api.move_within, on, house, household_id=house.id, person_ids=movers, mover_relations=relations,
                    address=to, stayer_relations=stay)  # fmt: skip

    def join(self) -> None:
        """Some of a household move into another."""
        on = TODAY - self.draw(st.integers(1, 150)) * A_DAY
        house, other = self.view.house_of(self.anyone(), on=on), self.view.house_of(self.anyone(), on=on)
        if house and other and house.id != other.id:
            movers = self.some_of(house)
            attempt(api.move_within, on, house, other, household_id=house.id, person_ids=movers, address=other.address,
                    join_household_id=other.id, mover_relations=dict.fromkeys(movers, ("99",)),
                    stayer_relations=self.stay(house, movers))  # fmt: skip

    def leave(self) -> None:
        """Some leave the town, or will."""
        on = TODAY + self.draw(st.integers(-100, 60)) * A_DAY
        house = self.view.house_of(self.anyone(), on=on)
        if house:
            leavers = self.some_of(house)
            attempt(api.move_out, on, house, household_id=house.id, person_ids=leavers, destination=ELSEWHERE,
                    stayer_relations=self.stay(house, leavers))  # fmt: skip

    def name(self) -> None:
        """Someone takes another name."""
        attempt(api.change_name, TODAY - self.draw(st.integers(1, 90)) * A_DAY, person_id=self.anyone(),
                changes={"name": "石川　改", "name_kana": "イシカワ　カイ", "koseki_head": "石川　祖"})  # fmt: skip

    def phone(self) -> None:
        """Someone has another telephone."""
        attempt(api.change_contact, TODAY, person_id=self.anyone(), phone="090-000-0002")

    def fix(self) -> None:
        """A late correction of an address or a name is proposed, and waits or is recorded."""
        on = TODAY - self.draw(st.integers(1, 200)) * A_DAY
        house = self.view.house_of(self.anyone(), on=on)
        if house is None:
            return
        what = {"table": "dwelling", "id": house.id, "changes": {"building": "荘"}}
        if self.draw(st.booleans()):
            what = {"table": "identity", "id": house.members[0].person_id, "changes": {"given_name": "直"}}
        asked = {"event_on": on.isoformat(), **what}
        proposal = api.propose(CHIEF, kind=api.ActKind.EX_OFFICIO_FIX, arguments=asked, summary="直す", reason="誤記")
        if self.draw(st.booleans()):
            try:
                api.decide(replace(CHIEF, user_id=11), proposal_id=proposal.pk, approve=True)
            except api.Refused:
                return

    def protect(self) -> None:
        """Someone is protected, with others or alone, or only held."""
        one = self.anyone()
        if self.draw(st.integers(0, 3)) == 0:
            api.place_hold(CHIEF, person_id=one, reason="record")
            return
        together = [key for key in self.draw(st.lists(st.sampled_from(self.people()), max_size=1)) if key != one]
        api.start_protection(CHIEF, applicant_id=one, together=together, kind="other", agency_kind="other", agency="署",
                             applied_on=TODAY, decided_on=TODAY)  # fmt: skip


GUARDED = "SELECT person_id FROM people_searchkey WHERE guarded"
HOUSES = f"""SELECT household_id FROM people_membership WHERE upper_inf(recorded)
  AND valid && daterange(CURRENT_DATE, NULL) AND person_id IN ({GUARDED})"""
TOUCHED = f"""SELECT opened_by_id FROM people_membership WHERE person_id IN ({GUARDED}) OR household_id IN ({HOUSES})
  UNION SELECT closed_by_id FROM people_membership WHERE person_id IN ({GUARDED}) OR household_id IN ({HOUSES})
  UNION SELECT opened_by_id FROM people_identity WHERE person_id IN ({GUARDED})
  UNION SELECT opened_by_id FROM people_dwelling WHERE household_id IN ({HOUSES})
  UNION SELECT closed_by_id FROM people_dwelling WHERE household_id IN ({HOUSES})"""
WHERE_THEY_LIVE = (
    f"UPDATE people_dwelling SET town = '新所', lot = '88番地', building = '移' WHERE household_id IN ({HOUSES})",
    f"UPDATE people_contact SET phone = '0900000001' WHERE person_id IN ({GUARDED})",
    f"UPDATE people_removal SET planned_address = '{{\"city\": \"新市\"}}', confirmed_address = '{{}}' "
    f"WHERE person_id IN ({GUARDED})",
    f'UPDATE people_membership SET previous_address = \'{{"city": "旧市"}}\' WHERE person_id IN ({GUARDED})',
    f"UPDATE people_household SET number = number + 700000, revision = revision + 5 WHERE id IN ({HOUSES})",
    f"UPDATE people_act SET summary = '1人が新所88番地へ転居', kind = 'move_out', details = '{{\"to\": \"新所\"}}', "
    f"notifier = '別の人', notified_on = '2026-01-01' WHERE kind <> 'cancel' AND id IN ({TOUCHED})",
    "UPDATE people_proposal SET summary = '新所に直す', "
    "arguments = jsonb_set(arguments, '{changes}', '{\"lot\": \"8\"}') "
    f"WHERE person_ids && ARRAY({GUARDED})",
)
WHO_THEY_ARE = (
    f"UPDATE people_identity SET name = '変名　匿', name_kana = 'ヘンメイ　トク', family_name = '変名', sex = '2', "
    f"birth_on = '1955-05-05', domicile = '新所', koseki_head = '変名　祖' WHERE person_id IN ({GUARDED})",
    "UPDATE people_membership SET relation_text = '縁故者', position = 9 "
    f"WHERE person_id IN ({GUARDED}) AND NOT is_head",
    f"UPDATE people_person SET number = number + 600000 WHERE id IN ({GUARDED})",
)


def change(statements: tuple[str, ...]) -> None:
    """Changes what is recorded of the guarded, and lets the search keys follow."""
    from madoguchi.engines.people.actions.search_keys import refresh_search_keys

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    refresh_search_keys(api.Person.objects.values_list("pk", flat=True))


def said(ask: Callable[[], Any]) -> str:
    """An answer, or the refusal, as text. What is shown of an act is what its columns say."""
    try:
        with transaction.atomic():
            return told(ask())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def told(answer: Any) -> str:
    """Every value of an answer."""
    if isinstance(answer, dict):
        return str({key: told(value) for key, value in answer.items()})
    if isinstance(answer, list | tuple):
        return str([told(each) for each in answer])
    if hasattr(answer, "_meta"):
        return str({each.attname: getattr(answer, each.attname) for each in answer._meta.concrete_fields})
    if isinstance(answer, api.PersonRecord):
        return str({key: told(value) for key, value in vars(answer).items() if key != "withheld"} | {
            "withheld": sorted(answer.withheld)})  # fmt: skip
    return repr(answer)


def questions(actor: Actor, town: Town) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Everything that an actor can ask."""
    view = api.visible_to(actor)
    for person in town.persons:
        for day in DAYS:
            yield f"person {person} {day}", lambda p=person, d=day: view.person(p, on=d)
            yield f"house of {person} {day}", lambda p=person, d=day: view.house_of(p, on=d)
        yield f"acts {person}", lambda p=person: view.acts(p)
        yield f"proposals for {person}", lambda p=person: view.proposals_for(p)
        yield f"number {person}", lambda p=person: view.search(api.Query(number=p)).hits
    for household in town.households:
        for day in DAYS:
            yield f"house {household} {day}", lambda h=household, d=day: view.house(h, on=d)
    for word in WORDS:
        for size in (2, 20):
            yield f"search {word} {size}", lambda w=word, s=size: page(view, w, s)
    yield "everyone", lambda: view.people(town.persons)
    yield "every home", lambda: view.houses_of(town.persons)
    yield "every act", lambda: view.acts_of_all(town.persons)
    yield "codes", lambda: view.all_codes(town.persons)
    yield "proposals", lambda: [view.proposals(waiting=waiting, size=50) for waiting in (True, False)]
    for proposal in town.proposals:
        yield f"proposal {proposal}", lambda p=proposal: view.proposal(p)
    yield from attempts(actor, town)


def page(view: api.PeopleView, word: str, size: int) -> Any:
    """A page: who was found, where it goes on, and what is said of a supervisor."""
    found = view.search(api.understand(word), size=size)
    return found.hits, found.after, found.held


def attempts(actor: Actor, town: Town) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Acts that are tried out by someone who may act: on everyone, also late, and into every household."""
    new = [newcomer("青木　優", "アオキ　ユウ", date(1980, 1, 1), "1", "02")]
    told_today = api.Notice(event_on=TODAY, notified_on=TODAY)
    for lot in (*LOTS, "88番地"):
        yield f"move in at {lot}", lambda a=lot: preview(actor, api.move_in, told_today, newcomers=new,
                                                         address=place(a), previous=ELSEWHERE)  # fmt: skip
    for household in town.households:
        for on in (TODAY, TODAY - 120 * A_DAY):
            told_then = api.Notice(event_on=on, notified_on=TODAY, expected={household: 1})
            yield f"join {household} {on}", lambda h=household, n=told_then: preview(
                actor, api.move_in, n, newcomers=[replace(new[0], relation=("99",))], address=place("1番地"),
                previous=ELSEWHERE, household_id=h)  # fmt: skip
            yield f"head of {household} {on}", lambda h=household, n=told_then: preview(
                actor, api.change_head, n, household_id=h, relations={})  # fmt: skip
    for person in town.persons:
        yield f"name {person}", lambda p=person: preview(actor, api.change_name, told_today, person_id=p,
                                                         changes={"name": "試　名"})  # fmt: skip
    for act in town.acts:
        yield f"cancel {act}", lambda a=act: preview(actor, api.cancel, told_today, act_id=a, reason="試し")


def preview(actor: Actor, action: Any, told_by: api.Notice, **arguments: Any) -> Any:
    """What an act would do, in words that do not depend on when it was tried."""
    shown = api.preview(action, actor, notice=told_by, **arguments)
    return [
        (house.address, [(m.name, m.relation_text) for m in house.members]) for house in shown.after
    ], shown.cautions


@pytest.mark.slow
@given(data=st.data())
@settings(
    max_examples=int(os.environ.get("CANARY_EXAMPLES", "8")),
    derandomize="CANARY_EXAMPLES" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_what_others_are_shown_does_not_depend_on_the_protected(db: None, town: Any, data: st.DataObject) -> None:
    with transaction.atomic():
        built = Builder(data.draw).build()
        for actor, statements in (
            (CLERK, WHERE_THEY_LIVE),
            (VIEWER, WHERE_THEY_LIVE + WHO_THEY_ARE),
            (IGNORANT, WHERE_THEY_LIVE + WHO_THEY_ARE),
        ):
            before = {name: said(ask) for name, ask in questions(actor, built)}
            with transaction.atomic():
                change(statements)
                after = {name: said(ask) for name, ask in questions(actor, built)}
                transaction.set_rollback(True)
            assert {key: (before[key], after[key]) for key in before if before[key] != after[key]} == {}, actor.name
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_question_would_notice(town: Any) -> None:
    """The supervisor, who may see, is told what changed: else the property would hold of anything."""
    attempt(api.move_in, TODAY - 300 * A_DAY, address=place("1番地"), previous=ELSEWHERE,
            newcomers=[newcomer("青木　優", "アオキ　ユウ", date(1980, 1, 1), "1", "02")])  # fmt: skip
    one = api.Person.objects.get().pk
    api.place_hold(CHIEF, person_id=one, reason="record")
    built = Town([one], list(api.Household.objects.values_list("pk", flat=True)), [], [])
    before = {name: said(ask) for name, ask in questions(CHIEF, built)}
    change(WHERE_THEY_LIVE)
    after = {name: said(ask) for name, ask in questions(CHIEF, built)}
    assert {name for name in before if before[name] != after[name]} >= {f"person {one} {TODAY}", "search 大日1番地 2"}
