"""One's own log-in: password, passkeys, sessions, and proving again who one is."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from madoguchi.foundation.access.models import User

from .. import actions, entering, passkeys, sessions
from ..forms import AgainForm, PasskeyForm, PasswordForm
from ..models import DeskSession, Passkey
from ..people import BREAK_GLASS
from ..places import rp_id
from ..proving import recent
from .entry import register, waiting

REFUSED = "パスワードが違います。もう一度入れてください。"


def me(request: HttpRequest) -> User:
    """The member of staff who is logged in."""
    return User.objects.get(pk=request.user.pk or 0)


@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Everything of one's own log-in on one page."""
    user = me(request)
    context = {
        "person": user,
        "passkeys": list(passkeys.passkeys_of(user)),
        "sessions": list(sessions.open_sessions(user)),
        "here": request.session.session_key,
        "previous": sessions.previous(user, request.session.session_key or ""),
        "required": settings.PASSKEY_REQUIRED,
        "may_break_glass": request.actor.may(BREAK_GLASS),  # type: ignore[attr-defined]
    }
    return render(request, "login/account.html", context)


@login_required
@never_cache
@sensitive_post_parameters("old", "new", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Changing one's own password; the old one is asked."""
    user = me(request)
    form = PasswordForm(request.POST or None, user=user)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        outcome = entering.try_password(request, user.username, form.cleaned_data["old"])
        if outcome.wait:
            return waiting(request, "login/password.html", context, outcome.wait)
        if outcome.user == user:
            actions.change_password(request, user=user, password=form.cleaned_data["new"])
            messages.success(request, "パスワードを変えました。ほかの端末でのログインは終わらせました。")
            return redirect("login:account")
        form.add_error("old", REFUSED)
    return render(request, "login/password.html", context, status=422 if form.errors else 200)


@recent()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Registering another passkey."""
    user = me(request)
    form = PasskeyForm(request.POST or None)
    context: dict[str, object] = {"form": form, "person": user}
    if request.method == "POST" and form.is_valid():
        fault = register(request, user, form.cleaned_data["name"])
        if not fault:
            sessions.prove(request, with_passkey=True)
            messages.success(request, "パスキーを登録しました。次からのログインに使えます。")
            return redirect("login:account")
        context["passkey_fault"] = fault
    return render(request, "login/add_passkey.html", context, status=422 if request.method == "POST" else 200)


@recent()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Another name for a passkey, or its end."""
    user = me(request)
    passkey = get_object_or_404(passkeys.passkeys_of(user), pk=passkey_id)
    form = PasskeyForm(request.POST or None, initial={"name": passkey.name})
    context = {"form": form, "passkey": passkey, "last": not passkeys.passkeys_of(user).exclude(pk=passkey_id).exists()}
    if request.method == "POST" and request.POST.get("do") == "remove":
        return remove_passkey(request, user, passkey)
    if request.method == "POST" and form.is_valid():
        passkeys.rename(user.as_actor(), passkey=passkey, name=form.cleaned_data["name"])
        messages.success(request, "名前を変えました。")
        return redirect("login:account")
    context["required"] = settings.PASSKEY_REQUIRED
    return render(request, "login/edit_passkey.html", context, status=422 if form.errors else 200)


def remove_passkey(request: HttpRequest, user: User, passkey: Passkey) -> HttpResponse:
    """Ends a passkey of one's own."""
    try:
        passkeys.remove(user.as_actor(), passkey=passkey, required=settings.PASSKEY_REQUIRED)
    except passkeys.PasskeyError as fault:
        messages.error(request, str(fault))
        return redirect("login:edit_passkey", passkey_id=passkey.pk)
    messages.success(request, f"パスキー「{passkey.name}」を取り消しました。もうログインに使えません。")
    return redirect("login:account")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Ends every other session of one's own."""
    user = me(request)
    key = request.session.session_key or ""
    count = sessions.end_sessions(user.as_actor(), user=user, why=DeskSession.End.ENDED, but=key)
    messages.success(
        request,
        f"ほかの端末でのログインを{count}件終わらせました。" if count else "ほかの端末でのログインはありません。",
    )
    return redirect("login:account")


@login_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Proving again who one is: by passkey or by password."""
    user, way = me(request), entering.way_from(request)
    form = AgainForm(request.POST if "password" in request.POST else None)
    mine = passkeys.passkeys_of(user).filter(rp_id=rp_id(request))
    context: dict[str, object] = {"form": form, "next": way, "person": user, "has_passkey": mine.exists()}
    if request.method != "POST":
        return render(request, "login/again.html", context)
    try:
        outcome = tried(request, user, form)
    except passkeys.PasskeyError as fault:
        return render(request, "login/again.html", {**context, "passkey_fault": str(fault)}, status=422)
    if outcome.wait:
        return waiting(request, "login/again.html", context, outcome.wait)
    if outcome.user != user:
        return render(request, "login/again.html", {**context, "refused": REFUSED}, status=422)
    actions.proved(request, user=user, with_passkey="answer" in request.POST)
    return redirect(way)


def tried(request: HttpRequest, user: User, form: AgainForm) -> entering.Outcome:
    """What came of proving again. Raises PasskeyError."""
    if "answer" in request.POST:
        return entering.try_passkey(request, request.POST["answer"], user)
    if form.is_valid():
        return entering.try_password(request, user.username, form.cleaned_data["password"])
    return entering.Outcome()
