"""The plan in a real browser: accessible on a phone and at a desk, and worked by hand."""

from __future__ import annotations

import re
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from madoguchi.foundation.web.progress_charts import Step, progress_chart
from madoguchi.systems.plan.progress.models import Plan, Sheet, YearlyReport
from madoguchi.systems.plan.progress.yearly.document import digest_of, document_of

from .cycle import approved, asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from madoguchi.foundation.access.models import User
    from madoguchi.foundation.testing.browser import LiveCity

NO_SIDEWAYS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_plan_is_accessible_and_fits(
    live_city: LiveCity, page: Page, administrator: User, axe: Callable[[Page], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in (
        "plan/",
        "plan/h24_h25/",
        "plan/h22_h23/report/",
        "plan/h24_h25/measures/4-2-2/",
        "en/plan/h24_h25/",
    ):
        page.goto(f"{live_city.url}/{address}")
        axe(page)
        assert page.evaluate(NO_SIDEWAYS), address
    live_city.log_in(page, administrator)
    for address in ("", "h24_h25/", "h22_h23/report/", "h24_h25/measures/4-2-2/", "load/", "h24_h25/next/"):
        page.goto(f"{live_city.url}/desk/plan/{address}")
        axe(page)
        assert page.evaluate(NO_SIDEWAYS), address


@pytest.mark.browser
def test_a_report_is_made_by_hand(
    live_city: LiveCity, page: Page, administrator: User, axe: Callable[[Page], None]
) -> None:
    """Without a reason it comes back with what was typed, then it is kept and shown to everyone."""
    page.set_viewport_size({"width": 390, "height": 844})
    live_city.log_in(page, administrator)
    page.goto(f"{live_city.url}/desk/plan/h24_h25/")
    page.get_by_role("link", name="情報セキュリティ診断の実施").click()
    page.get_by_role("link", name="記入する").first.click()
    page.get_by_label("一部実施").check()
    page.get_by_label("取り組んだこと").fill("遠隔の診断だけ受けた")
    page.get_by_role("button", name="記録する").click()
    page.get_by_text("変わった理由を入れてください").first.wait_for()
    axe(page)
    page.get_by_label("計画から変わった理由").fill("ウェブの診断は次の年度に回した")
    page.get_by_role("button", name="記録する").click()
    page.get_by_text("実施状況を記録しました").wait_for()
    page.goto(f"{live_city.url}/plan/h24_h25/measures/4-2-3/")
    page.get_by_text("ウェブの診断は次の年度に回した").wait_for()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_value_is_typed_in_with_its_evidence_and_read_by_everyone(
    live_city: LiveCity, page: Page, administrator: User, axe: Callable[[Page], None], tmp_path: Path, width: int
) -> None:
    """Without its evidence it comes back; then it stands marked at the desk and in public, in every language."""
    file = tmp_path / "月報.csv"
    file.write_text("月,予約\n3,18250\n", encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    live_city.log_in(page, administrator)
    page.goto(f"{live_city.url}/desk/plan/h24_h25/measures/2-1-2/")
    page.get_by_role("link", name="手で入れる").first.click()
    page.get_by_label("値", exact=False).first.fill("18250")
    page.get_by_label("いつ現在の値か").fill("H25.3.31")
    page.get_by_label("出典").fill("図書館の月報")
    page.locator("form[data-unsaved]").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="記録する").click()
    page.locator("[data-focus], .errors, [role=alert]").first.wait_for()
    axe(page)
    assert page.evaluate(NO_SIDEWAYS)
    page.get_by_label("根拠のファイル").set_input_files(file)
    page.get_by_role("button", name="記録する").click()
    page.get_by_text("根拠とともに記録しました").wait_for()
    axe(page)
    assert page.evaluate(NO_SIDEWAYS)
    with page.expect_download() as taken:
        page.get_by_role("link", name="根拠を開く").first.click()
    assert taken.value.suggested_filename == "月報.csv"
    for prefix, mark in (("", "手入力（根拠あり）"), ("en/", "Typed in (with evidence)")):
        for address in ("plan/h24_h25/measures/2-1-2/", "plan/h24_h25/measures/2-1-4/", "plan/h24_h25/"):
            page.goto(f"{live_city.url}/{prefix}{address}")
            axe(page)
            assert page.evaluate(NO_SIDEWAYS), address
        page.goto(f"{live_city.url}/{prefix}plan/h24_h25/measures/2-1-2/")
        page.get_by_text(mark).first.wait_for()


@pytest.mark.browser
def test_a_measure_is_printed_on_two_sheets(live_city: LiveCity, page: Page) -> None:
    """No way to other pages stands on them, and a heading stays with what it heads."""
    page.goto(f"{live_city.url}/plan/h24_h25/measures/2-1-4/")
    page.emulate_media(media="print")
    assert not page.locator(".foot nav").first.is_visible() and not page.locator("main .btn").first.is_visible()
    assert page.evaluate("() => getComputedStyle(document.getElementById('measured')).breakAfter") == "avoid"
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 2


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_yearly_report_with_figures_is_accessible_and_fits(
    live_city: LiveCity, page: Page, axe: Callable[[Page], None], width: int
) -> None:
    plan = Plan.objects.get(code="h24_h25")
    survey = asked(plan, 2013)
    approved(survey, "4-2-2", "情報推進課")
    document = document_of(survey)
    papers = next(each for each in document["measures"] if each["code"] == "2-1-4")["figures"]
    steps = [Step(f"{month}月", Decimal(month * 10)) for month in range(4, 13)]
    papers[0]["chart"] = asdict(progress_chart(steps, target=Decimal(100), alternative="証明書の交付"))
    draft = Sheet.objects.exclude(draft=None).latest("pk").draft
    YearlyReport.objects.create(survey=survey, draft=draft, document=document, digest=digest_of(document))
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("plan/h24_h25/yearly/2013/", "en/plan/h24_h25/yearly/2013/", "plan/h24_h25/measures/2-1-4/"):
        page.goto(f"{live_city.url}/{address}")
        axe(page)
        assert page.evaluate(NO_SIDEWAYS), address
    assert page.goto(f"{live_city.url}/plan/h24_h25/yearly/2013/")
    assert page.locator(".figure-line .target").count() == 1
