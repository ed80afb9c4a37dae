"""Loading a plan from its files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ..actions import Loaded, load
from ..errors import Faulty, Refused
from ..forms import LoadForm
from ..loading import measures, results, words
from ..loading.content import Card
from ..queries.plans import plans
from ..system import MANAGE
from .screen import actor_of, screen, tell

SHOWN = 200
SAME = "前に読み込んだ内容と同じです。何も変えていません。"


@screen(MANAGE)
def load_page(request: HttpRequest) -> HttpResponse:
    """Takes the files of a plan: writes all of them, or shows every fault."""
    form = LoadForm(request.POST or None, request.FILES or None, initial=initial_of(request))
    faults: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            loaded = take(request, form)
            messages.success(request, f"{loaded.plan.name}を読み込みました。" if loaded.changed else SAME)
            return redirect("plan:plan", plan=loaded.plan.code)
        except Faulty as faulty:
            faults = faulty.faults
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "faults": faults[:SHOWN], "count": len(faults), "forms": forms_shown()}
    return render(request, "plan/load.html", context, status=422 if form.errors or faults else 200)


def initial_of(request: HttpRequest) -> dict[str, object]:
    """The card of the plan that ``?plan=`` names, to load it again."""
    plan = plans().filter(code=request.GET.get("plan", "")).first()
    if plan is None:
        return {}
    return {"code": plan.code, "name": plan.name, "first": plan.first_year, "last": plan.last_year}


def take(request: HttpRequest, form: LoadForm) -> Loaded:
    """Loads what the form brings. Raises Faulty, Refused."""
    data = form.cleaned_data
    told = data["words"].read() if data["words"] else None
    return load(
        actor_of(request), card=form.card(), measures=data["measures"].read(), words=told, reason=data["reason"]
    )


def forms_shown() -> list[tuple[str, str]]:
    """The headings of the forms of files, for a plan of the two years 2012 and 2013."""
    card = Card(code="", name="", first=2012, last=2013)
    return [
        ("施策（進行中の計画）", ",".join(measures.columns(card))),
        ("施策（終わった計画の実施状況）", ",".join(results.COLUMNS)),
        ("目標と説明", ",".join(words.COLUMNS)),
    ]
