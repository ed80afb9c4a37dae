"""印鑑登録証明書: the request. What follows it (paying, printing) is the issuing engine's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from madoguchi.engines.people.api import Refused

from ..actions import begin_certificate
from ..forms import CertificateForm
from .screen import actor_of, screen

COUNTER = "seals.counter"


@screen()
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest) -> HttpResponse:
    """The form; sent, it freezes the request and leads to its paper. Nothing of the owner is shown before that."""
    form = CertificateForm(request.POST or None, counter=request.session.get(COUNTER, ""))
    if request.method == "POST" and form.is_valid():
        try:
            issued = begin_certificate(actor_of(request), town=request.tenant, asked=form.asked())  # type: ignore[attr-defined]
            request.session[COUNTER] = form.cleaned_data["counter"]
            return redirect("issuance:paper", pk=issued.request_id)
        except Refused as refusal:
            form.show(refusal)
    return render(request, "seals/certificate.html", {"form": form}, status=422 if form.errors else 200)
