"""The mails themselves: number, kind and link, nothing of the matter."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.utils import timezone

from madoguchi.engines.organisation.api import deputies_for, last_seats
from madoguchi.foundation.access.models import User
from madoguchi.foundation.towns.models import Domain

from .models import Draft, Signatory, Standing
from .noticing import DECIDED, RETURNED, WAITING
from .pages import page_of

WORDS = {
    WAITING: ("決裁をお願いします", "決裁を待っている起案があります。"),
    RETURNED: ("起案が差し戻されました", "あなたの起案が差し戻されました。理由を確かめて、直してください。"),
    DECIDED: ("決裁が終わりました", "あなたの起案の決裁が終わりました。結果を確かめてください。"),
}


def send(draft_id: int, what: str) -> int:
    """Sends the mails that a draft calls for as it stands now; gives how many. A mail server out of reach raises."""
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        return 0
    people = asked_now(draft) if what == WAITING else {draft.drafter_id}
    users = User.objects.filter(pk__in=people, is_active=True).exclude(email="").order_by("pk")
    return post(mail_of(user, draft, what) for user in users)


def post(mails: Iterable[EmailMessage]) -> int:
    """Sends mails over one connection."""
    found = list(mails)
    return int(get_connection().send_messages(found) or 0) if found else 0


def asked_now(draft: Draft) -> set[int]:
    """Users whose decision is waited for, with those who stand in for them at this moment."""
    rows = list(Signatory.objects.filter(draft=draft, state=Standing.WAITING))
    seats = last_seats([row.appointment_id for row in rows]).values()
    standing_in = {each.user_id for found in deputies_for(list(seats), timezone.now()).values() for each in found}
    return ({row.user_id for row in rows} | standing_in) - {draft.drafter_id}


def mail_of(user: User, draft: Draft, what: str) -> EmailMessage:
    """One mail."""
    subject, text = WORDS[what]
    town = getattr(connection.tenant, "name", "")  # type: ignore[attr-defined]
    body = (
        f"{user.get_full_name()} 様\n\n{text}\n\n番号　{draft.number}\n種類　{draft.kind_name}\n{link_to(draft)}\n\n"
        "件名と内容は、職員のページにログインして確かめてください。\n"
    )
    return EmailMessage(subject=f"【{town}　決裁】{subject}（{draft.number}）", body=body, to=[user.email])


def link_to(draft: Draft) -> str:
    """The address of a draft at the town's host; "" where no screens are there."""
    path = page_of(draft)
    return address_of(path) if path else ""


def address_of(path: str) -> str:
    """The address of a path at the town's host and the port of this install."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    hosts = Domain.objects.filter(tenant=connection.tenant).order_by("-is_primary", "pk")  # type: ignore[attr-defined]
    host = min(hosts.values_list("domain", flat=True), key=lambda name: name.endswith(".localhost"), default="")
    port = f":{base.port}" if base.port else ""
    return f"{base.scheme}://{host or base.hostname}{port}{path}"
