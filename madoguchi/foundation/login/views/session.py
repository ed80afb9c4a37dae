"""What a page asks about its session while nobody moves."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ..sessions import keep_alive, left


@never_cache
@require_GET
def status(request: HttpRequest) -> JsonResponse:
    """Seconds left, whose session it is, and the token for the page's forms; asking does not lengthen it."""
    if not request.user.is_authenticated:
        return JsonResponse({"left": 0, "who": None}, status=401)
    return answer(request)


@never_cache
@require_POST
def go_on(request: HttpRequest) -> JsonResponse:
    """Goes on: the person has acted."""
    if not request.user.is_authenticated:
        return JsonResponse({"left": 0, "who": None}, status=401)
    keep_alive(request)
    return answer(request)


def answer(request: HttpRequest) -> JsonResponse:
    """The state of the session."""
    return JsonResponse({"left": left(request), "who": str(request.user.pk), "token": get_token(request)})


@login_required
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """After logging in again in another tab: the page that waits takes up by itself."""
    return render(request, "login/back.html")
