"""Several clerks at once, each in a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Act, Membership, Person, Proposal
from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.towns.current import in_town

from .stories import FROM, TO, Story, home, ids, named, person

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
SOON = timedelta(seconds=20)


@pytest.fixture
def story(town, officer):
    return Story(officer)


@pytest.fixture
def family(story):
    return story.move_in(
        TODAY - timedelta(days=400),
        [person("甲　一", "", date(1980, 1, 1), "1", "02"), person("甲　二", "", date(1982, 1, 1), "2", "12"),
         person("甲　三", "", date(2003, 1, 1), "1", "20"), person("甲　四", "", date(2004, 1, 1), "1", "20")],
    )  # fmt: skip


@pytest.fixture
def together(town):
    """Runs functions at the same moment, each in a thread and connection of its own; gives results or refusals."""

    def run(*functions: Callable[[], Any]) -> list[Any]:
        barrier = threading.Barrier(len(functions))

        def one(function: Callable[[], Any]) -> Any:
            try:
                with in_town(town):
                    barrier.wait(10)
                    return function()
            except api.Refused as refused:
                return refused
            finally:
                connection.close()

        with ThreadPoolExecutor(len(functions)) as pool:
            return list(pool.map(one, functions, timeout=SOON.seconds))

    return run


def leave(story, family, given):
    notice = story.notice(TODAY, family)
    return lambda: api.move_out(story.actor, notice=notice, household_id=family.id,
                                person_ids=[named(family, given).person_id], destination=TO)  # fmt: skip


def test_two_clerks_on_one_household(story, family, together):
    results = together(leave(story, family, "三"), leave(story, family, "四"))
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["Act", "Stale"]
    stale = next(result for result in results if isinstance(result, api.Stale))
    assert "が「転出」を記録しました。あなたの届出はまだ記録していません" in str(stale)
    after = story.house(family, TODAY)
    assert len(after.members) == 3
    missing = "四" if any(member.name.endswith("四") for member in after.members) else "三"
    leave(story, after, missing)()
    assert len(story.house(family, TODAY).members) == 2


def test_the_same_form_at_the_same_moment(story, together):
    notice = story.notice(TODAY)
    act = lambda: api.move_in(story.actor, notice=notice, address=home(), previous=FROM,  # noqa: E731
                              newcomers=[person("乙　一", "", date(1980, 1, 1), "1", "02")])  # fmt: skip
    results = together(*[act] * 4)
    assert len({result.pk for result in results}) == 1
    assert Act.objects.count() == Person.objects.count() == 1
    assert Entry.objects.filter(action="people.move_in").count() == 1


def test_two_households_in_opposite_order(story, family, together):
    """One goes from the first household to the second, one from the second to the first: no deadlock, one is told."""
    second = [person(f"乙　{n}", "", date(1980, 1, 1), "1", "02" if n == 0 else "99") for n in range(4)]
    other = story.move_in(TODAY - timedelta(days=9), second)
    for _ in range(3):
        a, b = story.house(family, TODAY), story.house(other, TODAY)
        change = [
            lambda here=here, there=there: api.change_household(
                story.actor,
                notice=story.notice(TODAY, there, here),
                household_id=here.id,
                into_household_id=there.id,
                person_ids=[ids(here)[-1]],
                mover_relations={ids(here)[-1]: ("99",)},
            )
            for here, there in ((a, b), (b, a))
        ]
        results = together(*change)
        assert sorted(type(result).__name__ for result in results) == ["Act", "Stale"]


def test_two_approvers(story, family, chief, together):
    arguments = {
        "event_on": TODAY.isoformat(),
        "household_id": family.id,
        "person_ids": [named(family, "四").person_id],
    }
    proposal = api.propose(story.actor, kind="ex_officio_removal", arguments=arguments, summary="", reason="調査")
    another = Actor(11, "課長　三郎", "窓口サービス課", chief.permissions)
    results = together(
        *[lambda who=who: api.decide(who, proposal_id=proposal.pk, approve=True) for who in (chief, another)]
    )
    assert sorted(type(result).__name__ for result in results) == ["Proposal", "Refused"]
    assert Act.objects.filter(kind="ex_officio_removal").count() == 1
    assert Proposal.objects.get().state == "approved"


def test_two_cancellations(story, family, together):
    act = leave(story, family, "三")()
    undo = lambda: api.cancel(story.actor, notice=story.notice(TODAY), act_id=act.pk, reason="誤り")  # noqa: E731
    results = together(undo, undo)
    assert sorted(type(result).__name__ for result in results) == ["Act", "Refused"]
    assert len(story.house(family, TODAY).members) == 4


def test_one_known_person_moves_in_at_two_windows(story, family, together):
    leave(story, family, "三")()
    jiro = named(family, "三").person_id
    back = person("甲　三", "", date(2003, 1, 1), "1", "02", person_id=jiro)
    results = together(*[
        lambda lot=lot: api.move_in(story.actor, notice=story.notice(TODAY), newcomers=[back], address=home(lot),
        previous=FROM)
        for lot in ("5番地", "6番地")
    ])  # fmt: skip
    assert sorted(isinstance(result, api.Refused) for result in results) == [False, True]
    assert Membership.versions.as_of(TODAY).filter(person=jiro).count() == 1


def test_a_preview_waits_for_nobody_for_long(story, family, together):
    """Previews of the same household at once: all are answered, none leaves anything."""
    child = person("甲　五", "", TODAY, "1", "20")
    notice = story.notice(TODAY, family)
    look = lambda: api.preview(api.birth, story.actor, notice=notice, household_id=family.id, child=child)  # noqa: E731
    results = together(*[look] * 4)
    assert [len(result.after[0].members) for result in results] == [5] * 4
    assert Person.objects.count() == 4
