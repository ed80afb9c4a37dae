"""The way in: password, then passkey; or a passkey alone. Between the steps nobody is logged in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.web.context import desk_url

from . import devices, passkeys, throttle
from .models import Passkey
from .people import RECOVER, holders
from .places import network_of
from .sessions import begin
from .telling import tell, unseen

PENDING = "login.pending"
SECONDS = 600
STRANGER = Actor(user_id=None, name="来訪者")


@dataclass(frozen=True)
class Outcome:
    """What came of a try: a person, or a wait in seconds, or (neither) a refusal."""

    user: User | None = None
    wait: int = 0


def try_password(request: HttpRequest, username: str, password: str) -> Outcome:
    """Checks a password. An unknown name, a wrong password and a closed log-in get the same answer in the same time."""
    device = devices.known(request, username)
    tries = throttle.tries_of(username, network_of(request), device)
    if wait := throttle.count(tries):
        return Outcome(wait=wait)
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User) or not user.is_staff:
        note_failure(request, username, "password")
        return Outcome()
    throttle.forgive(tries)
    return Outcome(user)


def try_passkey(request: HttpRequest, answer: str, user: User | None) -> Outcome:
    """Checks a passkey: of a person, or one that says itself who it is. Raises PasskeyError where it does not stand."""
    tries = throttle.tries_of_network(network_of(request))
    if wait := throttle.count(tries):
        return Outcome(wait=wait)
    try:
        passkey = passkeys.prove(request, answer, user=user)
    except passkeys.CloneError as doubt:
        warn_of_clone(doubt.passkey)
        raise
    except passkeys.PasskeyError:
        note_failure(request, user.username if user else "", "passkey")
        raise
    if not passkey.user.is_staff:
        raise passkeys.PasskeyError("この職員はログインできません。情報システムの担当に連絡してください。")
    throttle.forgive(tries)
    return Outcome(passkey.user)


def note_failure(request: HttpRequest, username: str, step: str) -> None:
    """One audit entry for a failure: whose log-in it was if there is one; never what was typed."""
    found = User.objects.filter(username=username).values_list("pk", flat=True).first()
    subject = f"staff:{found or 'unknown'}"
    record(STRANGER, action="login.failed", subject=subject, detail={"step": step, "network": network_of(request)})


def warn_of_clone(passkey: Passkey) -> None:
    """Tells the person and the administrators that there may be a copy of a passkey."""
    record(STRANGER, action="login.doubt_passkey", subject=f"staff:{passkey.user_id}", detail={"passkey": passkey.pk})
    text = f"{passkey.user.get_full_name()}のパスキーの署名の回数が戻りました。複製されたおそれがあります。"
    tell([passkey.user, *holders(RECOVER)], title="パスキーの複製のおそれ", text=text)


def put_off(request: HttpRequest, user: User, step: str, way: str) -> None:
    """Remembers who gave the right password and has a step to go: ``passkey`` or ``enrol``."""
    request.session.flush()
    request.session[PENDING] = {"user": user.pk, "at": time.time(), "step": step, "next": way}
    request.session.set_expiry(SECONDS)


def pending(request: HttpRequest, step: str) -> tuple[User, dict[str, Any]] | None:
    """Who has this step to go, and what is remembered of them; None where nobody has, or not any more."""
    kept = request.session.get(PENDING)
    if not kept or kept["step"] != step or time.time() - kept["at"] > SECONDS:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    return (user, kept) if user else None


def next_step(request: HttpRequest, user: User, way: str) -> HttpResponse:
    """After the right password: to the passkey, to registering one, or in."""
    if passkeys.passkeys_of(user).exists():
        put_off(request, user, "passkey", way)
        return redirect("login:passkey")
    if settings.PASSKEY_REQUIRED:
        put_off(request, user, "enrol", way)
        return redirect("login:enrol")
    return let_in(request, user, way, with_passkey=False)


def let_in(request: HttpRequest, user: User, way: str, *, with_passkey: bool) -> HttpResponse:
    """Begins the session; to the page that was asked for, past what the person must be told."""
    begin(request, user, with_passkey=with_passkey)
    if unseen(user.pk).exists():
        request.session["login.next"] = way
        response = redirect("login:notices")
    else:
        response = redirect(way)
    devices.remember(request, response, user)
    return response


def way_from(request: HttpRequest) -> str:
    """The page that was asked for, of this very host; else the desk."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if allowed else desk_url()
