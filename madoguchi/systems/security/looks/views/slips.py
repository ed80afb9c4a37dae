"""The slip that a resident takes home from the counter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from madoguchi.engines.people.api import visible_to

from ..actions import Refused, give_slip
from ..forms import SlipForm
from ..papers import slip_paper
from ..system import SLIP
from .screen import actor_of, screen


@screen(SLIP)
def slip(request: HttpRequest, person_id: int) -> HttpResponse:
    """How the person was identified; then the paper itself, which is made once and kept nowhere."""
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = give_slip(
                actor_of(request), person_id=person_id, identity_check=form.cleaned_data["identity_check"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return answer(slip_paper(request.tenant, given, page_of(request)))  # type: ignore[attr-defined]
    record = visible_to(actor_of(request)).person(person_id)
    return render(request, "looks/slip.html", {"form": form, "record": record}, status=422 if form.errors else 200)


def page_of(request: HttpRequest) -> str:
    """The address of the residents' page on the host that the clerk uses, in Japanese."""
    with override("ja"):
        return request.build_absolute_uri(reverse("looks_portal:enter"))


def answer(pdf: bytes) -> HttpResponse:
    """The paper to print."""
    headers = {"Content-Disposition": 'inline; filename="access-slip.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
