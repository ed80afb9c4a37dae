"""The committee: who sits in it, what it wrote down, what it said of measures; told in stories."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import client_of
from madoguchi.systems.plan.progress.bundled import committee
from madoguchi.systems.plan.progress.committee.evaluating import evaluate
from madoguchi.systems.plan.progress.committee.meetings import Said, call_meeting, write_meeting
from madoguchi.systems.plan.progress.committee.members import Person, add_body, add_member, end_member
from madoguchi.systems.plan.progress.committee.rights import keeps
from madoguchi.systems.plan.progress.errors import Refused
from madoguchi.systems.plan.progress.models import Body, Evaluation, Meeting, Member, Paper, Plan, Role, Verdict

from .conftest import MANAGER
from .cycle import approved, asked, body_with_office, clerk_of, in_days, judge, met, sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

SINCE = date(2024, 4, 1)
CHAIR = Person(name="会長　一", post="経営企画部　部長")


def test_the_town_begins_with_the_bodies_of_its_data(town: object) -> None:
    bodies = {each.code: each for each in Body.objects.select_related("under")}
    assert [each.code for each in committee("yotsukaido")] == list(bodies)
    assert bodies["gis"].under == bodies["kanji"] and bodies["kanji"].under == bodies["committee"]
    assert "最高情報責任者" in bodies["committee"].purpose


def test_the_office_seats_a_member_of_staff_and_someone_else(administrator_client: Client, clerk: User) -> None:
    actor = clerk.as_actor()
    form = {"appointment": actor.appointment_id, "role": "member", "since": "R6.4.1", "name": "", "post": ""}
    page = administrator_client.post("/desk/plan/committee/committee/members/", form, follow=True).content.decode()
    assert "窓口サービス課　主事" in page and "R6.4.1〜" in page
    other = {**form, "appointment": "", "name": "識者　五", "post": "大学", "role": "chair", "title": "会長・CIO"}
    page = administrator_client.post("/desk/plan/committee/committee/members/", other, follow=True).content.decode()
    assert "会長・CIO" in page and "大学" in page
    nobody = administrator_client.post("/desk/plan/committee/committee/members/", {**form, "appointment": ""})
    assert nobody.status_code == 422 and "氏名を入れてください" in nobody.content.decode()
    assert Entry.objects.filter(action="plan.member").count() == 2


def test_a_body_has_one_chair_at_a_time(town: object) -> None:
    body = body_with_office()
    chair = add_member(MANAGER, body_id=body.pk, person=CHAIR, role=Role.CHAIR, since=SINCE)
    with pytest.raises(Refused, match="会長　一さんが令和6年4月1日から"):
        add_member(MANAGER, body_id=body.pk, person=Person(name="次　二"), role=Role.CHAIR, since=date(2025, 4, 1))
    end_member(MANAGER, member_id=chair.pk, last_day=date(2025, 3, 31))
    add_member(MANAGER, body_id=body.pk, person=Person(name="次　二"), role=Role.CHAIR, since=date(2025, 4, 1))
    with pytest.raises(Refused, match="もう入っています"):
        add_member(MANAGER, body_id=body.pk, person=Person(name="次　二"), role=Role.MEMBER, since=date(2025, 6, 1))


def test_a_membership_ends_once_and_not_before_it_began(town: object, administrator_client: Client) -> None:
    body = body_with_office()
    member = add_member(MANAGER, body_id=body.pk, person=CHAIR, role=Role.CHAIR, since=SINCE)
    address = f"/desk/plan/committee/members/{member.pk}/end/"
    assert administrator_client.post(address, {"last_day": "R5.1.1"}).status_code == 422
    page = administrator_client.post(address, {"last_day": "R7.3.31"}, follow=True).content.decode()
    assert "前の委員" in page and "R6.4.1〜R7.3.31" in page
    with pytest.raises(Refused, match="先に終えています"):
        end_member(MANAGER, member_id=member.pk, last_day=date(2025, 5, 5))


@pytest.mark.parametrize(("code", "name"), [("new", "新しい会"), ("kanji", "別の名"), ("other", "情報化推進委員会")])
def test_a_body_that_cannot_be(town: object, code: str, name: str) -> None:
    with pytest.raises(Refused):
        add_body(MANAGER, code=code, name=name)


def test_only_who_manages_plans_seats_people(town: object, clerk_client: Client) -> None:
    assert clerk_client.get("/desk/plan/committee/committee/members/").status_code == 403
    assert clerk_client.get("/desk/plan/committee/new/").status_code == 403
    assert clerk_client.get("/desk/plan/committee/committee/").status_code == 200
    with pytest.raises(Forbidden):
        add_member(clerk_of("窓口サービス課"), body_id=1, person=CHAIR, role=Role.CHAIR, since=SINCE)


def test_the_bodys_office_calls_a_meeting_and_writes_it_down(town: object) -> None:
    """Through HTTP, by a clerk who is 事務局 and manages nothing."""
    office = clerk_of("総務課")
    body = body_with_office(office)
    member = add_member(MANAGER, body_id=body.pk, person=CHAIR, role=Role.CHAIR, since=SINCE, title="会長")
    client = client_of(User.objects.get(pk=office.user_id))
    today = timezone.localdate().isoformat()
    form = {"held_on": today, "place": "第一会議室", "agenda": "施策の評価"}
    page = client.post("/desk/plan/committee/trial/meetings/", form, follow=True).content.decode()
    assert "第1回試みの委員会trial" in page and "第一会議室" in page
    meeting = Meeting.objects.get(body=body)
    told = {**form, "revision": 1, "attended": [member.pk], "minutes": "会長が開いた。", "decisions": "評価を決めた。"}
    page = client.post(f"/desk/plan/committee/meetings/{meeting.pk}/minutes/", told, follow=True).content.decode()
    assert "評価を決めた。" in page and "会長　一" in page
    stale = client.post(f"/desk/plan/committee/meetings/{meeting.pk}/minutes/", {**told, "minutes": "別の記録"})
    assert stale.status_code == 422 and "担当　二が" in stale.content.decode()
    assert "別の記録" in stale.content.decode(), "what was typed is not lost"
    file = SimpleUploadedFile("次第.txt", "次第\n一　開会".encode())
    page = client.post(f"/desk/plan/committee/meetings/{meeting.pk}/papers/", {"file": file}, follow=True)
    assert "次第.txt" in page.content.decode()
    paper = Paper.objects.get(meeting=meeting)
    assert client.get(f"/desk/plan/committee/papers/{paper.pk}/").content.decode() == "次第\n一　開会"


def test_a_paper_is_what_its_content_says(town: object, administrator_client: Client) -> None:
    meeting = met(MANAGER, body_with_office())
    file = SimpleUploadedFile("資料.txt", b"%PDF-1.7 not a text")
    refused = administrator_client.post(f"/desk/plan/committee/meetings/{meeting.pk}/papers/", {"file": file})
    assert refused.status_code == 422
    assert not Paper.objects.exists()


def test_who_was_no_member_that_day_did_not_attend(town: object) -> None:
    body = body_with_office()
    meeting = met(MANAGER, body)
    late = add_member(MANAGER, body_id=body.pk, person=CHAIR, role=Role.CHAIR, since=in_days(3))
    said = Said(held_on=meeting.held_on, agenda="x")
    with pytest.raises(Refused, match="会長　一さんは、開催日には委員ではありません"):
        write_meeting(MANAGER, meeting_id=meeting.pk, revision=1, said=said, attended=[late.pk])
    assert Meeting.objects.get(pk=meeting.pk).revision == 1


def test_a_member_who_is_not_the_office_writes_nothing(town: object) -> None:
    office, member = clerk_of("総務課"), clerk_of("課税課")
    body = body_with_office(office)
    person = Person(appointment_id=member.appointment_id)
    add_member(MANAGER, body_id=body.pk, person=person, role=Role.MEMBER, since=SINCE)
    assert keeps(office, body) and not keeps(member, body)
    with pytest.raises(Refused, match="事務局です"):
        met(member, body)
    ended = Member.objects.get(body=body, role=Role.OFFICE)
    end_member(MANAGER, member_id=ended.pk, last_day=in_days(-1))
    assert not keeps(office, body)


def test_numbers_of_meetings_follow_one_another_in_each_body(town: object) -> None:
    first, second = body_with_office(code="one"), body_with_office(code="two")
    numbers = [met(MANAGER, body).number for body in (first, first, second, first)]
    assert numbers == [1, 2, 1, 3]


def test_a_measure_is_evaluated_after_its_head_approved(plan: Plan, administrator_client: Client) -> None:
    survey = asked(plan)
    meeting = met(MANAGER, body_with_office())
    address = "/desk/plan/small/cycle/2024/evaluations/1-1-1/"
    form = {"revision": 0, "meeting": meeting.pk, "verdict": "widen", "words": "予約を広げる"}
    early = administrator_client.post(address, form)
    assert early.status_code == 422 and "まだ課長に承認されていません" in early.content.decode()
    approved(survey, "1-1-1", "社会教育課")
    page = administrator_client.post(address, form, follow=True).content.decode()
    assert "拡充" in page and "予約を広げる" in page and "1 / 3" in page
    again = administrator_client.post(address, {**form, "verdict": "revise"})
    assert again.status_code == 422 and "先に「拡充」と評価しました" in again.content.decode()
    administrator_client.post(address, {**form, "revision": 1, "verdict": "revise"})
    assert [row.verdict for row in Evaluation.objects.order_by("revision")] == ["widen", "revise"]
    assert "予約を広げる" in administrator_client.get(f"/desk/plan/committee/meetings/{meeting.pk}/").content.decode()


def test_an_evaluation_has_words_and_is_written_by_the_office(plan: Plan) -> None:
    sheet = approved(asked(plan), "1-1-1", "社会教育課")
    meeting = met(MANAGER, body_with_office())
    with pytest.raises(Refused, match="意見"):
        judge(meeting, sheet, words=" ")
    about = {"survey_id": sheet.survey_id, "measure_id": sheet.measure_id, "meeting_id": meeting.pk}
    with pytest.raises(Refused, match="事務局です"):
        evaluate(clerk_of("社会教育課"), **about, verdict=Verdict.GO_ON, words="続ける", revision=0)


def test_what_was_decided_stands_on_next_years_sheet(plan: Plan, librarian_client: Client) -> None:
    """The division's own improvement and the committee's word go into the survey of the next year."""
    sheet = approved(asked(plan), "1-1-1", "社会教育課")
    judge(met(MANAGER, body_with_office()), sheet, Verdict.REVISE, "窓口の予約も数える")
    following = sheet_of(asked(plan, 2025), "1-1-1")
    assert following.prefilled["before"] == {
        "year": 2024,
        "grade": "B　目標どおり",
        "improvement": "予約の案内を増やす",
        "verdict": "見直し",
        "words": "窓口の予約も数える",
    }
    page = librarian_client.get(f"/desk/plan/small/sheets/{following.pk}/").content.decode()
    assert "令和6年度から引き継いだこと" in page and "予約の案内を増やす" in page and "窓口の予約も数える" in page


def test_no_queries_grow_with_bodies_or_measures(
    plan: Plan, administrator_client: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    asked(plan)
    asked(Plan.objects.get(code="h24_h25"), 2013)
    counts = []
    for address in ("h24_h25/cycle/2013/evaluations/", "small/cycle/2024/evaluations/"):
        administrator_client.get(f"/desk/plan/{address}")
        with django_assert_max_num_queries(40) as seen:
            assert administrator_client.get(f"/desk/plan/{address}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    with django_assert_max_num_queries(40) as few:
        administrator_client.get("/desk/plan/committee/")
    for code in ("a", "b", "c"):
        call_meeting(MANAGER, body_id=body_with_office(code=code).pk, said=Said(held_on=in_days(0), agenda="x"))
    with django_assert_max_num_queries(40) as more:
        administrator_client.get("/desk/plan/committee/")
    assert len(more) == len(few)


def test_what_a_committee_said_cannot_be_changed_by_the_application(plan: Plan, as_application: None) -> None:
    from django.db import ProgrammingError, transaction

    sheet = approved(asked(plan), "1-1-1", "社会教育課")
    row = judge(met(MANAGER, body_with_office()), sheet)
    for change in (lambda: Evaluation.objects.filter(pk=row.pk).update(words="x"), row.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
