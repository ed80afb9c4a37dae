"""An export with approval, in a real browser: asked, approved by the head on their own screen, taken, opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pyzipper
from django.urls import reverse

from madoguchi.foundation.access.models import User
from madoguchi.foundation.exports.api import ExportRequest
from madoguchi.foundation.jobs.running import perform

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = ((1440, 900), (390, 844))


class Look:
    """Checks a page at desk and phone width, and keeps its picture where ``PICTURES`` says."""

    def __init__(self, axe: Callable[[Page], None]) -> None:
        self.axe, self.count = axe, 0

    def __call__(self, page: Page) -> None:
        self.count += 1
        for width, height in reversed(SIZES):
            page.set_viewport_size({"width": width, "height": height})
            self.axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/exports-{self.count:02}-{width}.png", full_page=True)


@pytest.fixture
def seats(live_city: Any, browser: Browser, supervisor: User, head: User) -> Any:
    """Two members of staff, each at a browser of their own."""
    contexts = [browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", accept_downloads=True) for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page, user in zip(pages, (supervisor, head), strict=True):
        live_city.log_in(page, user)
    yield pages
    for context in contexts:
        context.close()


def test_an_export_with_approval(live_city: Any, seats: Any, axe: Callable[[Page], None], tmp_path: Path) -> None:
    asker, head = seats
    look = Look(axe)
    asker.goto(live_city.url + reverse("exports:mine"))
    look(asker)
    asker.get_by_role("link", name="持出しを求める").click()
    look(asker)
    asker.get_by_label("持ち出す理由").fill("新しいシステムへの移行の確認（起案第12号）")
    asker.get_by_label("使いみち").fill("移行先との突合")
    asker.get_by_label("保管場所").fill("情報推進課の共有フォルダー")
    asker.get_by_label("消去する日").fill("R8.12.25")
    asker.get_by_role("button", name="承認を求める").click()
    asker.wait_for_url("**/exports/*/")
    look(asker)
    request = ExportRequest.objects.get()

    head.goto(live_city.url + reverse("approvals:inbox"))
    head.get_by_role("link", name=request.number).click()
    head.wait_for_url("**/exports/*/")
    look(head)
    head.get_by_role("button", name="承認する").click()
    head.get_by_text("承認しました").wait_for()
    look(head)
    request.refresh_from_db()
    perform(request.job_id)
    head.get_by_role("heading", name="ファイルができました").wait_for()
    look(head)
    head.get_by_role("button", name="パスワードを表示する").click()
    password = head.locator(".password").inner_text()
    look(head)
    head.get_by_role("link", name="伝えた").click()
    assert head.get_by_role("button", name="パスワードを表示する").count() == 0

    asker.reload()
    look(asker)
    assert password not in asker.content()
    with asker.expect_download() as waiting:
        asker.get_by_role("button", name="受け取る（あと3回）").click()
    path = tmp_path / "taken.zip"
    waiting.value.save_as(path)
    archive = pyzipper.AESZipFile(path)
    archive.setpassword(b"wrong")
    with pytest.raises(RuntimeError):
        archive.read(archive.namelist()[0])
    archive.setpassword(password.encode())
    assert archive.read(archive.namelist()[0]).decode().startswith("市区町村コード")
    assert request.asker in archive.read("持出し記録.txt").decode("utf-8-sig")

    head.goto(live_city.url + reverse("exports:figures"))
    look(head)
    head.goto(live_city.url + reverse("exports:all"))
    look(head)


def test_a_fault_at_a_field_is_told(live_city: Any, seats: Any, axe: Callable[[Page], None]) -> None:
    asker, _ = seats
    asker.goto(live_city.url + reverse("exports:ask", args=("residents", "register")))
    asker.get_by_label("持ち出す理由").fill("移行")
    asker.get_by_label("使いみち").fill("突合")
    asker.get_by_label("保管場所").fill("庁内")
    asker.get_by_label("消去する日").fill("R2.1.1")
    asker.get_by_role("button", name="承認を求める").click()
    asker.get_by_text("きょうより後にしてください").first.wait_for()
    axe(asker)
