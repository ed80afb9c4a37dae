"""Coming in: password, passkey, registering the first passkey, going out."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from madoguchi.foundation.access.models import User

from .. import entering, passkeys
from ..forms import LogInForm, PasskeyForm
from ..models import DeskSession
from ..places import rp_id
from ..sessions import leave

REFUSED = "職員番号とパスワードを確かめて、もう一度入れてください。"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The log-in."""
    way = entering.way_from(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(way)
    form = LogInForm(request.POST or None)
    context = {"form": form, "next": way}
    if request.method != "POST":
        return render(request, "login/enter.html", context)
    if not form.is_valid():
        return render(request, "login/enter.html", {**context, "refused": REFUSED}, status=422)
    outcome = entering.try_password(request, form.cleaned_data["username"], form.cleaned_data["password"])
    if outcome.wait:
        return waiting(request, "login/enter.html", context, outcome.wait)
    if outcome.user is None:
        return render(request, "login/enter.html", {**context, "refused": REFUSED}, status=422)
    return entering.next_step(request, outcome.user, way)


def waiting(request: HttpRequest, template: str, context: dict[str, object], seconds: int) -> HttpResponse:
    """The same page, with how long to wait: 429 with ``Retry-After``."""
    response = render(
        request,
        template,
        {**context, "wait": seconds, "wait_words": in_words(seconds)},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    response["Retry-After"] = str(seconds)
    return response


def in_words(seconds: int) -> str:
    """A wait as people say it: 40秒, 3分."""
    return f"{seconds}秒" if seconds < 60 else f"{-(-seconds // 60)}分"


@never_cache
@require_POST
def by_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey alone: it says itself who it is."""
    way = entering.way_from(request)
    context: dict[str, object] = {"form": LogInForm(), "next": way}
    try:
        outcome = entering.try_passkey(request, request.POST.get("answer", ""), None)
    except passkeys.PasskeyError as fault:
        return render(request, "login/enter.html", {**context, "passkey_fault": str(fault)}, status=422)
    if outcome.user is None:
        return waiting(request, "login/enter.html", context, outcome.wait)
    return entering.let_in(request, outcome.user, way, with_passkey=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """The second step: the passkey of whoever gave the right password."""
    found = entering.pending(request, "passkey")
    if found is None:
        return redirect("login:enter")
    user, kept = found
    context: dict[str, object] = {
        "person": user,
        "here": passkeys.passkeys_of(user).filter(rp_id=rp_id(request)).exists(),
        "host": rp_id(request),
        "may_skip": not settings.PASSKEY_REQUIRED,
    }
    if request.method != "POST":
        return render(request, "login/passkey.html", context)
    if request.POST.get("do") == "skip" and not settings.PASSKEY_REQUIRED:
        return entering.let_in(request, user, kept["next"], with_passkey=False)
    try:
        outcome = entering.try_passkey(request, request.POST.get("answer", ""), user)
    except passkeys.PasskeyError as fault:
        return render(request, "login/passkey.html", {**context, "passkey_fault": str(fault)}, status=422)
    if outcome.user is None:
        return waiting(request, "login/passkey.html", context, outcome.wait)
    return entering.let_in(request, outcome.user, kept["next"], with_passkey=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Registering the first passkey, right after the password: nothing else is open before."""
    found = entering.pending(request, "enrol")
    if found is None:
        return redirect("login:enter")
    user, kept = found
    form = PasskeyForm(request.POST or None, initial={"name": "いつもの端末"})
    context: dict[str, object] = {"form": form, "person": user, "may_skip": not settings.PASSKEY_REQUIRED}
    if request.method == "POST" and request.POST.get("do") == "skip" and not settings.PASSKEY_REQUIRED:
        return entering.let_in(request, user, kept["next"], with_passkey=False)
    if request.method == "POST" and form.is_valid():
        fault = register(request, user, form.cleaned_data["name"])
        if not fault:
            return entering.let_in(request, user, kept["next"], with_passkey=True)
        context["passkey_fault"] = fault
    return render(request, "login/enrol.html", context, status=422 if request.method == "POST" else 200)


def register(request: HttpRequest, user: User, name: str) -> str:
    """Registers the passkey that the form brings; gives the words of a fault, "" where it stands."""
    try:
        passkeys.register(user.as_actor(), request=request, user=user, name=name, answer=request.POST.get("answer", ""))
    except passkeys.PasskeyError as fault:
        return str(fault)
    return ""


@require_POST
def go_out(request: HttpRequest) -> HttpResponse:
    """Log-out."""
    leave(request, DeskSession.End.LOGOUT)
    return redirect(f"{reverse('login:enter')}?out=1")


def lost(request: HttpRequest) -> HttpResponse:
    """What to do when one cannot log in."""
    return render(request, "login/lost.html")
