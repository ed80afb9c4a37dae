"""The yearly survey: asked, answered, approved by the head; told in stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.engines.approvals.api import Draft, drop, submit, withdraw
from madoguchi.engines.approvals.api import Refused as NotDecided
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import client_of, make_user
from madoguchi.systems.plan.progress.actions import close, load, report
from madoguchi.systems.plan.progress.errors import Refused
from madoguchi.systems.plan.progress.models import Plan, Reported, Sheet, Survey
from madoguchi.systems.plan.progress.rules import CARRIED, PARTIAL, STUDY, Stage
from madoguchi.systems.plan.progress.survey.actions import move_deadline, open_survey
from madoguchi.systems.plan.progress.survey.answering import hand_in, save_answer
from madoguchi.systems.plan.progress.survey.rules import (
    APPROVED,
    OPEN,
    RETURNED,
    SAVED,
    UNTOUCHED,
    WAITING,
    Answer,
    Standing,
    lacks,
    standing,
    tally,
)
from madoguchi.systems.plan.progress.work import work

from .conftest import CARD, LINES, MANAGER, small
from .cycle import DONE, YEAR, agree, approved, asked, clerk_of, head_of, in_days, send_back, sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

SHAKAI = "社会教育課"


@pytest.mark.parametrize(
    ("approved_", "draft", "revision", "expected"),
    [
        (False, "", 0, UNTOUCHED),
        (False, "", 3, SAVED),
        (False, "moving", 3, WAITING),
        (False, "returned", 3, RETURNED),
        (False, "refused", 3, RETURNED),
        (False, "withdrawn", 3, SAVED),
        (False, "dropped", 3, SAVED),
        (True, "approved", 3, APPROVED),
    ],
)
def test_where_a_sheet_stands(approved_: bool, draft: str, revision: int, expected: Standing) -> None:
    assert standing(approved=approved_, draft=draft, revision=revision) is expected


@pytest.mark.parametrize(
    ("answer", "planned", "field"),
    [
        (DONE, CARRIED, ""),
        (replace(DONE, stage=""), CARRIED, "stage"),
        (replace(DONE, done=""), CARRIED, "done"),
        (replace(DONE, stage="study"), CARRIED, "reason"),
        (replace(DONE, stage="study", reason="予算が付かなかった"), CARRIED, ""),
        (DONE, STUDY, "reason"),
        (replace(DONE, grade=""), CARRIED, "grade"),
        (replace(DONE, improvement=""), CARRIED, ""),
        (replace(DONE, grade="C", improvement=""), CARRIED, "improvement"),
    ],
)
def test_what_an_answer_lacks(answer: Answer, planned: Stage, field: str) -> None:
    lack = lacks(answer, planned)
    assert (lack[0] if lack else "") == field


@given(st.lists(st.sampled_from(list(Standing)), max_size=60), st.integers(-3, 3))
def test_a_tally_counts_every_sheet_once(standings: list[Standing], days: int) -> None:
    today = timezone.localdate()
    found = tally(standings, deadline=today + timedelta(days=days), today=today)
    assert found.total == len(standings)
    assert found.handed + sum(found.at(each) for each in OPEN) == found.total
    assert found.late == (days < 0 and found.handed < found.total)


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


def test_a_figure_stands_with_its_day_or_not_at_all(db: None, administrator_client: Client) -> None:
    """2-1-4 has an indicator of the house; nothing was counted in this town yet."""
    line = "2-1-4,2,1,証明書の交付,新規,情報推進課,実施,実施,,,,,"
    plan = load(MANAGER, card=CARD, measures=small(*LINES, line)).plan
    plan.state = Plan.State.PUBLISHED
    plan.save(update_fields=["state"])
    sheet = sheet_of(asked(plan), "2-1-4")
    assert sheet.prefilled["measured"]
    assert all(each["value"] == "未計測" and each["on"] == "" for each in sheet.prefilled["measured"])
    page = administrator_client.get(f"/desk/plan/small/sheets/{sheet.pk}/").content.decode()
    assert "窓口に来なくてよかった証明書" in page and "未計測" in page


def test_a_division_saves_hands_in_and_its_head_makes_it_the_status(
    plan: Plan, librarian: User, librarian_client: Client, visitor: Client
) -> None:
    """The whole way through HTTP; each step is one entry of this system."""
    head = head_of(SHAKAI)
    sheet = sheet_of(asked(plan), "1-1-1")
    address = f"/desk/plan/small/sheets/{sheet.pk}/"
    said = {"revision": 0, "base": 0, "stage": "", "done": "予約を始めた", "reason": "", "grade": "", "improvement": ""}
    assert (
        "まだ提出していません" in librarian_client.post(address, {**said, "act": "save"}, follow=True).content.decode()
    )
    half = librarian_client.post(address, {**said, "revision": 1, "act": "hand_in"})
    assert half.status_code == 422 and "実施状況を選んでください" in half.content.decode()
    whole = {**said, "revision": 1, "stage": "carried", "grade": "B", "act": "hand_in"}
    assert "を提出しました" in librarian_client.post(address, whole, follow=True).content.decode()
    assert "課長の承認待ち" in librarian_client.get(address).content.decode()
    assert not Reported.objects.filter(measure=sheet.measure).exists()

    sheet.refresh_from_db()
    agree(head, sheet.draft)
    row = Reported.objects.get(measure=sheet.measure, fiscal_year=YEAR)
    assert (row.stage, row.note, row.writer_id) == ("carried", "予約を始めた", head.user_id)
    assert "予約を始めた" in visitor.get("/plan/small/measures/1-1-1/").content.decode()
    assert "承認済み" in librarian_client.get(address).content.decode()
    actions = Entry.objects.filter(subject=f"sheet:{sheet.pk}").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["plan.answer_save", "plan.answer", "plan.answer_take"]


def test_what_is_sent_back_is_open_again_with_the_heads_reason(plan: Plan, librarian_client: Client) -> None:
    head = head_of(SHAKAI)
    sheet = sheet_of(asked(plan), "1-1-1")
    clerk = clerk_of(SHAKAI)
    first = hand_in(clerk, sheet_id=sheet.pk, revision=0, answer=DONE)
    send_back(head, first.draft, "件数も書いてください")
    page = librarian_client.get(f"/desk/plan/small/sheets/{sheet.pk}/").content.decode()
    assert "件数も書いてください" in page and "課長に提出する" in page
    again = hand_in(clerk, sheet_id=sheet.pk, revision=1, answer=replace(DONE, done="予約を始めた（120件）"))
    assert Draft.objects.get(pk=first.draft_id).state == "dropped"
    agree(head, again.draft)
    assert Reported.objects.get(measure=sheet.measure).note == "予約を始めた（120件）"


def test_a_colleague_goes_on_with_what_came_back_and_the_old_one_cannot_be_approved(plan: Plan) -> None:
    head, clerk = head_of(SHAKAI), clerk_of(SHAKAI)
    colleague = make_user("shakai-two", "社教　二葉", SHAKAI).as_actor()
    sheet = sheet_of(asked(plan), "1-1-1")
    old = hand_in(clerk, sheet_id=sheet.pk, revision=0, answer=DONE).draft
    assert old
    send_back(head, old, "書き直してください")
    new = hand_in(colleague, sheet_id=sheet.pk, revision=1, answer=replace(DONE, stage="operating")).draft
    old.refresh_from_db()
    submit(clerk, draft_id=old.pk, revision=old.revision)
    with pytest.raises(NotDecided, match="書き直されています"):
        agree(head, old)
    agree(head, new)
    assert Reported.objects.get(measure=sheet.measure).stage == "operating"


def test_what_was_taken_back_or_given_up_lies_with_the_division(plan: Plan) -> None:
    head_of(SHAKAI)
    clerk = clerk_of(SHAKAI)
    sheet = sheet_of(asked(plan), "1-1-1")
    handed = hand_in(clerk, sheet_id=sheet.pk, revision=0, answer=DONE)
    assert handed.draft_id
    with pytest.raises(Refused, match="課長の承認待ち"):
        save_answer(clerk, sheet_id=sheet.pk, revision=1, answer=DONE)
    withdraw(clerk, draft_id=handed.draft_id)
    saved = save_answer(clerk, sheet_id=sheet.pk, revision=1, answer=replace(DONE, grade="A"))
    drop(clerk, draft_id=handed.draft_id)
    assert hand_in(clerk, sheet_id=sheet.pk, revision=saved.revision, answer=DONE).turn == 2


def test_two_clerks_never_overwrite_each_other(plan: Plan, librarian_client: Client) -> None:
    """Both have opened the sheet; the second is told who was first and keeps what they typed."""
    sheet = sheet_of(asked(plan), "1-1-1")
    address = f"/desk/plan/small/sheets/{sheet.pk}/"
    save_answer(clerk_of(SHAKAI), sheet_id=sheet.pk, revision=0, answer=DONE)
    late = {"revision": 0, "base": 0, "done": "別の記入", "act": "save"}
    refused = librarian_client.post(address, late)
    assert refused.status_code == 422
    assert "担当　二が" in refused.content.decode() and "別の記入" in refused.content.decode()
    assert Sheet.objects.get(pk=sheet.pk).done == "予約を始めた"


def test_another_division_reads_and_does_not_write(plan: Plan, clerk_client: Client) -> None:
    sheet = sheet_of(asked(plan), "1-1-1")
    page = clerk_client.get(f"/desk/plan/small/sheets/{sheet.pk}/").content.decode()
    assert "答えるのは、社会教育課の職員です" in page and "課長に提出する" not in page
    with pytest.raises(Refused, match="社会教育課の職員"):
        save_answer(clerk_of("窓口サービス課"), sheet_id=sheet.pk, revision=0, answer=DONE)
    with pytest.raises(Refused, match="社会教育課の職員"):
        save_answer(MANAGER, sheet_id=sheet.pk, revision=0, answer=DONE)


def test_a_related_division_answers_and_the_leading_one_says_the_status(plan: Plan) -> None:
    """消防署 is no division of the town, so the plan's office answers for it, and its head approves."""
    survey = asked(plan)
    office, head = clerk_of("情報推進課", ("administrator",)), head_of("情報推進課")
    fire = sheet_of(survey, "1-1-2", "消防署")
    handed = hand_in(office, sheet_id=fire.pk, revision=0, answer=replace(DONE, stage="done"))
    agree(head, handed.draft)
    assert Sheet.objects.get(pk=fire.pk).approved_at
    assert not Reported.objects.filter(measure=fire.measure).exists()
    approved(survey, "1-1-2", "秘書広報課")
    assert Reported.objects.get(measure=fire.measure, fiscal_year=YEAR).stage == "carried"


def test_what_is_surveyed_is_not_reported_beside_it(plan: Plan, librarian_client: Client) -> None:
    asked(plan)
    form = {"revision": "0", "stage": "carried", "reason": "", "note": "直接"}
    refused = librarian_client.post("/desk/plan/small/measures/1-1-1/2024/", form)
    assert refused.status_code == 422 and "年度調査で集めています" in refused.content.decode()
    page = librarian_client.get("/desk/plan/small/measures/1-1-1/").content.decode()
    assert "調査票" in page and "measures/1-1-1/2024/" not in page and "measures/1-1-1/2025/" in page


def test_a_status_that_the_office_put_right_meanwhile_is_not_overwritten(plan: Plan) -> None:
    head = head_of(SHAKAI)
    sheet = sheet_of(asked(plan), "1-1-1")
    handed = hand_in(clerk_of(SHAKAI), sheet_id=sheet.pk, revision=0, answer=DONE)
    report(MANAGER, measure_id=sheet.measure_id, year=YEAR, stage=STUDY, reason="止まった")
    with pytest.raises(NotDecided, match="管理　一が"):
        agree(head, handed.draft)
    assert not Sheet.objects.get(pk=sheet.pk).approved_at
    assert Reported.objects.get(measure=sheet.measure).stage == "study"


def test_who_heads_alone_is_told_at_once_and_nothing_is_written(plan: Plan) -> None:
    head = head_of(SHAKAI)
    sheet = sheet_of(asked(plan), "1-1-1")
    with pytest.raises(Refused, match="本人のほかにいません"):
        hand_in(head, sheet_id=sheet.pk, revision=0, answer=DONE)
    assert Sheet.objects.get(pk=sheet.pk).revision == 0


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


def test_a_plan_that_has_ended_takes_no_answers(plan: Plan, librarian_client: Client) -> None:
    sheet = sheet_of(asked(plan), "1-1-1")
    close(MANAGER, plan_id=plan.pk, revision=plan.revision)
    with pytest.raises(Refused, match="終了"):
        save_answer(clerk_of(SHAKAI), sheet_id=sheet.pk, revision=0, answer=DONE)
    page = librarian_client.get(f"/desk/plan/small/sheets/{sheet.pk}/").content.decode()
    assert "もう答えられません" in page and "課長に提出する" not in page


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
