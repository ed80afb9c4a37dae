"""One application: where it stands, and the next step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from madoguchi.engines.approvals.api import decide_about, may_decide_about, trail_of
from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Refused, translated
from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record as audit

from ..actions import record_answer, refuse, register, send_letter, withdraw
from ..forms import AnswerForm, NoteForm, RefuseForm, RegisterForm, SentOnceForm
from ..law import entry_of
from ..models import SealApplication
from ..papers import letter_number
from ..queries import application_of
from ..queries.applications import days_left
from ..rules import CHECKS, GROUNDS, Route
from ..system import APPROVE
from .screen import actor_of, paper, person_of, screen
from .seal import impression_drawing

State, Approval = SealApplication.State, SealApplication.Approval
STEPS = {True: ("申請", "照会中", "回答受理", "登録"), False: ("申請", "登録")}
ENDED = {
    State.REGISTERED: ("ok", "done"),
    State.EXPIRED: ("warn", "clock"),
    State.WITHDRAWN: ("", "close"),
    State.REFUSED: ("bad", "bad"),
}
FORMS: dict[str, type[SentOnceForm]] = {
    "answer": AnswerForm,
    "register": RegisterForm,
    "withdraw": NoteForm,
    "refuse": RefuseForm,
    "approve": NoteForm,
    "letter": SentOnceForm,
}


@screen()
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """The application; a POST takes the step that its button names."""
    found = application_of(actor_of(request), pk)
    person = person_of(request, found.person_id)
    forms = {name: form(prefix=name) for name, form in FORMS.items()}
    do = request.POST.get("do", "")
    if request.method == "POST" and do in FORMS:
        forms[do] = FORMS[do](request.POST, prefix=do)
        if forms[do].is_valid():
            try:
                return take(request, found, do, forms[do])
            except Refused as refusal:
                forms[do].show(refusal)
    bad = any(form.errors for form in forms.values())
    context = {**shown(request, found), "person": person, "forms": forms, "sent": forms.get(do)}
    return render(request, "seals/application.html", context, status=422 if bad else 200)


def shown(request: HttpRequest, found: SealApplication) -> dict[str, Any]:
    """What the page shows of an application."""
    names = STEPS[Route(found.route).by_letter]
    label, actor = found.get_state_display(), actor_of(request)
    entry = entry_of("answer_days", found.letter_on) if found.letter_on else None
    return {
        "application": found,
        "drawing": impression_drawing(found.impression) if found.impression else None,
        "steps": names if label in names else (),
        "current": names.index(label) + 1 if label in names else 0,
        "ended": ENDED.get(State(found.state)),
        "is_open": found.state in SealApplication.OPEN,
        "waits": found.approval == Approval.WAITING,
        "days": days_left(found, timezone.localdate()),
        "remaining": f"あと{days_left(found, timezone.localdate())}日",
        "number": letter_number(found) if found.letter_on else "",
        "provisional": bool(entry and entry.provisional),
        "checks": [check.words for check in CHECKS if check.code in found.checks],
        "grounds": [GROUNDS.get(code, code) for code in found.grounds],
        "log": found.steps.order_by("-pk"),
        "may_register": may_register(found),
        "may_approve": actor.may(APPROVE) and found.user_id != actor.user_id and may_decide_about(actor, found),
        "trail": trail_of(actor, found),
        "may_send": Route(found.route).by_letter
        and found.state == State.APPLIED
        and found.approval != Approval.WAITING,
    }


def may_register(found: SealApplication) -> bool:
    """Whether the next step is the registration."""
    ready = State.ANSWERED if Route(found.route).by_letter else State.APPLIED
    return found.state == ready and found.approval != Approval.WAITING


def may_send(found: SealApplication) -> bool:
    """Whether the next step is the letter."""
    return Route(found.route).by_letter and found.state == State.APPLIED and found.approval != Approval.WAITING


def take(request: HttpRequest, found: SealApplication, do: str, form: SentOnceForm) -> HttpResponse:
    """Takes one step. Raises Refused."""
    actor, data, town = actor_of(request), form.cleaned_data, request.tenant  # type: ignore[attr-defined]
    if do == "register":
        registration = register(actor, application_id=found.pk, handed=data["handed"], submission=data["submission"])
        messages.success(request, "印鑑を登録しました。")
        return redirect("seals:person", registration.person_id)
    steps: dict[str, Callable[[], SealApplication]] = {
        "answer": lambda: record_answer(actor, application_id=found.pk, answer=form.answer()),  # type: ignore[attr-defined]
        "withdraw": lambda: withdraw(actor, application_id=found.pk, note=data["note"]),
        "approve": lambda: approved(actor, found, data["note"]),
        "letter": lambda: send_letter(actor, town=town, application_id=found.pk),
        "refuse": lambda: refuse(
            actor, person_id=found.person_id, grounds=data["grounds"], note=data["note"], application_id=found.pk
        ),
    }
    after = steps[do]()
    tell = messages.warning if after.state == State.EXPIRED else messages.success
    tell(request, f"「{after.get_state_display()}」を記録しました。" if do != "approve" else "承認しました。")
    return redirect("seals:application", found.pk)


def approved(actor: Actor, found: SealApplication, note: str) -> SealApplication:
    """The application after its second person agreed. Raises Forbidden, Refused."""
    with translated():
        decide_about(actor, found, agree=True, comment=note)
    found.refresh_from_db()
    return found


@screen()
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter with its answer form, byte for byte as it was made; each showing is recorded."""
    found = application_of(actor_of(request), pk)
    person_of(request, found.person_id)
    if not found.letter_sha256:
        raise SealApplication.DoesNotExist
    audit(
        actor_of(request), action="seals.show_letter", subject=f"person:{found.person_id}", detail={"application": pk}
    )
    return paper(paperwork.kept(found.letter_sha256), letter_number(found))
