"""What a browser asks for before it makes or uses a passkey. JSON, by POST with the form's token."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from madoguchi.foundation.access.models import User

from .. import entering, passkeys
from ..places import rp_id, takes_passkeys

SECONDS = 900
NUMBERS = "数字のアドレスではパスキーを使えません。団体の名前のついたアドレスで開いてください。"
TOO_LATE = "時間がたったので、はじめからログインしてください。"


@never_cache
@require_POST
def to_register(request: HttpRequest) -> JsonResponse:
    """Options to make a passkey: for whoever is logged in, or has given the password and must register one."""
    user = person(request, "enrol")
    if user is None:
        return refusal(TOO_LATE, 403)
    if not takes_passkeys(rp_id(request)):
        return refusal(NUMBERS, 400)
    return JsonResponse(passkeys.registration_options(request, user))


@never_cache
@require_POST
def to_prove(request: HttpRequest) -> JsonResponse:
    """Options to use a passkey: one of a known person's, or any (``?alone=1``, nobody known yet)."""
    if not takes_passkeys(rp_id(request)):
        return refusal(NUMBERS, 400)
    if request.GET.get("alone"):
        if not request.user.is_authenticated and entering.PENDING not in request.session:
            request.session.set_expiry(SECONDS)
        return JsonResponse(passkeys.request_options(request, None))
    user = person(request, "passkey")
    if user is None:
        return refusal(TOO_LATE, 403)
    return JsonResponse(passkeys.request_options(request, user))


def person(request: HttpRequest, step: str) -> User | None:
    """Whoever is logged in, else whoever has given the password and has this step to go."""
    if request.user.is_authenticated:
        return User.objects.get(pk=request.user.pk)
    found = entering.pending(request, step)
    return found[0] if found else None


def refusal(words: str, status: int) -> JsonResponse:
    """Why there are no options; the page shows the words."""
    return JsonResponse({"error": words}, status=status)
