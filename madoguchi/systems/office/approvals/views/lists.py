"""Lists: what waits for me, what I drafted, what I may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from madoguchi.engines.approvals.api import Draft, came_back, drafted_by, inbox, mine, owed_reading, search
from madoguchi.foundation.text import row_number

from ..forms import SearchForm
from .one import where_decided
from .screen import actor_of, screen

SIZE = 30


@require_safe
@screen()
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Everything that waits for whoever is logged in."""
    actor = actor_of(request)
    after = row_number(request.GET.get("after", "")) or 0
    found = inbox(actor, after=after, size=SIZE)
    context = {
        "which": "inbox",
        "rows": [(row, where_decided(row.draft)) for row in found[:SIZE]],
        "after": found[SIZE - 1].signatory.pk if len(found) > SIZE else "",
        "reading": [] if after else owed_reading(actor),
        "returned": [] if after else came_back(actor),
        "may_draft": bool(drafted_by(actor)),
        "today": timezone.localdate(),
    }
    return render(request, "approvals/inbox.html", context)


@require_safe
@screen()
def mine_page(request: HttpRequest) -> HttpResponse:
    """What I drafted, the latest first."""
    actor = actor_of(request)
    found = mine(actor, before=row_number(request.GET.get("after", "")), size=SIZE)
    context = {"which": "mine", "may_draft": bool(drafted_by(actor)), **page(found)}
    return render(request, "approvals/mine.html", context)


@require_safe
@screen()
def search_page(request: HttpRequest) -> HttpResponse:
    """All that I may read, by words, number, kind, division, drafter and period."""
    form = SearchForm(request.GET or None, today=timezone.localdate())
    before = row_number(request.GET.get("after", ""))
    found: list[Draft] = []
    if form.is_valid():
        found = search(actor_of(request), form.wanted(), before=before, size=SIZE)
    context = {"which": "search", "form": form, "asked": form.is_bound, **page(found)}
    return render(request, "approvals/search.html", context)


def page(found: list[Draft]) -> dict[str, object]:
    """The rows of a page, and the key after which the next one goes on."""
    return {"rows": found[:SIZE], "after": found[SIZE - 1].pk if len(found) > SIZE else ""}
