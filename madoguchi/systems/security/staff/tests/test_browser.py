"""Two administrators and a clerk with two appointments, in a real browser."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access.models import Appointment, Division, User
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.testing.staff import appoint, make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = ((1440, 900), (390, 844))


@pytest.fixture
def second(live_city: Any) -> User:
    return make_user("test-second", "電算　千里", "情報推進課", ["administrator"])


def ask_for_tomorrow(page: Page, city: Any, user: User) -> None:
    """The administrator fills in the appointment of someone, beside the main one, from tomorrow."""
    page.goto(city.url + reverse("staff:person", args=(user.pk,)))
    page.get_by_role("link", name="発令する").click()
    page.get_by_label("部署").select_option(label="窓口サービス課")
    page.get_by_label("職名").fill("主事")
    page.get_by_label("兼務（本務に加えます）").check()
    page.get_by_label("窓口担当").check()
    page.locator("#id_start").fill(format_wareki(timezone.localdate() + timedelta(days=1), "short"))
    page.get_by_label("理由").fill("年末年始の応援")
    page.get_by_role("button", name="発令する").click()
    page.get_by_text("二人目が承認すると有効になります").wait_for()


def ask_for_a_right(page: Page, city: Any) -> None:
    """The administrator asks that 道路管理課 may look at people for one purpose."""
    page.goto(city.url + reverse("staff:new_grant"))
    page.locator("#id_right").select_option("people.view")
    page.get_by_label("部署").select_option(label="道路管理課")
    page.get_by_label("実態調査").check()
    page.get_by_label("理由").fill("境界の立会い")
    page.get_by_role("button", name="申請する").click()
    page.get_by_text("自分の申請は、自分では承認できません").wait_for()


def choose(page: Page, **values: str) -> None:
    """The member of staff chooses appointment and purpose in the bar."""
    page.locator(".seating summary").click()
    for label, value in values.items():
        page.get_by_label(label, exact=True).select_option(label=value)
    page.get_by_role("button", name="変える").click()


def test_rights_are_given_by_two_and_followed_by_the_screens(
    live_city: Any, page: Page, axe: Callable[[Page], None], administrator: User, second: User, outsider: User
) -> None:
    live_city.log_in(page, administrator)
    ask_for_tomorrow(page, live_city, outsider)
    ask_for_a_right(page, live_city)

    live_city.log_in(page, second)
    page.goto(live_city.url + reverse("staff:approvals"))
    axe(page)
    page.get_by_role("button", name=re.compile("承認する.*道路")).click()
    page.get_by_role("button", name=re.compile("承認する.*住民の検索と閲覧")).click()
    page.get_by_text("承認を待つ変更はありません").wait_for()

    live_city.log_in(page, outsider)
    assert page.goto(live_city.url + "/desk/counter/").status == 403  # from tomorrow on
    assert page.goto(live_city.url + "/desk/residents/").status == 403  # not without the purpose
    page.goto(live_city.url + "/desk/seat/")
    axe(page)
    choose(page, 利用目的="実態調査")
    assert page.goto(live_city.url + "/desk/residents/").status == 200
    assert page.get_by_text("閲覧の目的「実態調査」").is_visible()

    appoint(outsider, "総務課", ["clerk"], is_main=False)  # and at the counter of another division already today
    page.reload()
    choose(page, 職="総務課　主事（兼務）")
    page.wait_for_url("**/desk/")
    assert page.goto(live_city.url + "/desk/counter/").status == 200
    choose(page, 職="道路管理課　主事（本務）")
    page.wait_for_url("**/desk/")
    assert page.goto(live_city.url + "/desk/counter/").status == 403


def test_every_screen_is_free_of_barriers(
    live_city: Any, page: Page, axe: Callable[[Page], None], administrator: User, second: User, clerk: User, head: User
) -> None:
    today = timezone.localdate()
    appoint(clerk, "国保年金課", is_main=False, start=today - timedelta(days=400), end=today + timedelta(days=20))
    from madoguchi.foundation.access.actions.appointments import appoint as ask
    from madoguchi.foundation.access.actions.grants import Target, grant

    actor = administrator.as_actor()
    division = Division.objects.get(name="課税課")
    words = {"post": "主事", "reason": "人事異動", "start": today + timedelta(days=40)}
    ask(actor, user_id=clerk.pk, division_id=division.pk, roles=["viewer"], is_main=True, **words)
    grant(actor, target=Target(user_id=clerk.pk), right="people.act", allows=False, start=today, reason="調査中")
    row = grant(
        actor,
        target=Target(division_id=division.pk, role="viewer"),
        right="residents.export",
        allows=True,
        start=today,
        purposes=["levy"],
        reason="当初課税の準備",
    )
    desk, seat = Division.objects.get(name="窓口サービス課"), Appointment.objects.filter(user=clerk).earliest("pk")
    addresses = [
        "/desk/",
        "/desk/seat/",
        reverse("staff:list"),
        reverse("staff:list") + "?q=いない",
        reverse("staff:new"),
        reverse("staff:ending"),
        reverse("staff:person", args=(clerk.pk,)),
        reverse("staff:person", args=(administrator.pk,)),
        reverse("staff:name", args=(clerk.pk,)),
        reverse("staff:appoint", args=(clerk.pk,)),
        reverse("staff:end", args=(seat.pk,)),
        reverse("staff:divisions"),
        reverse("staff:division", args=(desk.pk,)),
        reverse("staff:new_division"),
        reverse("staff:end_division", args=(desk.pk,)),
        reverse("staff:roles"),
        reverse("staff:grants"),
        reverse("staff:grants") + "?ended=1",
        reverse("staff:grant", args=(row.pk,)),
        reverse("staff:new_grant"),
        reverse("staff:end_grant", args=(row.pk,)),
        reverse("staff:approvals"),
    ]
    live_city.log_in(page, second)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for address in addresses:
            answer = page.goto(live_city.url + address)
            assert answer and answer.status == 200, address
            axe(page)
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/{width}-{addresses.index(address):02}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)


def test_the_bar_opens_without_covering_anything_for_good(
    live_city: Any, page: Page, axe: Callable[[Page], None], outsider: User
) -> None:
    appoint(outsider, "窓口サービス課", ["clerk"], is_main=False)
    live_city.log_in(page, outsider)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(live_city.url + "/desk/seat/")
        page.locator(".seating summary").click()
        assert page.get_by_role("button", name="変える").is_visible()
        axe(page)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{width}-bar.png")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.keyboard.press("Tab")
