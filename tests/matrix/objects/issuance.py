"""The engine of papers: fees, drawers, seals of office."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from PIL import Image

from madoguchi.engines.issuance.actions.closing import close
from madoguchi.engines.issuance.actions.seals import add_seal
from madoguchi.engines.issuance.models import Drawer, FeeLine
from madoguchi.foundation.towns.models import Town

from ..people import guard, household, maker
from .certificates import issued

PAPER = ("paper", "preview", "pay", "resume", "pdf", "void", "refund", "reprint", "reissue")


def objects(town: Town) -> dict[str, Any]:
    """A paper, the drawer with its fee, closed, and a seal of office."""
    paper = issued(town)
    return {**{name: {"pk": paper.request_id} for name in PAPER}, "sheet": 1, **drawer(), "seal": {"pk": seal()}}


def drawer() -> dict[str, dict[str, int]]:
    """The drawer of today, counted and closed."""
    found = Drawer.objects.latest("pk")
    balance = FeeLine.objects.filter(drawer=found).latest("position").balance
    close(maker("clerk"), drawer_id=found.pk, counts={1: balance}, reason="")
    return {"drawer": {"pk": found.pk}, "report": {"pk": found.pk}}


def seal() -> int:
    """An image of the mayor's seal."""
    file = io.BytesIO()
    made = Image.new("RGB", (520, 520), "white")
    made.paste("red", (40, 40, 480, 480))
    made.save(file, "PNG")
    head = maker("head")
    start = timezone.localdate()
    return add_seal(head, title="市長印", image=file.getvalue(), side_mm=22, start=start, reason="改印").pk


def guarded(town: Town) -> dict[str, dict[str, Any]]:
    """A paper of someone who was protected after it."""
    paper = issued(town, "囲　二十", "カコイ　ハタチ")
    guard(household("囲　二十").members[0].person_id)
    return {f"issuance:{name}": {"pk": paper.request_id} for name in PAPER}
