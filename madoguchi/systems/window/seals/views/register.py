"""The register: by card number, what is under way, figures, and the scale card."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Person, visible_to
from madoguchi.foundation.calendar import fiscal_year_name
from madoguchi.foundation.text import row_number

from ..models import SealApplication
from ..papers import CARD_OF_SCALE, heading
from ..queries import open_applications, standing_by_card
from ..queries.figures import figures_of, years_with_figures
from ..rules import valid_number
from .charting import figures_chart
from .screen import actor_of, paper, screen

State = SealApplication.State
TABS = (("", "すべて"), *((state.value, state.label) for state in SealApplication.OPEN))


@screen()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search by card number; applications under way. A number that is found leads to the person."""
    number = request.GET.get("number", "").strip()
    fault = ""
    if number:
        standing = standing_by_card(number)
        if standing and is_there(request, standing.person_id):
            return redirect("seals:person", standing.person_id)
        fault = unknown(number)
    state = request.GET.get("state", "")
    rows = open_applications(actor_of(request), state=state if state in dict(TABS) else "")
    context = {"rows": rows, "tabs": TABS, "state": state, "number": number, "fault": fault}
    return render(request, "seals/home.html", context)


def is_there(request: HttpRequest, person_id: int) -> bool:
    """Whether the person is there for this member of staff. Raises Held where a supervisor serves them."""
    try:
        visible_to(actor_of(request)).admit([person_id])
    except Person.DoesNotExist:
        return False
    return True


def unknown(number: str) -> str:
    """Why a number leads nowhere."""
    if not valid_number(number):
        return "登録証番号の検査用の数字が合いません。8桁の番号を確かめてください。"
    return "この番号の、効力のある登録はありません。"


@screen()
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Registered and ended, by month of a fiscal year and by reason."""
    years = years_with_figures()
    asked = row_number(request.GET.get("year", ""))
    year = asked if asked in years else years[0]
    found = figures_of(actor_of(request), year)
    named = [(each, fiscal_year_name(each)) for each in years]
    context = {"figures": found, "chart": figures_chart(found), "years": named, "year": year}
    return render(request, "seals/figures.html", context)


@screen()
@require_safe
def scale_card(request: HttpRequest) -> HttpResponse:
    """The card with frames of 30 mm, to be printed at its true size."""
    now = timezone.localtime()
    data = {**heading(request.tenant, now.date()), "serial": "印鑑登録", "serial_label": "用紙"}  # type: ignore[attr-defined]
    return paper(paperwork.render(CARD_OF_SCALE, data, timestamp=now).pdf, "scale-card")
