"""Mails to members of staff: asked for with the act, worked out and sent aside."""

from __future__ import annotations

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import User
from madoguchi.foundation.jobs.api import enqueue

from .models import Draft

MAIL = "approvals.mail"
WAITING, RETURNED, DECIDED = "waiting", "returned", "decided"


def tell_waiting(draft: Draft) -> None:
    """Those who are asked now, and who stands in for them."""
    ask(draft, WAITING)


def tell_returned(draft: Draft) -> None:
    """The drafter, to whom it came back."""
    ask(draft, RETURNED)


def tell_decided(draft: Draft) -> None:
    """The drafter, of the decision."""
    ask(draft, DECIDED)


def ask(draft: Draft, what: str) -> None:
    """Asks for the mails, in the caller's transaction; not where nobody in town has an address."""
    if User.objects.filter(is_active=True).exclude(email="").exists():
        enqueue(SYSTEM_ACTOR, task=MAIL, arguments={"draft": draft.pk, "what": what})
