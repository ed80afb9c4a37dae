"""Work of the dashboard: decisions that wait, what is owed to read, what came back."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from madoguchi.engines.approvals.api import counts
from madoguchi.foundation.access import Actor
from madoguchi.foundation.registry import Work


def work(actor: Actor) -> Iterator[Work]:
    """What waits for this person today; nothing for whoever has no appointment."""
    if actor.appointment_id is None:
        return
    found, url = counts(actor), reverse("approvals:inbox")
    note = f"期限を過ぎたもの {found.late}件" if found.late else ""
    yield Work(label="決裁を待っている起案", count=found.asked, url=url, note=note, urgent=found.late > 0)
    others = {
        "不在の人に代わって決裁できる起案": found.proxy,
        "後閲・回覧": found.reading,
        "差し戻された自分の起案": found.returned,
    }
    yield from (Work(label=label, count=count, url=url) for label, count in others.items() if count)
