"""Pages of the portal. All are open to everyone and read only."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from madoguchi.foundation.calendar import OfficeCalendar
from madoguchi.foundation.defence.limits import limited
from madoguchi.foundation.registry import Procedure, procedures

from .finding import find, of_event, often
from .life import LIFE_EVENTS, life_event
from .widgets import widgets

LONGEST_QUERY = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, life events, the counters now, notices."""
    known = offered(request)
    context = {
        "events": LIFE_EVENTS,
        "often": often(known),
        "count": len(known),
        "widgets": widgets(request, schema(request)),
        **office_today(),
    }
    return render(request, "portal/home.html", context)


@require_safe
@limited("search", when="q")
def procedure_list(request: HttpRequest) -> HttpResponse:
    """All procedures, or those that ``?q=`` finds."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    known = offered(request)
    found = find(known, query)
    context = {"query": query, "procedures": found, "count": len(known), "events": LIFE_EVENTS}
    return render(request, "portal/procedures.html", context)


@require_safe
def procedure_page(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: until when, where, what to bring, by which law."""
    procedure = next((one for one in offered(request) if one.code == code), None)
    if procedure is None:
        raise Http404
    events = [event for event in LIFE_EVENTS if event.slug in procedure.life_events]
    return render(request, "portal/procedure.html", {"procedure": procedure, "events": events})


@require_safe
def life_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The procedures of one life event."""
    event = life_event(slug)
    if event is None:
        raise Http404
    context = {"event": event, "procedures": of_event(offered(request), event), "events": LIFE_EVENTS}
    return render(request, "portal/life.html", context)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """News of the city hall."""
    return render(request, "portal/notices.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """This site: accessibility, personal data, source code."""
    return render(request, "portal/about.html")


def offered(request: HttpRequest) -> tuple[Procedure, ...]:
    """The procedures of the request's town."""
    return procedures(schema(request))


def schema(request: HttpRequest) -> str:
    """Schema name of the request's town."""
    tenant = getattr(request, "tenant", None)
    return str(getattr(tenant, "schema_name", "") or getattr(connection, "schema_name", ""))


def office_today() -> dict[str, object]:
    """Whether the offices are open today by the calendar, and the next day on which they are."""
    today = timezone.localdate()
    calendar = OfficeCalendar()
    is_open = calendar.is_open(today)
    return {"today": today, "open_today": is_open, "next_open": None if is_open else calendar.next_open_day(today)}
