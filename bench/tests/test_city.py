"""The invented people of the bench: under all constraints, spread as real names are, the same each time."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest

from bench.city.drafts import WAITING, drafted
from bench.city.families import Families
from bench.measures.asking import KINDS, people_of
from madoguchi.engines.approvals.api import Draft, inbox
from madoguchi.engines.people.api import write_batch
from madoguchi.engines.people.models import Membership, Removal, SearchKey
from madoguchi.engines.people.queries.search import search, understand
from madoguchi.foundation.access import SYSTEM_ACTOR

PEOPLE = 600


@pytest.fixture
def city(db):
    """A small town of the bench."""
    write_batch(SYSTEM_ACTOR, Families().batches(PEOPLE))
    return people_of(PEOPLE)


def test_the_same_seed_gives_the_same_families():
    assert list(Families().families(300)) == list(Families().families(300))


def test_families_are_together_as_many_people_as_was_asked():
    assert sum(len(family.members) for family in Families().families(1234)) == 1234


def test_family_names_have_a_few_frequent_ones_and_a_long_tail():
    names = Counter(family.name.text for family in Families().families(40_000))
    share = names["佐藤"] / names.total()
    assert 0.012 < share < 0.026
    assert sum(count == 1 for count in names.values()) > 1000


def test_nobody_is_born_after_the_family_moved_in_or_left():
    for family in islice(Families().families(5000), 2000):
        assert max(member.birth_on for member in family.members) <= family.since
        assert family.left_on is None or family.left_on > family.since


@pytest.mark.django_db
def test_the_record_holds_them_all_and_about_a_fifth_has_left(city):
    assert SearchKey.objects.count() == PEOPLE
    gone = Removal.versions.known().count()
    assert SearchKey.objects.filter(gone=True).count() == gone
    assert 0.1 < gone / PEOPLE < 0.3
    assert Membership.versions.known().count() == PEOPLE


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_what_is_asked_finds_someone(city, kind):
    for text in kind.ask(city, 5):
        assert search(understand(text)).hits, text


def test_drafts_are_written_as_the_engine_leaves_them(town, monkeypatch):
    monkeypatch.setattr("bench.city.drafts.vacuum", lambda: None)  # not within a transaction
    staff = drafted(lambda words: None, 200)
    assert Draft.objects.count() == 200
    waiting = [row for user in staff for row in inbox(user.as_actor())]
    assert len(waiting) == 200 // WAITING
    assert drafted(lambda words: None, 200) == staff
    assert Draft.objects.count() == 200
