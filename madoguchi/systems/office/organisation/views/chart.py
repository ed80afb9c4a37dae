"""組織図, and one division of it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from madoguchi.engines.organisation.api import (
    chart,
    deputies_set,
    leads,
    line_of,
    organisation,
    seats_in,
    sitters_of,
    time_of,
)
from madoguchi.foundation.access.models import Division

from ..forms import ChartForm
from ..system import APPROVE, MANAGE
from .screen import actor_of, screen


@require_safe
@screen()
def chart_page(request: HttpRequest) -> HttpResponse:
    """The tree of a day; ``?on=`` another day, ``?q=`` what to look for."""
    form = ChartForm(request.GET or None)
    today = timezone.localdate()
    data = form.cleaned_data if form.is_valid() else {}
    on, words = data.get("on") or today, data.get("q", "")
    found = chart(on, words)
    context = {"form": form, "chart": found, "words": words, "today": today, "tab": "chart", **tabs(request)}
    return render(request, "organisation/chart.html", context, status=422 if form.errors else 200)


def tabs(request: HttpRequest) -> dict[str, object]:
    """Which of the tabs are shown."""
    actor = actor_of(request)
    return {"may_load": actor.may(MANAGE) or actor.may(APPROVE), "may_manage": actor.may(MANAGE)}


@require_safe
@screen()
def division_page(request: HttpRequest, division_id: int) -> HttpResponse:
    """One division on a day: the line above it, who sits there, and who stands in for whom."""
    found = Division.objects.get(pk=division_id)
    today = timezone.localdate()
    on = day_in(found, today)
    sitters = sitters_of(seats_in(found.pk, on), on, time_of(on))
    line = line_of(found.pk, on)
    context = {
        "division": line[0] if line else found,
        "line": list(reversed(line[1:])),
        "below": Division.objects.on(on).filter(parent__code=found.code).order_by("order", "code"),
        "sitters": sitters,
        "deputies": deputies_set(found, today),
        "usual": [each for each in organisation().usual if each.post in {each.seat.post for each in sitters}],
        "provisional": organisation().provisional,
        "may_lead": leads(actor_of(request), found),
        "on": on,
        "today": today,
        "tab": "chart",
        **tabs(request),
    }
    return render(request, "organisation/division.html", context)


def day_in(division: Division, today: date) -> date:
    """Today, or the nearest day on which a division exists."""
    lower, upper = division.valid.lower, division.valid.upper
    if lower and today < lower:
        return lower
    if upper and today >= upper and not Division.objects.on(today).filter(code=division.code).exists():
        return date.fromordinal(upper.toordinal() - 1)
    return today
