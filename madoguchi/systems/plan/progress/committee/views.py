"""Bodies and their members at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ..errors import Refused
from ..models import Body, Member
from ..system import MANAGE
from ..views.screen import actor_of, screen, tell
from .forms import BodyForm, EndForm, MemberForm
from .members import add_body, add_member, end_member
from .queries import bodies_now, body_named, meetings_of, members_of
from .rights import keeps


@screen()
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body with who sits in it today."""
    context = {"bodies": bodies_now(), "may_manage": actor_of(request).may(MANAGE)}
    return render(request, "plan/committee/list.html", context)


@screen(MANAGE)
def body_new(request: HttpRequest) -> HttpResponse:
    """A body more."""
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        under = data.pop("under")
        try:
            body = add_body(actor_of(request), **data, under_id=under and under.pk)
            messages.success(request, f"{body.name}を加えました。")
            return redirect("plan:body", body=body.code)
        except Refused as refusal:
            tell(form, refusal)
    return render(request, "plan/committee/body_form.html", {"form": form}, status=422 if form.errors else 200)


@screen()
@require_safe
def body_page(request: HttpRequest, body: str) -> HttpResponse:
    """A body: members, former ones, meetings."""
    return show(request, body_named(body), EndForm(initial={"last_day": timezone.localdate()}))


def show(request: HttpRequest, body: Body, form: EndForm, ending: int = 0) -> HttpResponse:
    """The page of a body; ``ending`` is the member whose end was refused."""
    members, former = members_of(body)
    actor = actor_of(request)
    context = {
        "body": body,
        "members": members,
        "former": former,
        "meetings": meetings_of(body),
        "form": form,
        "ending": ending,
        "may_manage": actor.may(MANAGE),
        "keeps": keeps(actor, body),
    }
    return render(request, "plan/committee/body.html", context, status=422 if form.errors else 200)


@screen(MANAGE)
def member_new(request: HttpRequest, body: str) -> HttpResponse:
    """Someone who sits in a body."""
    found = body_named(body)
    form = MemberForm(request.POST or None, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = {"role": data["role"], "title": data["title"], "since": data["since"]}
        try:
            member = add_member(actor_of(request), body_id=found.pk, person=form.person(), **said)
            messages.success(request, f"{member.name}さんを加えました。")
            return redirect("plan:body", body=found.code)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "body": found}
    return render(request, "plan/committee/member_form.html", context, status=422 if form.errors else 200)


@require_POST
@screen(MANAGE)
def member_end(request: HttpRequest, member: int) -> HttpResponse:
    """Ends a membership."""
    found = Member.objects.select_related("body").get(pk=member)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            end_member(actor_of(request), member_id=found.pk, **form.cleaned_data)
            messages.success(request, f"{found.name}さんの任期の終わりを入れました。")
            return redirect("plan:body", body=found.body.code)
        except Refused as refusal:
            tell(form, refusal)
    return show(request, found.body, form, found.pk)
