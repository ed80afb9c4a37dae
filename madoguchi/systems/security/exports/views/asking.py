"""Asking for an export."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from madoguchi.foundation.access import require
from madoguchi.foundation.exports.api import Export, exports, offered_to
from madoguchi.foundation.exports.limits import most_downloads, time_kept
from madoguchi.foundation.refusals import Refused

from ..approvals import ask as ask_for
from ..forms import WishForm
from ..system import ASK
from .screen import actor_of, screen


@screen(ASK)
def choose(request: HttpRequest) -> HttpResponse:
    """What may be asked for; with one kind only, its form at once."""
    offers = [(offer, *offer.code.split(".", 1)) for offer in offered_to(actor_of(request))]
    if len(offers) == 1:
        return redirect("exports:ask", *offers[0][1:])
    return render(request, "exports/choose.html", {"offers": offers})


@screen(ASK)
def ask(request: HttpRequest, system: str, name: str) -> HttpResponse:
    """The form: how the file is to be, why, and what becomes of it."""
    offer = offer_at(f"{system}.{name}")
    require(actor_of(request), offer.permission)
    wish, options = WishForm(request.POST or None), offer.form(request.POST or None, prefix="options")
    if request.method == "POST" and all([wish.is_valid(), options.is_valid()]):
        data = {"export": offer.code, "options": options.cleaned_data, "submission": wish.cleaned_data["submission"]}
        try:
            made = ask_for(actor_of(request), wish=wish.wish(), **data)
        except Refused as refusal:
            wish.refuse(refusal)
        else:
            messages.success(request, "持出しを求めました。責任者が承認すると、ファイルができます。")
            return redirect("exports:detail", request_id=made.pk)
    status = 422 if wish.errors or options.errors else 200
    today = timezone.localdate()
    context = {"offer": offer, "wish": wish, "options": options}
    context |= {"days": time_kept(today).days, "times": most_downloads(today)}
    return render(request, "exports/ask.html", context, status=status)


def offer_at(code: str) -> Export:
    """What is offered under a code. Raises Http404."""
    offer = exports().get(code)
    if offer is None:
        raise Http404
    return offer
