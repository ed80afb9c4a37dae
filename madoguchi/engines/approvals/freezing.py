"""What was decided, as one canonical document with its hash."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from .kinds import kinds
from .models import DECIDING, Act, Decision, Draft, Signatory

FORM = 1


def freeze(draft: Draft) -> Decision:
    """Writes the decision of a draft that was just decided; its acts and route are all there."""
    assert draft.decided_at
    document = canonical(document_of(draft, shown(draft)))
    return Decision.objects.create(
        draft=draft,
        outcome=draft.state,
        seal=Draft.objects.values_list("seal", flat=True).get(pk=draft.pk),
        document=document,
        sha256=digest_of(document),
        at=draft.decided_at,
    )


def canonical(document: Any) -> str:
    """The one text of a document: keys in order, no spaces, characters as they are."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(document: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()


def shown(draft: Draft) -> list[list[str]]:
    """What the draft says, as (label, words): as the kind shows its content now, once decided as it was decided."""
    if frozen := Decision.objects.filter(draft=draft).values_list("document", flat=True).first():
        return list(json.loads(frozen)["rows"])
    kind = kinds().get(draft.kind)
    return [[label, words] for label, words in kind.rows(draft.content)] if kind else []


def document_of(draft: Draft, rows: list[list[str]]) -> dict[str, Any]:
    """Everything that was decided on, and how: content, attachments' hashes, route with names, posts and times."""
    return {
        "form": FORM,
        "number": draft.number,
        "kind": draft.kind,
        "kind_name": draft.kind_name,
        "title": draft.title,
        "content": draft.content,
        "rows": rows,
        "amount": draft.amount,
        "due_on": draft.due_on.isoformat() if draft.due_on else None,
        "drafter": {
            "user": draft.drafter_id,
            "appointment": draft.appointment_id,
            "name": draft.drafter_name,
            "post": draft.drafter_post,
            "division": draft.division_name,
        },
        "outcome": str(draft.state),
        "round": draft.round,
        "submitted_at": moment(draft.submitted_at),
        "decided_at": moment(draft.decided_at),
        "attachments": [
            {"name": each.name, "type": each.content_type, "size": each.size, "sha256": each.sha256}
            for each in draft.attachments.order_by("pk")
        ],
        "route": route_of(draft),
        "acts": [act_of(act) for act in acts_until(draft)],
    }


def route_of(draft: Draft) -> list[dict[str, Any]]:
    """The steps of the last round with their seats."""
    seats: dict[int, list[dict[str, Any]]] = {}
    for row in Signatory.objects.filter(draft=draft, step__round=draft.round).order_by("pk"):
        seats.setdefault(row.step_id, []).append(
            {
                "appointment": row.appointment_id,
                "user": row.user_id,
                "name": row.name,
                "post": row.post,
                "division": row.division,
                "state": str(row.state),
                "turn": row.turn,
            }
        )
    return [
        {
            "ordinal": step.ordinal,
            "name": step.name,
            "mode": str(step.mode),
            "who": step.who,
            "added": step.added,
            "decides": step.decides,
            "delegated": step.delegated,
            "seats": seats.get(step.pk, []),
        }
        for step in draft.steps.filter(round=draft.round).order_by("ordinal")
    ]


def acts_until(draft: Draft) -> list[Act]:
    """Every act until the decision, in order; what came after it (後閲, 意見) is not part of it.

    Every act locks its draft first, so their keys are in the order in which they were done.
    """
    acts = Act.objects.filter(draft=draft)
    last = acts.filter(kind__in=DECIDING).order_by("-pk").values("pk")[:1]
    return list(acts.filter(pk__lte=last).select_related("step").order_by("pk"))


def act_of(act: Act) -> dict[str, Any]:
    """One act."""
    return {
        "kind": str(act.kind),
        "round": act.round,
        "step": act.step.ordinal if act.step else None,
        "turn": act.turn,
        "user": act.user_id,
        "appointment": act.appointment_id,
        "name": act.name,
        "post": act.post,
        "division": act.division,
        "proxy": act.proxy,
        "for": act.for_name,
        "delegated": act.delegated,
        "target": act.target,
        "comment": act.comment,
        "at": moment(act.at),
    }


def moment(at: datetime | None) -> str:
    """A time in UTC, to the microsecond; "" for none."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""
