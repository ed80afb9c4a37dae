"""What is listed for the head: each kind once, with a look that is usual beside it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.people import api as people
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.audit.actions import record, record_looks
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.jobs.api import State, enqueue
from madoguchi.foundation.jobs.running import perform
from madoguchi.foundation.testing.staff import make_user
from madoguchi.systems.security.looks import actions
from madoguchi.systems.security.looks.finding import find, sweep
from madoguchi.systems.security.looks.models import Kind, SweptDay, Unusual

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def at(monkeypatch):
    """Lets the clock of the audit stand at a moment of a day."""

    def stand(day: date, hour: int, minute: int = 0):
        moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
        monkeypatch.setattr("madoguchi.foundation.audit.actions.timezone.now", lambda: moment)

    stand(TUESDAY, 10)
    return stand


def look(user, *persons):
    record_looks(user.as_actor(), action="people.look", subjects=[f"person:{person}" for person in persons])


def listed(day=TUESDAY):
    find(day)
    return {(row.kind, row.user_id, row.person_id) for row in Unusual.objects.filter(day=day)}


@pytest.fixture
def quiet(at, request):
    """Persons of each family; that they moved in lies long back."""
    at(TUESDAY - timedelta(days=100), 10)
    families = request.getfixturevalue("families")
    at(TUESDAY, 10)
    return {key: [member.person_id for member in house.members] for key, house in families.items()}


@pytest.fixture
def yamada_clerk(quiet, head):
    """A clerk who is 山田　太郎 of 大日12番地3, and told so."""
    user = make_user("yamada", "山田　太郎", "窓口サービス課", ["clerk"])
    number = people.Person.objects.get(pk=quiet["yamada"][0]).number
    actions.note_staff_person(head.as_actor(), user_id=user.pk, number=number)
    return user


def test_a_clerk_who_serves_strangers_is_not_listed(at, quiet, clerk):
    look(clerk, *quiet["yamada"], *quiet["sato"])
    assert listed() == set()


def test_ones_own_record_family_and_neighbours(at, quiet, yamada_clerk):
    own, wife = quiet["yamada"]
    look(yamada_clerk, own, wife, *quiet["kimura"], *quiet["sato"])
    assert listed() == {
        (Kind.SELF, yamada_clerk.pk, own),
        (Kind.HOUSEHOLD, yamada_clerk.pk, wife),
        (Kind.NEIGHBOUR, yamada_clerk.pk, quiet["kimura"][0]),
    }


def test_a_colleague_whose_record_is_known(at, quiet, yamada_clerk, clerk):
    look(clerk, quiet["yamada"][0])
    assert listed() == {(Kind.COLLEAGUE, clerk.pk, quiet["yamada"][0])}


def test_without_a_note_the_name_alone_speaks_and_says_so(at, quiet, clerk):
    kimura = make_user("kimura", "木村　実", "課税課", ["clerk"])
    yamada = make_user("yamada2", "山田　次郎", "課税課", ["clerk"])
    look(clerk, quiet["kimura"][0])
    look(yamada, quiet["yamada"][0])
    assert listed() == {
        (Kind.NAMESAKE, clerk.pk, quiet["kimura"][0]),
        (Kind.SURNAME, yamada.pk, quiet["yamada"][0]),
    }
    assert kimura.pk != clerk.pk


def test_a_common_family_name_says_nothing(at, quiet, monkeypatch):
    monkeypatch.setattr("madoguchi.systems.security.looks.finding.figure", lambda name, day: 1)
    yamada = make_user("yamada2", "山田　次郎", "課税課", ["clerk"])
    look(yamada, quiet["yamada"][0])
    assert (Kind.SURNAME, yamada.pk, quiet["yamada"][0]) not in listed()


def test_variants_of_a_name_are_one(at, supervisor):
    from .conftest import settle

    house = settle(supervisor.as_actor(), ["渡邉　健一"], "大日", "99番地")
    watanabe = make_user("watanabe", "渡辺　次郎", "課税課", ["clerk"])
    look(watanabe, house.members[0].person_id)
    assert listed() == {(Kind.SURNAME, watanabe.pk, house.members[0].person_id)}


def test_someone_many_are_curious_about(at, quiet, clerk, head):
    number = people.Person.objects.get(pk=quiet["sato"][0]).number
    row = actions.watch(head.as_actor(), number=number, reason="市長")
    row.since = TUESDAY
    row.save()
    look(clerk, *quiet["sato"], *quiet["kimura"])
    assert listed() == {(Kind.WATCHED, clerk.pk, quiet["sato"][0])}


def test_mass_reading_within_an_hour_and_a_day(at, quiet, clerk):
    look(clerk, *range(100_000, 100_060))
    assert listed() == set()
    look(clerk, 100_060)
    assert listed() == {(Kind.MASS_HOUR, clerk.pk, None)}
    for hour in range(11, 16):
        at(TUESDAY, hour)
        look(clerk, *range(hour * 1000, hour * 1000 + 50))
    assert listed() == {(Kind.MASS_HOUR, clerk.pk, None), (Kind.MASS_DAY, clerk.pk, None)}
    assert Unusual.objects.get(kind=Kind.MASS_DAY).looks == 61 + 250


def test_a_page_of_hits_is_not_mass_reading(at, quiet, clerk):
    record_looks(clerk.as_actor(), action="people.search", subjects=[f"person:{n}" for n in range(500)])
    assert listed() == set()


@pytest.mark.parametrize(
    ("day", "hour", "minute", "unusual"),
    [
        (TUESDAY, 6, 59, True),
        (TUESDAY, 7, 0, False),
        (TUESDAY, 19, 59, False),
        (TUESDAY, 20, 0, True),
        (date(2026, 11, 23), 10, 0, True),
        (date(2026, 11, 22), 10, 0, True),
    ],
)
def test_looks_at_night_and_on_closed_days(at, quiet, clerk, day, hour, minute, unusual):
    at(day, hour, minute)
    look(clerk, *quiet["sato"])
    assert listed(day) == ({(Kind.CLOSED, clerk.pk, None)} if unusual else set())


def test_someone_looked_at_again_and_again_and_nothing_done(at, quiet, clerk):
    sato = quiet["sato"][0]
    for days in (9, 5, 0):
        at(TUESDAY - timedelta(days=days), 10)
        look(clerk, sato)
    assert listed() == {(Kind.RETURNING, clerk.pk, sato)}


def test_a_habit_is_listed_once_and_not_every_day(at, quiet, clerk):
    sato = quiet["sato"][0]
    for days in (9, 5, 1, 0):
        at(TUESDAY - timedelta(days=days), 10)
        look(clerk, sato)
    assert (Kind.RETURNING, clerk.pk, sato) in listed(TUESDAY - timedelta(days=1))
    assert listed() == set()


@pytest.mark.parametrize("how", ["act", "certificate"])
def test_who_is_served_is_not_listed(at, quiet, clerk, how):
    sato = quiet["sato"][0]
    for days in (9, 5, 0):
        at(TUESDAY - timedelta(days=days), 10)
        look(clerk, sato)
    if how == "act":
        record(clerk.as_actor(), action="people.move_within", subject="act:1", detail={"persons": [1, sato]})
    else:
        record(clerk.as_actor(), action="certificates.issue_person", subject=f"person:{sato}")
    assert listed() == set()


def test_asking_twice_lists_once_and_keeps_what_the_head_wrote(at, quiet, yamada_clerk, head):
    look(yamada_clerk, quiet["yamada"][0])
    find(TUESDAY)
    row = Unusual.objects.get()
    actions.confirm(head.as_actor(), unusual_id=row.pk, note="本人に聞いた。")
    look(yamada_clerk, quiet["yamada"][0])
    find(TUESDAY)
    again = Unusual.objects.get()
    assert (again.state, again.note, again.looks) == ("confirmed", "本人に聞いた。", 2)


def test_the_daily_job_goes_through_every_day_that_was_missed(at, quiet, yamada_clerk):
    look(yamada_clerk, quiet["yamada"][0])
    SweptDay.objects.create(day=TUESDAY - timedelta(days=3))
    assert sweep(TUESDAY + timedelta(days=2)) == [TUESDAY + timedelta(days=n) for n in (-2, -1, 0, 1)]
    assert sweep(TUESDAY + timedelta(days=2)) == []
    assert Unusual.objects.filter(kind=Kind.SELF).count() == 1


def test_after_a_long_pause_it_goes_back_a_month(at, quiet):
    SweptDay.objects.create(day=TUESDAY - timedelta(days=400))
    assert len(sweep(TUESDAY)) == 31


def test_the_worker_does_it(quiet):
    job = enqueue(SYSTEM_ACTOR, task="looks.find", arguments={})
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE, job.message


def test_it_asks_the_same_number_of_questions_for_one_and_for_many(
    at, quiet, yamada_clerk, clerk, django_assert_max_num_queries
):
    find(TUESDAY)
    for persons in (quiet["yamada"], range(100_000, 100_050)):
        look(yamada_clerk, *persons)
        look(clerk, *persons)
        with django_assert_max_num_queries(20):
            find(TUESDAY)
    assert Entry.objects.count() > 100
