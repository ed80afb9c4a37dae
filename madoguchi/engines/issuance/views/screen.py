"""What the screens share."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest

from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Actor
from madoguchi.foundation.text import row_number

from ..models import PaperRequest
from ..queries.papers import paper_for


def actor_of(request: HttpRequest) -> Actor:
    """Who is at the desk."""
    return request.actor  # type: ignore[attr-defined]


def shown(request: HttpRequest, pk: int) -> PaperRequest:
    """The request of a page. Raises Http404 for one that does not exist or that the actor may not see; Forbidden."""
    try:
        return paper_for(actor_of(request), pk)
    except PaperRequest.DoesNotExist as missing:
        raise Http404 from missing


def tell(request: HttpRequest, refusal: Refused) -> None:
    """Says on the next page why something was not done."""
    for fault in refusal.faults:
        messages.error(request, fault.message)


def cursor(request: HttpRequest) -> int | None:
    """Where the page before ended."""
    return row_number(request.GET.get("after", ""))
