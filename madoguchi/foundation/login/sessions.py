"""Sessions of the desk: begun at log-in, kept alive by acts, ended by idleness, time, or their owner.

What a request needs to know lies in the session itself (``MARKS``): it costs no further query. ``DeskSession`` is the
list that its owner sees.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.towns.current import current_schema

from .models import DeskSession
from .places import address_of, browser_of
from .rules import SEEN_EVERY, Limits, is_over, seconds_left

MARKS = "login"
BACKEND = "madoguchi.foundation.access.backends.RoleBackend"
End = DeskSession.End


def limits() -> Limits:
    """When sessions of this install end."""
    return Limits(idle=int(settings.DESK_IDLE_MINUTES * 60), whole=int(settings.DESK_HOURS * 3600))


def fresh_marks(*, with_passkey: bool) -> dict[str, Any]:
    """What the session of someone who has just proved who they are says of itself."""
    now = time.time()
    town = current_schema()
    return {"begun": now, "seen": now, "proved": now, "passkey": with_passkey, "town": town}


def begin(request: HttpRequest, user: User, *, with_passkey: bool) -> DeskSession:
    """Logs a member of staff in: a new session key, its marks, its row in the list, one audit entry."""
    with transaction.atomic():
        request.session.flush()
        login(request, user, backend=BACKEND)
        request.session[MARKS] = fresh_marks(with_passkey=with_passkey)
        request.session.save()
        row = enlist(request, user, with_passkey=with_passkey)
        detail = {"session": row.pk, "passkey": with_passkey, "network": row.address}
        record(user.as_actor(), action="login.enter", subject=f"staff:{user.pk}", detail=detail)
    return row


def enlist(request: HttpRequest, user: User, *, with_passkey: bool) -> DeskSession:
    """Adds a session to its owner's list."""
    now = timezone.now()
    return DeskSession.objects.create(
        user=user,
        key=request.session.session_key or "",
        with_passkey=with_passkey,
        browser=browser_of(request)[:60],
        address=address_of(request)[:45],
        begun_at=now,
        seen_at=now,
    )


def adopt(request: HttpRequest) -> None:
    """Takes on a session that somebody else began (an older version, a test): it counts from now on."""
    request.session[MARKS] = {**fresh_marks(with_passkey=False), "proved": 0}


def marks_of(request: HttpRequest) -> dict[str, Any]:
    """The marks of a request's session; empty where it has none."""
    found = request.session.get(MARKS)
    return found if isinstance(found, dict) else {}


def ended_by_time(marks: dict[str, Any]) -> bool:
    """True when a session has been idle or open for too long."""
    return is_over(time.time(), marks.get("begun", 0), marks.get("seen", 0), limits())


def left(request: HttpRequest) -> int:
    """Seconds until a request's session ends if nothing is done."""
    marks = marks_of(request)
    return seconds_left(time.time(), marks.get("begun", 0), marks.get("seen", 0), limits())


def keep_alive(request: HttpRequest) -> None:
    """Notes that a person acted; written now and then only, not with every click."""
    marks, now = marks_of(request), time.time()
    if now - marks.get("seen", 0) >= SEEN_EVERY:
        request.session[MARKS] = {**marks, "seen": now}
        DeskSession.objects.filter(key=request.session.session_key, ended_at=None).update(seen_at=timezone.now())


def prove(request: HttpRequest, *, with_passkey: bool) -> None:
    """Notes that the person has proved again who they are."""
    marks, now = marks_of(request), time.time()
    request.session[MARKS] = {
        **marks,
        "proved": now,
        "seen": now,
        "passkey": with_passkey or marks.get("passkey", False),
    }


def proved_within(request: HttpRequest, minutes: float) -> bool:
    """True when the person has proved who they are in the last minutes."""
    return time.time() - marks_of(request).get("proved", 0) < minutes * 60


def leave(request: HttpRequest, why: str) -> None:
    """Ends the session of a request, with one audit entry. Nothing happens where nobody is logged in."""
    if not request.user.is_authenticated:
        return
    user = request.user
    with transaction.atomic():
        DeskSession.objects.filter(key=request.session.session_key, ended_at=None).update(
            ended_at=timezone.now(), end=why
        )
        record(user.as_actor(), action=f"login.{why}", subject=f"staff:{user.pk}")
        logout(request)


def open_sessions(user: User) -> QuerySet[DeskSession]:
    """A member of staff's sessions that have not ended, newest first."""
    bounds, now = limits(), timezone.now()
    return DeskSession.objects.filter(
        user=user,
        ended_at=None,
        seen_at__gt=now - timedelta(seconds=bounds.idle),
        begun_at__gt=now - timedelta(seconds=bounds.whole),
    ).order_by("-begun_at")


def previous(user: User, key: str) -> DeskSession | None:
    """The person's log-in before the session of this key: a stranger's would be noticed here."""
    return DeskSession.objects.filter(user=user).exclude(key=key).order_by("-begun_at").first()


def end_sessions(actor: Actor, *, user: User, why: str, but: str = "", reason: str = "") -> int:
    """Ends a person's sessions, all or all but the one of key ``but``; gives how many. One audit entry, with the
    ``reason`` where one was given.

    The caller has the right to do so: they are the person, or an administrator.
    """
    said = {"reason": reason} if reason else {}
    with transaction.atomic():
        rows = list(DeskSession.objects.filter(user=user, ended_at=None).exclude(key=but).select_for_update())
        forget(row.key for row in rows)
        DeskSession.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=timezone.now(), end=why)
        record(
            actor,
            action="login.end_sessions",
            subject=f"staff:{user.pk}",
            detail={"count": len(rows), "why": why, **said},
        )
    return len(rows)


def forget(keys: Iterable[str]) -> None:
    """Removes the data of sessions: their next request finds nobody."""
    Session.objects.filter(session_key__in=list(keys)).delete()


def close_old(before: datetime) -> int:
    """Notes the end of sessions that nobody came back to; gives how many."""
    old = DeskSession.objects.filter(ended_at=None, seen_at__lt=before)
    return old.update(ended_at=timezone.now(), end=End.IDLE)
