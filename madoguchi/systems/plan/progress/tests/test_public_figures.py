"""Figures in public: by fiscal year against the target, drawn and in words, in four languages, and showing nobody."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.engines.indicators.api import indicators
from madoguchi.engines.indicators.rules.forecasting import FEWEST_DAYS
from madoguchi.engines.indicators.tests.counted import counted
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_span
from madoguchi.foundation.towns.data import TOWNS
from madoguchi.foundation.web.progress_charts import Step, progress_chart
from madoguchi.systems.plan.progress.actions import close, load, publish
from madoguchi.systems.plan.progress.bundled import bundles
from madoguchi.systems.plan.progress.figures import measuring
from madoguchi.systems.plan.progress.figures.rules import Figure, Origin, counting, few, plain, published
from madoguchi.systems.plan.progress.loading.checking import check
from madoguchi.systems.plan.progress.loading.content import Card
from madoguchi.systems.plan.progress.loading.measures import columns
from madoguchi.systems.plan.progress.models import Plan

from .conftest import MANAGER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESS = "/plan/now/measures/2-1-4/"
CODES = ("issuance.released", "issuance.elsewhere")


def this_year() -> int:
    """The fiscal year of today."""
    return fiscal_year(timezone.localdate())


FOLLOWED = [{"plan": "now", "measure": "2-1-4", "measured": code} for code in CODES]


@pytest.fixture
def now_plan(db: None, measuring_town: Callable[..., None]) -> Plan:
    """A published plan of the last fiscal year and this one; the house measures its measure 2-1-4."""
    measuring_town(*FOLLOWED)
    return plan_of(this_year() - 1)


def plan_of(first: int) -> Plan:
    """A published plan of a fiscal year and the next."""
    card = Card(code="now", name="いまの計画", first=first, last=first + 1)
    lines = [
        ",".join(columns(card)),
        "2-1-4,2,1,証明書の交付,新規,窓口サービス課,実施,実施,届出,件,5000,6000,",
        "2-1-5,2,1,学び,新規,情報推進課,実施,実施,受講者,人,40,40,",
    ]
    loaded = load(MANAGER, card=card, measures="\n".join(lines).encode()).plan
    return publish(MANAGER, plan_id=loaded.pk, revision=loaded.revision)


def count(code: str, amounts: dict[date, int], since: date | None = None, **kept: Any) -> None:
    """As if an indicator had been counted: these days' amounts, all others nought, up to today."""
    first = since or fiscal_year_span(this_year() - 1).first
    counted(code, amounts, first, timezone.localdate() + timedelta(days=1), **kept)


def every_month(amount: int) -> dict[date, int]:
    """So much on the first day of each month of this year and the last that has begun."""
    year, today = this_year(), timezone.localdate()
    firsts = [date(y + (m > 12), (m - 1) % 12 + 1, 1) for y in (year - 1, year) for m in range(4, 16)]
    return {day: amount for day in firsts if day <= today}


def course_of(page: str) -> str:
    """The part of a page with what systems measure; "" where there is none."""
    found = re.search(r'aria-labelledby="measured".*?</section>', page, re.DOTALL)
    return found.group() if found else ""


def test_what_was_never_counted_has_no_number(now_plan: Plan, visitor: Client) -> None:
    part = course_of(visitor.get(ADDRESS).content.decode())
    assert "未計測" in part and "計測値はまだありません" in part
    assert "<b" not in part and 'class="chart"' not in part


def test_measured_figures_are_drawn_and_said_by_year(now_plan: Plan, visitor: Client) -> None:
    months = every_month(1200)
    count("issuance.released", months)
    page = visitor.get(ADDRESS).content.decode()
    part = course_of(page)
    last = fiscal_year_span(this_year()).first
    sums = [sum(n for day, n in months.items() if (day < last) is before) for before in (True, False)]
    assert "14,400" in part and all(f"{each:,}" in part for each in sums)
    assert 'class="chart"' in part and 'role="img"' in part and "計測元" in part and "数えた日" in part
    assert re.search(r'aria-label="[^"]*これまで [0-9,]+', part)


def test_the_indicator_that_the_town_measures_stands_against_its_target(
    now_plan: Plan, visitor: Client, measuring_town: Callable[..., None]
) -> None:
    measuring_town({"plan": "now", "indicator": "2-1-4", "measured": "people.acts"})
    count("people.acts", every_month(700))
    page = visitor.get(ADDRESS).content.decode()
    assert 'class="target"' in page and "6,000件" in page
    assert re.search(r'aria-label="[^"]*目標 6,000件"', page)
    rows = list(csv.DictReader(io.StringIO(visitor.get("/plan/now/figures.csv").content.decode("utf-8-sig"))))
    (own,) = (row for row in rows if row["指標"] == "届出" and row["年度"] == str(this_year()))
    assert own["値の種類"] == "計測" and own["目標値"] == "6000" and own["単位"] == "件"
    assert own["いつ現在"] == timezone.localdate().isoformat() and int(own["値"]) % 700 == 0


LINES_IN_WORDS = {"": "破線", "/en": "dashed line", "/zh-hans": "虚线", "/ko": "파선"}


@pytest.mark.parametrize("prefix", LINES_IN_WORDS)
@pytest.mark.parametrize("mapped", [False, True])
def test_a_target_line_is_spoken_of_only_where_one_is_drawn(
    now_plan: Plan, visitor: Client, measuring_town: Callable[..., None], prefix: str, mapped: bool
) -> None:
    """In the caption as in the words for those who do not see the drawing; 2-1-4 is followed without a target."""
    own = {"plan": "now", "indicator": "2-1-4", "measured": "people.acts"}
    measuring_town(*FOLLOWED, *([own] if mapped else []))
    for code in (*CODES, "people.acts"):
        count(code, every_month(700))
    cards = course_of(visitor.get(prefix + ADDRESS).content.decode()).split('class="card measured"')[1:]
    drawn = ['class="target"' in card for card in cards]
    assert len(cards) == 2 + mapped and any(drawn) is mapped
    assert [LINES_IN_WORDS[prefix] in card for card in cards] == drawn
    alternatives = [re.search(r'aria-label="([^"]*)"', card) for card in cards]
    target = {"": "目標", "/en": "Target", "/zh-hans": "目标", "/ko": "목표"}[prefix]
    assert [bool(found and target in found[1]) for found in alternatives] == drawn


def test_a_month_of_a_mean_is_called_the_month_alone(
    now_plan: Plan, visitor: Client, measuring_town: Callable[..., None]
) -> None:
    measuring_town({"plan": "now", "measure": "2-1-4", "measured": "counter.waiting"})
    count("counter.waiting", every_month(700), base=70)
    assert "その前の月の値です" in course_of(visitor.get(ADDRESS).content.decode())
    measuring_town(*FOLLOWED)
    count("issuance.released", every_month(700))
    assert "その前の月までの値です" in course_of(visitor.get(ADDRESS).content.decode())


def test_what_is_expected_is_spoken_of_only_where_it_is_drawn() -> None:
    steps = [Step("4月", Decimal(5)), Step("3月", None)]
    assert not progress_chart(steps, target=None, alternative="").foresees
    steps[-1] = Step("3月", Decimal(60), expected=True)
    assert progress_chart(steps, target=None, alternative="").foresees


def test_open_data_have_what_systems_measure(now_plan: Plan, visitor: Client) -> None:
    count("issuance.released", every_month(1200))
    data = json.loads(visitor.get("/plan/now/figures.json").content)
    last = [each for each in data if each["fiscal_year"] == this_year() - 1 and each["value"] == "14400"]
    assert [(each["source"], each["unit"] != "", each["where"] != "") for each in last] == [("measured", True, True)]
    never = [each for each in data if each["source"] == "none"]
    assert never and all(each["value"] == "未計測" and each["day"] == "" for each in never)


def test_few_cases_show_nobody(now_plan: Plan, visitor: Client) -> None:
    """Three papers in a month: neither the month nor the year has its number anywhere in public."""
    day = timezone.localdate()
    count("issuance.released", {day: 3})
    part = course_of(visitor.get(ADDRESS).content.decode())
    assert "10" in part and "未満" in part and 'class="chart"' not in part
    assert not re.search(r"<b[^>]*>\s*3\D", part)
    data = json.loads(visitor.get("/plan/now/figures.json").content)
    values = {each["value"] for each in data if each["fiscal_year"] == this_year() and each["source"] == "measured"}
    assert values == {"10未満"}


def test_one_month_with_few_cases_is_not_drawn_but_the_year_is_told(
    db: None, visitor: Client, measuring_town: Callable[..., None]
) -> None:
    measuring_town(*FOLLOWED)
    last = this_year() - 1
    plan_of(last - 1)
    count("issuance.released", {date(last, 4, 1): 2000, date(last, 6, 1): 4})
    part = course_of(visitor.get(ADDRESS).content.decode())
    assert "2,004" in part and "件数の少ない月がある" in part
    assert part.count('class="chart"') == 0


def test_a_plan_has_the_figures_of_its_own_years_alone(
    db: None, visitor: Client, administrator_client: Client, measuring_town: Callable[..., None]
) -> None:
    """Whether it is still called running or not: what is counted today is of no plan of the past."""
    measuring_town(*FOLLOWED)
    year = this_year()
    old = plan_of(year - 2)
    count("issuance.released", {date(year - 1, 5, 1): 2345, fiscal_year_span(year).first: 8765})
    for _ in range(2):
        public = visitor.get(ADDRESS).content.decode()
        desk = administrator_client.get(f"/desk{ADDRESS}").content.decode()
        data = json.loads(visitor.get("/plan/now/figures.json").content)
        assert "2,345通" in public and "2,345通" in desk
        assert "8,765" not in public + desk and "8765" not in str(data)
        assert {each["fiscal_year"] for each in data} == {year - 2, year - 1}
        if old.state == Plan.State.PUBLISHED:
            old = close(MANAGER, plan_id=old.pk, revision=old.revision)


def test_another_plan_with_the_same_numbers_measures_nothing(
    now_plan: Plan, visitor: Client, measuring_town: Callable[..., None]
) -> None:
    measuring_town(*[{**each, "plan": "other"} for each in FOLLOWED])
    count("issuance.released", every_month(1200))
    part = course_of(visitor.get(ADDRESS).content.decode())
    assert "この施策を計るしくみがまだありません" in part and "未計測" in part and "証明書の交付" not in part


@pytest.mark.parametrize("prefix", ["/en", "/zh-hans", "/ko"])
def test_what_nothing_measures_says_so_in_every_language(now_plan: Plan, visitor: Client, prefix: str) -> None:
    part = course_of(visitor.get(f"{prefix}/plan/now/measures/2-1-5/").content.decode())
    assert "chip warn" in part and "しくみ" not in part


def test_the_plan_of_2012_does_not_show_the_papers_of_today(
    town: object, visitor: Client, administrator_client: Client
) -> None:
    count("issuance.released", every_month(1200))
    for address in ("/plan/h24_h25/measures/2-1-4/", "/desk/plan/h24_h25/measures/2-1-4/"):
        page = (visitor if address.startswith("/plan") else administrator_client).get(address).content.decode()
        part = course_of(page)
        assert "証明書の交付" in part and "未計測" in part and "平成24年度" in part
        assert "令和" not in part and "1,200" not in part


@pytest.mark.parametrize("path", sorted(TOWNS.glob("*/plan/measured.yaml")), ids=lambda path: path.parts[-3])
def test_what_a_town_measures_is_there(path: Path) -> None:
    """Every line names a plan of the town, one of its measures or indicators, and one of the house's, in its unit."""
    schema = path.parts[-3]
    plans = {each.card.code: check(each.card, each.measures, each.words)[0] for each in bundles(schema)}
    entries = measuring.town_data(schema)
    assert len(set(entries)) == len(entries) > 0
    for each in entries:
        measures = {measure.code: measure for measure in plans[each.plan].measures}
        assert bool(each.measure) != bool(each.indicator) and each.measured in indicators()
        assert not each.measure or each.measure in measures
        units = {one.code: one.unit for measure in measures.values() for one in measure.indicators}
        assert not each.indicator or measuring.is_in_unit(each.measured, units[each.indicator])


@pytest.mark.parametrize(
    ("prefix", "words", "expected"),
    [
        ("", ("システムが計測した値", "数えた日", "計測"), "年度末の見込み"),
        ("/en", ("Values measured by systems", "Counted up to", "Measured"), "Expected by the end"),
        ("/zh-hans", ("系统测得的数值", "统计截至", "实测"), "年度末预计"),
        ("/ko", ("시스템이 측정한 값", "집계일", "측정"), "연도 말 예상"),
    ],
)
def test_in_four_languages(now_plan: Plan, visitor: Client, prefix: str, words: tuple[str, ...], expected: str) -> None:
    """A year has a forecast once it has some days; the chart has a name in the page's language."""
    count("issuance.released", every_month(1200))
    part = course_of(visitor.get(prefix + ADDRESS).content.decode())
    assert [each for each in words if each not in part] == []
    passed = (timezone.localdate() - fiscal_year_span(this_year()).first).days
    assert (expected in part) == (passed + 1 >= FEWEST_DAYS)


@pytest.mark.parametrize("address", [ADDRESS, "/plan/now/", "/plan/now/figures.csv", "/plan/now/data.json"])
def test_only_kept_sums_are_read_in_a_fixed_number_of_queries(now_plan: Plan, visitor: Client, address: str) -> None:
    """Ten years of days ask no more queries than a few, and none of them touches what is counted."""
    for code in CODES:
        count(code, every_month(100))
    few_days = queries(visitor, address)
    first = fiscal_year_span(this_year() - 3).first
    days = {first + timedelta(days=number): 10 + number % 7 for number in range(700)}
    for code in CODES:
        count(code, days, part="x")
    many_days = queries(visitor, address)
    assert len(many_days) == len(few_days)
    assert not any("issuance_" in each or "people_" in each for each in many_days)


def queries(client: Client, address: str) -> list[str]:
    """The statements of a page."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return [each["sql"] for each in caught.captured_queries]


NONE_YET = Figure(unit="件", year=2026)


@pytest.mark.parametrize(
    ("unit", "origin", "value", "cases", "text"),
    [
        ("件", Origin.MEASURED, 9, 9, "10件未満"),
        ("件", Origin.MEASURED, 10, 10, "10件"),
        ("件", Origin.MEASURED, 0, 0, "0件"),
        ("分", Origin.MEASURED, 25, 4, "10分未満"),
        ("分", Origin.MEASURED, 25, 40, "25分"),
        ("人", Origin.TYPED, 3, None, "10人未満"),
        ("件", Origin.TYPED, 3, None, "3件"),
        ("人", Origin.TYPED, 0, None, "0人"),
    ],
)
def test_what_is_public(unit: str, origin: Origin, value: int, cases: int | None, text: str) -> None:
    figure = Figure(
        unit=unit, year=2026, origin=origin, value=Decimal(value), cases=None if cases is None else Decimal(cases)
    )
    assert published(figure, 10).text == text


amounts = st.none() | st.decimals(min_value=0, max_value=10**9, places=2)


@given(amounts, amounts)
def test_a_measured_figure_always_counts(measured: Decimal | None, typed: Decimal | None) -> None:
    def figure(origin: Origin, value: Decimal | None) -> Any:
        return None if value is None else Figure(unit="件", year=2026, origin=origin, value=value)

    found = counting(figure(Origin.MEASURED, measured), figure(Origin.TYPED, typed), unit="件", year=2026)
    assert found.value == (measured if measured is not None else typed)
    assert (found.origin is Origin.NONE) == (found.value is None)


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.integers(1, 100))
def test_nothing_below_the_least_is_ever_public(value: Decimal, least: int) -> None:
    figure = Figure(unit="人", year=2026, origin=Origin.MEASURED, value=value, cases=value)
    shown = published(figure, least)
    assert shown.value is None or not few(shown.value, least)
    assert Decimal(plain(value)) == value
