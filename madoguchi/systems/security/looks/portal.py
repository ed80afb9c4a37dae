"""Residents see who looked at their record: with a slip from the counter, without log-in, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from madoguchi.foundation.defence.limits import limited
from madoguchi.foundation.text import row_number

from .actions import open_slip
from .forms import OpenForm
from .queries import Seen, seen_by_resident

PREFIX = "looks"
app_name = "looks_portal"
KEPT = "looks.slip"
MINUTES = 30
WRONG = _("番号か生年月日が合わないか、番号の期限が切れています。紙を確かめて、もう一度入力してください。")


@never_cache
@limited("slip")
def enter(request: HttpRequest) -> HttpResponse:
    """Asks for the code and the date of birth. Whatever is wrong, the answer is the same."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slip = open_slip(code=form.cleaned_data["code"], born=form.cleaned_data["born"])
        if slip is not None:
            until = timezone.now() + timedelta(minutes=MINUTES)
            request.session[KEPT] = {"person": slip.person_id, "until": until.isoformat()}
            return redirect("looks_portal:record")
        form.add_error(None, str(WRONG))
    return render(request, "looks/portal/enter.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """When, which division, for what: the latest first."""
    kept = opened(request)
    if kept is None:
        return redirect("looks_portal:enter")
    page: Seen = seen_by_resident(kept["person"], before=row_number(request.GET.get("after", "")))
    context = {"page": page, "after": page.after or "", "until": kept["until"]}
    return render(request, "looks/portal/record.html", context)


def opened(request: HttpRequest) -> dict[str, Any] | None:
    """The record that this browser has opened, for half an hour; None where there is none."""
    kept = request.session.get(KEPT)
    if not kept:
        return None
    until = datetime.fromisoformat(kept["until"])
    if until < timezone.now():
        del request.session[KEPT]
        return None
    return {**kept, "until": until}


@never_cache
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Forgets it: the next who uses this device sees nothing."""
    request.session.pop(KEPT, None)
    return redirect("looks_portal:enter")


urlpatterns = [
    path("", enter, name="enter"),
    path("record/", record, name="record"),
    path("close/", close, name="close"),
]
