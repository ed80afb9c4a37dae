"""The screens of an export, by HTTP."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import pyzipper
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.approvals.api import Draft, draft_about, inbox
from madoguchi.foundation.access.models import User
from madoguchi.foundation.exports.api import ExportRequest, State
from madoguchi.foundation.jobs.running import perform
from madoguchi.foundation.testing.staff import client_of, make_user

pytestmark = pytest.mark.django_db
ASK = ("residents", "register")


@pytest.fixture
def head_client(head: User) -> Client:
    """The head at their desk."""
    return client_of(head)


@pytest.fixture
def auditor_client(auditor: User) -> Client:
    """The auditor at their desk."""
    return client_of(auditor)


def values(client: Client, **changes: str) -> dict[str, str]:
    """The form, filled."""
    mark = client.get(reverse("exports:ask", args=ASK)).context["wish"]["submission"].value()
    day = timezone.localdate() + timedelta(days=20)
    filled = {"reason": "移行の確認", "usage": "突合", "place": "庁内", "delete_by": f"{day:%Y-%m-%d}"}
    return {**filled, "submission": str(mark), "options-encoding": "utf-8", "options-newline": "LF", **changes}


def ask(client: Client, **changes: str) -> Any:
    return client.post(reverse("exports:ask", args=ASK), values(client, **changes))


def page(client: Client, name: str, *args: int, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(f"exports:{name}", args=args), query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def act(client: Client, name: str, key: int, **data: object) -> str:
    answer = client.post(reverse(f"exports:{name}", args=(key,)), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_wish_to_the_file(
    supervisor_client: Client, supervisor: User, head_client: Client, head: User, auditor_client: Client
) -> None:
    assert supervisor_client.get(reverse("exports:new")).url == reverse("exports:ask", args=ASK)
    assert ask(supervisor_client).status_code == 302
    request = ExportRequest.objects.get()
    assert "責任者の決定を待っています" in page(supervisor_client, "detail", request.pk)
    assert [row.draft for row in inbox(head.as_actor())] == [draft_about(request)]
    before = page(head_client, "detail", request.pk)
    for words in ("移行の確認", "突合", "122列", "UTF-8", "0人", "決裁の経過"):
        assert words in before
    said = act(head_client, "decide", request.pk, decision="approve", persons=0)
    assert "承認しました" in said
    assert "順番を待っています" in said
    assert Draft.objects.get().state == "approved"
    request.refresh_from_db()
    perform(request.job_id)
    part = head_client.get(reverse("exports:detail", args=(request.pk,)), {"part": "1"})
    assert part.status_code == 286
    shown = head_client.post(reverse("exports:password", args=(request.pk,)))
    assert shown.headers["Cache-Control"] == "no-store"
    password = shown.context["password"]
    assert password in shown.content.decode()
    assert "もう示しました" in act(head_client, "password", request.pk)

    ready = page(supervisor_client, "detail", request.pk)
    assert "受け取る（あと3回）" in ready
    assert password not in ready
    taken = supervisor_client.post(reverse("exports:file", args=(request.pk,)))
    assert taken.headers["Content-Disposition"].startswith("attachment")
    archive = pyzipper.AESZipFile(io.BytesIO(b"".join(taken.streaming_content)))
    archive.setpassword(password.encode())
    assert archive.read(f"住民データ_{request.number}.csv").decode().startswith("市区町村コード,宛名番号")
    assert "消去しました" in page(supervisor_client, "detail", request.pk)
    assert "消去を記録しました" in act(supervisor_client, "erased", request.pk)
    assert "窓口サービス課" in page(auditor_client, "figures")
    assert request.number in page(auditor_client, "all")


def test_a_double_click_asks_once(supervisor_client: Client, head: User) -> None:
    data = values(supervisor_client)
    url = reverse("exports:ask", args=ASK)
    assert supervisor_client.post(url, data).url == supervisor_client.post(url, data).url
    assert (ExportRequest.objects.count(), Draft.objects.count()) == (1, 1)


def test_where_nobody_else_may_decide_nothing_is_asked(supervisor_client: Client) -> None:
    answer = ask(supervisor_client)
    assert answer.status_code == 422
    assert "きょうはだれもいません" in answer.content.decode()
    assert not ExportRequest.objects.exists()


def test_the_head_of_another_division_is_not_asked(supervisor_client: Client, head_client: Client) -> None:
    other = client_of(make_user("test-other-head", "課長　八子", "税務課", ["head", "registrar"], "課長"))
    ask(supervisor_client)
    key = ExportRequest.objects.get().pk
    assert "承認する" not in page(other, "detail", key)
    assert "あなたの職のものではありません" in act(other, "decide", key, decision="approve", persons=0)
    assert ExportRequest.objects.get().state == State.WAITING


def test_a_head_who_may_not_see_residents_is_passed_over(town: object, head: User) -> None:
    """Of a division that may ask, but whose head answers for no data of residents."""
    make_user("test-other-head", "課長　八子", "税務課", ["head"], "課長")
    assert ask(client_of(make_user("test-asker", "係長　九子", "税務課", ["supervisor"], "係長"))).status_code == 302
    draft = draft_about(ExportRequest.objects.get())
    assert [step.name for step in draft.steps.all()] == ["住民情報の責任者"]
    assert [row.draft.kind for row in inbox(head.as_actor())] == ["exports.request"]


def test_a_head_who_asks_is_decided_by_another(visitor: Client) -> None:
    both = make_user("test-both", "課長　七子", "窓口サービス課", ["supervisor", "head", "registrar"], "課長")
    other = make_user("test-other-head", "課長　八子", "税務課", ["head", "registrar"], "課長")
    assert ask(client_of(both)).status_code == 302
    assert [row.draft.kind for row in inbox(other.as_actor())] == ["exports.request"]


def test_who_asked_takes_it_back_with_its_draft(supervisor_client: Client, head: User, head_client: Client) -> None:
    ask(supervisor_client)
    key = ExportRequest.objects.get().pk
    assert "取り下げました" in act(supervisor_client, "withdraw", key)
    assert (ExportRequest.objects.get().state, Draft.objects.get().state) == ("withdrawn", "dropped")
    assert not inbox(head.as_actor())
    assert "既に「取下げ」" in act(head_client, "decide", key, decision="approve", persons=0)


def test_more_persons_than_were_seen_leave_it_waiting(
    supervisor_client: Client, head_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(supervisor_client)
    key = ExportRequest.objects.get().pk
    monkeypatch.setattr("madoguchi.foundation.exports.actions.count_now", lambda request: 3)
    assert "3人に増えました" in act(head_client, "decide", key, decision="approve", persons=2)
    assert (ExportRequest.objects.get().state, Draft.objects.get().state) == ("waiting", "moving")


def test_a_wish_that_lacks_something_comes_back(supervisor_client: Client) -> None:
    for wrong in ({"reason": ""}, {"usage": ""}, {"place": ""}, {"delete_by": "R2.1.1"}, {"options-encoding": "x"}):
        answer = ask(supervisor_client, **wrong)
        assert answer.status_code == 422
        assert "入力を直してください" in answer.content.decode()
    assert not ExportRequest.objects.exists()


def test_who_may_not_gets_nothing(
    supervisor_client: Client, clerk_client: Client, outsider_client: Client, visitor: Client, head_client: Client
) -> None:
    ask(supervisor_client)
    key = ExportRequest.objects.get().pk
    for client in (clerk_client, outsider_client):
        assert client.get(reverse("exports:mine")).status_code == 403
        assert client.get(reverse("exports:detail", args=(key,))).status_code == 403
        assert client.post(reverse("exports:file", args=(key,))).status_code == 403
    assert visitor.get(reverse("exports:mine")).status_code == 302
    assert supervisor_client.post(reverse("exports:decide", args=(key,)), {"decision": "approve"}).status_code == 403
    assert head_client.get(reverse("exports:ask", args=ASK)).status_code == 403
    assert head_client.get(reverse("exports:ask", args=("no", "such"))).status_code == 404
    assert head_client.get(reverse("exports:file", args=(key,))).status_code == 405
    assert "求めた人だけ" in act(head_client, "file", key)
    assert ExportRequest.objects.get().state == State.WAITING


def test_another_supervisor_does_not_see_it(supervisor_client: Client, supervisor: User, head: User) -> None:
    ask(supervisor_client)
    other = client_of(make_user("test-other", "係長　七子", "窓口サービス課", ["clerk", "supervisor"], "係長"))
    key = ExportRequest.objects.get().pk
    assert page(other, "detail", key, status=404)
    assert "まだ持出しはありません" in page(other, "mine")
    other.post(reverse("exports:withdraw", args=(key,)))
    assert ExportRequest.objects.get().state == State.WAITING


def test_a_refusal_needs_a_word_and_is_read(supervisor_client: Client, head_client: Client) -> None:
    ask(supervisor_client)
    key = ExportRequest.objects.get().pk
    assert "理由を入れてください" in act(head_client, "decide", key, decision="refuse", persons=0)
    assert "却下しました" in act(head_client, "decide", key, decision="refuse", persons=0, comment="範囲が広すぎます")
    assert "範囲が広すぎます" in page(supervisor_client, "detail", key)
    assert "既に「却下」" in act(head_client, "decide", key, decision="approve", persons=0)


def test_the_old_way_out_is_gone(supervisor_client: Client) -> None:
    for answer in (
        supervisor_client.get("/desk/residents/export/"),
        supervisor_client.post("/desk/residents/export/", {"reason": "x"}),
    ):
        assert answer.status_code in {403, 404}, "no door of ours answers there"
        assert "attachment" not in answer.headers.get("Content-Disposition", "")
