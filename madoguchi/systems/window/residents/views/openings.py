"""個人番号: asked for by one member of staff, allowed by another, shown for some minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from madoguchi.engines.approvals.api import decide_about, may_decide_about, trail_of, withdraw_about
from madoguchi.engines.people.api import (
    Opening,
    PeopleView,
    close_opening,
    individual_numbers,
    number_purposes,
    openings,
)
from madoguchi.foundation.refusals import Refused
from madoguchi.foundation.text import row_number

from ..approvals import ask_for_numbers
from ..forms import DecisionForm, OpeningForm
from ..queries import APPROVE_NUMBER, SIZE, openings_listed
from .screen import actor_of, people, screen

ASK = "people.number.ask"


@screen(ASK)
def asking(request: HttpRequest, person_id: int) -> HttpResponse:
    """The form: whose numbers, for what, why."""
    view = people(request)
    record = view.person(person_id)
    form = OpeningForm(
        request.POST or None,
        people=choices(view, person_id, record.name),
        purposes=[(each.code, f"{each.name}　{each.law}") for each in number_purposes(timezone.localdate())],
        initial={"people": [person_id]},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = {"purpose": data["purpose"], "reason": data["reason"], "submission": data["submission"]}
        try:
            opening = ask_for_numbers(actor_of(request), person_ids=data["people"], **asked)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "閲覧を求めました。承認されると、この画面から番号を表示できます。")
            return redirect("residents:opening", opening_id=opening.pk)
    status = 422 if form.errors else 200
    return render(request, "residents/ask_number.html", {"form": form, "record": record}, status=status)


def choices(view: PeopleView, person_id: int, name: str) -> list[tuple[int, str]]:
    """The person, and who lives in the same household."""
    house = view.house_of(person_id)
    members = [(member.person_id, member.name) for member in house.members] if house else []
    return members or [(person_id, name)]


@screen(ASK)
def inbox(request: HttpRequest) -> HttpResponse:
    """Openings that wait, or those decided: all for who approves, else one's own."""
    waiting = request.GET.get("decided") != "1"
    found = openings_listed(actor_of(request), waiting=waiting, after=row_number(request.GET.get("after", "")))
    shown = found[:SIZE]
    after = shown[-1].pk if len(found) > SIZE else ""
    context = {"rows": shown, "after": after, "waiting": waiting, "now": timezone.now()}
    return render(request, "residents/openings.html", context)


@screen(ASK)
def detail(request: HttpRequest, opening_id: int) -> HttpResponse:
    """One opening: what is asked, the decision, and for who asked the way to the numbers."""
    actor = actor_of(request)
    opening = openings(actor).get(pk=opening_id)
    own = opening.asked_by == actor.user_id
    waits = opening.state == Opening.State.WAITING
    seen = people(request).people(opening.person_ids)
    context = {
        "opening": opening,
        "people": list(seen.values()),
        "unseen": len(opening.person_ids) - len(seen),
        "own": own,
        "waits": waits,
        "is_open": own and is_open(opening),
        "may_decide": waits and not own and actor.may(APPROVE_NUMBER) and may_decide_about(actor, opening),
        "trail": trail_of(actor, opening),
        "form": DecisionForm(),
    }
    return render(request, "residents/opening.html", context)


def is_open(opening: Opening) -> bool:
    """Whether its numbers may be seen at this moment."""
    return opening.open_until is not None and opening.open_until > timezone.now()


@require_POST
@screen(APPROVE_NUMBER)
def deciding(request: HttpRequest, opening_id: int) -> HttpResponse:
    """Approves or refuses."""
    form = DecisionForm(request.POST)
    comment = form.cleaned_data["comment"] if form.is_valid() else ""
    approve = request.POST.get("decision") == "approve"
    opening = openings(actor_of(request)).get(pk=opening_id)
    try:
        decide_about(actor_of(request), opening, agree=approve, comment=comment)
        opening.refresh_from_db()
        until = f"{timezone.localtime(opening.open_until):%H時%M分}まで" if opening.open_until else ""
        messages.success(request, f"承認しました。求めた人が{until}見られます。" if approve else "却下しました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("residents:opening", opening_id=opening_id)


@require_POST
@screen(ASK)
def withdrawing(request: HttpRequest, opening_id: int) -> HttpResponse:
    """Takes back what one asked for."""
    try:
        withdraw_about(actor_of(request), openings(actor_of(request)).get(pk=opening_id))
        messages.success(request, "閲覧の申請を取り下げました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("residents:opening", opening_id=opening_id)


@require_POST
@screen(ASK)
def closing(request: HttpRequest, opening_id: int) -> HttpResponse:
    """Ends one's own opening before its time is over."""
    try:
        close_opening(actor_of(request), opening_id=opening_id)
        messages.success(request, "閲覧を終えました。番号はもう表示できません。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("residents:opening", opening_id=opening_id)


@screen(ASK)
def numbers(request: HttpRequest, opening_id: int) -> HttpResponse:
    """The numbers themselves, until the time is over: asked for by a button, never by a link that a page may follow."""
    if request.method != "POST":
        openings(actor_of(request)).get(pk=opening_id)
        return redirect("residents:opening", opening_id=opening_id)
    try:
        found = individual_numbers(actor_of(request), opening_id=opening_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("residents:opening", opening_id=opening_id)
    opening = openings(actor_of(request)).get(pk=opening_id)
    records = people(request).people(found)
    assert opening.open_until is not None
    seconds = max(int((opening.open_until - timezone.now()).total_seconds()), 1)
    rows = [
        (records[key], [number[at : at + 4] for at in (0, 4, 8)] if number else []) for key, number in found.items()
    ]
    response = render(request, "residents/numbers.html", {"opening": opening, "rows": rows, "seconds": seconds})
    response.headers["Cache-Control"] = "no-store"
    # A second later than the script hides it: sooner, the opening would still be open, and stay on the screen as such.
    response.headers["Refresh"] = f"{seconds + 1}; url={opening_url(request)}"
    return response


def opening_url(request: HttpRequest) -> str:
    """The page of the opening, without its last part."""
    return request.path.removesuffix("numbers/")
