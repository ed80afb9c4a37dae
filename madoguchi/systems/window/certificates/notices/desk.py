"""Screens of 本人通知: a person's registration, the letters."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from madoguchi.engines.people.api import Person, Refused, visible_to
from madoguchi.foundation.access import require
from madoguchi.foundation.text import row_number
from madoguchi.foundation.web.screens import tell

from ..forms import CHECKS
from ..models import NoticeState
from ..system import NOTICES
from .actions import end, mark_returned, mark_sent, register
from .letters import print_letters
from .queries import names_of, notices, registration_of
from .rules import called

ENDINGS = ("本人の申出", "転出", "死亡", "登録の誤り")


class RegisterForm(forms.Form):
    """Who applied, and how they were known."""

    applicant = forms.CharField(label="申込みをした人", max_length=120)
    identity_check = forms.ChoiceField(label="本人確認", choices=[(check, check) for check in CHECKS])


class EndForm(forms.Form):
    """Why a registration ends."""

    reason = forms.ChoiceField(label="終わる理由", choices=[(each, each) for each in ENDINGS])


@login_required
def registration(request: HttpRequest, person_id: int) -> HttpResponse:
    """A person's registration: to register, or to end it."""
    actor = request.actor  # type: ignore[attr-defined]
    require(actor, NOTICES)
    try:
        record = visible_to(actor).person(person_id)
    except Person.DoesNotExist as missing:
        raise Http404 from missing
    running = registration_of(actor, person_id)
    form = (
        EndForm(request.POST or None)
        if running
        else RegisterForm(request.POST or None, initial={"applicant": record.name})
    )
    if request.method == "POST" and form.is_valid():
        try:
            (end if running else register)(actor, person_id=person_id, **form.cleaned_data)
            messages.success(request, "登録を終わりました。" if running else "登録しました。")
            return redirect("certificates:registration", person_id=person_id)
        except Refused as refusal:
            tell(form, refusal)
    context = {"record": record, "running": running, "form": form}
    return render(request, "certificates/registration.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def notice_list(request: HttpRequest) -> HttpResponse:
    """Letters by state."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = request.GET.get("state", "")
    state = NoticeState(asked) if asked in NoticeState.values else NoticeState.WAITING
    rows = notices(actor, state)
    names = names_of(actor, rows)
    shown = [(row, names.get(row.registration.person_id, ""), called(row.request.standing)) for row in rows]
    context = {"rows": shown, "state": state, "states": NoticeState.choices}
    return render(request, "certificates/notices.html", context)


@require_POST
@login_required
def notice_print(request: HttpRequest) -> HttpResponse:
    """The letters that wait, as PDF; they are marked as printed. With ``again`` those that are printed and not sent."""
    again = "again" in request.POST
    try:
        pdf, _ = print_letters(request.actor, town=request.tenant, again=again)  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("certificates:notices")
    headers = {"Content-Disposition": 'inline; filename="honnin-tsuchi.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_POST
@login_required
def notice_send(request: HttpRequest) -> HttpResponse:
    """Marks the letters chosen as sent, or one as returned."""
    actor = request.actor  # type: ignore[attr-defined]
    require(actor, NOTICES)
    ids = [number for each in request.POST.getlist("notice") if (number := row_number(each))]
    if returned := row_number(request.POST.get("returned", "")):
        try:
            mark_returned(actor, returned)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("certificates:notices")
    count = mark_sent(actor, ids)
    messages.success(request, f"{count}通を発送したと記録しました。")
    return redirect("certificates:notices")
