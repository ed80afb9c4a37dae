"""Grouping comments, answering them, and publishing the result."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..errors import Refused
from ..models import Answer, Comment, Consultation
from ..rules import Phase, blacked_out
from ..system import MANAGE
from .opening import locked


def answer(
    actor: Actor, *, code: str, revision: int, summary: str, view: str, change: Answer.Change, number: int = 0
) -> Answer:
    """Writes what comments say in short, without any name, what the town thinks of it and whether the draft changes;
    ``number`` 0 for a new one.

    Raises Forbidden, Refused (published already, no words, someone was first), DoesNotExist.
    """
    require(actor, MANAGE)
    if not summary.strip() or not view.strip():
        raise Refused("意見の要旨と市の考え方を入れてください。", "summary" if not summary.strip() else "view")
    with transaction.atomic():
        found = changing(code, revision)
        row = found.answers.get(number=number) if number else Answer(consultation=found, number=next_number(found))
        row.summary, row.view, row.change = summary.strip(), view.strip(), change
        row.save()
        audit(actor, action="comments.answer", subject=f"consultation:{code}", detail={"answer": row.number})
    return row


def assign(actor: Actor, *, code: str, revision: int, comments: Collection[int], number: int) -> None:
    """Says which answer comments belong to, by their receipt numbers; answer 0: none.

    Raises Forbidden, Refused (published already, someone was first), DoesNotExist.
    """
    require(actor, MANAGE)
    with transaction.atomic():
        found = changing(code, revision)
        chosen = found.answers.get(number=number) if number else None
        found.comments.filter(number__in=comments).update(answer=chosen)
        detail: dict[str, Any] = {"answer": number, "comments": len(comments)}
        audit(actor, action="comments.assign", subject=f"consultation:{code}", detail=detail)


def release(actor: Actor, *, code: str, revision: int, number: int, shown: str) -> Comment:
    """Says which words of a comment are shown with the result: its own, with what would tell who wrote them blacked out
    (■); "" for none. Raises Forbidden, Refused (without consent, other words, published already, someone was first),
    DoesNotExist.
    """
    require(actor, MANAGE)
    with transaction.atomic():
        found = changing(code, revision)
        row = found.comments.get(number=number)
        if shown and not row.may_publish:
            raise Refused("この意見は、原文の公表に同意がありません。")
        if shown and not blacked_out(row.words, shown):
            raise Refused("変えられるのは、字を■に置き換えることだけです。もとのことばに合わせてください。", "shown")
        row.public_words = shown
        row.save(update_fields=["public_words"])
        detail: dict[str, Any] = {"number": number, "shown": bool(shown)}
        audit(actor, action="comments.release", subject=f"consultation:{code}", detail=detail)
    return row


def take_apart(actor: Actor, *, code: str, revision: int, number: int) -> None:
    """Takes an answer away that no comment belongs to. Raises Forbidden, Refused, DoesNotExist."""
    require(actor, MANAGE)
    with transaction.atomic():
        found = changing(code, revision)
        row = found.answers.get(number=number)
        if row.comments.exists():
            raise Refused("この考え方には意見が付いています。先に、意見を外してください。")
        row.delete()
        audit(actor, action="comments.take_apart", subject=f"consultation:{code}", detail={"answer": number})


def publish(actor: Actor, *, code: str, revision: int) -> Consultation:
    """Publishes the result; from then on nothing of it changes.

    Raises Forbidden, Refused (still open, a comment without an answer, an answer without a comment, someone was first),
    Consultation.DoesNotExist.
    """
    require(actor, MANAGE)
    with transaction.atomic():
        found, today = changing(code, revision), timezone.localdate()
        if found.phase(today) is not Phase.CLOSED:
            raise Refused("結果は、募集の期間が終わってから公表できます。")
        if left := Comment.objects.filter(consultation=found, answer=None).count():
            raise Refused(f"市の考え方の付いていない意見が{left}件あります。")
        if found.answers.filter(comments=None).exists():
            raise Refused("意見の付いていない考え方があります。意見を付けるか、取り除いてください。")
        found.state, found.answered_on = Consultation.State.ANSWERED, today
        found.save(update_fields=["state", "answered_on"])
        audit(actor, action="comments.publish", subject=f"consultation:{code}", detail={"comments": found.last_number})
    return found


def changing(code: str, revision: int) -> Consultation:
    """An announced consultation, locked, its revision raised. Raises Refused, Consultation.DoesNotExist."""
    found = locked(code, revision, Consultation.State.ANNOUNCED)
    found.revision += 1
    found.save(update_fields=["revision"])
    return found


def next_number(found: Consultation) -> int:
    """The number after the last answer."""
    last = found.answers.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
