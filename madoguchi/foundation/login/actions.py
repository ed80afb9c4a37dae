"""Writes of one's own log-in."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.actions import record

from . import sessions
from .models import DeskSession


def change_password(request: HttpRequest, *, user: User, password: str) -> None:
    """Sets a new password of one's own, which the caller has checked; every other session of the person ends."""
    actor = user.as_actor()
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        before = request.session.session_key or ""
        update_session_auth_hash(request, user)
        request.session.save()
        DeskSession.objects.filter(key=before).update(key=request.session.session_key)
        key = request.session.session_key or ""
        sessions.end_sessions(actor, user=user, why=DeskSession.End.CHANGED, but=key)
        record(actor, action="login.change_password", subject=f"staff:{user.pk}")


def proved(request: HttpRequest, *, user: User, with_passkey: bool) -> None:
    """Notes that the person has proved again who they are."""
    with transaction.atomic():
        sessions.prove(request, with_passkey=with_passkey)
        record(user.as_actor(), action="login.again", subject=f"staff:{user.pk}", detail={"passkey": with_passkey})
