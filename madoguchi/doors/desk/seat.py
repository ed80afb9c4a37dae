"""Where one sits: which of one's appointments one acts in, and for which purpose people are looked at."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.middleware import purpose_of
from madoguchi.foundation.access.models import User
from madoguchi.foundation.access.sitting import sit, state_purpose
from madoguchi.foundation.text import row_number


def seating(request: HttpRequest) -> dict[str, object]:
    """What the desk's bar and the page of the seat show; empty for someone who is not logged in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    known = user.rights.purpose_named(purpose_of(request))
    return {
        "url": reverse("desk_seat"),
        "appointments": user.rights.appointments,
        "appointment": user.rights.appointment,
        "purposes": user.rights.purposes,
        "purpose": known,
        "chosen_purpose": user.rights.chosen_purpose,
    }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest) -> HttpResponse:
    """One's appointments of today with the present one, and the purposes; POST changes them."""
    if request.method == "POST":
        return change(request)
    return render(request, "desk/seat.html", {"next": onward(request, request.GET.get("next", ""))})


def change(request: HttpRequest) -> HttpResponse:
    """Changes what was sent, and goes on: to where one was, or to the dashboard of the new seat."""
    user = request.user
    assert isinstance(user, User)
    before = user.rights.appointment
    try:
        wanted = request.POST.get("appointment", "")
        if wanted:
            sit(request.session, user, appointment_id=row_number(wanted) or 0)
        if "purpose" in request.POST:
            state_purpose(request.session, user, code=request.POST["purpose"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk_seat")
    if user.rights.appointment != before:
        messages.success(request, f"{user.rights.appointment} の職で操作しています。")
        return redirect("wagtailadmin_home")
    return redirect(onward(request, request.POST.get("next", "")))


def onward(request: HttpRequest, address: str) -> str:
    """An address of this house to go to; the dashboard where it is none."""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("wagtailadmin_home")
