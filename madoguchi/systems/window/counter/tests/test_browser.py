"""The counter in a real browser: by keyboard alone, and for people who use aids."""

from __future__ import annotations

import pytest

from .people import settle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def at_work(live_city, page, clerk):
    """The clerk is logged in; a family lives in the town; two people wait."""
    from ..actions.tickets import issue

    house = settle(clerk.as_actor())
    for purpose in ("move_within", "certificate"):
        issue(clerk.as_actor(), purpose=purpose)
    live_city.log_in(page, clerk)
    page.goto(live_city.url + "/desk/counter/")
    return house


def typed(page, text: str) -> None:
    """Types over what stands in the focused field."""
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def focused(page) -> str:
    """Name of the control in focus, else its words."""
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


def test_a_move_by_keyboard_alone(live_city, page, at_work):
    from madoguchi.engines.people.api import Act

    from ..models import Case, StepTime

    page.keyboard.press("F4")
    page.wait_for_selector(".queue .mine")
    page.keyboard.press("F2")
    assert focused(page) == "q"
    page.keyboard.type("渡辺 S57.3")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    assert "渡邉" in focused(page)
    page.keyboard.press("Enter")
    page.wait_for_selector("#notice")
    assert focused(page) == "event_on"

    typed(page, "R8.11.14")
    page.keyboard.press("Tab")
    typed(page, "R8.11.20")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert focused(page) == "address"
    page.keyboard.type("めいわ3-98-12")
    for _ in range(7):
        page.keyboard.press("Tab")
    assert focused(page) == "people"
    page.keyboard.press("Space")  # 和子さんは残る
    page.wait_for_selector("ins:has-text('世帯主')")
    assert not Act.objects.filter(kind="move_within").exists()
    page.wait_for_function("() => document.querySelector('#outcome .btn.main').textContent.includes('記録する')")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/case/*/")
    assert page.locator("h1").inner_text() == "転居を記録しました"
    case = Case.objects.get(act__isnull=False)
    assert case.ticket.number == 1 and Act.objects.filter(kind="move_within").count() == 1

    with page.context.expect_page() as opened:
        page.keyboard.press("Alt+1")
    opened.value.close()
    page.wait_for_timeout(500)
    page.keyboard.press("?")
    assert "まとめて印刷" in page.locator("#keylist").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/counter/")
    page.keyboard.press("F4")
    page.wait_for_selector(".queue .mine")
    assert set(StepTime.objects.filter(case=case).values_list("step", flat=True)) == set(StepTime.Step)
    assert case.dues.filter(printed_at__isnull=False).count() == 1


def test_a_case_is_put_aside_and_taken_up_by_keyboard(live_city, page, at_work):
    page.keyboard.press("F4")
    page.wait_for_selector(".queue .mine")
    page.goto(f"{live_city.url}/desk/counter/?event=birth&person={at_work.members[0].person_id}")
    page.fill("#e_name", "渡邉　湊")
    page.keyboard.press("F8")
    page.wait_for_selector("text=保留を続ける")
    page.get_by_role("button", name="保留を続ける").press("Enter")
    page.wait_for_selector("#notice")
    assert page.input_value("#e_name") == "渡邉　湊"


@pytest.mark.parametrize("width", [390, 1440])
def test_everyone_can_use_each_form(live_city, page, at_work, axe, width):
    page.set_viewport_size({"width": width, "height": 900})
    who = at_work.members[0].person_id
    axe(page)
    for event in (
        "move_in",
        "move_within",
        "move_out",
        "birth",
        "death",
        "identity",
        "household",
        "nationality",
        "ex_officio",
    ):
        page.goto(f"{live_city.url}/desk/counter/?event={event}&person={who}&q=渡辺")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{event} scrolls sideways at {width}"
        )


@pytest.mark.parametrize("width", [390, 1440])
def test_everyone_can_use_what_follows(live_city, page, at_work, axe, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_city.url}/desk/counter/?event=death&person={at_work.members[0].person_id}")
    page.click("#outcome .btn.main")
    page.wait_for_selector(".compare")
    axe(page)
    page.click("#outcome .btn.main")
    page.wait_for_url("**/case/*/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
