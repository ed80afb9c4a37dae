"""一括取込: reorganisations and transfers from files, looked at before they are put in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madoguchi.engines.approvals.api import decide_about, may_decide_about, trail_of, withdraw_about
from madoguchi.engines.organisation.api import (
    DIVISION_HEADINGS,
    LEVEL_HEADINGS,
    TRANSFER_HEADINGS,
    Fault,
    Faulty,
    Load,
    kept,
    load_divisions,
    load_transfers,
    loads,
    preview,
    unplaced,
)
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.access.models import Division
from madoguchi.foundation.refusals import Refused
from madoguchi.foundation.text import row_number
from madoguchi.foundation.web.downloads import download, spreadsheet

from ..approvals import submit as submit_for
from ..forms import DivisionsForm, TransfersForm
from ..system import APPROVE, MANAGE
from .chart import tabs
from .screen import actor_of, screen, tell

SIZE = 30
FORM = ["GET", "HEAD", "POST"]


@require_safe
@screen()
def load_list(request: HttpRequest) -> HttpResponse:
    """Every load, the latest first."""
    begin = row_number(request.GET.get("after", ""))
    found = loads(actor_of(request))
    rows = list((found.filter(pk__lt=begin) if begin else found)[: SIZE + 1])
    after = rows[SIZE - 1].pk if len(rows) > SIZE else ""
    context = {"rows": rows[:SIZE], "after": after, "tab": "loads", **tabs(request)}
    return render(request, "organisation/loads.html", context)


@require_http_methods(FORM)
@screen()
def divisions(request: HttpRequest) -> HttpResponse:
    """The form of a reorganisation."""
    require(actor_of(request), MANAGE)
    form = DivisionsForm(request.POST or None, request.FILES or None)
    context = {"headings": DIVISION_HEADINGS, "levels": LEVEL_HEADINGS, "title": "組織改正の取込み"}
    return taken(request, form, read_divisions, context)


def read_divisions(request: HttpRequest, form: forms.Form) -> Load:
    """The load of a form. Raises Refused, Faulty."""
    data = form.cleaned_data
    return load_divisions(
        actor_of(request), file=data["file"], file_name=data["file"].name, title=data["title"], day=data["day"],
        by_names=data["form"] == "names",
    )  # fmt: skip


@require_http_methods(FORM)
@screen()
def transfers(request: HttpRequest) -> HttpResponse:
    """The form of a list of transfers."""
    require(actor_of(request), MANAGE)
    form = TransfersForm(request.POST or None, request.FILES or None)
    context = {"headings": TRANSFER_HEADINGS, "title": "人事異動の取込み"}
    return taken(request, form, read_transfers, context)


def read_transfers(request: HttpRequest, form: forms.Form) -> Load:
    """The load of a form. Raises Refused, Faulty."""
    data = form.cleaned_data
    file = data["file"]
    return load_transfers(actor_of(request), file=file, file_name=file.name, title=data["title"])


def taken(
    request: HttpRequest,
    form: forms.Form,
    read: Callable[[HttpRequest, forms.Form], Load],
    context: Mapping[str, object],
) -> HttpResponse:
    """Reads a file and goes on to what it would do; or tells every fault of it."""
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("organisation:load", load_id=read(request, form).pk)
        except Faulty as faulty:
            faults = faulty.faults
        except Refused as refusal:
            tell(form, refusal)
    status = 422 if form.errors or faults else 200
    more = {"form": form, "faults": faults, "tab": "loads", **tabs(request)}
    return render(request, "organisation/load_form.html", {**context, **more}, status=status)


@require_safe
@screen()
def load_page(request: HttpRequest, load_id: int) -> HttpResponse:
    """What a load would do, or what it did."""
    actor = actor_of(request)
    load = loads(actor).defer(None).get(pk=load_id)
    is_open = load.state in (Load.State.DRAFT, Load.State.WAITING)
    seen = preview(actor, load) if is_open and may_preview(actor, load) else None
    shown = seen.shown if seen else kept(load)
    own = load.loaded_by == actor.user_id
    context = {
        "load": load,
        "seen": seen,
        "shown": shown,
        "unplaced": unplaced(shown, load) if shown and not is_open else [],
        "may_submit": load.state == Load.State.DRAFT and actor.may(MANAGE),
        "may_decide": may_decide(actor, load),
        "trail": trail_of(actor, load),
        "may_withdraw": is_open and actor.may(MANAGE) and (own or load.state == Load.State.DRAFT),
        "own": own,
        "past": bool(load.day and load.day < timezone.localdate()),
        "tab": "loads",
        **tabs(request),
    }
    return render(request, "organisation/load.html", context)


def may_decide(actor: Actor, load: Load) -> bool:
    """True where the actor is the second person."""
    waits = load.state == Load.State.WAITING and load.loaded_by != actor.user_id
    return waits and actor.may(APPROVE) and may_decide_about(actor, load)


def may_preview(actor: Actor, load: Load) -> bool:
    """True where the actor is shown what a load would do: a reorganisation is for who manages access alone."""
    return load.kind == Load.Kind.TRANSFERS or actor.may(MANAGE)


@require_POST
@screen()
def submit(request: HttpRequest, load_id: int) -> HttpResponse:
    """Puts a load in force, or asks the second person."""
    require(actor_of(request), MANAGE)
    return settled(request, load_id, lambda: submit_for(actor_of(request), load_id=load_id, seal=seal_in(request)))


@require_POST
@screen()
def decide(request: HttpRequest, load_id: int) -> HttpResponse:
    """The second person's decision."""
    require(actor_of(request), APPROVE)
    agree, comment = request.POST.get("decision") == "approve", request.POST.get("comment", "")[:300]
    load, seen = Load.objects.get(pk=load_id), {"seal": seal_in(request)}
    return settled(
        request, load_id, lambda: decide_about(actor_of(request), load, agree=agree, comment=comment, seen=seen)
    )


@require_POST
@screen()
def withdraw(request: HttpRequest, load_id: int) -> HttpResponse:
    """Drops a load, or takes it back."""
    require(actor_of(request), MANAGE)
    load = Load.objects.get(pk=load_id)
    return settled(request, load_id, lambda: withdraw_about(actor_of(request), load))


def seal_in(request: HttpRequest) -> str:
    """The seal of what was seen."""
    return request.POST.get("seal", "")[:64]


def settled(request: HttpRequest, load_id: int, act: Callable[[], object]) -> HttpResponse:
    """Does it and goes back to the load; says what became of it."""
    try:
        act()
        state = Load.objects.only("state").get(pk=load_id).get_state_display()
        messages.success(request, f"「{state}」として記録しました。")
    except (Refused, Faulty) as refusal:
        messages.error(request, str(refusal))
    return redirect("organisation:load", load_id=load_id)


@require_safe
@screen()
def present_divisions(request: HttpRequest) -> HttpResponse:
    """The divisions of today as a file of the house's form: what a reorganisation begins from."""
    require(actor_of(request), MANAGE)
    rows = [
        (row.code, row.name, row.path[-2] if len(row.path) > 1 else "", row.order)
        for row in Division.objects.on(timezone.localdate()).order_by("path")
    ]
    return download(spreadsheet([DIVISION_HEADINGS, *rows]), "部署の一覧.csv")
