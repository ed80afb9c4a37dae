"""Screens of the certificates at the desk."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import House, Person, Refused, visible_to
from madoguchi.foundation.access import require
from madoguchi.foundation.audit.actions import record as audit

from .actions import issue
from .forms import RequestForm
from .models import Certificate
from .queries import issued
from .system import ISSUE

PREFIX = "certificates"
app_name = "certificates"


@login_required
def certificate_list(request: HttpRequest) -> HttpResponse:
    """The certificates issued last."""
    before = request.GET.get("after", "")
    rows = issued(request.actor, before=int(before) if before.isdigit() else None)  # type: ignore[attr-defined]
    after = rows[-1].pk if len(rows) == 50 else ""
    return render(request, "certificates/list.html", {"rows": rows, "after": after})


@login_required
def certificate_new(request: HttpRequest, person_id: int) -> HttpResponse:
    """The form of a request, and issuing it."""
    actor = request.actor  # type: ignore[attr-defined]
    require(actor, ISSUE)
    try:
        house = house_for(request, person_id)
    except Person.DoesNotExist as error:
        raise Http404 from error
    if house is None:
        return render(request, "certificates/gone.html", {"person_id": person_id}, status=404)
    form = RequestForm(
        request.POST or None, house=house, person_id=person_id, with_codes=actor.may("people.item.resident_code")
    )
    if request.method == "POST" and form.is_valid():
        try:
            certificate = issue(actor, town=request.tenant, request=form.request())  # type: ignore[attr-defined]
            return redirect("certificates:detail", pk=certificate.pk)
        except Refused as refusal:
            for fault in refusal.faults:
                form.add_error(None, fault.message)
    context = {"form": form, "house": house, "person": house.member(person_id)}
    return render(request, "certificates/new.html", context, status=422 if form.errors else 200)


def house_for(request: HttpRequest, person_id: int) -> House | None:
    """The household of today, or the last one of a person who has moved out."""
    view = visible_to(request.actor)  # type: ignore[attr-defined]
    house = view.house_of(person_id)
    if house is None and (removal := view.person(person_id).removal):
        house = view.house_of(person_id, on=removal.valid.lower - timedelta(days=1))
    return house


@login_required
def certificate_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate: what was asked, and the paper to print."""
    require(request.actor, ISSUE)  # type: ignore[attr-defined]
    certificate = get_object_or_404(Certificate, pk=pk)
    visible_to(request.actor).admit([certificate.person_id])  # type: ignore[attr-defined]
    if certificate.missing:
        messages.warning(
            request, f"印刷できない文字があります：{'、'.join(certificate.missing)}。紙面を確かめてください。"
        )
    return render(request, "certificates/detail.html", {"certificate": certificate})


@login_required
def certificate_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper itself, byte for byte as issued; each showing is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(ISSUE):
        raise PermissionDenied
    certificate = get_object_or_404(Certificate, pk=pk)
    visible_to(actor).admit([certificate.person_id])
    pdf = paperwork.kept(certificate.sha256)
    audit(actor, action="certificates.show", subject=f"certificate:{certificate.pk}")
    disposition = f'inline; filename="{certificate.serial}.pdf"'
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
    )


urlpatterns = [
    path("", certificate_list, name="list"),
    path("new/<int:person_id>/", certificate_new, name="new"),
    path("<int:pk>/", certificate_detail, name="detail"),
    path("<int:pk>/paper.pdf", certificate_pdf, name="pdf"),
]
