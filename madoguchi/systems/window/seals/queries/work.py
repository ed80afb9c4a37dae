"""What waits in the registration of seals."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.people.api import visible_to
from madoguchi.foundation.access import Actor
from madoguchi.foundation.registry import Work

from ..models import SealApplication
from ..system import USE

State = SealApplication.State


def work(actor: Actor) -> Iterable[Work]:
    """Inquiries that wait for an answer, and answers to register."""
    if not (actor.may(USE) and actor.may("people.view")):
        return []
    today = timezone.localdate()
    applications = visible_to(actor).only_seen(SealApplication.objects.all())
    inquiring = applications.filter(state=State.INQUIRING)
    late = inquiring.filter(answer_due__lt=today).count()
    home = reverse("seals:home")
    return [
        Work(
            label="印鑑登録の照会中",
            count=inquiring.count(),
            url=f"{home}?state={State.INQUIRING}",
            note=f"期限を過ぎたもの{late}件" if late else "",
            urgent=bool(late),
        ),
        Work(
            label="回答を受けて登録を待つ申請",
            count=applications.filter(state=State.ANSWERED).count(),
            url=f"{home}?state={State.ANSWERED}",
        ),
    ]
