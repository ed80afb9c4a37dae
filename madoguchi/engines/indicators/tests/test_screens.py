"""The figures at the desk: who sees them, in which year, and the way to what they count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.indicators.api import count_anew
from madoguchi.engines.indicators.tests.counted import counted
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import User
from madoguchi.foundation.calendar import fiscal_year
from madoguchi.foundation.jobs.models import Job
from madoguchi.foundation.jobs.running import perform

pytestmark = pytest.mark.django_db
ACTS = ("people", "acts")


def page(client: Client, name: str = "list", *args: str, **query: object) -> str:
    """A page, when it opens."""
    answer = client.get(reverse(f"indicators:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_anything_is_counted_no_number_is_shown(clerk_client: Client) -> None:
    shown = page(clerk_client)
    assert "住民異動の処理" in shown and "未計測" in shown and "計測元：" in shown
    assert "未計測です" in page(clerk_client, "detail", *ACTS)


def test_an_administrator_has_them_counted(administrator_client: Client, clerk_client: Client) -> None:
    assert "数え直す" not in page(clerk_client)
    assert clerk_client.post(reverse("indicators:count")).status_code == 403
    answer = administrator_client.post(reverse("indicators:count"), follow=True)
    assert "数え直しを始めました" in answer.content.decode()
    perform(Job.objects.get(task="indicators.count").pk)
    assert "0<small>件</small>" in page(clerk_client)


def test_a_year_in_the_past_has_its_own_figures(clerk_client: Client) -> None:
    count_anew(SYSTEM_ACTOR)
    year = fiscal_year(timezone.localdate())
    day = timezone.localdate() - timedelta(days=370)
    counted("people.acts", {day: 1234}, day, day + timedelta(days=1), part="entry")
    before = page(clerk_client, "detail", *ACTS, year=fiscal_year(day))
    assert "1,234<small>件</small>" in before and "転入・出生など" in before and "100.0%" in before
    assert "1,234<small>件</small>" not in page(clerk_client, "detail", *ACTS, year=year)
    assert f'value="{year}" selected' in page(clerk_client, "detail", *ACTS, year="abc")


def test_the_rows_are_for_those_who_may_open_them(clerk_client: Client, auditor_client: Client, clerk: User) -> None:
    assert "数えたものを見る" in page(clerk_client, "detail", "issuance", "released")
    assert "数えたものを見る" not in page(auditor_client, "detail", "issuance", "released")


def test_what_is_not_there_is_not_found(clerk_client: Client) -> None:
    assert clerk_client.get("/desk/indicators/people.nothing/").status_code == 404


def test_whole_figures_are_not_for_everyone_at_work(outsider_client: Client) -> None:
    """A count may be of one person."""
    assert outsider_client.get(reverse("indicators:list")).status_code == 403
