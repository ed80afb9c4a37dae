"""Comments for residents: what is asked, the form, the receipt, and the result; without log-in."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from madoguchi.foundation.access import Actor
from madoguchi.foundation.defence.limits import limited
from madoguchi.foundation.vault.shelves import KeptFileLostError
from madoguchi.foundation.web.downloads import download, spreadsheet
from madoguchi.foundation.web.screens import tell

from .actions import comment
from .errors import Refused
from .files import result_rows
from .forms import CommentForm
from .keeping import DRAFTS
from .models import Consultation
from .queries import answers_of, consultations, one, phase_of, ways_of, words_of
from .rules import Phase, receipt

PREFIX = "comments"
app_name = "comments_portal"
VISITOR = Actor(user_id=None, name="意見を出した人")
KEPT = "comments.receipt"


def public(code: str) -> Consultation:
    """One that everyone may see. Raises Http404."""
    try:
        return one(code, public=True)
    except Consultation.DoesNotExist:
        raise Http404 from None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What the town asks, and what it asked."""
    rows = [(each, phase_of(each)) for each in consultations(public=True)]
    return render(request, "comments/portal/list.html", {"rows": rows})


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """One of them: what it is about, until when, and the result."""
    found = public(code)
    phase = phase_of(found)
    context: dict[str, Any] = {"found": found, "phase": phase}
    if phase is Phase.ANSWERED:
        words = words_of(found)
        context["answers"] = [(each, words.get(each.number, [])) for each in answers_of(found)]
        context["ways"] = ways_of(found)
    return render(request, "comments/portal/page.html", context)


@never_cache
@limited("comment")
def form_page(request: HttpRequest, code: str) -> HttpResponse:
    """The form; outside the period it says so and takes nothing."""
    found = public(code)
    if phase_of(found) is not Phase.OPEN:
        return render(request, "comments/portal/closed.html", {"found": found, "phase": phase_of(found)}, status=410)
    form = CommentForm(request.POST or None, asks_contact=found.asks_contact, initial={"submission": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            row = comment(VISITOR, code=code, **form.cleaned_data)
            request.session[KEPT] = receipt(code, row.number)
            return redirect("comments_portal:received", code=code)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "found": found}
    return render(request, "comments/portal/form.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def received(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt, in the browser that sent the comment."""
    found, number = public(code), request.session.get(KEPT, "")
    if not number.startswith(f"{code}-"):
        return redirect("comments_portal:page", code=code)
    return render(request, "comments/portal/received.html", {"found": found, "number": number})


@require_safe
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The file that it is about. Raises Http404 where there is none, or where it is not the one that was put there."""
    found = public(code)
    if not found.draft_sha256:
        raise Http404
    try:
        return download(DRAFTS.kept(found.draft_sha256), found.draft_name, found.draft_type)
    except KeptFileLostError:
        raise Http404 from None


@require_safe
def csv(request: HttpRequest, code: str) -> HttpResponse:
    """The result as CSV. Raises Http404 before it is published."""
    found = public(code)
    if phase_of(found) is not Phase.ANSWERED:
        raise Http404
    return download(spreadsheet(result_rows(found, answers_of(found))), f"comments_{code}.csv")


urlpatterns = [
    path("", index, name="list"),
    path("<slug:code>/", page, name="page"),
    path("<slug:code>/new/", form_page, name="form"),
    path("<slug:code>/received/", received, name="received"),
    path("<slug:code>/draft/", draft, name="draft"),
    path("<slug:code>/result.csv", csv, name="csv"),
]
