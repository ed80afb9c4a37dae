"""In a real browser: the head finds and confirms an unusual look; a resident reads theirs on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from madoguchi.engines.people.api import Person, visible_to
from madoguchi.foundation.testing.staff import make_user
from madoguchi.systems.security.looks import actions
from madoguchi.systems.security.looks.finding import find
from madoguchi.systems.security.looks.models import Unusual

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from madoguchi.foundation.testing.browser import LiveCity

PHONE = {"width": 390, "height": 844}


@pytest.mark.browser
def test_the_head_finds_and_confirms_an_unusual_look(
    live_city: LiveCity, page: Page, axe: Callable[[Page], None], head, families
) -> None:
    curious = make_user("curious", "知田　一", "窓口サービス課", ["clerk"])
    famous = families["sato"].members[0].person_id
    actions.watch(head.as_actor(), number=Person.objects.get(pk=famous).number, reason="市長")
    visible_to(curious.as_actor("住民からの照会")).person(famous)
    find(timezone.localdate())

    live_city.log_in(page, head)
    page.goto(f"{live_city.url}/desk/looks/?kind=watched")
    axe(page)
    page.get_by_role("row", name="知田").get_by_role("link").click()
    page.wait_for_url("**/desk/looks/unusual/*/")
    axe(page)
    assert page.get_by_role("cell", name="住民からの照会").first.is_visible()
    page.get_by_role("button", name="確認済にする").click()
    page.get_by_label("確認した内容").fill("本人から電話の照会があり、その応対だった。")
    page.get_by_role("button", name="確認済にする").click()
    page.wait_for_url("**/desk/looks/")
    assert page.get_by_text("確認済にしました").is_visible()
    assert Unusual.objects.get(kind="watched", user_id=curious.pk).state == "confirmed"
    for path in ("people/", f"people/{famous}/", f"staff/?staff={curious.pk}", "watching/"):
        page.goto(f"{live_city.url}/desk/looks/{path}")
        axe(page)
    page.set_viewport_size(PHONE)
    for path in ("", f"staff/?staff={curious.pk}", "watching/"):
        page.goto(f"{live_city.url}/desk/looks/{path}")
        axe(page)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path


@pytest.mark.browser
def test_a_resident_reads_who_looked_on_a_phone_without_javascript(
    live_city: LiveCity, browser: Browser, axe: Callable[[Page], None], clerk, yamada
) -> None:
    given = actions.give_slip(clerk.as_actor("住民からの照会"), person_id=yamada.person_id, identity_check="旅券")
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="ja-JP")
    phone = context.new_page()
    phone.goto(f"{live_city.url}/looks/")
    phone.get_by_label("確認票の番号").fill("abcd-efgh-jkmn-pqrs")
    fill_birthday(phone)
    assert phone.get_by_text("番号か生年月日が合わないか").first.is_visible()
    phone.get_by_label("確認票の番号").fill(actions.grouped(given.code).lower())
    fill_birthday(phone)
    phone.wait_for_url("**/looks/record/")
    assert phone.get_by_text("窓口サービス課").first.is_visible()
    assert not phone.get_by_text("一子").count()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["", "en/", "zh-hans/", "ko/"])
def test_the_residents_pages_are_accessible_in_every_language(
    live_city: LiveCity, page: Page, axe: Callable[[Page], None], clerk, yamada, language: str
) -> None:
    given = actions.give_slip(clerk.as_actor("住民からの照会"), person_id=yamada.person_id, identity_check="旅券")
    page.set_viewport_size(PHONE)
    page.goto(f"{live_city.url}/{language}looks/")
    axe(page)
    page.locator("[name=code]").fill(given.code)
    fill_birthday(page)
    page.wait_for_url("**/looks/record/")
    if language:
        page.goto(f"{live_city.url}/{language}looks/record/")
    axe(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def fill_birthday(page: Page) -> None:
    """1980-03-14 in four parts, and the button."""
    page.locator("[name=born_0]").select_option("昭和")
    for part, value in (("born_1", "55"), ("born_2", "3"), ("born_3", "14")):
        page.locator(f"[name={part}]").fill(value)
    page.locator("main form button[type=submit]").first.click()
