"""The seals of a person, and what can be recorded about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Refused, visible_to
from madoguchi.foundation.access import require

from ..actions import (
    abolish,
    cancel_ending,
    end_by_office,
    find_card,
    hand_over,
    lose_card,
    print_notice,
    replace_card,
)
from ..forms import AbolishForm, CancelForm, OfficeForm, SentOnceForm, ToldForm
from ..imaging import red_png
from ..models import EndReason, Impression, SealAct, SealApplication, SealRegistration
from ..queries import standing_of, timeline_of
from ..queries.history import applications_of
from ..store import impression_png
from ..system import APPROVE, USE
from .screen import actor_of, paper, person_of, picture, screen
from .seal import impression_drawing


@dataclass(frozen=True)
class Deed:
    """Something that can be recorded about a registration: its form, its words, and the action."""

    title: str
    button: str
    words: str
    form: type[SentOnceForm]
    action: Callable[..., SealAct]
    permission: str = USE


DEEDS = {
    "hand": Deed("登録証の交付", "交付を記録する", "作ってある登録証を渡したことを記録します。", ToldForm, hand_over),
    "lose": Deed(
        "登録証の亡失届",
        "亡失を記録する",
        "記録するとすぐに、この登録証では証明書を交付できなくなります。登録そのものは続きます。電話でも受け付けられます。",
        ToldForm,
        lose_card,
    ),
    "find": Deed(
        "登録証の発見届", "発見を記録する", "登録証の現物を確かめてから、交付の停止を解きます。", ToldForm, find_card
    ),
    "replace": Deed(
        "登録証の再交付",
        "再交付する",
        "新しい番号の登録証を作って渡します。前の登録証は使えなくなります。",
        ToldForm,
        replace_card,
    ),
    "abolish": Deed("登録の廃止", "廃止する", "登録がきょう終わります。登録証は回収します。", AbolishForm, abolish),
    "office": Deed(
        "職権による抹消",
        "抹消する",
        "登録がきょう終わります。事由により、本人への通知書を作ります。",
        OfficeForm,
        end_by_office,
        APPROVE,
    ),
}


@screen()
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """What stands, what is under way, and everything that was."""
    record = person_of(request, person_id)
    actor = actor_of(request)
    registered = timeline_of(actor, person_id)
    standing = standing_of(person_id)
    applications = applications_of(person_id)
    context = {
        "person": record,
        "standing": standing,
        "current": next((each for each in registered if each.standing), None),
        "drawing": impression_drawing(standing.impression) if standing else None,
        "registered": registered,
        "open": next((each for each in applications if each.state in SealApplication.OPEN), None),
        "applications": applications,
        "may_approve": actor.may(APPROVE),
        "today": timezone.localdate(),
        "is_ward": bool(record.identity and record.identity.is_ward),
    }
    return render(request, "seals/person.html", context)


@screen()
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, person_id: int, what: str) -> HttpResponse:
    """The form of one deed, and recording it."""
    if what not in DEEDS:
        raise Http404
    found, actor = DEEDS[what], actor_of(request)
    require(actor, found.permission)
    person = person_of(request, person_id)
    form = found.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found.action(actor, person_id=person_id, told=form.told(), **more(form))  # type: ignore[attr-defined]
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, f"「{found.title}」を記録しました。")
            return redirect("seals:person", person_id)
    context = {
        "form": form,
        "person": person,
        "title": found.title,
        "button": found.button,
        "words": found.words,
        "standing": standing_of(person_id),
    }
    return render(request, "seals/form.html", context, status=422 if form.errors else 200)


def more(form: SentOnceForm) -> dict[str, Any]:
    """The reason, where the form asks for one."""
    reason = form.cleaned_data.get("reason")
    return {"reason": EndReason(reason)} if reason else {}


@screen(APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, act_id: int) -> HttpResponse:
    """抹消の取消."""
    act = SealAct.objects.select_related("registration").get(pk=act_id, kind=SealAct.Kind.END)
    person = person_of(request, act.registration.person_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_ending(actor_of(request), act_id=act_id, told=form.told())
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, "抹消を取り消しました。")
            return redirect("seals:person", person.person.pk)
    words = f"「{act.get_reason_display()}」による抹消を取り消し、登録を元に戻します。抹消の記録は残ります。"
    context = {
        "form": form,
        "person": person,
        "title": "抹消の取消",
        "button": "取り消す",
        "words": words,
    }
    return render(request, "seals/form.html", context, status=422 if form.errors else 200)


@screen()
@require_POST
def make_notice(request: HttpRequest, act_id: int) -> HttpResponse:
    """Makes the notice of an ending and leads to it."""
    act = SealAct.objects.select_related("registration").get(pk=act_id)
    person_of(request, act.registration.person_id)
    try:
        print_notice(actor_of(request), town=request.tenant, act_id=act_id)  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("seals:person", act.registration.person_id)
    return redirect("seals:notice", act_id)


@screen()
@require_safe
def notice(request: HttpRequest, act_id: int) -> HttpResponse:
    """The notice as it was made."""
    act = SealAct.objects.select_related("registration", "notice").get(pk=act_id)
    person_of(request, act.registration.person_id)
    return paper(paperwork.kept(act.notice.sha256), f"notice-{act_id}")


@screen()
@require_safe
def impression(request: HttpRequest, sha256: str) -> HttpResponse:
    """An impression, to those who may see a person who registered it or asks to."""
    found = Impression.objects.get(sha256=sha256)
    owners = SealRegistration.objects.filter(impression=found).values_list("person", flat=True)
    askers = SealApplication.objects.filter(impression=found).values_list("person", flat=True)
    visible_to(actor_of(request)).admit({*owners, *askers})
    return picture(red_png(impression_png(found)))
