"""Screens of the comments at the desk, under /desk/comments/."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from madoguchi.foundation.text import row_number
from madoguchi.foundation.web.screens import actor_of, screens, tell

from .actions import announce, answer, assign, enter, publish, release, see_contact, take_apart, write
from .errors import Refused
from .forms import AnswerForm, ConsultationForm, PaperForm, ReleaseForm
from .models import Answer, Comment, Consultation
from .queries import answers_of, comments_of, consultations, one, phase_of
from .system import MANAGE, VIEW

PREFIX = "comments"
app_name = "comments"
screen = screens(VIEW)


@screen()
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All consultations."""
    rows = [(each, phase_of(each)) for each in consultations()]
    return render(request, "comments/list.html", {"rows": rows, "may_manage": actor_of(request).may(MANAGE)})


@screen()
@require_safe
def one_page(request: HttpRequest, code: str) -> HttpResponse:
    """One of them with its comments and answers."""
    found, actor = one(code), actor_of(request)
    phase = phase_of(found)
    context = {
        "found": found,
        "phase": phase,
        "page": comments_of(actor, found, after=row_number(request.GET.get("after", "")) or 0),
        "answers": answers_of(found),
        "may_manage": actor.may(MANAGE),
        "working": actor.may(MANAGE) and found.state == Consultation.State.ANNOUNCED,
    }
    return render(request, "comments/one.html", context)


@screen(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """A new consultation."""
    return written(request, None)


@screen(MANAGE)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """One that is not announced yet."""
    return written(request, one(code))


def written(request: HttpRequest, found: Consultation | None) -> HttpResponse:
    """The form of a consultation, and writing it."""
    form = ConsultationForm(request.POST or None, request.FILES or None, initial=initial_of(found))
    if found:
        form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            row = write(
                actor_of(request), code=data["code"], said=data, draft=data["draft"],
                revision=(data["revision"] or 0) if found else 0,
            )  # fmt: skip
            messages.success(request, "記録しました。内容を確かめて、公表してください。")
            return redirect("comments:one", code=row.code)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "found": found}
    return render(request, "comments/form.html", context, status=422 if form.errors else 200)


def initial_of(found: Consultation | None) -> dict[str, Any]:
    """The form as it was written last."""
    if found is None:
        return {"revision": 0}
    names = ("revision", "code", "title", "about", "link", "opens_on", "closes_on", "short_reason")
    return {name: getattr(found, name) for name in names}


@require_POST
@screen(MANAGE)
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Announces a consultation, or publishes its result."""
    done = {"announce": (announce, "公表しました。"), "publish": (publish, "結果を公表しました。")}
    action, words = done.get(request.POST.get("act", ""), (None, ""))
    try:
        if action is None:
            raise Refused("画面を開き直して、もう一度選んでください。")
        action(actor_of(request), code=one(code).code, revision=number_of(request, "revision"))
        messages.success(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("comments:one", code=code)


@require_POST
@screen(MANAGE)
def assign_page(request: HttpRequest, code: str) -> HttpResponse:
    """Puts comments to an answer."""
    chosen = [number for each in request.POST.getlist("comment") if (number := row_number(each))]
    try:
        if not chosen:
            raise Refused("意見を選んでください。")
        assign(
            actor_of(request), code=one(code).code, revision=number_of(request, "revision"), comments=chosen,
            number=number_of(request, "answer"),
        )  # fmt: skip
        messages.success(request, f"{len(chosen)}件の意見をまとめました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("comments:one", code=code)


@screen(MANAGE)
def answer_page(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """Writes an answer, a new one or one that is there."""
    found = one(code)
    row = found.answers.get(number=number) if number else None
    initial: dict[str, Any] = {"revision": found.revision, "change": Answer.Change.SAME}
    if row:
        initial |= {"summary": row.summary, "view": row.view, "change": row.change}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answer(
                actor_of(request), code=code, revision=data["revision"], summary=data["summary"], view=data["view"],
                change=Answer.Change(data["change"]), number=number,
            )  # fmt: skip
            messages.success(request, "市の考え方を記録しました。")
            return redirect("comments:one", code=code)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "found": found, "row": row}
    return render(request, "comments/answer.html", context, status=422 if form.errors else 200)


@require_POST
@screen(MANAGE)
def answer_off(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Takes an answer away that no comment belongs to."""
    try:
        take_apart(actor_of(request), code=one(code).code, revision=number_of(request, "revision"), number=number)
        messages.success(request, "取り除きました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("comments:one", code=code)


@never_cache
@screen(MANAGE)
@require_safe
def contact(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Who wrote a comment, for an enquiry; the look is recorded."""
    found = one(code)
    row = Comment.objects.get(consultation=found, number=number)
    name, address = see_contact(actor_of(request), comment=row)
    return render(request, "comments/contact.html", {"found": found, "row": row, "name": name, "address": address})


@screen(MANAGE)
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Enters a comment that came on paper, by mail or at the counter."""
    found = one(code)
    form = PaperForm(request.POST or None, asks_contact=found.asks_contact, initial={"submission": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            row = enter(actor_of(request), code=code, **form.cleaned_data)
            messages.success(request, f"受付番号{row.number}として記録しました。")
            return redirect("comments:one", code=code)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "found": found}
    return render(request, "comments/paper.html", context, status=422 if form.errors else 200)


@screen(MANAGE)
def words(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Which words of a comment everyone may read."""
    found = one(code)
    row = Comment.objects.get(consultation=found, number=number, may_publish=True)
    initial = {"revision": found.revision, "shown": row.public_words or row.words}
    form = ReleaseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            release(actor_of(request), code=code, number=number, **form.cleaned_data)
            messages.success(request, "公表することばを記録しました。結果と一緒に公表されます。")
            return redirect("comments:one", code=code)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "found": found, "row": row}
    return render(request, "comments/words.html", context, status=422 if form.errors else 200)


def number_of(request: HttpRequest, name: str) -> int:
    """A number that was sent; 0 for none."""
    return row_number(request.POST.get(name, "")) or 0


urlpatterns = [
    path("", index, name="list"),
    path("new/", new, name="new"),
    path("<slug:code>/", one_page, name="one"),
    path("<slug:code>/edit/", edit, name="edit"),
    path("<slug:code>/act/", act, name="act"),
    path("<slug:code>/assign/", assign_page, name="assign"),
    path("<slug:code>/answers/new/", answer_page, name="answer_new"),
    path("<slug:code>/answers/<int:number>/", answer_page, name="answer"),
    path("<slug:code>/answers/<int:number>/off/", answer_off, name="answer_off"),
    path("<slug:code>/comments/new/", paper, name="paper"),
    path("<slug:code>/comments/<int:number>/", contact, name="contact"),
    path("<slug:code>/comments/<int:number>/words/", words, name="words"),
]
