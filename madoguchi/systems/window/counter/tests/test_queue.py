"""The queue, cases put aside, the times of the steps, and the box on the residents' home."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from madoguchi.foundation.access import Forbidden

from .people import settle
from .steps import URL, address, confirm, fields, press, text

pytestmark = pytest.mark.django_db


def test_numbers_go_up_from_one_each_day(clerk):
    from ..actions.tickets import issue, next_number

    first, second = issue(clerk.as_actor(), purpose="birth"), issue(clerk.as_actor(), purpose="other")
    assert (first.number, second.number) == (1, 2)
    assert next_number(first.day + timedelta(days=1)) == 1


def test_the_next_number_is_called_and_the_one_before_is_finished(clerk, clerk_client):
    from ..actions.tickets import issue
    from ..models import Case, Ticket

    for purpose in ("birth", "move_in"):
        issue(clerk.as_actor(), purpose=purpose)
    clerk_client.post("/desk/counter/next/", {"window": "3"})
    page = clerk_client.get(URL)
    assert "対応中" in text(page) and "3番窓口" in text(page)
    assert page.context["screen"].event.slug == "birth"  # the ticket's purpose opens its tab
    clerk_client.post("/desk/counter/next/")
    assert [ticket.state for ticket in Ticket.objects.order_by("number")] == ["done", "serving"]
    assert [case.state for case in Case.objects.order_by("pk")] == ["finished", "open"]
    assert Ticket.objects.get(number=2).window == "3"
    clerk_client.post("/desk/counter/next/")
    assert "待っている人はいません" in text(clerk_client.get(URL))


def test_one_who_does_not_come_is_noted(clerk, clerk_client):
    from ..actions.tickets import issue
    from ..models import Case, Ticket

    issue(clerk.as_actor(), purpose="birth")
    clerk_client.post("/desk/counter/next/")
    clerk_client.post(f"/desk/counter/case/{Case.objects.get().pk}/move/", {"do": "absent"})
    assert Ticket.objects.get().state == "absent"


def test_a_case_put_aside_keeps_everything_and_another_clerk_takes_it_up(clerk, clerk_client, supervisor_client):
    from ..models import Case

    house = settle(clerk.as_actor())
    url = address("birth", house.members[0].person_id)
    data = {**fields(clerk_client.get(url)), "name": "渡邉 湊", "sex": "1", "do": "hold"}
    assert clerk_client.post(url, data).status_code == 302
    case = Case.objects.get()
    assert case.state == "held" and "do" not in case.draft and "csrfmiddlewaretoken" not in case.draft
    taken = supervisor_client.post(f"/desk/counter/case/{case.pk}/move/", {"do": "resume"}, follow=True)
    assert fields(taken)["name"] == ["渡邉 湊"] and "渡邉　湊" in text(taken)
    second = clerk_client.post(f"/desk/counter/case/{case.pk}/move/", {"do": "resume"}, follow=True)
    assert "係長　二郎が続けています" in text(second)


def test_the_time_of_each_step_is_measured(clerk, clerk_client):
    from ..actions.tickets import issue
    from ..models import Case, StepTime

    house = settle(clerk.as_actor())
    issue(clerk.as_actor(), purpose="birth")
    clerk_client.post("/desk/counter/next/")
    Case.objects.update(started_at=Case.objects.get().started_at - timedelta(seconds=75))
    url = address("birth", house.members[0].person_id)
    done = press(clerk_client, url, confirm(clerk_client, url, name="渡邉 湊", sex="1"))
    clerk_client.get(f"{done.url}papers.pdf?only=guide")
    steps = dict(StepTime.objects.values_list("step", "seconds"))
    assert set(steps) == {"found", "entered", "recorded", "printed"} and all(
        75 <= seconds < 200 for seconds in steps.values()
    )
    assert "受付から 1分" in text(clerk_client.get(done.url)) and "標準" not in text(clerk_client.get(done.url))


def test_the_standard_time_is_shown_where_the_town_has_one(clerk_client, town, monkeypatch):
    from django.db import connection

    monkeypatch.setitem(connection.tenant.profile, "standard_minutes", {"move_in": 12})
    from .. import screen

    assert screen.standard_minutes("move_in") == 12 and screen.standard_minutes("birth") is None


def test_only_the_counter_may_call(outsider):
    from ..actions.tickets import call_next, issue

    for act in (
        lambda: issue(outsider.as_actor(), purpose="birth"),
        lambda: call_next(outsider.as_actor(), window="1"),
    ):
        with pytest.raises(Forbidden):
            act()


def test_the_residents_see_how_many_wait(clerk, visitor):
    from ..actions.tickets import call_next, issue
    from ..models import Ticket
    from ..widget import now

    assert now("yotsukaido") is None
    for _ in range(3):
        issue(clerk.as_actor(), purpose="birth")
    Ticket.objects.update(issued_at=Ticket.objects.first().issued_at - timedelta(minutes=8))
    call_next(clerk.as_actor(), window="1")
    assert "2人が待っています" in text(visitor.get("/")) and "平均8分" in text(visitor.get("/"))
    assert "2 people are waiting" in text(visitor.get("/en/"))


def test_the_demo_fills_a_day_once(town):
    from ..demo import fill
    from ..models import Ticket

    fill(town, 5000)
    fill(town, 5000)
    assert Ticket.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_different_numbers_and_are_called_once(clerk, town):
    from django.db import connection

    from ..actions.tickets import call_next, issue
    from ..models import Ticket

    def in_thread(work):
        connection.set_tenant(town)
        try:
            return work()
        finally:
            connection.close()

    actor = clerk.as_actor()
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _: in_thread(lambda: issue(actor, purpose="other").number), range(12)))
    assert sorted(numbers) == list(range(1, 13))
    others = [type(actor)(user_id=1000 + index, name=str(index), permissions=actor.permissions) for index in range(4)]
    with ThreadPoolExecutor(4) as pool:
        called = list(pool.map(lambda who: in_thread(lambda: call_next(who, window="1").ticket_id), others))
    assert len(set(called)) == 4 and Ticket.objects.filter(state="serving").count() == 4
