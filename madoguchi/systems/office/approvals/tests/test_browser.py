"""One approval over four people in a real browser: a return, a deputy, a phone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from madoguchi.engines.approvals.api import Draft, State
from madoguchi.engines.approvals.tests.hall import BODY, Hall, away
from madoguchi.engines.approvals.tests.samples import picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DESK, PHONE = (1280, 900), (390, 844)
NAMES = ("clerk", "second", "head", "director")


class Look:
    """Checks a page at desk and phone width, and keeps its picture where ``PICTURES`` says."""

    def __init__(self, axe: Callable[[Page], None]) -> None:
        self.axe, self.count = axe, 0

    def __call__(self, page: Page) -> None:
        self.count += 1
        before = page.viewport_size
        for width, height in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            self.axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/approvals-{self.count:02}-{width}.png", full_page=True)
        if before:
            page.set_viewport_size(before)


@pytest.fixture
def desks(live_city: Any, browser: Browser, hall: Hall) -> Iterator[dict[str, Page]]:
    """Four members of staff, each at a browser of their own; the deputy with a phone."""
    contexts = {
        name: browser.new_context(
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            viewport={"width": PHONE[0], "height": PHONE[1]} if name == "second" else None,
            has_touch=name == "second",
        )
        for name in NAMES
    }
    pages = {name: context.new_page() for name, context in contexts.items()}
    for name, page in pages.items():
        live_city.log_in(page, hall.people[name])
    yield pages
    for context in contexts.values():
        context.close()


def test_over_four_people_with_a_deputy_and_a_return(
    live_city: Any, desks: dict[str, Page], hall: Hall, axe: Callable[[Page], None]
) -> None:
    clerk, second, head, director = (desks[name] for name in NAMES)
    look = Look(axe)
    inbox = live_city.url + reverse("approvals:inbox")
    look_empty(clerk, inbox, look)
    clerk.get_by_role("link", name="起案する").click()
    look(clerk)
    clerk.get_by_label("件名").fill("庁舎案内板の更新について")
    clerk.get_by_label("伺い文").fill(BODY)
    clerk.get_by_label("金額（円）").fill("800000")
    sample = {"name": "案内図.png", "mimeType": "image/png", "buffer": picture().read()}
    clerk.get_by_label("添付ファイル").set_input_files(sample)  # type: ignore[arg-type]
    clerk.get_by_role("button", name="保存して、経路を見る").click()
    clerk.wait_for_url("**/route/")
    look(clerk)
    clerk.get_by_role("button", name="この経路で提出する").click()
    clerk.get_by_text("として提出しました").wait_for()
    look(clerk)

    head.goto(inbox)
    look(head)
    head.get_by_role("link", name="庁舎案内板の更新について").click()
    look(head)
    head.locator("#decide").get_by_role("button", name="承認する").click()
    head.get_by_text("承認しました。").wait_for()

    director.goto(inbox)
    director.get_by_role("link", name="庁舎案内板の更新について").click()
    director.get_by_text("差戻し・否決").click()
    director.get_by_label("意見", exact=False).first.fill("見積りの根拠を書いてください。")
    director.get_by_label("差し戻す先").select_option(label="起案者")
    look(director)
    director.get_by_role("button", name="差し戻す").click()
    director.get_by_text("差し戻しました。").wait_for()

    clerk.goto(inbox)
    look(clerk)
    clerk.get_by_role("link", name="庁舎案内板の更新について").click()
    clerk.get_by_text("見積りの根拠を書いてください。").first.wait_for()
    look(clerk)
    clerk.get_by_role("link", name="内容を直す").click()
    clerk.get_by_label("伺い文").fill(BODY + "\n見積りは2社から取りました。")
    look(clerk)
    clerk.get_by_role("button", name="保存して、経路を見る").click()
    clerk.wait_for_url("**/route/")
    clerk.get_by_role("button", name="この経路で提出する").click()
    clerk.get_by_text("として提出しました").wait_for()

    away(hall, "head")
    second.goto(inbox)
    look(second)
    second.get_by_role("link", name="庁舎案内板の更新について").click()
    look(second)
    second.locator(".thumb").get_by_role("button", name="承認する").tap()
    second.get_by_text("承認しました。").wait_for()

    director.goto(inbox)
    director.get_by_role("link", name="庁舎案内板の更新について").click()
    director.locator("#decide").get_by_role("button", name="承認する").click()
    director.get_by_text("承認しました。").wait_for()
    look(director)
    draft = Draft.objects.get()
    assert (draft.state, draft.round) == (State.APPROVED, 2)

    head.goto(inbox)
    look(head)
    head.get_by_role("link", name="庁舎案内板の更新について").click()
    look(head)
    head.get_by_role("button", name="確認しました").click()
    head.get_by_text("確認しました。").first.wait_for()
    assert draft.viewings.get().seen_at is not None
    clerk.goto(live_city.url + reverse("approvals:mine"))
    look(clerk)
    clerk.goto(live_city.url + reverse("approvals:search") + "?words=案内板")
    look(clerk)


def look_empty(page: Page, address: str, look: Look) -> None:
    """The inbox of somebody for whom nothing waits."""
    page.goto(address)
    page.get_by_text("待っている決裁はありません").wait_for()
    look(page)
