"""Acts that the register itself takes: numbers, contacts, confirmed move-outs, people outside the register."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from madoguchi.engines.people.api import (
    Act,
    Address,
    Notice,
    PersonFacts,
    Refused,
    change_contact,
    confirm_move_out,
    register_outsider,
    set_individual_number,
    set_resident_code,
)

from ..forms import ActForm, CodeForm, ContactForm, MoveOutForm, OutsiderForm
from .screen import ACT, actor_of, people, screen

CODES = "people.item.resident_code"
ASK_NUMBER = "people.number.ask"
SETTERS = {"resident_code": set_resident_code, "individual_number": set_individual_number}


def record(request: HttpRequest, form: ActForm, act: Callable[[], Act], words: str) -> Act | None:
    """Records an act of a good form; says on the form why not where it is refused."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        done = act()
    except Refused as refusal:
        form.refuse(refusal)
        return None
    messages.success(request, words)
    return done


def answer(request: HttpRequest, template: str, form: ActForm, **context: object) -> HttpResponse:
    """The page of a form."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


@screen(CODES)
def codes(request: HttpRequest, person_id: int) -> HttpResponse:
    """住民票コード: seen. 住民票コード and 個人番号: assigned, changed."""
    view, actor = people(request), actor_of(request)
    form = CodeForm(request.POST or None, initial={"event_on": timezone.localdate(), "kind": "resident_code"})

    def act() -> Act:
        data = form.cleaned_data
        notice = Notice(event_on=data["event_on"], submission=data["submission"])
        return SETTERS[data["kind"]](actor, notice=notice, person_id=person_id, value=data["value"])

    if record(request, form, act, "番号を記載しました。"):
        return redirect("residents:codes", person_id=person_id)
    found, code = view.person(person_id), view.codes(person_id)
    may_ask = actor.may(ASK_NUMBER)
    return answer(request, "residents/codes.html", form, record=found, resident_code=code, may_ask=may_ask)


@screen(ACT)
def contact(request: HttpRequest, person_id: int) -> HttpResponse:
    """A telephone; for people outside the register also the address."""
    view, actor = people(request), actor_of(request)
    found = view.person(person_id)
    outside = found.person.kind != "resident"
    row = found.contact
    initial = {"phone": row.phone if row else "", "address": str(Address.from_json(row.address)) if row else ""}
    form = ContactForm(request.POST or None, initial=initial, with_address=outside)

    def act() -> Act:
        data = form.cleaned_data
        notice = Notice(event_on=timezone.localdate(), submission=data["submission"])
        to = form.address_value() if outside and data["address"] else None
        return change_contact(actor, notice=notice, person_id=person_id, phone=data["phone"], address=to)

    if record(request, form, act, "連絡先を変更しました。"):
        return redirect("residents:person", person_id=person_id)
    return answer(request, "residents/contact.html", form, record=found)


@screen(ACT)
def move_out(request: HttpRequest, person_id: int) -> HttpResponse:
    """転入通知: a planned move-out is confirmed."""
    view, actor = people(request), actor_of(request)
    found = view.person(person_id)
    planned = Address.from_json(found.removal.planned_address) if found.removal else Address()
    initial = {
        "address": str(planned),
        "notified_on": timezone.localdate(),
        "event_on": found.removal and found.removal.planned_on,
    }
    form = MoveOutForm(request.POST or None, initial=initial)

    def act() -> Act:
        data = form.cleaned_data
        notice = Notice(event_on=data["event_on"], notified_on=data["notified_on"], submission=data["submission"])
        return confirm_move_out(actor, notice=notice, person_ids=[person_id], destination=form.address_value())

    if record(request, form, act, "転出を確定しました。"):
        return redirect("residents:person", person_id=person_id)
    return answer(request, "residents/move_out.html", form, record=found)


@screen(ACT)
def outsider(request: HttpRequest) -> HttpResponse:
    """Registers a person outside the register, or a corporation."""
    actor = actor_of(request)
    form = OutsiderForm(request.POST or None)

    def act() -> Act:
        data = form.cleaned_data
        names = ("name", "name_kana", "birth_on", "corporate_number")
        facts = PersonFacts(**{name: data[name] for name in names})
        notice = Notice(event_on=timezone.localdate(), submission=data["submission"])
        return register_outsider(
            actor, notice=notice, facts=facts, address=form.address_value(), kind=data["kind"], phone=data["phone"]
        )

    if record(request, form, act, "登録しました。検索で見つかります。"):
        return redirect("residents:search")
    return answer(request, "residents/outsider.html", form)
