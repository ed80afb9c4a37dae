"""What is done aside: mails, reminders, seats after a transfer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from madoguchi.engines.approvals.api import (
    Act,
    Signatory,
    approve,
    inbox,
    reseat_all,
    return_to,
)
from madoguchi.engines.approvals.reminding import remind
from madoguchi.foundation.access import SYSTEM_ACTOR, Forbidden
from madoguchi.foundation.access.actions.appointments import end_appointment
from madoguchi.foundation.access.models import User
from madoguchi.foundation.jobs.api import Job
from madoguchi.foundation.jobs.running import perform
from madoguchi.foundation.testing.staff import make_user

from .hall import Hall, away, seat, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(hall: Hall, settings: Any) -> Hall:
    """Everyone but the mayor has an address, and mails are kept here."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for user in hall.people.values():
        User.objects.filter(pk=user.pk).exclude(username="ap-mayor").update(email=f"{user.username}@example.jp")
    mail.outbox.clear()
    return hall


def posted() -> list[str]:
    """Who got a mail for the jobs that wait."""
    mail.outbox.clear()
    for job in Job.objects.filter(task="approvals.mail", state="waiting").order_by("pk"):
        perform(job.pk)
    return [each.to[0].split("@")[0] for each in mail.outbox]


def test_the_next_one_and_the_drafter_get_mails_that_tell_no_content(post: Hall) -> None:
    draft = sent(post, 800_000)
    assert posted() == ["ap-head"]
    (first,) = mail.outbox
    assert draft.number in first.subject
    assert f"/desk/approvals/{draft.pk}/" in first.body
    assert "案内板" not in first.subject + first.body
    approve(post.actor("head"), draft_id=draft.pk, signatory_id=seat(post, "head", draft))
    assert posted() == ["ap-director"]
    key = seat(post, "director", draft)
    return_to(post.actor("director"), draft_id=draft.pk, signatory_id=key, to=1, comment="もう一度")
    assert posted() == ["ap-head"]
    key = seat(post, "head", draft)
    return_to(post.actor("head"), draft_id=draft.pk, signatory_id=key, to=0, comment="直して")
    assert posted() == ["ap-clerk"]
    assert "差し戻され" in mail.outbox[0].subject


def test_who_stands_in_gets_one_too(post: Hall) -> None:
    away(post, "head")
    sent(post, 100)
    assert sorted(posted()) == ["ap-head", "ap-second"]


def test_without_addresses_nothing_is_asked_for(hall: Hall) -> None:
    sent(hall, 100)
    assert not Job.objects.filter(task="approvals.mail").exists()


def test_a_dead_mail_server_is_told_and_the_draft_goes_on(post: Hall, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    draft = sent(post, 100)
    posted()
    job = Job.objects.get(task="approvals.mail")
    assert "メールサーバーにつながりません" in job.message
    assert [each.draft for each in inbox(post.actor("head"))] == [draft]


def test_a_reminder_for_what_waits_too_long_or_is_due(post: Hall) -> None:
    draft = sent(post, 100)
    sent(post, 100)
    assert remind() == 0
    Signatory.objects.filter(draft=draft).update(since=timezone.now() - timedelta(days=4))
    assert remind() == 1
    assert mail.outbox[-1].to == ["ap-head@example.jp"]
    assert "1件" in mail.outbox[-1].subject


def test_after_a_transfer_the_successor_is_asked(hall: Hall) -> None:
    draft = sent(hall, 100)
    successor = make_user("ap-next", "後任　夏", "窓口サービス課", ["head"], "課長")
    assert reseat_all(SYSTEM_ACTOR) == 0
    old = hall.head.appointments.get()
    today = timezone.localdate()
    end_appointment(SYSTEM_ACTOR, appointment_id=old.pk, on=today, reason="人事異動")
    with pytest.raises(Forbidden):
        key = Signatory.objects.get(draft=draft).pk
        approve(hall.actor("head"), draft_id=draft.pk, signatory_id=key)
    with pytest.raises(Forbidden):
        reseat_all(hall.actor("clerk"))
    assert reseat_all(SYSTEM_ACTOR) == 1
    assert reseat_all(SYSTEM_ACTOR) == 0
    (waiting,) = inbox(successor.as_actor())
    assert (waiting.draft, waiting.signatory.name) == (draft, "後任　夏")
    assert "後任　夏" in Act.objects.get(draft=draft, kind=Act.Kind.RESEAT).comment
