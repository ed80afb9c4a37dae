"""Finding people in the register."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from madoguchi.engines.people.api import Page

from ..forms import PurposeForm, SearchForm
from .screen import PURPOSE, PURPOSES, people, screen

SIZE = 20
SALT = "residents.search"


@screen()
def search(request: HttpRequest) -> HttpResponse:
    """The search and a page of its hits."""
    form = SearchForm(request.GET)
    page = found(request, form) if form.is_valid() else Page()
    purpose = PurposeForm(initial={"purpose": request.session.get(PURPOSE, PURPOSES[0])})
    after = signing.dumps(list(page.after), salt=SALT) if page.after else ""
    context = {"form": form, "page": page, "asked": bool(page.query), "after": after, "purpose": purpose}
    return render(request, "residents/search.html", context)


def found(request: HttpRequest, form: SearchForm) -> Page:
    """The page after the one that the address names; the first one where it names none, or names it wrongly."""
    return people(request).search(form.query(), after=cursor(request.GET.get("after", "")), size=SIZE)


def cursor(text: str) -> list[Any] | None:
    """Where a page goes on; None for the beginning."""
    try:
        return list(signing.loads(text, salt=SALT)) if text else None
    except signing.BadSignature:
        return None


@require_POST
@screen()
def purpose(request: HttpRequest) -> HttpResponse:
    """Says why people's data are looked at from now on; it stands in the access log with every look."""
    form = PurposeForm(request.POST)
    if form.is_valid():
        request.session[PURPOSE] = form.cleaned_data["purpose"]
    return redirect("residents:search")
