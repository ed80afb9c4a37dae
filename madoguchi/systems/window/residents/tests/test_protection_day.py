"""A protected person's day, in a real browser: registered, asked for, stopped, served, renewed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.people.api import House, ProtectionCase
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import make_user

from .families import move_in_family

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEUTRAL = "この方の手続は係長が承ります"
TELLING = ("支援措置", "DV", "暴力", "保護", "9812番地", "渡邉　美咲", "渡邉 美咲", "S59", "昭和59年")


@pytest.fixture
def house(live_city: Any, clerk: User) -> House:
    """渡邉健一, 美咲 and 陽菜 of 大日."""
    return move_in_family(clerk)


class Day:
    """Two members of staff at one browser, and pictures of what they see."""

    def __init__(self, city: Any, page: Page, axe: Callable[[Page], None]) -> None:
        self.city, self.page, self.axe = city, page, axe
        self.pictures = 0

    def log_in(self, user: User) -> None:
        """Someone else sits down."""
        self.page.context.clear_cookies()
        self.city.log_in(self.page, user)

    def open(self, name: str, *args: int, query: str = "") -> None:
        """Opens a screen."""
        self.page.goto(self.city.url + reverse(name, args=args) + query)

    def look(self) -> None:
        """No barrier at either width, no sideways scroll, and a picture where one is wanted."""
        for width, height in ((1440, 900), (390, 844)):
            self.page.set_viewport_size({"width": width, "height": height})
            self.axe(self.page)
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url
            if folder := os.environ.get("PICTURES"):
                self.page.screenshot(path=f"{folder}/day-{self.pictures:02}-{width}.png", full_page=True)
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.pictures += 1


def test_a_protected_persons_day(
    live_city: Any, page: Page, axe: Callable[[Page], None], clerk: User, supervisor: User, house: House
) -> None:
    day = Day(live_city, page, axe)
    wife, child = house.members[1].person_id, house.members[2].person_id
    make_user("test-second-chief", "係長　五郎", "窓口サービス課", ["clerk", "supervisor"], "係長")

    day.log_in(supervisor)
    day.open("residents:person", wife)
    page.get_by_role("link", name="支援措置を登録").click()
    page.wait_for_url("**/protection/")
    day.look()
    page.get_by_label("配偶者からの暴力").check()
    page.get_by_label("相談機関の名").fill("四街道警察署 生活安全課")
    page.get_by_label("渡邉　陽菜（子）").check()
    page.get_by_role("button", name="支援措置を登録する").click()
    page.wait_for_url("**/protections/*/")
    assert "支援措置を登録しました" in page.inner_text("main")
    day.look()
    day.open("residents:protections")
    day.look()

    day.log_in(clerk)
    day.open("counter:screen", query="?q=渡邉 美咲")
    day.look()
    found = page.inner_text("main, body")
    assert NEUTRAL in found and "渡邉　〇〇" in found and "係長確認" in found
    assert not any(word in found for word in TELLING)
    day.open("residents:search", query="?q=わたなべ みさき")
    day.look()
    assert NEUTRAL in page.inner_text("main") and not any(word in page.inner_text("main") for word in TELLING)
    day.open("residents:search", query="?q=大日9812番地")
    assert "見つかりませんでした" in page.inner_text("main")
    for screen in ("residents:person", "certificates:new", "residents:timeline"):
        answer = page.goto(live_city.url + reverse(screen, args=(wife,)))
        assert answer and answer.status == 403
        said = page.inner_text("body")
        assert NEUTRAL in said and "窓口責任者（内線000）" in said
        assert not any(word in said for word in TELLING)
    day.look()

    day.log_in(supervisor)
    day.open("counter:screen", query=f"?person={wife}&event=move_out&q=渡邉 美咲")
    assert page.locator("h1").inner_text().startswith("渡邉") and "支援措置" in page.inner_text("body")
    day.look()
    day.open("residents:person", wife)
    assert "支援措置" in page.inner_text("main")
    day.look()
    page.get_by_role("link", name="証明書を交付する").first.click()
    page.wait_for_load_state()
    assert "渡邉　美咲" in page.inner_text("main")

    begin = timezone.localdate() - timedelta(days=345)
    ProtectionCase.objects.update(
        applied_on=begin, decided_on=begin, valid=DateRange(begin, begin.replace(year=begin.year + 1))
    )
    day.open("wagtailadmin_home")
    assert "まもなく期限1件" in page.inner_text("body")
    page.get_by_role("link", name="支援措置の更新・終了").click()
    page.get_by_role("link", name="渡邉　美咲").click()
    page.get_by_role("link", name="更新する").click()
    day.look()
    page.get_by_role("button", name="更新する").click()
    page.wait_for_url("**/protections/*/")
    assert "更新しました。保護は途切れていません。" in page.inner_text("main")
    assert ProtectionCase.objects.filter(ended_on__isnull=True).count() == 1
    page.get_by_role("link", name="期間の前に終える").click()
    day.look()
    page.get_by_label("確かめた経緯").fill("本人が来庁して申し出た")
    page.get_by_role("button", name="終了を起案する").click()
    assert "終了の起案が承認を待っています" in page.inner_text("main")
    day.look()
    day.open("residents:hold", child)
    day.look()
