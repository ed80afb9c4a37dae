"""A file leaves: asked for, approved, written, taken, deleted; and every way in which it does not."""

import io
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import pyzipper
from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR, Forbidden
from madoguchi.foundation.access.actions.appointments import end_appointment
from madoguchi.foundation.access.models import Appointment
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.exports.actions import PASSWORD
from madoguchi.foundation.exports.api import (
    ExportRequest,
    Refused,
    State,
    ask_export,
    by_month,
    decide_export,
    figures,
    overdue,
    report_erased,
    requests_seen,
    reveal_password,
    take,
    withdraw_export,
)
from madoguchi.foundation.exports.models import Download
from madoguchi.foundation.exports.taking import folder, tidy
from madoguchi.foundation.jobs.api import Job
from madoguchi.foundation.jobs.running import perform
from madoguchi.foundation.vault.rotation import rotate

from .notes import NOTES

pytestmark = pytest.mark.django_db


def approve(head, request, persons=5):
    return decide_export(head.as_actor(), request_id=request.pk, approve=True, persons=persons)


def written(request):
    """The request after the worker has done its job."""
    perform(request.job_id)
    request.refresh_from_db()
    return request


def opened(content, password):
    archive = pyzipper.AESZipFile(io.BytesIO(content))
    archive.setpassword(password.encode())
    return archive


def test_a_file_leaves_with_two_people_and_a_password(ask, supervisor, head):
    asked = ask()
    assert (asked.state, asked.persons_asked, asked.columns) == (State.WAITING, 5, ["番号", "氏名"])
    request = written(approve(head, asked))
    assert (request.state, request.persons_written, request.rows_written) == (State.READY, 5, 5)
    password = reveal_password(head.as_actor(), request_id=request.pk)
    _, path = take(supervisor.as_actor(), request_id=request.pk)
    archive = opened(path.read_bytes(), password)
    assert archive.namelist() == ["覚え書き.csv", "持出し記録.txt"]
    assert archive.read("覚え書き.csv").decode().splitlines()[1] == "1,架空　1子"
    slip = archive.read("持出し記録.txt").decode("utf-8-sig")
    for words in (request.number, "係長　二郎", "課長　五郎", "移行の確認（起案第12号）", "5人（5行）"):
        assert words in slip
    assert f"{request.number}　窓口サービス課　係長　二郎" in archive.comment.decode()
    assert all(info.wz_aes_strength == 3 for info in archive.infolist())  # AES-256
    assert "架空".encode() not in path.read_bytes()
    actions = Entry.objects.filter(subject=f"export:{request.pk}").order_by("pk").values_list("action", flat=True)
    assert list(actions) == [f"exports.{act}" for act in ("ask", "approve", "write", "password", "take")]
    assert password not in str(list(Entry.objects.values())) + str(list(ExportRequest.objects.values()))


def test_another_password_opens_nothing(ask, supervisor, head):
    request = written(approve(head, ask()))
    _, path = take(supervisor.as_actor(), request_id=request.pk)
    with pytest.raises(RuntimeError, match="password"):
        opened(path.read_bytes(), "AAAA-AAAA-AAAA-AAAA-AAAA").read("覚え書き.csv")


def test_the_password_is_shown_once_and_only_to_who_approved(ask, supervisor, head):
    request = approve(head, ask())
    for other in (supervisor, head):
        actor = other.as_actor()
        if other is supervisor:
            with pytest.raises(Forbidden):
                reveal_password(actor, request_id=request.pk)
    first = reveal_password(head.as_actor(), request_id=request.pk)  # before the file is written
    with pytest.raises(Refused, match="もう示しました"):
        reveal_password(head.as_actor(), request_id=request.pk)
    request = written(request)
    assert request.sealed_password is None
    _, path = take(supervisor.as_actor(), request_id=request.pk)
    assert opened(path.read_bytes(), first).read("覚え書き.csv")


def test_another_head_is_not_shown_the_password(ask, head):
    from madoguchi.foundation.testing.staff import make_user

    other = make_user("test-head-2", "部長　六郎", "窓口サービス課", ["head", "registrar"], "部長")
    request = approve(head, ask())
    with pytest.raises(Refused, match="承認した人だけ"):
        reveal_password(other.as_actor(), request_id=request.pk)


def test_it_can_be_taken_three_times_and_by_nobody_else(ask, supervisor, head):
    request = written(approve(head, ask()))
    with pytest.raises(Refused, match="求めた人だけ"):
        take(head.as_actor(), request_id=request.pk)
    for _ in range(3):
        take(supervisor.as_actor(), request_id=request.pk)
    with pytest.raises(Refused, match="3回まで"):
        take(supervisor.as_actor(), request_id=request.pk)
    rows = Download.objects.order_by("ordinal")
    assert [(row.ordinal, row.user_id, row.approved_by) for row in rows] == [
        (number, supervisor.pk, head.pk) for number in (1, 2, 3)
    ]


def test_after_a_week_the_file_is_deleted(ask, supervisor, head):
    request = written(approve(head, ask()))
    assert request.expires_at - request.ready_at == timedelta(days=7)
    _, path = take(supervisor.as_actor(), request_id=request.pk)
    ExportRequest.objects.update(expires_at=timezone.now())
    with pytest.raises(Refused, match="期限を過ぎました"):
        take(supervisor.as_actor(), request_id=request.pk)
    age(path)
    assert tidy() == {"gone": 1, "failed": 0, "left": 1}
    assert not path.exists()
    request.refresh_from_db()
    assert (request.state, request.file, request.sealed_password) == (State.GONE, "", None)
    assert tidy() == {"gone": 0, "failed": 0, "left": 0}


def age(path):
    """Lets a file be two hours old."""
    import os
    import time

    os.utime(path, (time.time() - 7200, time.time() - 7200))


def test_nobody_approves_their_own(head, wish):
    actor = head.as_actor()
    request = ask_export(actor, export=NOTES.code, options={}, wish=wish)
    with pytest.raises(Refused, match="自分では承認できません"):
        approve(head, request)
    with pytest.raises(Refused, match="自分では承認できません"):
        decide_export(actor, request_id=request.pk, approve=False, comment="やめます")


def test_who_may_not_approve_or_ask_does_not(ask, supervisor, clerk, wish):
    request = ask()
    with pytest.raises(Forbidden):
        decide_export(supervisor.as_actor(), request_id=request.pk, approve=True, persons=5)
    with pytest.raises(Forbidden):
        ask_export(clerk.as_actor(), export=NOTES.code, options={}, wish=wish)
    with pytest.raises(Refused, match="職員が求めます"):
        ask_export(SYSTEM_ACTOR, export=NOTES.code, options={}, wish=wish)
    with pytest.raises(Refused, match="いまはありません"):
        ask_export(supervisor.as_actor(), export="gone.notes", options={}, wish=wish)


def test_one_decision_counts(ask, supervisor, head):
    request = ask()
    with pytest.raises(Refused, match="理由を入れて"):
        decide_export(head.as_actor(), request_id=request.pk, approve=False)
    decide_export(head.as_actor(), request_id=request.pk, approve=False, comment="範囲が広すぎます")
    with pytest.raises(Refused, match="既に「却下」"):
        approve(head, request)
    with pytest.raises(Refused, match="既に「却下」"):
        withdraw_export(supervisor.as_actor(), request_id=request.pk)
    with pytest.raises(Refused):
        take(supervisor.as_actor(), request_id=request.pk)
    assert not Job.objects.filter(task="exports.write").exists()


def test_who_asked_may_withdraw(ask, supervisor, head):
    request = ask()
    with pytest.raises(Refused, match="求めた人だけ"):
        withdraw_export(head.as_actor(), request_id=request.pk)
    assert withdraw_export(supervisor.as_actor(), request_id=request.pk).state == State.WITHDRAWN
    with pytest.raises(Refused, match="取下げ"):
        approve(head, request)


def test_nobody_gets_more_than_was_approved(ask, head):
    request = ask(persons=4)  # as if one person came after the approver had looked
    with pytest.raises(Refused, match="3人から4人に増えました"):
        approve(head, request, persons=3)
    request = written(approve(head, request, persons=4))
    assert (request.state, request.persons_written, request.file) == (State.FAILED, None, "")
    assert "承認された4人より多い5人" in request.message
    assert list(folder().glob("*")) == []


def test_a_fault_leaves_no_file_and_says_why(ask, head):
    request = written(approve(head, ask(fault="この文字は書けません。")))
    assert (request.state, request.message) == (State.FAILED, "この文字は書けません。")
    assert Job.objects.get(pk=request.job_id).message == "この文字は書けません。"
    request = written(approve(head, ask(crash=True)))
    assert (request.state, request.sealed_password) == (State.FAILED, None)
    assert "予期しない誤り" in request.message
    assert list(folder().glob("*")) == []


def test_a_job_that_was_given_up_ends_the_request(ask, head):
    request = approve(head, ask())
    Job.objects.filter(pk=request.job_id).update(state="failed")
    assert tidy()["failed"] == 1
    request.refresh_from_db()
    assert request.state == State.FAILED
    assert "何度も途中で止まった" in request.message


def test_a_job_done_twice_writes_once(ask, supervisor, head):
    request = written(approve(head, ask()))
    before = request.sha256
    Job.objects.update(state="waiting")
    request = written(request)
    assert request.sha256 == before
    assert Entry.objects.filter(action="exports.write").count() == 1


def test_nothing_is_written_for_who_has_left(ask, supervisor, head):
    first, second = ask(), ask()
    approved = approve(head, first)
    (appointment,) = Appointment.objects.filter(user=supervisor)
    end_appointment(SYSTEM_ACTOR, appointment_id=appointment.pk, on=timezone.localdate(), reason="異動")
    assert written(approved).state == State.FAILED
    with pytest.raises(Refused, match="その職にありません"):
        approve(head, second)


def test_a_double_click_asks_once(supervisor, wish):
    mark = uuid.uuid4()
    asked = [
        ask_export(supervisor.as_actor(), export=NOTES.code, options={}, wish=wish, submission=mark) for _ in range(2)
    ]
    assert asked[0] == asked[1]
    assert Entry.objects.filter(action="exports.ask").count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": " "}, "持ち出す理由"),
        ({"usage": ""}, "使いみち"),
        ({"place": "　"}, "保管場所"),
        ({"delete_by": timezone.localdate() - timedelta(days=1)}, "きょうより後"),
        ({"delete_by": timezone.localdate() + timedelta(days=367)}, "366日以内"),
    ],
)
def test_a_wish_must_be_whole(supervisor, wish, changes, words):
    with pytest.raises(Refused, match=words):
        ask_export(supervisor.as_actor(), export=NOTES.code, options={}, wish=replace(wish, **changes))
    assert not ExportRequest.objects.exists()


def test_lists_and_figures(ask, supervisor, clerk, head, auditor):
    request = written(approve(head, ask()))
    take(supervisor.as_actor(), request_id=request.pk)
    assert list(requests_seen(supervisor.as_actor())) == list(requests_seen(auditor.as_actor())) == [request]
    assert not requests_seen(clerk.as_actor())
    (row,) = figures(auditor.as_actor())
    assert (row.division, row.files, row.persons, row.downloads, row.overdue) == ("窓口サービス課", 1, 5, 1, 0)
    assert list(by_month([row], timezone.localdate()).values()) == [0] * 11 + [5]
    with pytest.raises(Forbidden):
        figures(clerk.as_actor())
    day = timezone.localdate() - timedelta(days=1)
    ExportRequest.objects.update(asked_on=day, delete_by=day)
    assert list(overdue(supervisor.as_actor())) == [request]
    assert figures(auditor.as_actor())[0].overdue == 1
    report_erased(supervisor.as_actor(), request_id=request.pk)
    assert not overdue(supervisor.as_actor())
    with pytest.raises(Refused, match="済んでいます"):
        report_erased(supervisor.as_actor(), request_id=request.pk)


def test_a_new_key_between_approval_and_writing_changes_nothing(own_keys, ask, head):
    request = approve(head, ask())
    assert rotate(SYSTEM_ACTOR).sealed["持出しのパスワード"] == 1
    assert written(request).state == State.READY
    assert PASSWORD == "exports.password"


NOW = timezone.now()
DECIDED = {"decided_by": 8, "decided_at": NOW, "persons_approved": 5, "most_downloads": 3}
READY = {**DECIDED, "state": "ready", "ready_at": NOW, "expires_at": NOW, "file": "exports/x.zip", "persons_written": 5}
WRONG = [
    {**READY, "decided_by": 7},
    {**READY, "decided_by": None},
    {**READY, "decided_at": None},
    {**READY, "file": ""},
    {**READY, "ready_at": None},
    {**READY, "persons_written": 6},
    {**READY, "persons_approved": None},
    {**READY, "downloads": 4},
    {**READY, "most_downloads": 11},
    {**READY, "sealed_password": b"x", "password_shown_at": NOW},
    {**DECIDED, "state": "approved", "decided_by": 7},
    {**DECIDED, "state": "gone", "file": "exports/x.zip"},
    {**DECIDED, "state": "refused", "sealed_password": b"x"},
    {**DECIDED, "state": "waiting"},
    {"state": "approved"},
    {"file": "exports/x.zip"},
    {"downloads": 1},
    {"sealed_password": b"x"},
    {"reason": ""},
    {"usage": ""},
    {"place": ""},
    {"delete_by": NOW.date() - timedelta(days=9)},
]
GOOD = {
    "export": "x", "export_name": "x", "persons_asked": 5, "reason": "x", "usage": "x", "place": "x", "asked_by": 7,
    "asked_on": NOW.date(), "delete_by": NOW.date() + timedelta(days=9),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_itself_lets_nothing_out_without_another_person(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportRequest.objects.create(**{**GOOD, **wrong})


def test_the_database_itself_counts_each_taking():
    request = ExportRequest.objects.create(**{**GOOD, **READY})
    taken = {"request": request, "user_id": 7, "approved_by": 8}
    Download.objects.create(**taken, ordinal=1)
    for wrong in ({"ordinal": 1}, {"ordinal": 2, "approved_by": 7}, {"ordinal": 0}, {"ordinal": 11}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Download.objects.create(**{**taken, **wrong})
