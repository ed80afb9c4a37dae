"""Telling staff: a notice at their next log-in, and a mail where an address is known."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import User
from madoguchi.foundation.jobs.api import enqueue

from .models import StaffNotice

MAIL = "login.mail"


def tell(users: Iterable[User], *, title: str, text: str, link: str = "") -> list[StaffNotice]:
    """Leaves a notice for each person once, in the caller's transaction, and asks for the mails to be sent after it.

    ``text`` is read outside the desk too: no name of a resident, no code, nothing that must stay inside.
    """
    people = {user.pk: user for user in users}
    notices = StaffNotice.objects.bulk_create(
        [StaffNotice(user=user, title=title, text=text, link=link) for user in people.values()]
    )
    if addressed := [notice.pk for notice in notices if people[notice.user_id].email]:
        enqueue(SYSTEM_ACTOR, task=MAIL, arguments={"notices": addressed})
    return notices


def send(notices: Iterable[int]) -> int:
    """Sends the mails of notices over one connection; gives how many. A mail server that is out of reach raises."""
    rows = StaffNotice.objects.filter(pk__in=list(notices)).select_related("user").exclude(user__email="")
    mails = [mail_of(row) for row in rows]
    return int(get_connection().send_messages(mails) or 0) if mails else 0


def mail_of(notice: StaffNotice) -> EmailMessage:
    """The mail of a notice: the same words, no link that could be imitated."""
    town = getattr(connection.tenant, "name", "")  # type: ignore[attr-defined]
    body = (
        f"{notice.user.get_full_name()} 様\n\n{notice.text}\n\n"
        "くわしくは、職員のページにログインして確かめてください。このメールにログインのためのリンクはありません。\n"
        "心当たりがないときは、すぐに情報システムの担当に連絡してください。\n"
    )
    return EmailMessage(subject=f"【{town}　窓口】{notice.title}", body=body, to=[notice.user.email])


def unseen(user_id: int) -> QuerySet[StaffNotice]:
    """What a person has not yet confirmed, oldest first."""
    return StaffNotice.objects.filter(user_id=user_id, seen_at=None).order_by("id")


def confirm(user_id: int, notices: Iterable[int]) -> int:
    """Notes that a person has read these of their notices; gives how many."""
    return unseen(user_id).filter(pk__in=list(notices)).update(seen_at=timezone.now())
