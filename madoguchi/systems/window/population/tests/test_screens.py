"""Figures on screens, in files, and for residents."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from madoguchi.foundation.calendar import format_wareki_year
from madoguchi.systems.window.population.commands import show, verify

from .conftest import Close, arrive

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from playwright.sync_api import Page

    from madoguchi.foundation.access.models import User
    from madoguchi.foundation.testing.browser import LiveCity
    from madoguchi.foundation.towns.models import Town

YESTERDAY = timezone.localdate() - timedelta(days=1)


def rows(content: bytes) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def closed(close_now: Close) -> None:
    """A town of fourteen: twelve in 大日, two in めいわ, one of them from abroad."""
    for index in range(6):
        arrive((f"山田　{index}郎", "1", 40, False), (f"山田　{index}子", "2", 70, False))
    arrive(("SILVA JOAO", "1", 30, True), ("青木　桜", "2", 8, False), town="めいわ")
    close_now(YESTERDAY)


def test_nothing_is_closed_yet(clerk_client: Client, visitor: Client, db: None) -> None:
    assert "締めた日がまだありません" in clerk_client.get("/desk/population/").content.decode()
    assert "数字はまだありません" in visitor.get("/population/").content.decode()
    assert visitor.get("/population/open-data.csv").status_code == 404


def test_a_supervisor_sees_every_town_and_a_clerk_small_ones_together(
    closed: None, supervisor_client: Client, clerk_client: Client
) -> None:
    every = supervisor_client.get("/desk/population/").content.decode()
    assert "めいわ" in every
    some = clerk_client.get("/desk/population/").content.decode()
    assert "そのほかの町" in some
    assert "めいわ" not in some


def test_other_divisions_without_a_role_are_refused(closed: None, outsider_client: Client, visitor: Client) -> None:
    addresses = [f"days/{YESTERDAY}/towns/csv/", "", f"years/fiscal/{YESTERDAY.year}/"]
    for address in addresses:
        assert outsider_client.get(f"/desk/population/{address}").status_code == 403
        assert visitor.get(f"/desk/population/{address}").status_code == 302


def test_a_table_comes_as_csv(closed: None, supervisor_client: Client) -> None:
    found = rows(supervisor_client.get(f"/desk/population/days/{YESTERDAY}/towns/csv/").content)
    assert found[1:] == [["めいわ", "2", "1", "1", "0", "1", "1"], ["大日", "12", "6", "6", "0", "0", "6"]]
    for table in ("ages", "countries", "households"):
        assert len(rows(supervisor_client.get(f"/desk/population/days/{YESTERDAY}/{table}/csv/").content)) > 1
    for wrong in (f"days/{YESTERDAY}/nothing/csv/", "days/2001-01-01/towns/csv/", "days/yesterday/towns/csv/"):
        assert supervisor_client.get(f"/desk/population/{wrong}").status_code == 404


def test_open_data_has_the_recommended_columns(closed: None, visitor: Client, shared: object) -> None:
    found = rows(visitor.get("/population/open-data.csv").content)
    with (shared / "data/opendata/cio_suisho_v1_columns.csv").open(encoding="utf-8-sig") as file:
        wanted = [row[2] for row in csv.reader(file) if row[0] == "地域・年齢別人口"]
    assert found[0] == wanted
    assert [row[5:9] for row in found[1:]] == [["そのほかの町", "14", "7", "7"]]


def test_a_year_explains_its_changes(closed: None, close_now: Close, clerk_client: Client) -> None:
    arrive(("佐藤　一", "1", 20, False))
    close_now(YESTERDAY + timedelta(days=1))
    year = YESTERDAY.year
    page = clerk_client.get(f"/desk/population/years/calendar/{year}/").content.decode()
    assert "締めた月がまだありません" in page or "事由ごとの人数" in page
    assert rows(clerk_client.get(f"/desk/population/years/calendar/{year}/csv/").content)[0][0] == "月"
    assert clerk_client.get("/desk/population/years/calendar/1999/").status_code == 404
    assert clerk_client.get(f"/desk/population/years/lunar/{year}/").status_code == 404


def test_a_day_that_is_not_closed_says_so(closed: None, clerk_client: Client) -> None:
    page = clerk_client.get("/desk/population/?day=2099-01-01").content.decode()
    assert "その日はまだ締めていません" in page
    assert "エラー" not in page
    assert clerk_client.get("/desk/population/?day=13月").status_code == 200


def test_the_page_asks_the_same_number_of_queries_for_any_history(
    closed: None, close_now: Close, clerk_client: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    clerk_client.get("/desk/population/")
    with django_assert_max_num_queries(16):
        clerk_client.get("/desk/population/")


@pytest.mark.parametrize("prefix", ["", "/en", "/zh-hans", "/ko"])
def test_residents_see_the_population_in_four_languages(closed: None, visitor: Client, prefix: str) -> None:
    assert visitor.get(f"{prefix}/population/").status_code == 200
    assert visitor.get(f"{prefix}/").status_code == 200


def test_the_operator_shows_and_verifies(closed: None, town: Town) -> None:
    assert show(None).data["men"] == 7
    assert verify(None).status == 0


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_are_accessible(
    live_city: LiveCity, page: Page, supervisor: User, closed: None, axe: Callable[[Page], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_city.url}/population/")
    axe(page)
    live_city.log_in(page, supervisor)
    page.goto(f"{live_city.url}/desk/population/")
    page.get_by_role("heading", name="町別").wait_for()
    axe(page)
    page.get_by_role("link", name=format_wareki_year(YESTERDAY), exact=True).click()
    axe(page)
