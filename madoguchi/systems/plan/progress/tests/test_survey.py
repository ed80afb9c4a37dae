"""The yearly survey: who is asked what, what was known, who is late; told in stories."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from madoguchi.engines.indicators.tests.counted import counted
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import client_of
from madoguchi.systems.plan.progress.actions import load, publish, report
from madoguchi.systems.plan.progress.errors import Refused
from madoguchi.systems.plan.progress.models import Plan, Sheet, Survey
from madoguchi.systems.plan.progress.rules import PARTIAL
from madoguchi.systems.plan.progress.survey.actions import move_deadline, open_survey
from madoguchi.systems.plan.progress.survey.answering import hand_in
from madoguchi.systems.plan.progress.work import work

from .conftest import CARD, LINES, MANAGER, small
from .cycle import DONE, YEAR, approved, asked, clerk_of, head_of, in_days, sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

SHAKAI = "社会教育課"
RELEASED, ELSEWHERE = "issuance.released", "issuance.elsewhere"


def test_the_office_asks_each_division_of_each_measure(plan: Plan, administrator_client: Client) -> None:
    form = {"year": YEAR, "deadline": in_days(20).isoformat(), "request": "お願いします。"}
    page = administrator_client.post("/desk/plan/small/cycle/open/", form, follow=True).content.decode()
    assert "令和6年度の調査を始めました" in page
    assert "0 / 4" in page
    sheets = Sheet.objects.filter(survey__plan=plan).order_by("order")
    assert [(each.measure.code, each.division, each.leads) for each in sheets] == [
        ("1-1-1", SHAKAI, True),
        ("1-1-2", "秘書広報課", True),
        ("1-1-2", "消防署", False),
        ("2-1-1", "情報推進課", True),
    ]
    again = administrator_client.post("/desk/plan/small/cycle/open/", form)
    assert again.status_code == 422


def test_asked_twice_tells_who_was_first(plan: Plan) -> None:
    asked(plan)
    with pytest.raises(Refused, match="管理　一が"):
        asked(plan)
    assert Survey.objects.count() == 1


@pytest.mark.parametrize(("year", "days", "field"), [(2024, -1, "deadline"), (2030, 3, "year"), (2023, 3, "year")])
def test_what_cannot_be_asked(plan: Plan, year: int, days: int, field: str) -> None:
    with pytest.raises(Refused) as told:
        open_survey(MANAGER, plan_id=plan.pk, year=year, deadline=in_days(days))
    assert told.value.field == field


def test_a_plan_in_preparation_asks_nobody(db: None) -> None:
    draft = load(MANAGER, card=CARD, measures=small()).plan
    with pytest.raises(Refused, match="準備中"):
        asked(draft)


def test_only_the_office_asks(plan: Plan, clerk_client: Client) -> None:
    assert clerk_client.get("/desk/plan/small/cycle/open/").status_code == 403
    with pytest.raises(Forbidden):
        open_survey(clerk_of(SHAKAI), plan_id=plan.pk, year=YEAR, deadline=in_days(3))


def test_a_sheet_says_what_was_known_and_never_a_number_that_was_not_measured(plan: Plan) -> None:
    books = sheet_of(asked(plan), "1-1-1")
    report_before = report(
        MANAGER, measure_id=books.measure_id, year=YEAR, stage=PARTIAL, reason="半分だけ", note="試した"
    )
    known = sheet_of(asked(plan, 2025), "1-1-1").prefilled
    assert known["planned"] == "operating"
    assert known["last"] == {"year": YEAR, "stage": "partial", "reason": "半分だけ", "note": report_before.note}
    assert known["targets"] == [{"name": "予約数", "target": "40,000件"}]
    assert known["measured"] == [] and known["before"] is None


def test_a_figure_stands_with_its_day_or_not_at_all(
    db: None, administrator_client: Client, measuring_town: Callable[..., None]
) -> None:
    """2-1-4 has two indicators of the house: one was counted in that year, of the other nothing is known."""
    measuring_town(*[{"plan": "small", "measure": "2-1-4", "measured": code} for code in (RELEASED, ELSEWHERE)])
    line = "2-1-4,2,1,証明書の交付,新規,情報推進課,実施,実施,,,,,"
    plan = load(MANAGER, card=CARD, measures=small(*LINES, line)).plan
    publish(MANAGER, plan_id=plan.pk, revision=plan.revision)
    fiscal_2024 = (date(2024, 4, 1), date(2025, 4, 1))
    counted(RELEASED, {date(2024, 5, 1): 1234}, *fiscal_2024, part="counter")
    sheet = sheet_of(asked(plan), "2-1-4")
    found = {each["name"]: (each["value"], each["on"]) for each in sheet.prefilled["measured"]}
    assert found == {
        "証明書の交付": ("1,234通", timezone.localdate().isoformat()),
        "窓口に来なくてよかった証明書": ("未計測", ""),
    }
    counted(RELEASED, {date(2024, 5, 1): 9999}, *fiscal_2024, part="counter")
    page = administrator_client.get(f"/desk/plan/small/sheets/{sheet.pk}/").content.decode()
    assert "1,234通" in page and "未計測" in page, "the sheet stays as it was opened"


def test_who_is_late_is_seen_and_more_time_can_be_given(plan: Plan, administrator_client: Client) -> None:
    survey = asked(plan)
    approved(survey, "1-1-1", SHAKAI)
    Survey.objects.filter(pk=survey.pk).update(deadline=in_days(-1))
    page = administrator_client.get("/desk/plan/small/cycle/2024/").content.decode()
    assert page.count("期限を過ぎています") == 3 and "すべて承認済み" in page
    address = "/desk/plan/small/cycle/2024/deadline/"
    new = {"deadline": in_days(9).isoformat(), "revision": 1}
    assert "期限を変えました" in administrator_client.post(address, new, follow=True).content.decode()
    stale = administrator_client.post(address, new)
    assert stale.status_code == 422 and "ほかの人が先に" in stale.content.decode()
    with pytest.raises(Refused, match="きょうより後"):
        move_deadline(MANAGER, survey_id=survey.pk, deadline=in_days(-1), revision=2)


def test_the_dashboard_counts_the_sheets_that_lie_with_a_division(plan: Plan, librarian: User) -> None:
    survey = asked(plan)
    actor = librarian.as_actor()
    lines = {line.label: line for line in work(actor) if "小さな計画" in line.note}
    assert lines["年度調査の回答"].count == 1
    assert lines["実施状況の記入"].count == 1, "2025 is not surveyed"
    head_of(SHAKAI)
    hand_in(actor, sheet_id=sheet_of(survey, "1-1-1").pk, revision=0, answer=DONE)
    assert "年度調査の回答" not in {line.label for line in work(actor) if "小さな計画" in line.note}


def test_no_queries_grow_with_the_sheets(
    plan: Plan, administrator_client: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    """Forty measures ask as much as three."""
    asked(plan)
    large = Plan.objects.get(code="h24_h25")
    asked(large, 2013)
    counts = []
    for address in ("/desk/plan/small/cycle/2024/", "/desk/plan/h24_h25/cycle/2013/"):
        administrator_client.get(address)
        with django_assert_max_num_queries(40) as seen:
            assert administrator_client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_measure_that_was_asked_stays_in_the_plan(plan: Plan) -> None:
    asked(plan)
    with pytest.raises(Refused, match="調査票"):
        load(MANAGER, card=CARD, measures=small(*LINES[1:]), reason="やめた")


def test_what_was_known_cannot_be_changed_by_the_application(plan: Plan, as_application: None) -> None:
    from django.db import ProgrammingError, transaction

    sheet = sheet_of(asked(plan), "1-1-1")
    for change in (lambda: Sheet.objects.filter(pk=sheet.pk).update(prefilled={}), sheet.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_what_is_not_there(plan: Plan, administrator_client: Client) -> None:
    sheet = sheet_of(asked(plan), "1-1-1")
    for address in ("small/cycle/1999/", "nothing/cycle/", f"h24_h25/sheets/{sheet.pk}/", "small/sheets/999999/"):
        assert administrator_client.get(f"/desk/plan/{address}").status_code == 404
    assert client_of().get("/desk/plan/small/cycle/").status_code == 302
