"""Random acts on a small town never break the history."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from madoguchi.engines.people import api
from madoguchi.engines.people.actions.search_keys import key_columns
from madoguchi.engines.people.models import VERSION_MODELS, Act, Household, Person, SearchKey
from madoguchi.engines.people.queries.houses import fetch, houses, houses_amiss
from madoguchi.engines.people.queries.search_sources import sources
from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.models import Entry

from .stories import FROM, TO, Story, home, ids, person, record

TODAY = timezone.localdate()
PAST = (st.integers(0, 9) | st.integers(0, 300)).map(lambda days: TODAY - timedelta(days=days))
FUTURE = st.integers(-60, 60).map(lambda days: TODAY + timedelta(days=days))
LOTS = st.sampled_from(["1番地", "2番地", "3番地"])
DATA = st.data()
SELDOM = st.integers(0, 3).map(lambda drawn: drawn == 3)
CLERK = Actor(1, "一子", "窓口", frozenset({"people.act"}))
CHIEF = Actor(2, "二郎", "窓口", frozenset({"people.act", "people.approve"}))
VIEWED = (TODAY - timedelta(days=200), TODAY, TODAY + timedelta(days=40))
OVERLAPS = """
SELECT 1 FROM {table} a JOIN {table} b ON a.{key} = b.{key} AND a.id < b.id AND a.valid && b.valid AND a.recorded &&
b.recorded
"""


def people_of(size: int) -> list[api.Newcomer]:
    """A head and children, all new."""
    return [
        person(f"町　{n}", f"マチ　{'アイウ'[n]}", date(1990 + n, 1, 1), "12"[n % 2], "02" if n == 0 else "20")
        for n in range(size)
    ]


class Town(RuleBasedStateMachine):
    """A town of a few households; each rule is an act that may be refused, and then leaves no trace."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.story = Story(CLERK)
        self.views: list[tuple[Any, Any]] = []
        self.last: tuple[Act, Any] | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def attempt(self, action: Any, notice: api.Notice, **arguments: Any) -> Act | None:
        """One act. Refused: everything stands as before."""
        before = record()
        try:
            act = action(CLERK, notice=notice, **arguments)
        except api.Refused:
            assert record() == before
            return None
        self.last = act, before
        self.views = [*self.views[-3:], (act.recorded_at, self.view(act.recorded_at))]
        return act

    def view(self, moment: Any) -> Any:
        """Every household on some days, as known at a moment. Revisions and numbers of acts are no part of it."""
        everyone = list(Household.objects.values_list("pk", flat=True))
        seen = (houses(everyone, on=day, known_at=moment) for day in VIEWED)
        return [{key: replace(house, revision=0) for key, house in each.items()} for each in seen]

    def a_house(self, data: Any, day: date) -> api.House | None:
        found = list(houses(Household.objects.values_list("pk", flat=True), on=day).values())
        return data.draw(st.sampled_from(found)) if found else None

    def some(self, data: Any, house: api.House) -> list[int]:
        return data.draw(st.lists(st.sampled_from(ids(house)), min_size=1, unique=True))

    def restated(self, house: api.House, gone: list[int], data: Any) -> dict[int, tuple[str, ...]] | None:
        """Relations of those who stay, to a head whom the clerk names; or nothing, as a clerk may forget."""
        stay = [member for member in house.members if member.person_id not in gone]
        if not stay or data.draw(SELDOM):
            return None
        head = data.draw(st.sampled_from(stay)).person_id
        return {key: each.relation for key, each in api.restate(house.members, head).items() if key not in gone}

    @initialize()
    def found(self) -> None:
        for size, lot in ((3, "1番地"), (2, "1番地"), (1, "2番地")):
            self.enter(TODAY - timedelta(days=250), lot, people_of(size))

    @rule(day=PAST, lot=LOTS, size=st.integers(1, 3), data=DATA)
    def move_in(self, day: date, lot: str, size: int, data: Any) -> None:
        people = people_of(size)
        known = list(Person.objects.values_list("pk", flat=True))
        if data.draw(SELDOM):
            people[0] = replace(people[0], person_id=data.draw(st.sampled_from(known)))
        self.enter(day, lot, people)

    def enter(self, day: date, lot: str, people: list[api.Newcomer]) -> None:
        self.attempt(api.move_in, self.story.notice(day), newcomers=people, address=home(lot), previous=FROM)

    @rule(day=PAST, data=DATA)
    def birth(self, day: date, data: Any) -> None:
        if house := self.a_house(data, day):
            child = person("町　子", "マチ　コ", day, "2", "20")
            self.attempt(api.birth, self.story.notice(day, house), household_id=house.id, child=child)

    @rule(day=PAST, data=DATA)
    def death(self, day: date, data: Any) -> None:
        if house := self.a_house(data, day):
            one = data.draw(st.sampled_from(ids(house)))
            self.attempt(api.death, self.story.notice(day, house), household_id=house.id, person_id=one,
                         stayer_relations=self.restated(house, [one], data))  # fmt: skip

    @rule(day=PAST, lot=LOTS, data=DATA)
    def move_within(self, day: date, lot: str, data: Any) -> None:
        if house := self.a_house(data, day):
            movers = self.some(data, house)
            relations = {key: ("02",) if index == 0 else ("99",) for index, key in enumerate(movers)}
            self.attempt(api.move_within, self.story.notice(day, house), household_id=house.id, person_ids=movers,
                         address=home(lot), mover_relations=relations,
                         stayer_relations=self.restated(house, movers, data))  # fmt: skip

    @rule(day=FUTURE, data=DATA)
    def move_out(self, day: date, data: Any) -> None:
        if house := self.a_house(data, day):
            leavers = self.some(data, house)
            self.attempt(api.move_out, self.story.notice(day, house), household_id=house.id, person_ids=leavers,
            destination=TO,
                         stayer_relations=self.restated(house, leavers, data))  # fmt: skip

    @rule(day=PAST, data=DATA)
    def change_head(self, day: date, data: Any) -> None:
        house = self.a_house(data, day)
        if house and (relations := self.restated(house, [], data)):
            self.attempt(api.change_head, self.story.notice(day, house), household_id=house.id, relations=relations)

    @rule(day=PAST, data=DATA)
    def change_household(self, day: date, data: Any) -> None:
        here, there = self.a_house(data, day), self.a_house(data, day)
        if here and there:
            movers = self.some(data, here)
            self.attempt(api.change_household, self.story.notice(day, here, there), household_id=here.id,
                         into_household_id=there.id, person_ids=movers, mover_relations=dict.fromkeys(movers, ("99",)),
                         stayer_relations=self.restated(here, movers, data))  # fmt: skip

    @rule(day=PAST, data=DATA)
    def change_name(self, day: date, data: Any) -> None:
        if house := self.a_house(data, day):
            one = data.draw(st.sampled_from(ids(house)))
            self.attempt(api.change_name, self.story.notice(day), person_id=one, changes={"name": f"町　{day:%m%d}"})

    @rule(day=PAST, length=st.none() | st.integers(1, 90), data=DATA)
    def fix_late(self, day: date, length: int | None, data: Any) -> None:
        """職権修正 of a day gone by, by two persons."""
        house = self.a_house(data, day)
        if house is None:
            return
        until = (day + timedelta(days=length)).isoformat() if length else None
        one = data.draw(st.sampled_from(ids(house)))
        changes = {
            "event_on": day.isoformat(),
            "until": until,
            "table": "identity",
            "id": one,
            "changes": {"given_name": f"{day}"},
        }
        proposal = api.propose(CLERK, kind="ex_officio_fix", arguments=changes, summary="", reason="誤記")
        self.attempt(
            lambda actor, notice: api.decide(CHIEF, proposal_id=proposal.pk, approve=True).act, self.story.notice(day)
        )

    @rule(data=DATA)
    def cancel_any(self, data: Any) -> None:
        acts = list(Act.objects.order_by("pk"))
        if acts:
            self.attempt(
                api.cancel, self.story.notice(TODAY), act_id=data.draw(st.sampled_from(acts)).pk, reason="誤り"
            )

    @rule()
    def regret(self) -> None:
        """Cancelling the latest act restores what stood before it, exactly."""
        if self.last and self.last[0].kind != "cancel":
            act, before = self.last
            assert self.attempt(api.cancel, self.story.notice(TODAY), act_id=act.pk, reason="誤り")
            assert record() == before

    @invariant()
    def every_household_has_one_head_on_every_day(self) -> None:
        assert houses_amiss(Household.objects.values_list("pk", flat=True), since=date(1900, 1, 1)) == []

    @invariant()
    def no_facts_overlap(self) -> None:
        for model in VERSION_MODELS:
            key = "household_id" if model.__name__ == "Dwelling" else "person_id"
            assert fetch(OVERLAPS.format(table=model._meta.db_table, key=key), {}) == []

    @invariant()
    def what_was_known_then_stays_as_it_was(self) -> None:
        for moment, seen in self.views:
            assert self.view(moment) == seen

    @invariant()
    def each_act_has_one_audit_entry(self) -> None:
        subjects = Entry.objects.filter(subject__startswith="act:").values_list("subject", flat=True)
        assert sorted(subjects) == sorted(f"act:{key}" for key in Act.objects.values_list("pk", flat=True))

    @invariant()
    def search_keys_equal_a_rebuild(self) -> None:
        rebuilt = [
            key_columns(each) for each in sources(Person.objects.values_list("pk", flat=True), TODAY) if each.names
        ]
        kept = [{key: value for key, value in row.items() if key != "id"} for row in SearchKey.objects.values()]
        by_person = sorted(kept, key=lambda row: row["person_id"])
        assert by_person == sorted(rebuilt, key=lambda row: row["person_id"])


@pytest.mark.slow
def test_random_acts(db, town):
    """``ACTS_EXAMPLES=200`` looks longer, and elsewhere each time."""
    asked = os.environ.get("ACTS_EXAMPLES")
    kept = settings(
        max_examples=int(asked or 10),
        derandomize=not asked,
        stateful_step_count=20,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Town, settings=kept)
