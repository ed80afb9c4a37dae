"""``madoguchi staff``: the first administrator, and a way back in with the server's shell."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from madoguchi.foundation.commands import Command, CommandError, Result

if TYPE_CHECKING:
    from madoguchi.foundation.access.models import User

CREATE = """\
最初の管理者を作り、一度だけ使える符号を出します。
本人が /desk/login/recover/ で符号を入れ、パスワードとパスキーを決めます。
Creates the first administrator and prints a one-time code; the person sets password and passkey with it.

例 / example:
  madoguchi staff create-administrator --username admin1 --name "情報　太郎" --division 情報推進課
"""
FIRST = "最初の管理者の登録"
RECOVER = """\
承認できる管理者がもういないときの回復です。画面でできるときは、画面で二人の管理者が行ってください。監査記録に残ります。
For when no administrator is left; leaves an entry in the audit.

例 / example:
  madoguchi staff recover admin1 --reason 管理者が一人もログインできない
"""
HOW = (
    "60分以内に、職員のページの /desk/login/recover/ で、職員番号とこの符号を入れてください。"
    "符号は二度と表示されません。"
)


def create_arguments(parser: ArgumentParser) -> None:
    """Who it is."""
    parser.add_argument("--username", required=True, help="職員番号 / user name")
    parser.add_argument("--name", required=True, help="氏名 / name")
    parser.add_argument("--division", required=True, help="所属 / division")
    parser.add_argument("--post", default="主査", help="職名 / post")


def create_administrator(args: Namespace) -> Result:
    """A new administrator from today on, with a code. Raises CommandError where the user name is taken."""
    from django.db import transaction
    from django.utils import timezone

    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.access.actions.appointments import appoint
    from madoguchi.foundation.access.actions.staff import register_staff
    from madoguchi.foundation.access.errors import Refused

    try:
        with transaction.atomic():
            user = register_staff(SYSTEM_ACTOR, username=args.username, name=args.name)
            appoint(
                SYSTEM_ACTOR,
                user_id=user.pk,
                division_id=division_named(args.division),
                post=args.post,
                start=timezone.localdate(),
                roles=["administrator"],
                reason=FIRST,
            )
            return with_code(user, FIRST)
    except Refused as refusal:
        raise CommandError(f"{refusal}回復は madoguchi staff recover で行えます。") from refusal


def division_named(name: str) -> int:
    """The division of today with a name; a town that does not have it yet gets it."""
    from django.utils import timezone

    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.access.actions.staff import add_division
    from madoguchi.foundation.access.models import Division

    found = Division.objects.filter(name=name, valid__contains=timezone.localdate()).first()
    if found is None:
        found = add_division(SYSTEM_ACTOR, code=f"first{Division.objects.count()}", name=name, start=None)
    return int(found.pk)


def recover_arguments(parser: ArgumentParser) -> None:
    """Whom, and why."""
    parser.add_argument("username", help="職員番号 / user name")
    parser.add_argument("--reason", required=True, help="理由 / why")


def recover(args: Namespace) -> Result:
    """A code for someone. Raises CommandError for an unknown user name."""
    from madoguchi.foundation.access.models import User

    user = User.objects.filter(username=args.username, is_active=True, is_staff=True).first()
    if user is None:
        raise CommandError(f"職員番号「{args.username}」の、使える職員はいません。")
    return with_code(user, args.reason)


def with_code(user: User, reason: str) -> Result:
    """The code, as a person and as a program read it."""
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.login.recovery import by_shell

    recovery, code = by_shell(SYSTEM_ACTOR, user=user, reason=reason)
    text = f"{user.get_full_name()}（{user.username}）\n\n  {code}\n\n{HOW}"
    return Result(text, {"username": user.username, "code": code, "until": recovery.until})


COMMANDS = (
    Command(
        path=("staff", "create-administrator"),
        help="最初の管理者を作る / create the first administrator",
        description=CREATE,
        arguments=create_arguments,
        run=create_administrator,
        in_town=True,
    ),
    Command(
        path=("staff", "recover"),
        help="ログインを回復する符号を出す / a code to log in again",
        description=RECOVER,
        arguments=recover_arguments,
        run=recover,
        in_town=True,
    ),
)
