"""Screens of the counter, at /desk/counter/."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madoguchi.engines.people.api import Fault, Refused, Stale
from madoguchi.foundation.access import require
from madoguchi.foundation.defence.limits import limited
from madoguchi.foundation.text import row_number

from .actions.dues import note_printed, set_state
from .actions.recording import propose_act, record
from .actions.tickets import begin, call_next, finish, hold, issue, mark, resume
from .forms.plans import ProposalPlan
from .models import Case, DueProcedure, Purpose, StepTime
from .papers import papers_of
from .queries import case_with_dues
from .screen import Screen, context, form_for, open_screen, recorded_outcome, refusal, renewed, weigh

PREFIX = "counter"
app_name = "counter"
KEPT_APART = {"csrfmiddlewaretoken", "do", "seen"}
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_counter(view: View[P]) -> View[P]:
    """Log-in, the counter's permission, no copy in any cache; what is not there is "not found"."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        require(request.actor, "counter.use")  # type: ignore[attr-defined]
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return never_cache(login_required(guarded))


@for_counter
@limited("desk-search", when="q")
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest) -> HttpResponse:
    """The screen. GET finds and opens; POST weighs, records, adds rows or puts aside what was typed."""
    event, person_id = request.GET.get("event", ""), number(request.GET.get("person", ""))
    shown = open_screen(request, event_slug=event, person_id=person_id)
    if request.method == "POST":
        return answer(request, shown)
    if shown.person and shown.present:
        mark(shown.present, StepTime.Step.FOUND)
    shown.form = form_for(shown)
    return page(request, shown)


def answer(request: HttpRequest, shown: Screen) -> HttpResponse:
    """What a sent form comes to."""
    shown.partial = "HX-Request" in request.headers
    do = "preview" if shown.partial else request.POST.get("do", "")
    if do == "hold":
        return put_aside(request, shown)
    shown.form = form_for(shown, more_rows(request.POST) if do == "more" else request.POST)
    if shown.form is None:
        return redirect(reverse("counter:screen"))
    if do != "more":
        case = begin(shown.actor)
        mark(case, StepTime.Step.ENTERED)
        shown.present = shown.present or case
    shown.outcome = weigh(shown, shown.form)
    if shown.outcome.stale:
        return again(request, shown, shown.outcome.faults)
    seen = shown.outcome.seen
    if do in ("", "record") and seen and seen == request.POST.get("seen"):
        return save(request, shown)
    return page(request, shown)


def save(request: HttpRequest, shown: Screen) -> HttpResponse:
    """Records what was seen, then shows the case; a refusal keeps what was typed."""
    assert shown.form is not None
    plan = shown.form.plan()
    person_id = shown.scene.person_id
    try:
        if isinstance(plan, ProposalPlan):
            proposal = propose_act(shown.actor, plan=plan, event=shown.event.slug, person_id=person_id)
            messages.success(request, f"「{proposal.summary}」を起案しました。ほかの承認者が承認すると記録されます。")
            return redirect(address(shown))
        case = record(shown.actor, plan=plan, event=shown.event.slug, person_id=person_id)
    except Stale as stale:
        return again(request, shown, stale.faults)
    except Refused as refused:
        shown.outcome = refusal(shown, shown.form, refused)
        return page(request, shown, status=422)
    return redirect("counter:case", case.pk)


def again(request: HttpRequest, shown: Screen, faults: tuple[Fault, ...]) -> HttpResponse:
    """Someone else was first: the same form on the households as they are now, and who changed them."""
    shown = open_screen(request, event_slug=shown.event.slug, person_id=shown.scene.person_id)
    expected = f"{shown.house.id}:{shown.house.revision}" if shown.house else ""
    shown.form = form_for(shown, renewed(request.POST, expected))
    if shown.form is None:
        messages.error(request, faults[0].message)
        return redirect(address(shown))
    shown.outcome = weigh(shown, shown.form)
    shown.outcome.stale, shown.outcome.faults = True, faults
    return page(request, shown, status=409)


def page(request: HttpRequest, shown: Screen, status: int = 200) -> HttpResponse:
    """The screen as a page."""
    return render(request, "counter/screen.html", context(shown), status=status)


def address(shown: Screen) -> str:
    """The address of the screen with the person and the event that are open."""
    person_id = shown.scene.person_id
    query: dict[str, str | int] = {"event": shown.event.slug, **({"person": person_id} if person_id else {})}
    return f"{reverse('counter:screen')}?{urlencode(query)}"


def number(text: str) -> int | None:
    """A whole number of an address, or None."""
    return row_number(text)


def more_rows(data: QueryDict) -> QueryDict:
    """What was typed, with two more rows for persons."""
    copy = data.copy()
    copy["n-TOTAL_FORMS"] = str(min(20, (number(data.get("n-TOTAL_FORMS", "")) or 0) + 2))
    return copy


def put_aside(request: HttpRequest, shown: Screen) -> HttpResponse:
    """保留: everything that was typed is kept with the case."""
    draft = {key: [str(value) for value in values] for key, values in request.POST.lists() if key not in KEPT_APART}
    household_id = shown.house.id if shown.house else None
    hold(shown.actor, event=shown.event.slug, person_id=shown.scene.person_id, household_id=household_id, draft=draft)
    messages.info(request, "入力した内容を残して、保留しました。順番待ちの「保留」から続けられます。")
    return redirect("counter:screen")


@for_counter
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: recorded, with its procedures; or one that was taken up, with what had been typed."""
    found = case_with_dues(request.actor, pk)  # type: ignore[attr-defined]
    shown = open_screen(request, event_slug=found.event, person_id=found.person_id)
    if found.act_id:
        shown.case, shown.outcome = found, recorded_outcome(found)
        return page(request, shown)
    shown.present = found
    draft = QueryDict(mutable=True)
    for key, values in found.draft.items():
        draft.setlist(key, values)
    shown.form = form_for(shown, draft if found.draft else None)
    if shown.form is not None and found.draft:
        shown.outcome = weigh(shown, shown.form)
    return page(request, shown)


@for_counter
@require_POST
def issue_ticket(request: HttpRequest) -> HttpResponse:
    """発券."""
    purpose = request.POST.get("purpose", "")
    if purpose not in Purpose.values:
        purpose = Purpose.OTHER
    ticket = issue(request.actor, purpose=purpose)  # type: ignore[attr-defined]
    messages.success(request, f"{ticket.number}番（{ticket.get_purpose_display()}）を発行しました。")
    return redirect("counter:screen")


@for_counter
@require_POST
def next_ticket(request: HttpRequest) -> HttpResponse:
    """次の人を呼ぶ. The window's number is remembered in this session."""
    window = request.POST.get("window", request.session.get("counter_window", ""))[:10]
    request.session["counter_window"] = window
    called = call_next(request.actor, window=window)  # type: ignore[attr-defined]
    if called is None:
        messages.info(request, "待っている人はいません。")
    return redirect("counter:screen")


@for_counter
@require_POST
def move_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a case, says that nobody came, or takes up a held one."""
    do = request.POST.get("do", "")
    if do == "resume":
        taken = resume(request.actor, case_id=pk)  # type: ignore[attr-defined]
        if taken.clerk_id != request.user.pk:
            messages.warning(request, f"この受付は{taken.clerk}が続けています。")
            return redirect("counter:screen")
        return redirect("counter:case", pk)
    finish(request.actor, case_id=pk, absent=do == "absent")  # type: ignore[attr-defined]
    return redirect("counter:screen")


@for_counter
@require_POST
def move_due(request: HttpRequest, pk: int, due: int) -> HttpResponse:
    """A procedure is done, put off, needed or not."""
    state = request.POST.get("state", "")
    if state not in DueProcedure.State.values:
        raise Http404
    set_state(request.actor, case_id=pk, due_id=due, state=state)  # type: ignore[attr-defined]
    return redirect(f"{reverse('counter:case', args=[pk])}#due-{due}")


@for_counter
@limited("desk-paper")
@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a case as one PDF: all (the guide and each form that is still to be handed in), or ``?only=``
    the guide or one procedure's form. Making them is noted, as looking at a person is."""
    found = case_with_dues(request.actor, pk)  # type: ignore[attr-defined]
    if not found.act_id:
        raise Http404
    only = request.GET.get("only", "")
    dues = printable(found, only)
    if only not in ("", "guide") and not dues:
        raise Http404
    paper = papers_of(found, dues, guide=only in ("", "guide"))
    note_printed(request.actor, case=found, dues=dues)  # type: ignore[attr-defined]
    disposition = f'inline; filename="counter-{found.pk}{f"-{only}" if only else ""}.pdf"'
    return HttpResponse(paper.pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})


def printable(found: Case, only: str) -> list[DueProcedure]:
    """The procedures whose forms are asked for."""
    if only == "guide":
        return []
    open_states = (DueProcedure.State.TODO, DueProcedure.State.LATER)
    forms = [due for due in found.dues.all() if due.form]
    return [due for due in forms if (str(due.pk) == only if only else due.state in open_states)]


urlpatterns = [
    path("", screen, name="screen"),
    path("next/", next_ticket, name="next"),
    path("tickets/", issue_ticket, name="issue"),
    path("case/<int:pk>/", case, name="case"),
    path("case/<int:pk>/move/", move_case, name="move_case"),
    path("case/<int:pk>/papers.pdf", papers, name="papers"),
    path("case/<int:pk>/due/<int:due>/", move_due, name="move_due"),
]
