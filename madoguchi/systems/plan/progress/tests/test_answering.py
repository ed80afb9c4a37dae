"""Answering a sheet: saved, handed in, sent back, approved by the head; told in stories."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from madoguchi.engines.approvals.api import Draft, drop, submit, withdraw
from madoguchi.engines.approvals.api import Refused as NotDecided
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import make_user
from madoguchi.systems.plan.progress.actions import close, report
from madoguchi.systems.plan.progress.errors import Refused
from madoguchi.systems.plan.progress.models import Plan, Reported, Sheet
from madoguchi.systems.plan.progress.rules import STUDY
from madoguchi.systems.plan.progress.survey.answering import hand_in, save_answer

from .conftest import MANAGER
from .cycle import DONE, YEAR, agree, approved, asked, clerk_of, head_of, send_back, sheet_of

if TYPE_CHECKING:
    from django.test import Client

SHAKAI = "社会教育課"


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


def test_a_plan_that_has_ended_takes_no_answers(plan: Plan, librarian_client: Client) -> None:
    sheet = sheet_of(asked(plan), "1-1-1")
    close(MANAGER, plan_id=plan.pk, revision=plan.revision)
    with pytest.raises(Refused, match="終了"):
        save_answer(clerk_of(SHAKAI), sheet_id=sheet.pk, revision=0, answer=DONE)
    page = librarian_client.get(f"/desk/plan/small/sheets/{sheet.pk}/").content.decode()
    assert "もう答えられません" in page and "課長に提出する" not in page
