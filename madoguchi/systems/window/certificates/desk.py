"""Screens of the certificates at the desk: the request. What follows it (paying, printing) is the engine's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from madoguchi.engines.issuance.api import LABELS
from madoguchi.engines.people.api import Person, Refused, open_now, visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.web.screens import tell

from .actions import begin
from .forms import RequestForm
from .notices import desk as notices
from .paper_kinds import BY_KIND
from .subject import Subject, subject_of
from .system import ISSUE

PREFIX = "certificates"
app_name = "certificates"
COUNTER = "certificates.counter"
CODES, NUMBERS = "people.item.resident_code", "people.number.ask"


@login_required
def certificate_new(request: HttpRequest, person_id: int) -> HttpResponse:
    """The form of a request; sent, it freezes the request and leads to its paper."""
    actor = request.actor  # type: ignore[attr-defined]
    require(actor, ISSUE)
    try:
        subject = subject_of(visible_to(actor), person_id)
    except Person.DoesNotExist as missing:
        raise Http404 from missing
    if not subject.kinds:
        return render(request, "certificates/gone.html", {"person_id": person_id}, status=404)
    form = form_for(request, actor, subject)
    if request.method == "POST" and form.is_valid():
        try:
            issued = begin(actor, town=request.tenant, wanted=form.wanted(), request=form.request())  # type: ignore[attr-defined]
            request.session[COUNTER] = form.cleaned_data["counter"]
            return redirect("issuance:paper", pk=issued.request_id)
        except Refused as refusal:
            tell(form, refusal)
    return render(request, "certificates/new.html", context_of(form), status=422 if form.errors else 200)


def form_for(request: HttpRequest, actor: Actor, subject: Subject) -> RequestForm:
    """The form for the kind and the standing that were chosen."""
    kind = chosen(request, "kind", subject.kinds, subject.kinds[0])
    standings = BY_KIND[kind].standings
    return RequestForm(
        request.POST or None,
        subject=subject,
        kind=kind,
        standing=chosen(request, "standing", standings, standings[0]),
        counter=request.session.get(COUNTER, ""),
        with_codes=actor.may(CODES),
        openings=openings_for(actor, subject.person_id),
    )


def openings_for(actor: Actor, person_id: int) -> list[tuple[int, str]]:
    """The actor's openings of 個人番号 for a certificate that last at this moment and hold the person."""
    if not actor.may(NUMBERS):
        return []
    found = open_now(actor, person_ids=[person_id], purpose="certificate")
    return [(each.pk, f"{each.pk}（{timezone.localtime(each.open_until):%H時%M分}まで）") for each in found]


def chosen(request: HttpRequest, name: str, among: tuple[Any, ...], default: Any) -> Any:
    """A choice of the form or of the address, where it is one of these."""
    value = request.POST.get(name) or request.GET.get(name)
    return next((each for each in among if each.value == value), default)


def context_of(form: RequestForm) -> dict[str, Any]:
    """What the page of the form shows."""
    kind, standing, subject = form.chosen, form.as_whom, form.subject
    return {
        "form": form,
        "subject": subject,
        "kinds": [(each.value, each.label, each == kind) for each in subject.kinds],
        "standings": [(each.value, LABELS[each], each == standing) for each in BY_KIND[kind].standings],
        "article": BY_KIND[kind].article(standing),
        "law": BY_KIND[kind].law,
    }


urlpatterns = [
    path("new/<int:person_id>/", certificate_new, name="new"),
    path("registrations/<int:person_id>/", notices.registration, name="registration"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/print/", notices.notice_print, name="notice_print"),
    path("notices/send/", notices.notice_send, name="notice_send"),
]
