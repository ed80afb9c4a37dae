"""M: a robot that follows every link of the portal costs little, changes nothing and is told where not to go."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madoguchi.foundation.testing.walking import Walk, body

from .city import City
from .test_forgery import writes

MOST_QUERIES = 12
ROBOT = {"User-Agent": "Mozilla/5.0 (compatible; madoq7bot/1.0)"}


def crawled(city: City) -> list[str]:
    """The addresses of the portal that links lead to."""
    return [
        address
        for address, answer in Walk(city.client(), ["/", "/en/", "/ko/", "/zh-hans/"]).pages.items()
        if not address.startswith("/desk/") and answer.status_code == 200
    ]


def test_a_thousand_pages_leave_no_trace(city: City) -> None:
    """No session, no cookie, no row: what a robot does can be done for ever."""
    client, addresses = city.client(), crawled(city)
    assert len(addresses) > 10
    before = Session.objects.count()
    with writes() as changed:
        for _ in range(max(1, 100 // len(addresses))):
            for address in addresses:
                answer = client.get(address, headers=ROBOT)
                has_form = b"csrfmiddlewaretoken" in answer.content
                assert answer.status_code == 200 and set(answer.cookies) <= ({"csrftoken"} if has_form else set()), (
                    address
                )
    assert (changed, Session.objects.count()) == ([], before)


def test_a_page_of_the_portal_asks_the_database_little(city: City) -> None:
    client = city.client()
    for address in crawled(city):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        assert len(asked) <= MOST_QUERIES, address


def test_a_visitor_that_writes_would_be_found(city: City, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.attack.holes"
    with writes() as changed:
        answer = city.client().get("/writes")
    assert changed and answer.cookies


def test_robots_are_told_where_not_to_go(city: City) -> None:
    answer = city.client().get("/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = body(answer).splitlines()
    assert lines[0] == "User-agent: *"
    for closed in ("/desk/", "/verify/", "/healthz"):
        assert f"Disallow: {closed}" in lines
    assert "Disallow: /" not in lines


def test_searching_has_an_end(city: City, settings: Any) -> None:
    from madoguchi.config.defence import MADOGUCHI_LIMITS

    settings.MADOGUCHI_LIMITS = {**MADOGUCHI_LIMITS, "search": type(MADOGUCHI_LIMITS["search"])(5, 3600)}
    client = city.client()
    statuses = [client.get(f"/procedures/?q=word{number}").status_code for number in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    assert client.get("/procedures/").status_code == 200


def test_every_form_that_anyone_may_send_has_a_limit(city: City) -> None:
    """A new door of the street without ``@limited`` fails here; the log-in has a throttle of its own."""
    from urllib.parse import urlsplit

    from django.urls import resolve

    walk = Walk(city.client())
    actions = {urlsplit(form.action).path for form in walk.forms if not form.action.startswith("/desk/")}
    assert "/procedures/" in actions
    assert [path for path in actions if not getattr(resolve(path).func, "limited", "")] == []


@pytest.mark.slow
def test_many_searches_at_once_stay_quick(city: City) -> None:
    client = city.client()
    begun = time.process_time()
    for number in range(50):
        client.get(f"/procedures/?q={'あ' * 90}{number}")
    assert time.process_time() - begun < 10
