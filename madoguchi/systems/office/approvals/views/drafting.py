"""Writing a draft."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from madoguchi.engines.approvals.api import (
    Draft,
    Kind,
    Refused,
    attach,
    change_draft,
    detach,
    drafted_by,
    kind_named,
    kinds,
    mine_to_edit,
    save_draft,
    story_of,
)
from madoguchi.foundation.access import require
from madoguchi.foundation.uploads import UploadRefused

from ..forms import HeadForm
from .screen import actor_of, screen


@require_safe
@screen()
def choose(request: HttpRequest) -> HttpResponse:
    """What may be drafted; with one kind only, its form at once."""
    offered = [(kind, address_of(kind)) for kind in drafted_by(actor_of(request))]
    if len(offered) == 1:
        return redirect(offered[0][1])
    return render(request, "approvals/choose.html", {"offered": offered})


def address_of(kind: Kind) -> str:
    """Where a kind is drafted."""
    parts = kind.code.split(".", 1)
    return reverse("approvals:write" if len(parts) == 1 else "approvals:write_of", args=parts)


@screen()
def write_of(request: HttpRequest, system: str, name: str) -> HttpResponse:
    """A new draft of a system's kind."""
    return new(request, f"{system}.{name}")


@screen()
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """A new draft of a kind that is built in."""
    return new(request, kind)


def new(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a kind, and what is saved from it."""
    if code not in kinds():
        raise Http404
    kind = kind_named(code)
    form = kind_form(kind)(request.POST or None, prefix="content")
    if kind.permission:
        require(actor_of(request), kind.permission)
    head = HeadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and all([head.is_valid(), form.is_valid()]):
        try:
            draft = save_draft(
                actor_of(request),
                kind=code,
                content=form.cleaned_data,
                due_on=head.cleaned_data["due_on"],
                submission=head.cleaned_data["submission"],
            )
            return saved(request, draft, head)
        except Refused as refusal:
            head.refuse(refusal)
    return form_page(request, kind, head, form)


def kind_form(kind: Kind) -> type[Form]:
    """The form of a kind. Raises Http404 for one that is put forward by its own system."""
    if kind.form is None:
        raise Http404
    return kind.form


@screen()
def edit(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Other content for a draft that lies with its drafter."""
    draft = mine_to_edit(actor_of(request)).get(pk=draft_id)
    kind = kind_named(draft.kind)
    head = HeadForm(request.POST or None, request.FILES or None, initial=head_of(draft))
    form = kind_form(kind)(request.POST or None, prefix="content", initial=draft.content)
    if request.method == "POST" and all([head.is_valid(), form.is_valid()]):
        try:
            draft = change_draft(
                actor_of(request),
                draft_id=draft.pk,
                revision=head.cleaned_data["revision"] or 0,
                content=form.cleaned_data,
                due_on=head.cleaned_data["due_on"],
            )
            return saved(request, draft, head)
        except Refused as refusal:
            head.refuse(refusal)
    return form_page(request, kind, head, form, draft)


def head_of(draft: Draft) -> dict[str, object]:
    """What the form of a draft begins with."""
    return {"due_on": draft.due_on, "revision": draft.revision}


def saved(request: HttpRequest, draft: Draft, head: HeadForm) -> HttpResponse:
    """Adds the files that were sent with the form; what cannot be taken is told, and all else is kept."""
    refused = []
    for file in head.cleaned_data["attachments"]:
        try:
            attach(actor_of(request), draft_id=draft.pk, name=file.name or "", file=file)
        except (UploadRefused, Refused) as refusal:
            refused.append(f"{file.name}：{refusal}")
    for words in refused:
        messages.error(request, words)
    messages.success(request, "下書きを保存しました。")
    again = bool(refused) or request.POST.get("then") != "route"
    return redirect("approvals:edit" if again else "approvals:route", draft_id=draft.pk)


def form_page(request: HttpRequest, kind: Kind, head: HeadForm, form: Form, draft: Draft | None = None) -> HttpResponse:
    """The form, with the files that are there already."""
    status = 422 if head.errors or form.errors else 200
    attachments = story_of(draft).attachments if draft else ()
    context = {"kind": kind, "head": head, "form": form, "draft": draft, "attachments": attachments}
    return render(request, "approvals/write.html", context, status=status)


@require_POST
@screen()
def remove(request: HttpRequest, draft_id: int, attachment_id: int) -> HttpResponse:
    """Takes a file off."""
    mine_to_edit(actor_of(request)).get(pk=draft_id)
    try:
        detach(actor_of(request), draft_id=draft_id, attachment_id=attachment_id)
        messages.success(request, "添付を外しました。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("approvals:edit", draft_id=draft_id)
