"""A number opened by two people, in a real browser; it hides itself when the time is over."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.people.api import House, Notice, Opening, set_individual_number
from madoguchi.foundation.access.models import User

from .families import move_in_family

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = ((390, 844), (1440, 900))
SPACED = "6214 9832 0257"


@pytest.fixture
def house(live_city: Any, clerk: User) -> House:
    """A family; the head's number is recorded."""
    family = move_in_family(clerk)
    notice = Notice(event_on=timezone.localdate())
    set_individual_number(
        clerk.as_actor(), notice=notice, person_id=family.members[0].person_id, value=SPACED.replace(" ", "")
    )
    return family


@pytest.fixture
def seats(live_city: Any, browser: Browser, clerk: User, supervisor: User) -> Any:
    """Two members of staff, each at a browser of their own."""
    contexts = [browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo") for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page, user in zip(pages, (clerk, supervisor), strict=True):
        live_city.log_in(page, user)
    yield pages
    for context in contexts:
        context.close()


def look(page: Page, axe: Callable[[Page], None], name: str) -> None:
    """Checks a page at both widths, and keeps its picture where ``PICTURES`` says."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/opening-{name}-{width}.png", full_page=True)


def test_two_people_open_a_number_for_some_minutes(
    live_city: Any, seats: Any, axe: Callable[[Page], None], house: House
) -> None:
    clerk, chief = seats
    clerk.goto(live_city.url + reverse("residents:person", args=(house.members[0].person_id,)))
    clerk.get_by_role("link", name="個人番号の閲覧を求める").click()
    look(clerk, axe, "1-ask")
    clerk.get_by_label("番号法に定める事務（個人番号利用事務）").check()
    clerk.get_by_label("理由").fill("国民健康保険の資格取得の処理に、本人の番号が必要です。")
    clerk.get_by_role("button", name="承認を求める").click()
    clerk.get_by_text("ほかの承認者の決定を待っています").wait_for()
    look(clerk, axe, "2-waiting")

    chief.goto(live_city.url + reverse("residents:openings"))
    look(chief, axe, "3-inbox")
    chief.get_by_role("link", name="番号法に定める事務").click()
    look(chief, axe, "4-decide")
    chief.get_by_role("button", name="承認する").click()
    chief.get_by_text("承認しました").wait_for()
    assert chief.get_by_role("button", name="番号を表示する").count() == 0

    clerk.reload()
    look(clerk, axe, "5-open")
    clerk.get_by_role("button", name="番号を表示する").click()
    assert clerk.get_by_text(SPACED).is_visible()
    assert "残り" in clerk.locator("[data-time-left]").inner_text()
    look(clerk, axe, "6-numbers")
    clerk.emulate_media(media="print")
    assert not clerk.get_by_text(SPACED).is_visible()
    assert clerk.get_by_text("印刷できません").is_visible()
    clerk.emulate_media(media="screen")
    clerk.go_back()
    assert SPACED not in clerk.content()


def test_the_number_hides_itself_when_the_time_is_over(
    live_city: Any, seats: Any, axe: Callable[[Page], None], house: House
) -> None:
    clerk, _ = seats
    from madoguchi.engines.people.api import ask_opening, decide_opening

    people = {role: User.objects.get(username=f"test-{role}").as_actor() for role in ("clerk", "supervisor")}
    opening = ask_opening(people["clerk"], person_ids=[house.members[0].person_id], purpose="use", reason="資格の確認")
    decide_opening(people["supervisor"], opening_id=opening.pk, approve=True)
    Opening.objects.update(open_until=timezone.now() + timedelta(seconds=12))
    clerk.goto(live_city.url + reverse("residents:opening", args=(opening.pk,)))
    clerk.get_by_role("button", name="番号を表示する").click()
    assert clerk.get_by_text(SPACED).is_visible()
    clerk.get_by_text(re.compile("見られる時間[がは]終わりました")).first.wait_for(timeout=30_000)
    assert SPACED not in clerk.content()
    clerk.get_by_role("heading", name="見られる時間は終わりました").wait_for(timeout=30_000)
    look(clerk, axe, "7-over")
