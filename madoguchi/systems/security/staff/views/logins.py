"""A colleague's log-in: stopping it, opening it again, ending their sessions; each with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from madoguchi.foundation.access import queries
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.login.api import close_login, end_all_sessions, open_login

from ..forms import ReasonForm
from ..system import MANAGE
from .screen import actor_of, screen, tell


@dataclass(frozen=True)
class Doing:
    """One thing to be done with a reason: its title, its button, what it does, and what is said afterwards."""

    title: str
    button: str
    effect: str
    done: str
    do: Callable[..., object]
    danger: bool = True


DOINGS = {
    "close": Doing(
        "ログインの停止",
        "停止する",
        "いまのログインをすべて終わらせ、再開するまでログインできないようにします。発令は変わりません。",
        "ログインを停止しました。",
        close_login,
    ),
    "open": Doing(
        "ログインの再開",
        "再開する",
        "発令のとおりの権限で、またログインできるようになります。ほかの管理者にも知らせます。",
        "ログインを再開しました。",
        open_login,
        danger=False,
    ),
    "end": Doing(
        "ログインの終了",
        "終わらせる",
        "いまのログインをすべて終わらせます。保存していない入力は消えます。本人は、もう一度ログインできます。",
        "ログインをすべて終わらせました。",
        end_all_sessions,
    ),
}


@screen(MANAGE)
def login(request: HttpRequest, user_id: int, what: str) -> HttpResponse:
    """The form of a reason, and doing it."""
    actor, doing = actor_of(request), DOINGS[what]
    user = queries.member(actor, user_id=user_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.do(actor, user_id=user_id, reason=form.cleaned_data["reason"])
            messages.success(request, doing.done)
            return redirect("staff:person", user_id=user_id)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "member": user, "title": doing.title, "button": doing.button}
    context |= {"effect": doing.effect, "danger": doing.danger}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)
