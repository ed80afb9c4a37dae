"""Giving up, making void, refunding, printing again: one small form each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.web.screens import tell

from ..actions.reissuing import reissue
from ..actions.undoing import print_again, refund, void
from ..models import PaperRequest, State
from ..permissions import REFUND, VOID
from .screen import actor_of, shown

REASONS = {
    "void": ("請求を間違えて受け付けた", "載せる内容を間違えた", "請求者が受け取らなかった", "紙面を紛失した"),
    "refund": ("内容の間違いで使えなかった", "手数料のかからない請求だった", "二重に受け取った"),
    "reprint": ("用紙がつまった", "印刷がかすれた・ずれた", "用紙を間違えた"),
    "reissue": ("渡す前に汚れた・破れた", "印刷した紙面が見当たらない", "渡した紙面に印刷の不良があった"),
}


@dataclass(frozen=True)
class Doing:
    """One thing to be done with a reason."""

    title: str
    button: str
    done: str
    effect: str
    danger: bool
    do: Callable[..., object]


DOINGS = {
    "void": Doing(
        "無効にする",
        "無効にする",
        "無効にしました。",
        "確認の画面で「無効」と出るようになります。元に戻せません。手数料は別に返金します。",
        True,
        void,
    ),
    "refund": Doing(
        "手数料を返す",
        "返金を記録する",
        "返金を記録しました。",
        "いま開いている会計から返したと記録します。元に戻せません。",
        True,
        refund,
    ),
    "reprint": Doing(
        "もう一度印刷する",
        "印刷できるようにする",
        "15分のあいだ、もう一度印刷できます。",
        "同じ紙面を、もう一度印刷できるようにします。手数料はかかりません。",
        False,
        print_again,
    ),
    "reissue": Doing(
        "再発行する",
        "再発行する",
        "再発行の紙面を作りました。確かめて、交付してください。",
        "同じ内容の紙面を、新しい証明書番号で作ります。手数料はかかりません。いまの紙面は無効になり、元に戻せません。",
        True,
        reissue,
    ),
}


class ReasonForm(forms.Form):
    """Why."""

    choice = forms.ChoiceField(label="理由", error_messages={"required": "理由を選んでください。"})
    reason = forms.CharField(label="くわしく", required=False, max_length=150)

    def __init__(self, *args: object, reasons: tuple[str, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("", "選んでください"), *((each, each) for each in reasons), ("other", "その他（くわしく書く）")]
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Another reason is written down."""
        data = super().clean() or {}
        if data.get("choice") == "other" and not data.get("reason"):
            self.add_error("reason", "理由を書いてください。")
        return data

    def words(self, data: dict[str, object]) -> str:
        """The reason in words."""
        choice = "" if data.get("choice") == "other" else data.get("choice")
        return "：".join(str(part) for part in (choice, data.get("reason")) if part)


@login_required
def paper_undo(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The form of a reason, and doing it. Raises Forbidden, Http404."""
    return asked_why(request, shown(request, pk), what)


@login_required
def paper_reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a reason, and the successor of a spoiled paper. Raises Forbidden, Http404."""
    return asked_why(request, shown(request, pk), "reissue", town=request.tenant)  # type: ignore[attr-defined]


def asked_why(request: HttpRequest, found: PaperRequest, what: str, **given: object) -> HttpResponse:
    """Asks for a reason, does it, and leads to the paper that there is then."""
    doing = DOINGS[what]
    check(actor_of(request), found, what)
    form = ReasonForm(request.POST or None, reasons=REASONS[what])
    if request.method == "POST" and form.is_valid():
        try:
            made = doing.do(actor_of(request), request_id=found.pk, reason=form.words(form.cleaned_data), **given)
            messages.success(request, doing.done)
            return redirect("issuance:paper", pk=made.pk if isinstance(made, PaperRequest) else found.pk)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "paper": found, "doing": doing, "what": what}
    return render(request, "issuance/undo.html", context, status=422 if form.errors else 200)


def check(actor: Actor, found: PaperRequest, what: str) -> None:
    """Raises Forbidden before the form is shown."""
    if what == "refund":
        require(actor, REFUND)
    if what == "reissue" or (what == "void" and found.state == State.RELEASED):
        require(actor, VOID)
