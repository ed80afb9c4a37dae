"""Finding people in the register."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madoguchi.engines.people.api import Page
from madoguchi.foundation.defence.limits import limited

from ..forms import SearchForm
from .screen import people, screen

SIZE = 20
SALT = "residents.search"


@screen()
@limited("desk-search")
def search(request: HttpRequest) -> HttpResponse:
    """The search and a page of its hits."""
    form = SearchForm(request.GET)
    page = found(request, form) if form.is_valid() else Page()
    after = signing.dumps(list(page.after), salt=SALT) if page.after else ""
    context = {"form": form, "page": page, "asked": bool(page.query), "after": after}
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
