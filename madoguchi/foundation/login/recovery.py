"""A way back in for someone who has lost passkey or password: one administrator asks, another approves."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from madoguchi.foundation.access import Actor, Forbidden, require
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.actions import record

from .models import DeskSession, Recovery
from .passkeys import end_all
from .people import RECOVER
from .sessions import end_sessions
from .telling import tell

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # pragma: allowlist secret - an alphabet
LENGTH, GROUP = 16, 4
MINUTES = 60


class RecoveryError(Exception):
    """It cannot be done; the message says why."""


def ask(actor: Actor, *, user: User, reason: str) -> Recovery:
    """Asks for a colleague's recovery. Raises Forbidden, also for oneself; RecoveryError without reason or twice."""
    require(actor, RECOVER)
    if actor.user_id == user.pk:
        raise Forbidden("自分の回復は、ほかの管理者に申し出てもらってください。")
    if not reason.strip():
        raise RecoveryError("理由を書いてください。")
    if not (user.is_active and user.is_staff):
        raise RecoveryError("この職員はログインできない状態です。先に職員の登録を確かめてください。")
    try:
        with transaction.atomic():
            recovery = Recovery.objects.create(user=user, reason=reason.strip(), asked_by_id=actor.user_id)
            note(actor, recovery, "login.ask_recovery")
    except IntegrityError as clash:
        raise RecoveryError("この職員の回復は、もう申し出られています。") from clash
    return recovery


def note(actor: Actor, recovery: Recovery, action: str) -> None:
    """The audit entry of a step."""
    record(actor, action=action, subject=f"staff:{recovery.user_id}", detail={"recovery": recovery.pk})


def approve(actor: Actor, *, recovery: Recovery) -> str:
    """The second administrator's approval; gives the code, which nobody can read again.

    Raises Forbidden for the person concerned and for the one who asked; RecoveryError where it is decided already.
    """
    row = check_second(actor, recovery)
    code = new_code()
    with transaction.atomic():
        decide(actor, row, code=make_password(code), until=timezone.now() + timedelta(minutes=MINUTES))
        note(actor, row, "login.approve_recovery")
        tell(
            concerned(row),
            title="ログインの回復が承認されました",
            text=f"{row.user.get_full_name()}のログインの回復を{actor}が承認しました。符号は本人に手渡され、{MINUTES}分間使えます。",
        )
    return code


def refuse(actor: Actor, *, recovery: Recovery) -> None:
    """The second administrator's refusal; the one who asked may take it back too. Raises Forbidden, RecoveryError."""
    if actor.user_id == recovery.asked_by_id:
        require(actor, RECOVER)
        withdraw(actor, recovery)
        return
    row = check_second(actor, recovery)
    with transaction.atomic():
        decide(actor, row, refused=True)
        note(actor, row, "login.refuse_recovery")
        if row.asked_by:
            text = f"{row.user.get_full_name()}のログインの回復を{actor}が却下しました。"
            tell([row.asked_by], title="ログインの回復が却下されました", text=text)


def withdraw(actor: Actor, recovery: Recovery) -> None:
    """Takes one's own request back. Raises RecoveryError where it is decided already."""
    with transaction.atomic():
        waiting = Recovery.objects.filter(pk=recovery.pk, decided_at=None)
        if not waiting.update(decided_at=timezone.now(), refused=True):
            raise RecoveryError("もう決まっています。")
        note(actor, recovery, "login.withdraw_recovery")


def check_second(actor: Actor, recovery: Recovery) -> Recovery:
    """The recovery, where the actor may decide on it as the second person. Raises Forbidden."""
    require(actor, RECOVER)
    if actor.user_id == recovery.user_id:
        raise Forbidden("自分の回復は承認できません。")
    if actor.user_id == recovery.asked_by_id:
        raise Forbidden("申し出た人とは別の管理者が承認してください。")
    return recovery


def decide(actor: Actor, recovery: Recovery, **changed: object) -> None:
    """Writes a decision once. Raises RecoveryError where there is one."""
    waiting = Recovery.objects.filter(pk=recovery.pk, decided_at=None)
    if not waiting.update(decided_by_id=actor.user_id, decided_at=timezone.now(), **changed):
        raise RecoveryError("もう決まっています。")


def by_shell(actor: Actor, *, user: User, reason: str) -> tuple[Recovery, str]:
    """A recovery by whoever has the server's shell: for the first administrator, or when none is left.

    Only the system itself may; gives the code. Raises Forbidden.
    """
    if not actor.is_system:
        raise Forbidden("サーバーの命令でだけ行えます。")
    code, now = new_code(), timezone.now()
    with transaction.atomic():
        Recovery.objects.filter(user=user, decided_at=None).update(decided_at=now, refused=True)
        recovery = Recovery.objects.create(
            user=user, reason=reason, decided_at=now, code=make_password(code), until=now + timedelta(minutes=MINUTES)
        )
        note(actor, recovery, "login.recover_by_shell")
    return recovery, code


def new_code() -> str:
    """A code that is easy to read and to type: 16 letters in groups of four, some 79 bits."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def plain(code: str) -> str:
    """A code as it was given, however it was typed."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def usable(username: str, code: str) -> Recovery | None:
    """The recovery that a user name and a code open now; None for whatever does not fit, in about the same time."""
    found = (
        Recovery.objects.select_related("user")
        .filter(user__username=username, user__is_active=True, used_at=None, refused=False, until__gt=timezone.now())
        .order_by("-id")
        .first()
    )
    if found is None:
        make_password(code)
        return None
    return found if check_password(plain(code), found.code) else None


def use(recovery: Recovery, *, password: str) -> User:
    """Sets the new password, once; ends old passkeys and sessions, and tells everyone concerned.

    The caller has checked the code and the password. Raises RecoveryError where the code was used or is too old.
    """
    with transaction.atomic():
        row = Recovery.objects.select_for_update().get(pk=recovery.pk)
        if row.used_at or row.until is None or row.until <= timezone.now():
            raise RecoveryError("この符号はもう使えません。もう一度、管理者に申し出てください。")
        Recovery.objects.filter(pk=row.pk).update(used_at=timezone.now(), code="")
        user = row.user
        user.set_password(password)
        user.save(update_fields=["password"])
        ended = end_all(user)
        actor = user.as_actor()
        end_sessions(actor, user=user, why=DeskSession.End.RECOVERED)
        detail: dict[str, object] = {"recovery": row.pk, "passkeys": ended}
        record(actor, action="login.use_recovery", subject=f"staff:{user.pk}", detail=detail)
        text = f"{user.get_full_name()}がログインの回復を使い、新しいパスワードを決めました。前のパスキーは使えません。"
        tell([user, *concerned(row)], title="ログインの回復が使われました", text=text)
    return user


def concerned(recovery: Recovery) -> list[User]:
    """Everyone who took part: the person, the one who asked, the one who approved."""
    row = Recovery.objects.select_related("user", "asked_by", "decided_by").get(pk=recovery.pk)
    return [user for user in (row.user, row.asked_by, row.decided_by) if user]


def recoveries(actor: Actor) -> QuerySet[Recovery]:
    """All recoveries, newest first. Raises Forbidden."""
    require(actor, RECOVER)
    return Recovery.objects.select_related("user", "asked_by", "decided_by").order_by("-id")


def to_decide(actor: Actor) -> QuerySet[Recovery]:
    """Those that wait for this actor's decision."""
    own = Q(asked_by_id=actor.user_id or 0) | Q(user_id=actor.user_id or 0)
    return recoveries(actor).filter(decided_at=None).exclude(own)
