"""One year of Plan-Do-Check-Act in a real browser, from the survey to the published report and the next sheet."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import make_user
from madoguchi.systems.plan.progress.models import Plan, Reported, YearlyReport

from .cycle import in_days

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from madoguchi.foundation.testing.browser import LiveCity

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (1280, 390)
SHAKAI, JOHO = "社会教育課", "情報推進課"
NAMES = ("office", "clerk", "head", "chief", "citizen")


class Look:
    """Checks a page at both widths, and keeps its picture where ``PICTURES`` says."""

    def __init__(self, axe: Callable[[Page], None]) -> None:
        self.axe = axe

    def __call__(self, page: Page, name: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            self.axe(page)
            assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), (page.url, width)
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/cycle-{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})


@pytest.fixture
def people(live_city: LiveCity) -> dict[str, User]:
    """The plan's office with its head; a division with its head."""
    return {
        "office": make_user("pdca-office", "推進　一", JOHO, ["administrator"]),
        "chief": make_user("pdca-chief", "課長　推子", JOHO, ["head"], "課長"),
        "clerk": make_user("pdca-clerk", "社教　十和", SHAKAI),
        "head": make_user("pdca-head", "課長　社子", SHAKAI, ["head"], "課長"),
    }


@pytest.fixture
def desks(live_city: LiveCity, browser: Browser, people: dict[str, User]) -> Iterator[dict[str, Page]]:
    """Each at a browser of their own."""
    contexts = {name: browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo") for name in NAMES}
    pages = {name: context.new_page() for name, context in contexts.items()}
    for name, user in people.items():
        live_city.log_in(pages[name], user)
    yield pages
    for context in contexts.values():
        context.close()


def test_a_year_from_the_survey_to_the_published_report(
    plan: Plan, live_city: LiveCity, desks: dict[str, Page], axe: Callable[[Page], None]
) -> None:
    look, desk = Look(axe), f"{live_city.url}/desk/plan"
    office, clerk, head, chief, citizen = (desks[name] for name in NAMES)

    ask(office, desk, look)
    answer(clerk, head, desk, live_city.url, look)
    assert Reported.objects.get(measure__section__goal__plan=plan).stage == "carried"
    meet(office, desk, look)
    judge(office, desk, look)

    office.goto(f"{desk}/small/yearly/2024/")
    look(office, "yearly-before")
    office.get_by_role("button", name="この内容で決裁に回す").click()
    office.get_by_text("年次報告を決裁に回しました").wait_for()
    look(office, "yearly-moving")
    approve(chief, live_city.url, "小さな計画")
    assert YearlyReport.objects.count() == 1

    citizen.goto(f"{live_city.url}/plan/small/")
    look(citizen, "portal-plan")
    citizen.get_by_role("link", name="令和6年度", exact=True).last.click()
    citizen.get_by_text("予約を始めた").first.wait_for()
    look(citizen, "portal-yearly")

    office.goto(f"{desk}/small/cycle/open/")
    office.get_by_label("提出の期限").fill(in_days(20).isoformat())
    office.get_by_role("button", name="調査を始める").click()
    clerk.goto(f"{desk}/small/cycle/2025/")
    clerk.get_by_role("link", name="1-1-1 図書の予約").first.click()
    clerk.get_by_text("案内を図書館にも置く").wait_for()
    look(clerk, "next-year")


def ask(office: Page, desk: str, look: Look) -> None:
    """Plan: the office opens the survey."""
    office.goto(f"{desk}/small/")
    office.get_by_role("link", name="年度調査と報告").click()
    look(office, "empty")
    office.get_by_role("link", name="調査を始める").click()
    office.get_by_label("年度", exact=False).first.select_option("2024")
    office.get_by_label("提出の期限").fill(in_days(20).isoformat())
    office.get_by_label("依頼の文").fill("数えた件数があれば、取り組んだことに書いてください。")
    look(office, "open")
    office.get_by_role("button", name="調査を始める").click()
    office.get_by_text("令和6年度の調査を始めました").wait_for()


def answer(clerk: Page, head: Page, desk: str, url: str, look: Look) -> None:
    """Do and check: the division answers, its head sends it back once and then approves."""
    clerk.goto(f"{desk}/small/cycle/2024/")
    look(clerk, "survey")
    clerk.get_by_role("link", name="1-1-1 図書の予約").first.click()
    clerk.get_by_role("button", name="課長に提出する").click()
    clerk.get_by_text("実施状況を選んでください").first.wait_for()
    look(clerk, "sheet-error")
    clerk.get_by_label("実施", exact=True).check()
    clerk.get_by_label("取り組んだこと").fill("予約を始めた")
    clerk.get_by_role("button", name="途中まで保存する").click()
    clerk.get_by_text("まだ提出していません").wait_for()
    clerk.get_by_label("B　目標どおり").check()
    clerk.get_by_label("次の年度の改善").fill("案内を図書館にも置く")
    look(clerk, "sheet")
    clerk.get_by_role("button", name="課長に提出する").click()
    clerk.get_by_text("を提出しました").wait_for()

    head.goto(f"{url}/desk/approvals/")
    head.get_by_role("link", name="図書の予約").click()
    look(head, "decide")
    head.get_by_text("差戻し・否決").click()
    head.get_by_label("意見", exact=False).first.fill("件数も書いてください")
    head.get_by_label("差し戻す先").select_option(label="起案者")
    head.get_by_role("button", name="差し戻す").click()
    head.get_by_text("差し戻しました。").wait_for()

    clerk.goto(f"{desk}/small/cycle/2024/")
    clerk.get_by_role("link", name="1-1-1 図書の予約").first.click()
    clerk.get_by_text("件数も書いてください").wait_for()
    look(clerk, "sheet-back")
    clerk.get_by_label("取り組んだこと").fill("予約を始めた（120件）")
    clerk.get_by_role("button", name="課長に提出する").click()
    clerk.get_by_text("を提出しました").wait_for()
    approve(head, url, "図書の予約")


def approve(page: Page, url: str, title: str) -> None:
    """Someone who decides agrees."""
    page.goto(f"{url}/desk/approvals/")
    page.get_by_role("link", name=title).first.click()
    page.locator("#decide").get_by_role("button", name="承認する").click()
    page.get_by_text("承認しました。").wait_for()


def meet(office: Page, desk: str, look: Look) -> None:
    """Check: the committee meets, and its 事務局 writes it down."""
    office.goto(f"{desk}/committee/")
    office.get_by_role("link", name="情報化推進委員会", exact=True).click()
    look(office, "body-empty")
    office.get_by_role("link", name="委員を加える").click()
    office.get_by_label("職員", exact=False).first.select_option(label="情報推進課　課長　課長　推子")
    office.get_by_label("役", exact=False).first.select_option("chair")
    office.get_by_label("呼び名").fill("会長・最高情報責任者（CIO）")
    office.get_by_label("いつから").fill("R6.4.1")
    look(office, "member")
    office.get_by_role("button", name="加える").click()
    office.get_by_text("課長　推子さんを加えました").wait_for()
    look(office, "body")
    office.get_by_role("link", name="会議を入れる").click()
    office.get_by_label("場所").fill("第一会議室")
    office.get_by_label("議題").fill("令和6年度の施策の評価")
    office.get_by_role("button", name="入れる").click()
    office.get_by_role("link", name="記録を書く").click()
    office.get_by_label("課長　推子", exact=False).check()
    office.get_by_label("議事録").fill("会長が開会した。\n施策ごとに評価した。")
    office.get_by_label("決定したこと").fill("図書の予約を広げる。")
    look(office, "minutes")
    office.get_by_role("button", name="保存する").click()
    office.get_by_text("会議の記録を保存しました").wait_for()
    sample = {"name": "次第.txt", "mimeType": "text/plain", "buffer": "一　開会".encode()}
    office.get_by_label("資料を加える").set_input_files(sample)  # type: ignore[arg-type]
    office.get_by_role("button", name="加える", exact=True).click()
    office.get_by_role("link", name="次第.txt").wait_for()
    look(office, "meeting")
    office.goto(f"{desk}/committee/")
    look(office, "bodies")


def judge(office: Page, desk: str, look: Look) -> None:
    """Act: what the committee says of the measure."""
    office.goto(f"{desk}/small/cycle/2024/evaluations/")
    look(office, "evaluations-before")
    office.get_by_role("link", name="1-1-1 図書の予約").click()
    office.get_by_label("拡充").check()
    office.get_by_label("意見").fill("予約できる場所を増やす")
    look(office, "evaluation")
    office.get_by_role("button", name="記録する").click()
    office.get_by_text("1-1-1 の評価を記録しました").wait_for()
    look(office, "evaluations")
    office.goto(f"{desk}/small/cycle/2024/")
    look(office, "survey-office")
    office.goto(f"{desk}/small/cycle/")
    look(office, "cycle")
