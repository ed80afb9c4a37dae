"""Whose copy was a file that turned up somewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madoguchi.foundation.exports.api import Refused, Trace, trace
from madoguchi.foundation.uploads import placed

from ..forms import FoundForm
from ..system import SEE_ALL
from .lists import rights
from .screen import actor_of, screen

MOST_SHOWN = 10


@screen(SEE_ALL)
def trace_page(request: HttpRequest) -> HttpResponse:
    """The form; with a file, those whose copy it may be, the likeliest first. The file is not kept."""
    form = FoundForm(request.POST or None, request.FILES or None)
    found = traced(request, form) if request.method == "POST" and form.is_valid() else None
    context: dict[str, Any] = {"form": form, "which": "trace", "found": found, **rights(request)}
    if found is not None:
        context |= {"shown": found[:MOST_SHOWN], "lines": found[0].lines if found else 0}
        context["owners"] = [each for each in found if each.verdict != "no"]
    return render(request, "exports/trace.html", context, status=422 if form.errors else 200)


def traced(request: HttpRequest, form: FoundForm) -> list[Trace] | None:
    """What the file tells; None where it cannot be read, and the form says why."""
    data = form.cleaned_data
    try:
        with placed(data["file"]) as path:
            return trace(actor_of(request), export=data["export"], path=path)
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None
