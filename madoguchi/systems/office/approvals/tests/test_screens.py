"""The screens of a draft, by HTTP."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from madoguchi.engines.approvals.api import Draft, State, return_to
from madoguchi.engines.approvals.tests.hall import BODY, Hall, away, seat, sent, written
from madoguchi.engines.approvals.tests.samples import book, picture, table
from madoguchi.engines.paperwork.api import text_of
from madoguchi.foundation.testing.staff import make_user
from madoguchi.systems.office.approvals.work import work

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]


def page(client: Client, name: str, *args: object, status: int = 200, **query: Any) -> str:
    answer = client.get(reverse(f"approvals:{name}", args=args), query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def send(client: Client, name: str, *args: object, status: int = 200, **data: Any) -> str:
    answer = client.post(reverse(f"approvals:{name}", args=args), data, follow=True)
    assert answer.status_code == status, answer.content.decode()[answer.content.decode().find("<h1") :][:3000]
    return answer.content.decode()


def decide(client: Client, draft: Draft, act: str, **data: Any) -> str:
    """Presses a button of the page of a draft."""
    form = client.get(reverse("approvals:detail", args=(draft.pk,))).context["decide"]
    hidden = {name: str(form[name].value()) for name in ("signatory", "submission")}
    return send(client, "decide", draft.pk, **hidden, act=act, **data)


def test_from_a_blank_form_to_the_decision(hall: Hall, at_desk: Desk) -> None:
    clerk, head = at_desk("clerk"), at_desk("head")
    assert clerk.get(reverse("approvals:new")).url == reverse("approvals:write", args=("general",))
    mark = str(clerk.get(reverse("approvals:write", args=("general",))).context["head"]["submission"].value())
    data = {"content-title": "案内板の更新", "content-body": BODY, "content-amount": "300000", "submission": mark}
    files = [SimpleUploadedFile("図.png", picture().read()), SimpleUploadedFile("見積.csv", table().read())]
    shown = send(clerk, "write", "general", **data, due_on="R9.3.31", attachments=files, then="route")
    assert "この経路で提出する" in shown
    assert "添付2個" in shown
    assert "仮の経路" in shown
    draft = Draft.objects.get()
    assert "まだ" not in page(head, "inbox")
    assert page(head, "detail", draft.pk, status=404)
    said = send(clerk, "route", draft.pk, revision=draft.revision, comment="急ぎます")
    assert "として提出しました" in said
    assert "案内板の更新" in page(head, "inbox")
    shown = page(head, "detail", draft.pk)
    for words in (BODY, "300,000円", "見積.csv", "急ぎます", "承認する", "専決"):
        assert words in shown
    assert "承認しました" in decide(head, draft, "approve")
    draft.refresh_from_db()
    assert draft.state == State.APPROVED
    assert "決裁済み" in page(clerk, "mine")
    pdf = head.get(reverse("approvals:sheet", args=(draft.pk,)))
    assert pdf.headers["Content-Type"] == "application/pdf"
    text = text_of(pdf.content)
    for words in ("決裁文書", "案内板の更新", "課長　三枝", "専決", draft.decision.sha256):
        assert words.replace("　", "") in text.replace("　", "").replace("\n", ""), text


def test_a_double_click_saves_once(hall: Hall, at_desk: Desk) -> None:
    clerk = at_desk("clerk")
    mark = str(clerk.get(reverse("approvals:write", args=("general",))).context["head"]["submission"].value())
    data = {"content-title": "一度だけ", "content-body": BODY, "submission": mark, "then": "edit"}
    for _ in range(2):
        send(clerk, "write", "general", **data)
    assert Draft.objects.count() == 1


def test_what_is_missing_comes_back_with_what_was_typed(hall: Hall, at_desk: Desk) -> None:
    clerk = at_desk("clerk")
    shown = send(clerk, "write", "general", status=422, **{"content-title": "件名だけ", "content-body": ""})
    assert "入力を直してください" in shown
    assert "件名だけ" in shown
    assert not Draft.objects.exists()


def test_a_file_that_cannot_be_taken_is_told_and_the_rest_is_kept(hall: Hall, at_desk: Desk) -> None:
    clerk = at_desk("clerk")
    mark = str(clerk.get(reverse("approvals:write", args=("general",))).context["head"]["submission"].value())
    data = {"content-title": "添付", "content-body": BODY, "submission": mark, "then": "route"}
    wrong = SimpleUploadedFile("契約.xlsx", b"PK\x03\x04 x")
    shown = send(clerk, "write", "general", **data, attachments=[wrong, SimpleUploadedFile("図.png", picture().read())])
    assert "ファイルを読み取れません" in shown
    assert "下書きを保存しました" in shown
    draft = Draft.objects.get()
    (kept,) = draft.attachments.all()
    assert clerk.get(reverse("approvals:file", args=(draft.pk, kept.pk))).content[:4] == b"\x89PNG"
    send(clerk, "remove", draft.pk, kept.pk)
    assert not draft.attachments.exists()


def test_a_book_of_excel_is_attached_and_read_by_who_decides(hall: Hall, at_desk: Desk) -> None:
    clerk = at_desk("clerk")
    mark = str(clerk.get(reverse("approvals:write", args=("general",))).context["head"]["submission"].value())
    data = {"content-title": "見積り", "content-body": BODY, "submission": mark, "then": "edit"}
    send(clerk, "write", "general", **data, attachments=[SimpleUploadedFile("見積.xlsx", book().read())])
    kept = Draft.objects.get().attachments.get()
    answer = clerk.get(reverse("approvals:file", args=(kept.draft_id, kept.pk)))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).active["B2"].value == 120_000


def test_sent_back_with_a_reason_and_changed(hall: Hall, at_desk: Desk) -> None:
    clerk, head, draft = at_desk("clerk"), at_desk("head"), sent(hall, 100)
    form = head.get(reverse("approvals:detail", args=(draft.pk,))).context["decide"]
    hidden = {name: str(form[name].value()) for name in ("signatory", "submission")}
    shown = send(head, "decide", draft.pk, status=422, **hidden, act="return", comment="")
    assert "理由を入れてください" in shown
    shown = send(head, "decide", draft.pk, status=422, **hidden, act="", comment="よい案です")
    assert "どれかを選んで" in shown
    assert "よい案です" in shown
    assert "差し戻しました" in decide(head, draft, "return", comment="見積りを付けてください")
    assert "見積りを付けてください" in page(clerk, "detail", draft.pk)
    assert "差し戻された自分の起案" in page(clerk, "inbox")
    form = clerk.get(reverse("approvals:edit", args=(draft.pk,))).context["head"]
    data = {"content-title": "直した件名", "content-body": BODY, "content-amount": "100", "then": "route"}
    data |= {"revision": str(form["revision"].value()), "submission": str(form["submission"].value())}
    send(clerk, "edit", draft.pk, **data)
    shown = send(clerk, "edit", draft.pk, status=422, **data)
    assert "先に変更されています" in shown
    draft.refresh_from_db()
    send(clerk, "route", draft.pk, revision=draft.revision)
    draft.refresh_from_db()
    assert (draft.title, draft.state, draft.round) == ("直した件名", State.MOVING, 2)


def test_two_heads_at_one_step_the_second_is_told_who_was_first(hall: Hall, at_desk: Desk) -> None:
    second = make_user("ap-head-2", "課長　次郎", "窓口サービス課", ["head"], "主幹")
    draft = sent(Hall({**hall.people, "other": second}), 100)
    hall.people["other"] = second
    first, other = at_desk("head"), at_desk("other")
    form = other.get(reverse("approvals:detail", args=(draft.pk,))).context["decide"]
    hidden = {name: str(form[name].value()) for name in ("signatory", "submission")}
    decide(first, draft, "approve")
    shown = send(other, "decide", draft.pk, status=422, **hidden, act="approve", comment="")
    assert "課長　三枝が" in shown
    assert "「承認」としています" in shown


def test_what_a_system_that_is_gone_had_put_forward_is_told_and_not_a_fault(hall: Hall, at_desk: Desk) -> None:
    draft = sent(hall, 100)
    head = at_desk("head")
    form = head.get(reverse("approvals:detail", args=(draft.pk,))).context["decide"]
    hidden = {name: str(form[name].value()) for name in ("signatory", "submission")}
    type(draft).objects.filter(pk=draft.pk).update(kind="gone.kind")
    page(head, "detail", draft.pk)
    assert "いまはありません" in send(head, "decide", draft.pk, status=422, **hidden, act="approve", comment="")
    assert "意見を加えました" in send(at_desk("clerk"), "comment", draft.pk, comment="担当課に聞いています")


def test_a_deputy_is_told_and_the_head_reads_afterwards(hall: Hall, at_desk: Desk) -> None:
    draft = sent(hall, 100)
    deputy = at_desk("second")
    assert "待っている決裁はありません" in page(deputy, "inbox")
    page(deputy, "detail", draft.pk, status=404)
    away(hall, "head")
    assert "代決" in page(deputy, "inbox")
    assert "後閲が求められます" in page(deputy, "detail", draft.pk)
    decide(deputy, draft, "approve")
    head = at_desk("head")
    assert "後閲・回覧" in page(head, "inbox")
    assert "確認しました" in page(head, "detail", draft.pk)
    viewing = draft.viewings.get()
    assert "確認しました。" in send(head, "read", draft.pk, viewing.pk, comment="承知しました")
    assert "後閲・回覧" not in page(head, "inbox")


def test_adding_people_to_the_route_is_seen_before_it_is_submitted(hall: Hall, at_desk: Desk) -> None:
    draft, clerk = written(hall, 100), at_desk("clerk")
    added = hall.informatics.appointments.get().pk
    shown = page(clerk, "route", draft.pk, consulted=[added], circulated=[hall.finance.appointments.get().pk])
    assert "起案者が加えた" in shown
    assert "回覧：総務課　財政　四郎" in shown
    send(clerk, "route", draft.pk, revision=draft.revision, consulted=[added])
    assert [step.name for step in draft.steps.all()] == ["合議", "課長"]


def test_withdrawing_commenting_and_giving_up(hall: Hall, at_desk: Desk) -> None:
    draft, clerk = sent(hall), at_desk("clerk")
    assert "意見を加えました" in send(at_desk("head"), "comment", draft.pk, comment="なるほど")
    assert "引き戻しました" in send(clerk, "withdraw", draft.pk)
    assert "引き戻せるのは回議中だけ" in send(clerk, "withdraw", draft.pk)
    assert "取りやめました" in send(clerk, "drop", draft.pk)


def test_who_reads_what(hall: Hall, at_desk: Desk) -> None:
    draft = sent(hall, 100)
    for name in ("clerk", "head", "auditor"):
        assert draft.title in page(at_desk(name), "search", words="案内板")
        page(at_desk(name), "detail", draft.pk)
    for name in ("stranger", "finance", "director", "mayor", "second"):
        assert draft.title not in page(at_desk(name), "search", words="案内板")
        page(at_desk(name), "detail", draft.pk, status=404)
        page(at_desk(name), "sheet", draft.pk, status=404)
        send(at_desk(name), "withdraw", draft.pk, status=404)
        send(at_desk(name), "decide", draft.pk, status=404, act="approve")
    page(at_desk("auditor"), "edit", draft.pk, status=404)


def test_visitors_and_those_without_a_post_get_nothing(hall: Hall, visitor: Client) -> None:
    from madoguchi.foundation.testing.staff import client_of

    assert visitor.get(reverse("approvals:inbox")).status_code == 302
    nobody = client_of(make_user("ap-none", "無職　一"))
    assert nobody.get(reverse("approvals:inbox")).status_code == 403
    assert "決裁" not in nobody.get("/desk/").content.decode()
    assert client_of(hall.stranger).get("/desk/").content.decode().count("決裁") > 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "案内板"}, True),
        ({"words": "あんない"}, False),
        ({"words": "伺います 窓口サービス課"}, True),
        ({"words": "起案第1号"}, True),
        ({"number": "1"}, True),
        ({"number": "2"}, False),
        ({"kind": "general"}, True),
        ({"drafter": "一子"}, True),
        ({"drafter": "二郎"}, False),
        ({"state": "moving"}, True),
        ({"state": "approved"}, False),
        ({"since": "R8.1.1"}, False),
        ({}, True),
    ],
)
def test_the_search(hall: Hall, at_desk: Desk, query: dict[str, str], found: bool) -> None:
    draft = sent(hall, 100)
    shown = page(at_desk("clerk"), "search", **{"words": "", **query})
    assert (f"/{draft.pk}/" in shown) is found
    assert ("見つかりませんでした" in shown) is not found


def test_lists_take_a_fixed_number_of_queries_and_page(hall: Hall, at_desk: Desk) -> None:
    counts = {}
    for size in (3, 35):
        while Draft.objects.count() < size:
            sent(hall, 100, title=f"案内板{Draft.objects.count():02}")
        for name, who in (("inbox", "head"), ("mine", "clerk"), ("search", "clerk")):
            client = at_desk(who)
            page(client, name, words="案内")
            with CaptureQueriesContext(connection) as captured:
                page(client, name, words="案内")
            counts.setdefault(name, set()).add(len(captured))
    assert all(len(found) == 1 for found in counts.values()), counts
    head = at_desk("head")
    answer = head.get(reverse("approvals:inbox"))
    assert len(answer.context["rows"]) == 30
    assert len(head.get(reverse("approvals:inbox"), {"after": answer.context["after"]}).context["rows"]) == 5


def test_the_dashboard_says_what_waits(hall: Hall) -> None:
    draft = sent(hall, 100)
    assert [(line.label, line.count) for line in work(hall.actor("head"))] == [("決裁を待っている起案", 1)]
    return_to(hall.actor("head"), draft_id=draft.pk, signatory_id=seat(hall, "head", draft), to=0, comment="直して")
    assert [line.count for line in work(hall.actor("clerk"))] == [0, 1]
