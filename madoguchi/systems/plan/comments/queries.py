"""Reads of consultations and comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.registry import Work

from .models import Answer, Comment, Consultation
from .rules import Phase
from .system import MANAGE, VIEW

SIZE = 50
PUBLIC = (Consultation.State.ANNOUNCED, Consultation.State.ANSWERED)


def consultations(*, public: bool = False) -> QuerySet[Consultation]:
    """All of them, or those that everyone may see; the latest first."""
    return Consultation.objects.filter(state__in=PUBLIC) if public else Consultation.objects.all()


def one(code: str, *, public: bool = False) -> Consultation:
    """One of them. Raises Consultation.DoesNotExist."""
    return consultations(public=public).get(code=code)


def phase_of(found: Consultation) -> Phase:
    """Where it stands today."""
    return found.phase(timezone.localdate())


@dataclass(frozen=True)
class Page:
    """Some comments in the order of their numbers; ``after`` is the cursor of the next ones."""

    rows: list[Comment]
    after: int | None


def comments_of(actor: Actor, found: Consultation, *, after: int = 0) -> Page:
    """The comments with numbers above ``after``; without contacts. Raises Forbidden."""
    require(actor, VIEW)
    rows = list(
        Comment.objects.filter(consultation=found, number__gt=after)
        .defer("sealed")
        .select_related("answer")
        .order_by("number")[: SIZE + 1]
    )
    return Page(rows[:SIZE], rows[SIZE - 1].number if len(rows) > SIZE else None)


def answers_of(found: Consultation) -> list[Answer]:
    """The answers with the number of comments of each (``of``)."""
    return list(found.answers.annotate(of=Count("comments")))


def ways_of(found: Consultation) -> list[tuple[str, int]]:
    """How comments came, and how many each way; the usual order, without those of which there are none."""
    counted = dict(found.comments.order_by().values_list("way").annotate(Count("pk")))
    return [(way.label, counted[way.value]) for way in Comment.Way if way.value in counted]


def words_of(found: Consultation) -> dict[int, list[str]]:
    """Number of an answer → words of its comments that everyone may read, in the order of the comments."""
    rows = found.comments.exclude(public_words="").exclude(answer=None).order_by("number")
    shown: dict[int, list[str]] = {}
    for number, words in rows.values_list("answer__number", "public_words"):
        shown.setdefault(number, []).append(words)
    return shown


def box(town: str) -> dict[str, object] | None:
    """Those that are open, for the residents' home; None where there is none."""
    today = timezone.localdate()
    found = Consultation.objects.filter(state="announced", opens_on__lte=today, closes_on__gte=today)
    rows = list(found.order_by("closes_on")[:5])
    return {"consultations": rows} if rows else None


def work(actor: Actor) -> Iterator[Work]:
    """Comments that wait for an answer after the period."""
    if not actor.may(MANAGE):
        return
    closed = Consultation.objects.filter(state="announced", closes_on__lt=timezone.localdate())
    for found in closed.annotate(of=Count("comments")):
        url = reverse("comments:one", args=[found.code])
        yield Work(label="意見の取りまとめと結果の公表", count=found.of, url=url, note=found.title)
