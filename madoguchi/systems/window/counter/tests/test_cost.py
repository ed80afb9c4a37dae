"""A page costs the same number of queries whatever it shows."""

from __future__ import annotations

from datetime import date

import pytest

from .people import WATANABE, settle
from .steps import URL, address, confirm, press

pytestmark = pytest.mark.django_db
LIMIT = 32


def queries(client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as made:
        assert client.get(url).status_code == 200
    return len(made)


def test_the_screen_costs_the_same_for_one_and_for_many(clerk, clerk_client):
    from ..actions.tickets import issue

    small = settle(clerk.as_actor(), people=(("佐藤　太郎", "サトウ　タロウ", date(1980, 1, 1), "1", ("02",)),))
    issue(clerk.as_actor(), purpose="birth")
    queries(clerk_client, URL)  # what the process keeps from its first page on
    one = queries(clerk_client, f"{address('move_within', small.members[0].person_id)}&q=佐藤")
    cousins = tuple((f"渡邉　子{n}", f"ワタナベ　コ{n}", date(2010, 1, n), "1", ("20",)) for n in range(1, 9))
    large = settle(clerk.as_actor(), people=(*WATANABE, *cousins))
    for _ in range(9):
        issue(clerk.as_actor(), purpose="birth")
    many = queries(clerk_client, f"{address('move_within', large.members[0].person_id)}&q=渡辺")
    assert one == many <= LIMIT


def test_a_recorded_case_costs_the_same_however_many_procedures(clerk, clerk_client):
    house = settle(clerk.as_actor())
    url = address("birth", house.members[0].person_id)
    few = press(clerk_client, url, confirm(clerk_client, url, name="渡邉 湊", sex="1")).url
    url = address("move_within", house.members[0].person_id)
    many = press(clerk_client, url, confirm(clerk_client, url, address="めいわ3-98-12")).url
    assert queries(clerk_client, few) == queries(clerk_client, many) <= LIMIT
    assert queries(clerk_client, URL) <= LIMIT
