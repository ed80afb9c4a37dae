"""The application, on one page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from madoguchi.engines.people.api import Refused

from ..actions import apply, refuse
from ..forms import ApplyForm, RefuseForm
from ..models import SealApplication
from ..queries.persons import barred, names_of
from ..queries.standings import standing_of
from ..rules import Route
from .scanning import Reading, read, reading_of, scan_of
from .screen import actor_of, person_of, screen

Approval = SealApplication.Approval


@screen()
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, person_id: int) -> HttpResponse:
    """The form; with ``do=read`` only the picture is read, so that it works without a script."""
    person = person_of(request, person_id)
    form, reading = ApplyForm(request.POST or None), Reading()
    if request.method == "POST":
        reading = read(request) if request.POST.get("do") == "read" or request.FILES else reading_of(scan_of(request))
        form = form_with(request, reading)
        if request.POST.get("do") != "read" and form.is_valid() and not reading.fault:
            try:
                return done(request, apply(actor_of(request), town=request.tenant, request=form.request(person_id)))  # type: ignore[attr-defined]
            except Refused as refusal:
                form.show(refusal)
    status = 422 if form.is_bound and form.errors else 200
    context = {
        "form": form, "person": person, "names": names_of(person), "reading": reading,
        "standing": standing_of(person_id), "refusing": RefuseForm(), "barred": barred(person, timezone.localdate()),
    }  # fmt: skip
    return render(request, "seals/apply.html", context, status=status)


def form_with(request: HttpRequest, reading: Reading) -> ApplyForm:
    """The form as it was sent, with the scan that was just read; not checked where only the picture was sent."""
    data = request.POST.copy()
    data["scan"] = str(reading.scan.token) if reading.scan else ""
    if request.POST.get("do") == "read":
        return ApplyForm(initial={**{key: data[key] for key in data}, "checks": data.getlist("checks")})
    return ApplyForm(data)


def done(request: HttpRequest, application: SealApplication) -> HttpResponse:
    """What comes next: approval, the letter, or the registration at once."""
    if application.approval == Approval.WAITING:
        messages.warning(request, "申請を受け付けました。係長などの承認を待ちます。")
    elif Route(application.route).by_letter:
        messages.success(request, "申請を受け付け、照会書を作りました。印刷して郵送してください。")
    else:
        messages.success(request, "申請を受け付けました。内容を確かめて登録してください。")
    return redirect("seals:application", application.pk)


@screen()
@require_http_methods(["GET", "HEAD", "POST"])
def refuse_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """不受理 of someone who has just asked, with its grounds in words."""
    person = person_of(request, person_id)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        application = refuse(
            actor_of(request), person_id=person_id, grounds=data["grounds"], note=data["note"],
            submission=data["submission"],
        )  # fmt: skip
        messages.success(request, "不受理を記録しました。")
        return redirect("seals:application", application.pk)
    context = {"form": form, "person": person, "title": "印鑑登録を受け付けない", "button": "不受理を記録する"}
    return render(request, "seals/form.html", context, status=422 if form.errors else 200)
