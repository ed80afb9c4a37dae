"""The yearly report: put to decision as it was seen, published as it was decided, and never changed; in stories."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from madoguchi.engines.approvals.api import Draft, waiting_in, withdraw
from madoguchi.engines.approvals.api import Refused as NotDecided
from madoguchi.engines.paperwork.api import text_of
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import client_of
from madoguchi.systems.plan.progress.actions import report
from madoguchi.systems.plan.progress.errors import Refused
from madoguchi.systems.plan.progress.models import Plan, Reported, Survey, Verdict, YearlyReport
from madoguchi.systems.plan.progress.rules import CARRIED
from madoguchi.systems.plan.progress.survey.answering import hand_in, save_answer
from madoguchi.systems.plan.progress.yearly.actions import put_report
from madoguchi.systems.plan.progress.yearly.document import digest_of, document_of

from .conftest import MANAGER
from .cycle import DONE, agree, approved, asked, body_with_office, clerk_of, head_of, judge, met, send_back, sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from madoguchi.foundation.access import Actor

SHAKAI, JOHO = "社会教育課", "情報推進課"
PAGE = "/desk/plan/small/yearly/2024/"


@pytest.fixture
def office(town: object) -> Actor:
    """Who manages plans, with a head above."""
    head_of(JOHO)
    return clerk_of(JOHO, ("administrator",))


@pytest.fixture
def office_client(office: Actor) -> Client:
    """The same at the desk."""
    return client_of(User.objects.get(pk=office.user_id))


@pytest.fixture
def survey(plan: Plan, office: Actor) -> Survey:
    """A year of which one measure is answered and evaluated."""
    found = asked(plan)
    sheet = approved(found, "1-1-1", SHAKAI)
    judge(met(MANAGER, body_with_office()), sheet)
    return found


def put(office: Actor, survey: Survey) -> Draft:
    """The report as it stands, on its way."""
    return put_report(office, survey_id=survey.pk, digest=digest_of(document_of(survey)))


def published(office: Actor, survey: Survey) -> YearlyReport:
    """The report, decided."""
    agree(head_of(JOHO), put(office, survey))
    return YearlyReport.objects.get(survey=survey)


def test_the_report_is_put_as_it_was_seen_and_published_when_approved(
    survey: Survey, office_client: Client, visitor: Client
) -> None:
    page = office_client.get(PAGE).content.decode()
    assert "公表前" in page and "回答のない施策が2" in page and "評価のない施策が2" in page
    assert visitor.get("/plan/small/yearly/2024/").status_code == 404
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest
    page = office_client.post(f"{PAGE}put/", {"digest": digest[1]}, follow=True).content.decode()
    assert "決裁に回しました" in page and "決裁中" in page
    agree(head_of(JOHO), Draft.objects.get(kind="plan.yearly"))
    page = visitor.get("/plan/small/yearly/2024/").content.decode()
    assert "予約を始めた" in page and "拡充" in page and "広げる" in page and "公表した日" in page
    assert "/plan/small/yearly/2024/" in visitor.get("/plan/small/").content.decode()
    assert "公表済み" in office_client.get(PAGE).content.decode()
    assert Entry.objects.filter(action="plan.yearly_publish").count() == 1


def test_what_was_published_does_not_change_any_more(survey: Survey, office: Actor, visitor: Client) -> None:
    """Neither answers nor evaluations are taken, and a status that is put right later leaves the report as it was."""
    found = published(office, survey)
    sheet = sheet_of(survey, "2-1-1")
    with pytest.raises(Refused, match="公表されています"):
        save_answer(clerk_of(JOHO), sheet_id=sheet.pk, revision=0, answer=DONE)
    with pytest.raises(Refused, match="公表されています"):
        judge(met(MANAGER, body_with_office(code="later")), sheet_of(survey, "1-1-1"))
    with pytest.raises(Refused, match="公表されています"):
        put(office, survey)
    before = visitor.get("/plan/small/yearly/2024/report.pdf").content
    report(MANAGER, measure_id=sheet.measure_id, year=2024, stage=CARRIED, reason="後から直した")
    assert visitor.get("/plan/small/yearly/2024/report.pdf").content == before
    assert "後から直した" not in visitor.get("/plan/small/yearly/2024/").content.decode()
    assert digest_of(YearlyReport.objects.get(pk=found.pk).document) == found.digest


def test_the_application_cannot_change_what_was_published(survey: Survey, office: Actor, as_application: None) -> None:
    from django.db import ProgrammingError, transaction

    found = published(office, survey)
    for change in (lambda: YearlyReport.objects.filter(pk=found.pk).update(document={}), found.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_while_it_is_decided_nothing_of_that_year_changes(survey: Survey, office: Actor) -> None:
    sheet = sheet_of(survey, "2-1-1")
    waiting = hand_in(office, sheet_id=sheet.pk, revision=0, answer=replace(DONE, stage="study", reason="", grade="B"))
    draft = put(office, survey)
    with pytest.raises(Refused, match="担当　二さんが出して決裁中"):
        put(office, survey)
    with pytest.raises(NotDecided, match="決裁中"):
        agree(head_of(JOHO), waiting.draft)
    withdraw(office, draft_id=draft.pk)
    agree(head_of(JOHO), waiting.draft)
    assert Reported.objects.filter(measure=sheet.measure_id).exists()


def test_what_was_not_seen_is_not_put(survey: Survey, office: Actor) -> None:
    seen = digest_of(document_of(survey))
    approved(survey, "1-1-2", "秘書広報課")
    with pytest.raises(Refused, match="変わりました"):
        put_report(office, survey_id=survey.pk, digest=seen)
    assert not Draft.objects.filter(kind="plan.yearly").exists()


def test_a_report_that_came_back_says_why_and_is_put_again(
    survey: Survey, office: Actor, office_client: Client
) -> None:
    first = put(office, survey)
    send_back(head_of(JOHO), first, "意見を足してください")
    assert "意見を足してください" in office_client.get(PAGE).content.decode()
    again = put(office, survey)
    assert Draft.objects.get(pk=first.pk).state == "dropped"
    assert waiting_in(head_of(JOHO), again)


def test_a_year_without_an_answer_tells_nothing(plan: Plan, office: Actor, office_client: Client) -> None:
    found = asked(plan)
    assert "決裁に回せます" in office_client.get(PAGE).content.decode()
    with pytest.raises(Refused, match="まだありません"):
        put(office, found)


def test_only_the_office_puts_it(survey: Survey, clerk_client: Client) -> None:
    assert clerk_client.post(f"{PAGE}put/", {"digest": ""}).status_code == 403
    with pytest.raises(Forbidden):
        put_report(clerk_of(SHAKAI), survey_id=survey.pk, digest="")


def test_the_files_say_what_the_page_says(
    survey: Survey, office: Actor, office_client: Client, visitor: Client
) -> None:
    assert "まだ公表していません" in text_of(office_client.get(f"{PAGE}report.pdf").content).replace("\n", "")
    published(office, survey)
    text = text_of(visitor.get("/plan/small/yearly/2024/report.pdf").content).replace("\n", "").replace(" ", "")
    for words in ("年次報告書", "令和6年度", "予約を始めた", "予約の案内を増やす", "拡充", "広げる", "未計測"):
        assert words in text
    assert "まだ公表していません" not in text
    rows = list(
        csv.DictReader(io.StringIO(visitor.get("/plan/small/yearly/2024/report.csv").content.decode("utf-8-sig")))
    )
    assert [row["番号"] for row in rows] == ["1-1-1", "1-1-2", "2-1-1"]
    assert (rows[0]["実施状況"], rows[0]["委員会の評価"], rows[0]["目標"]) == ("実施", "拡充", "予約数 20,000件")
    assert all("未計測" in row["実績値"] for row in rows) and rows[1]["実施状況"] == "未記入"


@pytest.mark.parametrize(("prefix", "words"), [("/en", "Expand"), ("/zh-hans", "扩充"), ("/ko", "확충")])
def test_residents_read_it_in_their_language(
    survey: Survey, office: Actor, visitor: Client, prefix: str, words: str
) -> None:
    published(office, survey)
    assert words in visitor.get(f"{prefix}/plan/small/yearly/2024/").content.decode()


def test_words_of_an_answer_are_no_markup_and_no_formula(plan: Plan, office: Actor, visitor: Client) -> None:
    found = asked(plan)
    approved(found, "1-1-1", SHAKAI, replace(DONE, done="=1+<script>x</script>"))
    published(office, found)
    assert "<script>x" not in visitor.get("/plan/small/yearly/2024/").content.decode()
    assert "'=1+" in visitor.get("/plan/small/yearly/2024/report.csv").content.decode("utf-8-sig")


def test_no_queries_grow_with_the_measures(
    survey: Survey,
    office_client: Client,
    django_assert_max_num_queries: Callable[[int], object],
    measuring_town: Callable[..., None],
) -> None:
    """Forty measures without an answer ask no more than three of which one is answered; all are measured."""
    small, large = ("1-1-1", "1-1-2", "2-1-1"), [f"2-1-{number}" for number in range(1, 6)]
    measuring_town(
        *[{"plan": "small", "measure": code, "measured": "issuance.released"} for code in small],
        *[{"plan": "h24_h25", "measure": code, "measured": "issuance.released"} for code in large],
    )
    asked(Plan.objects.get(code="h24_h25"), 2013)
    counts = []
    for address in (PAGE, "/desk/plan/h24_h25/yearly/2013/"):
        office_client.get(address)
        with django_assert_max_num_queries(40) as seen:
            assert office_client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[1] <= counts[0]


def test_what_was_said_stays_for_the_year_it_was_said_of(survey: Survey, office: Actor, plan: Plan) -> None:
    """After the report is out, the next year's survey carries its improvement on."""
    published(office, survey)
    following = sheet_of(asked(plan, 2025), "1-1-1").prefilled["before"]
    assert (following["verdict"], following["improvement"]) == (Verdict.WIDEN.label, DONE.improvement)
