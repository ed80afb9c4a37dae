"""Comments in a real browser: sent from a phone, answered at the desk, read by everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from madoguchi.systems.plan.comments.actions import announce, write

from .conftest import ADDRESS, DRAFT, NAME, OFFICE, WORDS, end, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from madoguchi.foundation.access.models import User
    from madoguchi.foundation.testing.browser import LiveCity

NO_SIDEWAYS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_from_a_comment_to_the_result(
    live_city: LiveCity, page: Page, administrator: User, axe: Callable[[Page], None], width: int
) -> None:
    row = write(OFFICE, code="r8-plan", said=said(), draft=DRAFT)
    announce(OFFICE, code="r8-plan", revision=row.revision)

    def look(address: str | None = None) -> None:
        if address is not None:
            page.goto(f"{live_city.url}/{address}")
        axe(page)
        assert page.evaluate(NO_SIDEWAYS), page.url

    page.set_viewport_size({"width": width, "height": 844})
    for address in ("", "comments/", "en/comments/r8-plan/", "comments/r8-plan/"):
        look(address)
    page.get_by_role("link", name="意見を出す").click()
    page.get_by_role("button", name="送る").wait_for()
    look()
    page.locator("main form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="送る").click()
    page.locator(".error").first.wait_for()
    look()
    page.get_by_label("意見", exact=False).first.fill(WORDS)
    page.get_by_label("氏名").fill(NAME)
    page.get_by_label("住所").fill(ADDRESS)
    page.get_by_role("button", name="送る").click()
    page.get_by_text("r8-plan-0001").wait_for()
    look()
    end()
    look("comments/r8-plan/")
    look("comments/r8-plan/new/")
    live_city.log_in(page, administrator)
    for address in ("", "new/", "r8-plan/", "r8-plan/comments/1/", "r8-plan/answers/new/"):
        look(f"desk/comments/{address}")
    page.get_by_label("意見の要旨").fill("夜間の開館")
    page.get_by_label("市の考え方").fill("試します")
    page.get_by_role("button", name="記録する").click()
    page.get_by_text("市の考え方を記録しました").wait_for()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="まとめる").click()
    page.get_by_text("1件の意見をまとめました").wait_for()
    look()
    page.get_by_role("button", name="結果を公表する").click()
    page.get_by_text("結果を公表しました").wait_for()
    look()
    look("comments/r8-plan/")
    page.get_by_text("夜間の開館").wait_for()
