"""Reminders: once a day, to those for whom a decision has waited too long or whose deadline is near."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from madoguchi.foundation.access.models import User
from madoguchi.foundation.parameters import load

from .mailing import post
from .models import Signatory, Standing

FOLDER = Path(__file__).parent / "parameters"


def remind() -> int:
    """Sends each member of staff one mail with how many decisions are late; gives how many mails."""
    today = timezone.localdate()
    days: int = load(FOLDER / "reminder_days.yaml").at(today)
    late = Q(since__lte=timezone.now() - timedelta(days=days)) | Q(draft__due_on__lte=today + timedelta(days=1))
    rows = Signatory.objects.filter(late, state=Standing.WAITING).values_list("user", flat=True)
    numbers = Counter(rows)
    users = User.objects.filter(pk__in=numbers, is_active=True).exclude(email="").order_by("pk")
    return post(reminder(user, numbers[user.pk]) for user in users)


def reminder(user: User, number: int) -> EmailMessage:
    """One mail: a number, and where to look."""
    town = getattr(connection.tenant, "name", "")  # type: ignore[attr-defined]
    body = (
        f"{user.get_full_name()} 様\n\n"
        f"あなたの決裁を待っている起案が{number}件あります（期限が近いか、日がたっています）。\n\n"
        "職員のページにログインして、「決裁」を開いてください。\n"
    )
    return EmailMessage(subject=f"【{town}　決裁】決裁を待っている起案が{number}件あります", body=body, to=[user.email])
