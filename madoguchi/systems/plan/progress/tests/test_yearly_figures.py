"""Figures in the yearly report: measured, typed in or 未計測, each marked, few cases hidden, frozen with the rest."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone, translation

from madoguchi.engines.indicators.tests.counted import counted
from madoguchi.engines.paperwork.api import text_of
from madoguchi.foundation.uploads import Attachment
from madoguchi.foundation.web.progress_charts import EDGE, WIDTH, Step, progress_chart
from madoguchi.systems.plan.progress.figures.actions import type_value
from madoguchi.systems.plan.progress.models import Measure, Plan, Survey, YearlyReport
from madoguchi.systems.plan.progress.yearly.actions import put_report
from madoguchi.systems.plan.progress.yearly.document import digest_of, document_of
from madoguchi.systems.plan.progress.yearly.files import yearly_paper, yearly_rows

from .conftest import MANAGER
from .cycle import DONE, agree, approved, asked, clerk_of, head_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from madoguchi.foundation.towns.models import Town

pytestmark = pytest.mark.django_db
JOHO, SHAKAI = "情報推進課", "社会教育課"
PAGE = "/plan/small/yearly/2025/"


def typed(code: str, year: int, value: str, **changes: Any) -> None:
    """A value with its evidence."""
    said: dict[str, Any] = {
        "indicator": code, "year": year, "value": Decimal(value), "origin": "図書館の月報",
        "as_of": date(year + 1, 3, 31), "evidence": Attachment("月報.csv", "text/csv", "月,件\n3,1\n".encode()),
    }  # fmt: skip
    measure = Measure.objects.get(section__goal__plan__code="small", code=code)
    type_value(MANAGER, measure_id=measure.pk, **{**said, **changes})


def count(code: str, amount: int, **months: int) -> None:
    """So much in each month of fiscal 2024 and 2025; another amount in the months that are named (``m2025_06``)."""
    firsts = [date(2024 + (month > 12) + late, (month - 1) % 12 + 1, 1) for late in (0, 1) for month in range(4, 16)]
    days = {day: months.get(f"m{day:%Y_%m}", amount) for day in firsts}
    counted(code, days, date(2024, 4, 1), date(2026, 4, 1), part="counter")


@pytest.fixture
def survey(plan: Plan, measuring_town: Callable[..., None]) -> Survey:
    """2025 of the small plan: 1-1-1 typed in for two years, 1-1-2 with papers that were counted, 2-1-1 with nothing."""
    measuring_town({"plan": "small", "measure": "1-1-2", "measured": "issuance.released"})
    typed("1-1-1", 2024, "18250")
    typed("1-1-1", 2025, "40300")
    count("issuance.released", 1200)
    found = asked(plan, 2025)
    approved(found, "1-1-1", SHAKAI, replace(DONE, stage="operating"))
    return found


def published(survey: Survey) -> YearlyReport:
    """The report, decided."""
    head, office = head_of(JOHO), clerk_of(JOHO, ("administrator",))
    agree(head, put_report(office, survey_id=survey.pk, digest=digest_of(document_of(survey))))
    return YearlyReport.objects.get(survey=survey)


def figures(survey: Survey, code: str) -> list[dict[str, Any]]:
    """What the document says of a measure."""
    return next(each["figures"] for each in document_of(survey)["measures"] if each["code"] == code)


def words(pdf: bytes) -> str:
    """A paper without its breaks."""
    return text_of(pdf).replace("\n", "").replace(" ", "")


def test_the_paper_says_each_figure_its_target_and_where_it_comes_from(survey: Survey, visitor: Client) -> None:
    published(survey)
    told = words(visitor.get(f"{PAGE}report.pdf").content)
    for part in ("予約数", "40,000件", "18,250件", "40,300件", "手入力（根拠あり）", "図書館の月報", "R8.3.31現在"):
        assert part in told, part
    for part in ("証明書の交付", "14,400通", "計測", "事故", "0件以下", "未計測"):
        assert part in told, part
    assert "月報.csv" not in told and "管理" not in told
    page = visitor.get(PAGE).content.decode()
    assert all(part in page for part in ("18,250件", "40,300件", "手入力（根拠あり）", "14,400通", "未計測"))
    rows = list(csv.DictReader(io.StringIO(visitor.get(f"{PAGE}report.csv").content.decode("utf-8-sig"))))
    assert [row["実績値"] for row in rows] == [
        "予約数 40,300件（手入力（根拠あり）、R8.3.31）",
        "動画 未計測、配信 未計測、証明書の交付 14,400通（計測、R8.3.31）",
        "事故 未計測",
    ]


def test_the_years_are_drawn_where_they_allow_it(survey: Survey) -> None:
    (books,), (video, stream, papers) = figures(survey, "1-1-1"), figures(survey, "1-1-2")
    assert len(books["chart"]["bars"]) == 2 and books["chart"]["target"] is not None
    assert len(papers["chart"]["bars"]) == 12 and papers["chart"]["target"] is None and not papers["own"]
    assert video["chart"] is None and stream["chart"] is None and figures(survey, "2-1-1")[0]["chart"] is None
    assert [each["origin"] for each in books["years"]] == ["typed", "typed"]


def test_what_is_published_does_not_change_with_the_figures(survey: Survey, visitor: Client) -> None:
    found = published(survey)
    before = [visitor.get(f"{PAGE}{name}").content for name in ("report.pdf", "report.csv")]
    typed("1-1-1", 2025, "1", revision=1, reason="写しまちがい")
    count("issuance.released", 9999)
    assert [visitor.get(f"{PAGE}{name}").content for name in ("report.pdf", "report.csv")] == before
    page = visitor.get(PAGE).content.decode()
    assert "40,300件" in page and "119,988" not in page
    assert digest_of(YearlyReport.objects.get(pk=found.pk).document) == found.digest


def test_few_cases_show_nobody_in_the_report(plan: Plan, town: Town, measuring_town: Callable[..., None]) -> None:
    measuring_town({"plan": "small", "measure": "1-1-2", "measured": "issuance.released"})
    count("issuance.released", 0, m2025_06=3)
    survey = asked(plan, 2025)
    papers = figures(survey, "1-1-2")[-1]
    assert papers["years"][-1]["value"] == "10通未満" and papers["chart"] is None
    assert "10通未満" in words(yearly_paper(town, document_of(survey), None))


@pytest.mark.parametrize(("prefix", "mark"), [("/en", "Measured"), ("/zh-hans", "实测"), ("/ko", "측정")])
def test_figures_are_marked_in_every_language(survey: Survey, visitor: Client, prefix: str, mark: str) -> None:
    published(survey)
    page = visitor.get(prefix + PAGE).content.decode()
    assert mark in page and "14,400通" in page and "2026-03-31" in page


def test_a_report_from_before_figures_stood_in_it_reads_as_it_was_decided(
    survey: Survey, town: Town, visitor: Client
) -> None:
    document = document_of(survey)
    old = {"targets": [{"name": "予約数", "target": "40,000件"}], "measured": []}
    for each in document["measures"]:
        del each["figures"]
        each.update(old)
    document["form"] = 1
    told = words(yearly_paper(town, document, timezone.now()))
    assert "予約数40,000件" in told and "未計測" in told and "40,300" not in told
    assert list(yearly_rows(document))[1][-2:] == ["予約数 40,000件", "未計測"]


def test_the_document_is_in_japanese_whoever_reads_it(survey: Survey) -> None:
    with translation.override("ko"):
        assert figures(survey, "2-1-1")[0]["years"][0]["target"] == "0件以下"


def test_years_are_spread_over_the_whole_drawing() -> None:
    """However many there are, the first stands at its beginning, the last at its end, and none over another."""
    for count in range(2, 13):
        steps = [Step(str(number), Decimal(number)) for number in range(count)]
        drawn = progress_chart(steps, target=None, alternative="", spread=True)
        places = [each.x for each in drawn.bars]
        assert places[0] == EDGE and abs(places[-1] + drawn.bar_width + EDGE - WIDTH) < 0.2
        assert min(b - a for a, b in pairwise(places)) > drawn.bar_width
