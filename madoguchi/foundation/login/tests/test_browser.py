"""The log-in in a real Chromium, with Chromium's own virtual authenticator."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.backends.db import SessionStore

from madoguchi.foundation.access.models import User
from madoguchi.foundation.login.models import DeskSession, EmergencyAccess, Passkey
from madoguchi.foundation.login.sessions import MARKS
from madoguchi.foundation.login.tests.steps import GOOD
from madoguchi.foundation.testing.staff import PASSWORD, make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from madoguchi.foundation.testing.browser import LiveCity

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WAKE = "document.dispatchEvent(new Event('visibilitychange'))"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Finger:
    """A finger on Chromium's virtual authenticator."""

    def __init__(self, page: Page) -> None:
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        added = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.id = added["authenticatorId"]

    def recognised(self, yes: bool) -> None:
        """Whether the sensor knows the finger."""
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": yes})


@pytest.fixture
def finger(page: Page) -> Finger:
    """The browser has a sensor."""
    return Finger(page)


def type_password(page: Page, url: str, user: User, password: str = PASSWORD) -> None:
    """Fills in the log-in and sends it with Enter, by keyboard alone."""
    page.goto(f"{url}/desk/login/")
    page.get_by_label("職員番号").focus()
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def marks(page: Page, **ago: float) -> None:
    """Lets things of the page's session lie so many seconds back."""
    key = next(each["value"] for each in page.context.cookies() if each["name"] == "sessionid")
    session = SessionStore(key)
    session[MARKS] = {**session[MARKS], **{name: time.time() - seconds for name, seconds in ago.items()}}
    session.save()


def test_a_passkey_is_registered_and_used_with_and_without_the_password(
    live_city: LiveCity, page: Page, clerk: User, finger: Finger, axe: Callable[[Page], None], settings: Any
) -> None:
    settings.PASSKEY_REQUIRED = True
    type_password(page, live_city.url, clerk)
    page.get_by_role("heading", name="パスキーを登録してください").wait_for()
    axe(page)
    page.goto(f"{live_city.url}/desk/")
    assert "/desk/login/" in page.url  # nothing else is open before
    page.goto(f"{live_city.url}/desk/login/enrol/")
    page.get_by_label("パスキーの名前").fill("3番窓口の指紋")
    page.get_by_role("button", name="パスキーを登録する").click()
    page.wait_for_url(f"{live_city.url}/desk/")
    assert Passkey.objects.get().name == "3番窓口の指紋"

    page.goto(f"{live_city.url}/desk/account/")
    page.get_by_role("button", name="ログアウト").first.click()
    type_password(page, live_city.url, clerk)
    page.get_by_role("heading", name="パスキーで本人確認").wait_for()
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_city.url}/desk/")

    page.goto(f"{live_city.url}/desk/account/")
    page.get_by_role("button", name="ログアウト").first.click()
    page.goto(f"{live_city.url}/desk/login/?next=/desk/account/")
    page.get_by_role("button", name="パスキーでログイン").click()
    page.wait_for_url(f"{live_city.url}/desk/account/")
    page.get_by_text("3番窓口の指紋", exact=True).wait_for()
    axe(page)
    assert DeskSession.objects.filter(user=clerk, with_passkey=True).count() == 3


def test_a_finger_that_is_not_recognised_is_told_so_and_may_try_again(
    live_city: LiveCity, page: Page, clerk: User, finger: Finger, axe: Callable[[Page], None]
) -> None:
    live_city.log_in(page, clerk)
    page.goto(f"{live_city.url}/desk/account/passkeys/new/")
    page.get_by_label("パスキーの名前").fill("指紋")
    page.get_by_role("button", name="登録する").click()
    page.wait_for_url(f"{live_city.url}/desk/account/")
    page.get_by_role("button", name="ログアウト").first.click()

    finger.recognised(False)
    page.get_by_role("button", name="パスキーでログイン").click()
    page.get_by_text("確認が取り消されたか、時間がたちました").wait_for()
    axe(page)
    finger.recognised(True)
    page.get_by_role("button", name="パスキーでログイン").click()
    page.wait_for_url(f"{live_city.url}/desk/")


def test_the_same_device_is_not_registered_twice(live_city: LiveCity, page: Page, clerk: User, finger: Finger) -> None:
    live_city.log_in(page, clerk)
    for _ in range(2):
        page.goto(f"{live_city.url}/desk/account/passkeys/new/")
        page.get_by_label("パスキーの名前").fill("指紋")
        page.get_by_role("button", name="登録する").click()
        page.get_by_text("パスキーを登録しました").or_(page.get_by_text("もう登録されています")).wait_for()
    page.get_by_text("もう登録されています").wait_for()
    assert Passkey.objects.count() == 1


def test_one_minute_before_the_end_a_dialog_asks_and_typing_is_kept(
    live_city: LiveCity, page: Page, clerk: User, axe: Callable[[Page], None]
) -> None:
    type_password(page, live_city.url, clerk)
    page.wait_for_url(f"{live_city.url}/desk/")
    page.goto(f"{live_city.url}/desk/counter/")
    page.get_by_label("届出人").fill("渡辺　太郎")
    marks(page, seen=560)
    page.evaluate(WAKE)
    dialog = page.get_by_role("dialog", name="まもなくログアウトします")
    dialog.wait_for()
    page.wait_for_function("() => document.title.includes('秒でログアウト')")
    axe(page)
    assert re.search(r"あと\d\d秒で", dialog.inner_text())
    page.keyboard.press("Enter")  # the button has the focus
    dialog.wait_for(state="hidden")
    assert page.get_by_label("届出人").input_value() == "渡辺　太郎"
    left = page.evaluate("fetch('/desk/session/', {headers: {'X-Requested-With': 'fetch'}}).then(a => a.json())")[
        "left"
    ]
    assert left > 590


def test_after_the_end_the_page_is_covered_and_goes_on_after_a_new_log_in(
    live_city: LiveCity, page: Page, clerk: User, axe: Callable[[Page], None]
) -> None:
    """What was typed is neither sent nor lost: the clerk logs in again in another tab and sends it then."""
    type_password(page, live_city.url, clerk)
    page.wait_for_url(f"{live_city.url}/desk/")
    page.goto(f"{live_city.url}/desk/account/password/")
    page.get_by_label("いまのパスワード").fill(PASSWORD)
    page.get_by_label("新しいパスワード", exact=True).fill(GOOD)
    page.get_by_label("新しいパスワード（確認）").fill(GOOD)
    marks(page, seen=601)
    page.evaluate(WAKE)
    page.get_by_role("dialog", name="ログアウトしました").wait_for()
    axe(page)
    page.evaluate("document.querySelector('main form').requestSubmit()")  # whatever sends it: it waits
    page.wait_for_timeout(300)
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="ログインし直す").click()
    other = opened.value
    other.get_by_label("職員番号").fill(clerk.username)
    other.get_by_label("パスワード").fill(PASSWORD)
    other.get_by_role("button", name="ログイン", exact=True).click()
    other.get_by_role("heading", name="ログインしました").wait_for()
    axe(other)
    page.get_by_role("dialog").wait_for(state="hidden")
    assert page.get_by_label("新しいパスワード", exact=True).input_value() == GOOD
    page.get_by_role("button", name="変える", exact=True).last.click()
    page.wait_for_url(f"{live_city.url}/desk/account/")
    clerk.refresh_from_db()
    assert clerk.check_password(GOOD)


def test_a_colleague_who_logs_in_does_not_get_the_page_of_the_one_before(
    live_city: LiveCity, page: Page, clerk: User, supervisor: User
) -> None:
    type_password(page, live_city.url, clerk)
    page.wait_for_url(f"{live_city.url}/desk/")
    page.goto(f"{live_city.url}/desk/account/")
    marks(page, seen=601)
    page.evaluate(WAKE)
    page.get_by_role("dialog", name="ログアウトしました").wait_for()
    other = page.context.new_page()
    type_password(other, live_city.url, supervisor)
    other.wait_for_url(f"{live_city.url}/desk/")
    page.bring_to_front()
    page.evaluate(WAKE)
    page.get_by_role("dialog", name="別の職員がログインしました").wait_for()
    page.get_by_role("button", name="読み込み直す").click()
    page.get_by_role("heading", name=supervisor.name).wait_for()


def test_typing_keeps_a_session_alive(live_city: LiveCity, page: Page, clerk: User) -> None:
    page.clock.install()
    live_city.log_in(page, clerk)
    page.goto(f"{live_city.url}/desk/account/password/")
    marks(page, seen=300)
    page.get_by_label("いまのパスワード").press_sequentially("abc")
    with page.expect_request("**/session/go-on/"):
        page.clock.run_for(25_000)


def test_a_clerk_comes_back_in_by_two_administrators(
    live_city: LiveCity,
    page: Page,
    clerk: User,
    administrator: User,
    finger: Finger,
    axe: Callable[[Page], None],
    settings: Any,
) -> None:
    settings.PASSKEY_REQUIRED = True
    second = make_user("test-second", "管理　四季", "情報推進課", ["administrator"])
    live_city.log_in(page, administrator)
    page.goto(f"{live_city.url}/desk/recoveries/")
    axe(page)
    page.get_by_label("職員", exact=True).select_option(str(clerk.pk))
    page.get_by_label("理由").fill("鍵をなくした。職員証と顔で本人を確認した。")
    page.get_by_role("button", name="申し出る").click()
    page.context.clear_cookies()
    live_city.log_in(page, second)
    page.goto(f"{live_city.url}/desk/recoveries/")
    page.get_by_role("link", name=re.compile("^開く")).click()
    axe(page)
    page.get_by_role("button", name="承認して符号を出す").click()
    code = page.locator(".one-time").inner_text()
    axe(page)
    page.context.clear_cookies()

    page.goto(f"{live_city.url}/desk/login/")
    page.get_by_role("link", name="ログインできないとき").click()
    axe(page)
    page.get_by_role("link", name="符号を入れて、パスワードとパスキーを作り直す").click()
    page.get_by_label("職員番号").fill(clerk.username)
    page.get_by_label("回復の符号").fill(code)
    page.get_by_role("button", name="次へ").click()
    axe(page)
    page.get_by_label("新しいパスワード", exact=True).fill(GOOD)
    page.get_by_label("新しいパスワード（確認）").fill(GOOD)
    page.get_by_role("button", name="決めて、パスキーの登録へ").click()
    page.get_by_role("button", name="パスキーを登録する").click()
    page.get_by_role("heading", name="あなたへのお知らせ").wait_for()
    axe(page)
    page.get_by_role("button", name="確認して進む").click()
    page.wait_for_url(f"{live_city.url}/desk/")


@pytest.mark.parametrize("width", [390, 1440])
def test_an_emergency_shouts_on_every_page(
    live_city: LiveCity, page: Page, clerk: User, head: User, axe: Callable[[Page], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    live_city.log_in(page, clerk)
    page.goto(f"{live_city.url}/desk/emergencies/new/")
    axe(page)
    page.get_by_label("理由").fill("台風で避難した世帯の安否を、消防の求めで確かめるため。")
    page.get_by_label("すべての閲覧が記録され").check()
    page.get_by_role("button", name="緊急時の閲覧を始める").click()
    for path in ("/desk/", "/desk/counter/", "/desk/residents/", "/desk/account/"):
        page.goto(f"{live_city.url}{path}")
        band = page.get_by_role("region", name="緊急時の閲覧").first
        band.wait_for()
        assert band.bounding_box()["y"] == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)
    page.get_by_role("button", name="いま終わる").click()
    page.get_by_text("緊急時の閲覧を終えました").wait_for()
    page.context.clear_cookies()
    live_city.log_in(page, head)
    page.goto(f"{live_city.url}/desk/emergencies/{EmergencyAccess.objects.get().pk}/")
    axe(page)
    page.get_by_label("必要な閲覧だった").check()
    page.get_by_label("所見").fill("消防の依頼書と照らした。")
    page.get_by_role("button", name="確認を記録する").click()
    page.get_by_text("確認を記録しました").wait_for()


@pytest.mark.parametrize("width", [390, 1440])
def test_without_scripts_the_password_works_and_passkeys_are_explained(
    live_city: LiveCity, browser: Any, clerk: User, width: int
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{live_city.url}/desk/login/")
    assert page.locator("noscript .note").is_visible()
    assert not page.get_by_role("button", name="パスキーでログイン").is_visible()
    type_password(page, live_city.url, clerk)
    page.wait_for_url(f"{live_city.url}/desk/")
    context.close()
