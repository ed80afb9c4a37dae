"""The desk's components in a real browser: accessible, quick by keyboard, safe against a second click."""

import pytest

from . import urls
from .serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(settings, page):
    settings.MIDDLEWARE = []
    settings.ALLOWED_HOSTS = ["*"]
    urls.SENT.clear()
    with serving() as url:
        page.goto(url)
        yield page


@pytest.mark.parametrize("width", [390, 1440])
def test_components_meet_wcag_also_with_errors(desk, axe, width):
    desk.set_viewport_size({"width": width, "height": 900})
    axe(desk)
    desk.goto(f"{desk.url}?wrong")
    axe(desk)
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_the_error_summary_has_the_focus_and_leads_to_the_field(desk):
    desk.goto(f"{desk.url}?wrong")
    assert desk.evaluate("document.activeElement.getAttribute('role')") == "alert"
    desk.get_by_role("link", name="生年月日").click()
    assert desk.evaluate("document.activeElement.id") == "id_born_1"


def test_a_key_moves_to_its_field_and_the_list_names_it(desk):
    desk.keyboard.press("F2")
    assert desk.evaluate("document.activeElement.id") == "id_name"
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("?")
    rows = desk.get_by_role("dialog").inner_text()
    assert "F2" in rows and "氏名" in rows and "確認" in rows


def test_a_question_mark_in_a_field_is_only_typed(desk):
    desk.keyboard.press("F2")
    desk.keyboard.press("?")
    assert desk.locator("#id_name").input_value() == "?"
    assert desk.locator("dialog[open]").count() == 0


def test_keys_can_be_switched_off_for_good_and_on_again(desk):
    desk.get_by_role("button", name="キーの一覧").click()
    desk.get_by_role("checkbox", name="キー操作を使う").uncheck()
    desk.get_by_role("button", name="閉じる").click()
    desk.reload()
    desk.keyboard.press("F2")
    assert desk.evaluate("document.activeElement.id") != "id_name"
    desk.get_by_role("button", name="キーの一覧").click()
    desk.get_by_role("checkbox", name="キー操作を使う").check()
    desk.get_by_role("button", name="閉じる").click()
    desk.keyboard.press("F2")
    assert desk.evaluate("document.activeElement.id") == "id_name"


def test_two_clicks_send_once_with_the_button_s_name(desk):
    desk.get_by_role("button", name="確認").dblclick()
    desk.get_by_role("heading", name="受け付けました").wait_for()
    assert [row["act"] for row in urls.SENT] == ["save"]


def test_ctrl_enter_sends_from_any_field_once(desk):
    desk.locator("#id_moved").fill("R8.11.20")
    desk.keyboard.press("Control+Enter")
    desk.get_by_role("heading", name="受け付けました").wait_for()
    assert [row["moved"] for row in urls.SENT] == ["R8.11.20"]


def test_leaving_with_changes_asks_first(desk):
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.locator("#id_name").press_sequentially("渡邉")
    desk.reload()
    assert asked == ["beforeunload"]
    desk.reload()
    assert asked == ["beforeunload"]
