"""支援措置 and other holds: the list with its deadlines, registering, renewing, ending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from madoguchi.engines.approvals.api import decide_about, may_decide_about, trail_of, withdraw_about
from madoguchi.engines.people.api import (
    Hold,
    PeopleView,
    ProtectionCase,
    ProtectionEnding,
    Query,
    Running,
    add_protected,
    confirm_end,
    holds_on,
    lift_hold,
    place_hold,
    protection_case,
    renew_protection,
    running_cases,
    running_of,
    start_protection,
)
from madoguchi.foundation.access import Actor
from madoguchi.foundation.refusals import Refused

from ..approvals import ask_for_end
from ..protection_forms import AccountForm, EndingForm, HoldForm, PersonForm, RefusableForm, RenewForm, StartForm
from .screen import LIST, MANAGE, actor_of, people, screen

LONGEST = 500


@screen(LIST)
def cases(request: HttpRequest) -> HttpResponse:
    """The running cases, the nearest end first."""
    actor, view = actor_of(request), people(request)
    found = running_cases(actor)
    names = names_of(view, {key for each in found for key in (*each.person_ids, each.case.applicant_id)})
    rows = [{"running": each, "applicant": names.get(each.case.applicant_id, "")} for each in found]
    return render(request, "residents/protections.html", {"rows": rows, "may_manage": actor.may(MANAGE)})


@screen(LIST)
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case: who, until when, on whose word, and what may be done now."""
    return shown(request, case_id, PersonForm())


@screen(MANAGE)
def start(request: HttpRequest, person_id: int) -> HttpResponse:
    """Registers protection for a person, and for others of the household."""
    view, actor = people(request), actor_of(request)
    house = view.house_of(person_id)
    others = tuple(member for member in house.members if member.person_id != person_id) if house else ()
    today = timezone.localdate()
    form = StartForm(request.POST or None, initial={"applied_on": today, "decided_on": today}, household=others)
    done = carried_out(request, form, lambda data: start_protection(actor, applicant_id=person_id, **data))
    if done:
        messages.success(request, "支援措置を登録しました。この時から、係長のほかには住所も氏名も出ません。")
        return redirect("residents:protection", case_id=done.pk)
    return answer(request, "residents/protect.html", form, record=view.person(person_id), house=house)


@screen(MANAGE)
def renew(request: HttpRequest, case_id: int) -> HttpResponse:
    """Renews a case for another year."""
    actor = actor_of(request)
    found = protection_case(actor, case_id)
    today = timezone.localdate()
    initial = {"applied_on": today, "decided_on": today, "agency_kind": found.agency_kind, "agency": found.agency}
    form = RenewForm(request.POST or None, initial=initial)
    done = carried_out(request, form, lambda data: renew_protection(actor, case_id=case_id, **data))
    if done:
        messages.success(request, "更新しました。保護は途切れていません。")
        return redirect("residents:protection", case_id=done.pk)
    return answer(request, "residents/protect_renew.html", form, **about(request, found))


@screen(MANAGE)
def end(request: HttpRequest, case_id: int) -> HttpResponse:
    """Confirms the end of a case whose period is over; before that, asks a second person to end it."""
    actor = actor_of(request)
    found = protection_case(actor, case_id)
    context = about(request, found)
    over = timezone.localdate() >= found.valid.upper
    form = AccountForm(request.POST or None) if over else EndingForm(request.POST or None, others=context["others"])
    done = carried_out(request, form, lambda data: ended(actor, case_id, data, over=over))
    if done:
        words = (
            "終了を確認し、保護を解きました。"
            if over
            else "終了を起案しました。ほかの係長が承認するまで、保護は続きます。"
        )
        messages.success(request, words)
        return redirect("residents:protection", case_id=case_id)
    return answer(request, "residents/protect_end.html", form, over=over, **context)


def ended(actor: Any, case_id: int, data: dict[str, Any], *, over: bool) -> Any:
    """The end of a case, confirmed or proposed."""
    if over:
        return confirm_end(actor, case_id=case_id, account=data["account"])
    return ask_for_end(actor, case_id=case_id, reason=data["reason"], account=data["account"], person_id=data["person"])


@require_POST
@screen(MANAGE)
def add(request: HttpRequest, case_id: int) -> HttpResponse:
    """Protects one more person by a case."""
    view, actor = people(request), actor_of(request)
    form = PersonForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["number"]
        person_id = next(
            (hit.person_id for hit in view.search(Query(number=number)).hits if hit.number == number), None
        )
        if person_id is None:
            form.add_error("number", "この宛名番号の人は見つかりません。")
        elif carried_out(request, form, lambda _: add_protected(actor, case_id=case_id, person_id=person_id)):
            messages.success(request, "対象者を加えました。")
            return redirect("residents:protection", case_id=case_id)
    return shown(request, case_id, form)


@require_http_methods(["GET", "HEAD", "POST"])
@screen(MANAGE)
def ending(request: HttpRequest, ending_id: int) -> HttpResponse:
    """A proposal to end is approved, refused or withdrawn (``POST``); it is shown with its case."""
    actor, do = actor_of(request), request.POST.get("do", "")
    found = ProtectionEnding.objects.get(pk=ending_id)
    if request.method != "POST":
        return redirect("residents:protection", case_id=found.case_id)
    try:
        if do == "withdraw":
            withdraw_about(actor, found)
        else:
            decide_about(actor, found, agree=do == "approve", comment=request.POST.get("comment", "")[:LONGEST])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("residents:protection", case_id=found.case_id)
    done = {"withdraw": "起案を取り下げました。", "approve": "承認しました。"}
    messages.success(request, done.get(do, "却下しました。保護は続きます。"))
    return redirect("residents:protection", case_id=found.case_id)


@screen(MANAGE)
def hold(request: HttpRequest, person_id: int) -> HttpResponse:
    """Holds a person, or shows the holds and lifts one."""
    view, actor = people(request), actor_of(request)
    form = HoldForm(request.POST or None)
    if carried_out(request, form, lambda data: place_hold(actor, person_id=person_id, **data)):
        messages.success(request, "登録しました。この時から、この人の手続は係長が承ります。")
        return redirect("residents:person", person_id=person_id)
    return answer(request, "residents/hold.html", form, record=view.person(person_id), holds=holds_on(actor, person_id))


@require_POST
@screen(MANAGE)
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Lifts a hold."""
    person_id = Hold.objects.get(pk=hold_id).person_id
    try:
        lift_hold(actor_of(request), hold_id=hold_id)
        messages.success(request, "解除しました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("residents:hold", person_id=person_id)
    return redirect("residents:person", person_id=person_id)


def carried_out(request: HttpRequest, form: RefusableForm, act: Callable[[dict[str, Any]], Any]) -> Any:
    """What an act of a good form gives; None where nothing was sent, or it was refused, which the form then says."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(dict(form.cleaned_data))
    except Refused as refusal:
        form.refuse(refusal)
        return None


def answer(request: HttpRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    """The page of a form."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def shown(request: HttpRequest, case_id: int, form: forms.Form) -> HttpResponse:
    """The page of a case, with the form for one more person."""
    actor = actor_of(request)
    found = protection_case(actor, case_id)
    context = {**about(request, found), "may_manage": actor.may(MANAGE), "user_id": actor.user_id}
    context["waiting"] = [asked(actor, each, name) for each, name in context["waiting"]]
    return answer(request, "residents/protection.html", form, **context)


def asked(actor: Actor, ending: ProtectionEnding, name: str) -> dict[str, Any]:
    """An end that waits, and what the actor may do about it."""
    own = ending.proposed_by == actor.user_id
    may_decide = actor.may(MANAGE) and not own and may_decide_about(actor, ending)
    return {"ending": ending, "name": name, "own": own, "may_decide": may_decide, "trail": trail_of(actor, ending)}


def about(request: HttpRequest, found: ProtectionCase) -> dict[str, Any]:
    """What the pages of a case say of it."""
    everyone = [each for each in found.persons.all() if each.removed_on is None]
    names = names_of(people(request), {found.applicant_id, *(each.person_id for each in found.persons.all())})
    running: Running = running_of(found, timezone.localdate())
    return {
        "case": found,
        "running": running,
        "applicant": names.get(found.applicant_id, ""),
        "persons": [(each, names.get(each.person_id, "")) for each in everyone],
        "removed": [(each, names.get(each.person_id, "")) for each in found.persons.all() if each.removed_on],
        "refused": [each for each in found.endings.all() if each.state == ProtectionEnding.State.REFUSED],
        "waiting": [(each, names.get(each.person_id or 0, "")) for each in running.waiting],
        "others": [(each.person_id, names.get(each.person_id, "")) for each in everyone
                   if each.person_id != found.applicant_id],
    }  # fmt: skip


def names_of(view: PeopleView, person_ids: set[int]) -> dict[int, str]:
    """Person id → name."""
    return {key: record.name for key, record in view.people(sorted(person_ids)).items()}
