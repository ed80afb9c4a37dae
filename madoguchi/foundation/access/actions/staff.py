"""Members of staff and divisions."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]
from django.db.models import Q

from madoguchi.foundation.access.actor import Actor, require
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Appointment, Change, Division, User
from madoguchi.foundation.audit.actions import record

from .changing import MANAGE, changing, check_period, overlaps_told


def register_staff(actor: Actor, *, username: str, name: str) -> User:
    """A new member of staff, who may not log in yet: no password, no appointment. Raises Forbidden, Refused."""
    require(actor, MANAGE)
    name, username = name.strip(), checked_username(username)
    if not name:
        raise Refused("氏名を入れてください。", "name")
    with changing():
        if User.objects.filter(username=username).exists():
            raise Refused(f"職員番号「{username}」は、もう使われています。", "username")
        user = User(username=username, name=name, is_staff=True)
        user.set_unusable_password()
        user.save()
        record(actor, action="access.register", subject=f"staff:{user.pk}")
    return user


def checked_username(text: str) -> str:
    """A user name that can be typed at the log-in. Raises Refused."""
    username = User.normalize_username(text.strip())
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise Refused("職員番号は、英字・数字と @ . + - _ だけにしてください。", "username") from error
    return username


def rename_staff(actor: Actor, *, user_id: int, name: str) -> User:
    """Another name for a member of staff (marriage, correction). Raises Forbidden, Refused, User.DoesNotExist."""
    require(actor, MANAGE)
    if not name.strip():
        raise Refused("氏名を入れてください。", "name")
    with changing():
        user = User.objects.select_for_update().get(pk=user_id)
        user.name = name.strip()
        user.save(update_fields=["name"])
        record(actor, action="access.rename", subject=f"staff:{user.pk}")
    return user


def add_division(
    actor: Actor, *, code: str, name: str, start: date | None, parent_id: int | None = None, order: int = 100
) -> Division:
    """A new division, from a day on (None: from ever). Raises Forbidden, Refused (code or name in use; the division
    above does not exist all that time), Division.DoesNotExist."""
    require(actor, MANAGE)
    code, name = code.strip(), name.strip()
    if not (code and name):
        raise Refused("コードと名称を入れてください。", "name" if code else "code")
    valid = DateRange(start, None)
    with changing(), overlaps_told("同じコードの部署か、同じ上位の下に同じ名称の部署が、その期間にあります。"):
        above = Division.objects.get(pk=parent_id) if parent_id else None
        if above and not Division.objects.filter(pk=above.pk, valid__contains=valid).exists():
            raise Refused("上位の部署が、その期間のすべてにわたっては設置されていません。", "parent")
        path = [*(above.path if above else []), code]
        division = Division.objects.create(code=code, name=name, parent=above, path=path, order=order, valid=valid)
        record(actor, action="access.add_division", subject=f"division:{division.pk}", detail={"code": code})
    return division


def end_division(actor: Actor, *, division_id: int, on: date) -> Division:
    """Ends a division: ``on`` is the first day without it.

    Raises Forbidden, Refused (someone sits there, or a division below goes on; it ended before), Division.DoesNotExist.
    """
    require(actor, MANAGE)
    with changing():
        division = Division.objects.select_for_update().get(pk=division_id)
        if division.valid.upper is not None and division.valid.upper <= on:
            raise Refused("それより前に終わることになっています。", "on")
        if division.valid.lower is not None:
            check_period(division.valid.lower, on)
        check_nobody_stays(division, on)
        division.valid = DateRange(division.valid.lower, on)
        division.save(update_fields=["valid"])
        record(actor, action="access.end_division", subject=f"division:{division.pk}", detail={"on": on.isoformat()})
    return division


def check_nobody_stays(division: Division, on: date) -> None:
    """Raises Refused where an appointment or a division below reaches beyond a day."""
    beyond = Q(valid__endswith__gt=on) | Q(valid__upper_inf=True)
    standing = (Change.State.WAITING, Change.State.APPROVED)
    if Appointment.objects.filter(beyond, division=division, state__in=standing).exists():
        raise Refused("その日より後の発令があります。先に、発令の終わりの日を入れてください。")
    if division.children.filter(beyond).exists():
        raise Refused("その日より後も続く下位の部署があります。先に、下位の部署を終わらせてください。")
