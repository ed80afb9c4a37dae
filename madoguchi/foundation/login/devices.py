"""Browsers in which someone has logged in before: a cookie that only lightens the waiting, never lets anybody in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from madoguchi.foundation.access.models import User

from .models import KnownDevice

DAYS_KEPT = 180


def token_of(request: HttpRequest) -> str:
    """The hash of the browser's mark; "" where it has none."""
    value = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return digest(value) if value else ""


def digest(value: str) -> str:
    """What is kept of a mark."""
    return hashlib.sha256(value.encode()).hexdigest()


def known(request: HttpRequest, username: str) -> str:
    """The browser's mark where the person of this user name has logged in here before, else ""."""
    token = token_of(request)
    if not token:
        return ""
    since = timezone.now() - timedelta(days=DAYS_KEPT)
    found = KnownDevice.objects.filter(token=token, user__username=username, last_at__gte=since)
    return token if found.exists() else ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Notes that a person logged in with this browser, and gives it a mark where it has none."""
    value = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if not KnownDevice.objects.filter(token=digest(value)).exists():
        value = secrets.token_urlsafe(32)  # never a mark that somebody else made up
    now = timezone.now()
    KnownDevice.objects.update_or_create(user=user, token=digest(value), defaults={"last_at": now})
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        value,
        max_age=DAYS_KEPT * 86400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget_old() -> int:
    """Deletes marks that were not used for half a year; gives how many."""
    before = timezone.now() - timedelta(days=DAYS_KEPT)
    return KnownDevice.objects.filter(last_at__lt=before).delete()[0]
