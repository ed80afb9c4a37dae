"""Meetings at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from madoguchi.foundation.uploads import UploadRefused
from madoguchi.foundation.vault.shelves import KeptFileLostError
from madoguchi.foundation.web.downloads import download

from ..errors import Refused
from ..models import Meeting, Paper
from ..views.screen import actor_of, screen, tell
from .forms import MeetingForm, MinutesForm, PaperForm
from .keeping import PAPERS
from .meetings import add_paper, call_meeting, write_meeting
from .queries import body_named, meeting_named, members_on, ranked, said_at
from .rights import keeps

WRITTEN = ("held_on", "place", "agenda", "minutes", "decisions", "revision")


@screen()
def meeting_new(request: HttpRequest, body: str) -> HttpResponse:
    """The next meeting of a body."""
    found = body_named(body)
    form = MeetingForm(request.POST or None, initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            meeting = call_meeting(actor_of(request), body_id=found.pk, said=form.said())
            messages.success(request, f"{meeting}を入れました。")
            return redirect("plan:meeting", meeting=meeting.pk)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "body": found, "keeps": keeps(actor_of(request), found)}
    return render(request, "plan/committee/meeting_form.html", context, status=422 if form.errors else 200)


@screen()
@require_safe
def meeting_page(request: HttpRequest, meeting: int) -> HttpResponse:
    """A meeting: agenda, papers, minutes, decisions, what was said of measures."""
    return show(request, meeting_named(meeting), PaperForm())


def show(request: HttpRequest, meeting: Meeting, form: PaperForm) -> HttpResponse:
    """The page of a meeting."""
    members = ranked([each.member for each in meeting.attendances.all()])
    context = {
        "meeting": meeting,
        "body": meeting.body,
        "members": members,
        "papers": list(meeting.papers.all()),
        "said": said_at(meeting),
        "form": form,
        "keeps": keeps(actor_of(request), meeting.body),
    }
    return render(request, "plan/committee/meeting.html", context, status=422 if form.errors else 200)


@screen()
def minutes(request: HttpRequest, meeting: int) -> HttpResponse:
    """Writes a meeting down."""
    found = meeting_named(meeting)
    members = ranked(list(members_on(found.body, found.held_on)))
    initial = {name: getattr(found, name) for name in WRITTEN}
    initial["attended"] = [each.member_id for each in found.attendances.all()]
    form = MinutesForm(request.POST or None, members=members, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = {"revision": data["revision"], "attended": data["attended"]}
        try:
            write_meeting(actor_of(request), meeting_id=found.pk, said=form.said(), **asked)
            messages.success(request, "会議の記録を保存しました。")
            return redirect("plan:meeting", meeting=found.pk)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "meeting": found, "body": found.body, "keeps": keeps(actor_of(request), found.body)}
    return render(request, "plan/committee/minutes.html", context, status=422 if form.errors else 200)


@require_POST
@screen()
def paper_add(request: HttpRequest, meeting: int) -> HttpResponse:
    """Adds a paper."""
    found = meeting_named(meeting)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            add_paper(actor_of(request), meeting_id=found.pk, name=file.name, file=file)
            messages.success(request, "資料を加えました。")
            return redirect("plan:meeting", meeting=found.pk)
        except Refused as refusal:
            tell(form, refusal)
        except UploadRefused as refusal:
            form.add_error("file", str(refusal))
    return show(request, found, form)


@screen()
@require_safe
def paper(request: HttpRequest, paper: int) -> HttpResponse:
    """A paper, to be saved."""
    found = Paper.objects.get(pk=paper)
    try:
        return download(PAPERS.kept(found.sha256), found.name, found.content_type)
    except KeptFileLostError:
        raise Http404 from None
