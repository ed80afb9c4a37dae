"""A colleague's log-in: closed and opened again, and their sessions ended, by an administrator."""

from __future__ import annotations

from django.db import transaction

from madoguchi.foundation.access import Actor, Forbidden, require
from madoguchi.foundation.access.actions.changing import MANAGE, changing
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.actions import record

from .models import DeskSession
from .people import holders
from .sessions import end_sessions
from .telling import tell


def close_login(actor: Actor, *, user_id: int, reason: str) -> int:
    """Lets a colleague in no more, from this moment on, and ends their sessions; gives how many ended.

    Appointments stay as they are. The other administrators are told. Raises Forbidden (also for one's own log-in),
    Refused (no reason; closed already; nobody would be left to manage rights), User.DoesNotExist.
    """
    with changing():
        user = colleague(actor, user_id, reason)
        if not user.is_active:
            raise Refused("この職員のログインは、もう停止しています。")
        switch(actor, user, active=False, reason=reason)
        return end_sessions(actor, user=user, why=DeskSession.End.CLOSED)


def open_login(actor: Actor, *, user_id: int, reason: str) -> None:
    """Lets a colleague in again, with the rights that their appointments give. The other administrators are told.

    Raises Forbidden (also for one's own log-in), Refused (no reason; not closed), User.DoesNotExist.
    """
    with transaction.atomic():
        user = colleague(actor, user_id, reason)
        if user.is_active:
            raise Refused("この職員のログインは、停止していません。")
        switch(actor, user, active=True, reason=reason)


def end_all_sessions(actor: Actor, *, user_id: int, reason: str) -> int:
    """Ends every session of a colleague, who may log in again; gives how many ended.

    Raises Forbidden (also for oneself), Refused (no reason), User.DoesNotExist.
    """
    with transaction.atomic():
        user = colleague(actor, user_id, reason)
        return end_sessions(actor, user=user, why=DeskSession.End.CLOSED, reason=reason.strip())


def colleague(actor: Actor, user_id: int, reason: str) -> User:
    """The member of staff, locked for the caller's transaction. Raises Forbidden, Refused, User.DoesNotExist."""
    require(actor, MANAGE)
    if actor.user_id == user_id:
        raise Forbidden("自分のログインは、ほかの管理者に頼んでください。")
    if not reason.strip():
        raise Refused("理由を入れてください。", "reason")
    return User.objects.select_for_update().get(pk=user_id, is_staff=True)


def switch(actor: Actor, user: User, *, active: bool, reason: str) -> None:
    """Writes the change, with its audit entry and a notice to the other administrators."""
    user.is_active = active
    user.save(update_fields=["is_active"])
    action, words = ("login.open", "再開") if active else ("login.close", "停止")
    record(actor, action=action, subject=f"staff:{user.pk}", detail={"reason": reason.strip()})
    others = [each for each in holders(MANAGE) if each.pk not in {actor.user_id, user.pk}]
    text = f"{actor}が、{user.get_full_name()}のログインを{words}しました。理由：{reason.strip()}"
    tell(others, title=f"職員のログインが{words}されました", text=text)
