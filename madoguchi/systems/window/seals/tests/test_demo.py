"""The invented registrations of the demo are such as the rules allow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.people import api as people

from ..demo import fill
from ..imaging import from_png
from ..law import law_on
from ..models import Impression, SealAct, SealApplication, SealCard, SealRegistration, SealStanding
from ..queries.persons import names_of
from ..rules import shows, valid_number
from ..store import impression_png
from .conftest import BEFORE, HOME, newcomer

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(clerk, town):
    """Thirty adults, each in a house of their own, and the demo's registrations."""
    day = timezone.localdate() - timedelta(days=3000)
    for number in range(30):
        someone = newcomer(f"山田{number % 5}　太郎", "ヤマダ　タロウ", "02", date(1970, 1, 1 + number % 28), "1")
        notice = people.Notice(event_on=day, notified_on=day)
        people.move_in(clerk.as_actor(), notice=notice, newcomers=[someone], address=HOME, previous=BEFORE)
    fill(town, 100)
    return town


def test_the_demo_is_such_as_the_rules_allow(city):
    assert SealRegistration.objects.count() == 26
    assert SealStanding.versions.known().filter(valid__upper_inf=True).count() == 25
    assert SealAct.objects.filter(kind="end").count() == 1
    assert SealStanding.versions.known().filter(card_state="lost").count() == 1
    assert all(valid_number(card.number) for card in SealCard.objects.all())
    states = [(each.state, each.approval) for each in SealApplication.objects.order_by("pk")]
    assert states == [("inquiring", "none")] * 3 + [("applied", "waiting")]
    assert Impression.objects.count() == 30


def test_its_impressions_are_clean_and_of_their_size(city):
    for impression in Impression.objects.all()[:8]:
        grey = from_png(impression_png(impression))
        assert abs(grey.shape[1] / 600 * 25.4 - float(impression.width_mm)) < 0.1
        assert 0.08 < (grey < 0.5).mean() < 0.6


def test_a_town_that_has_registrations_is_left_alone(city):
    before = SealRegistration.objects.count()
    fill(city, 100)
    assert SealRegistration.objects.count() == before


def test_its_registrations_show_the_names_of_the_record(city, clerk):
    for registration in SealRegistration.objects.all()[:10]:
        names = names_of(people.visible_to(clerk.as_actor()).person(registration.person_id))
        assert shows(registration.text, names, ignored=law_on(registration.registered_on).ignored_endings)
