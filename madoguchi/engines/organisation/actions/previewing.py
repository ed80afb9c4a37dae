"""What a load would do: the very act is done and taken back (decision 3), so that what is shown is what would be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.actions.appointing_many import ManyRefused
from madoguchi.foundation.access.errors import Refused

from ..files.reading import Fault, Faulty
from ..models import Load
from .performing import dry_run
from .showing import Shown

T = TypeVar("T")
HEADINGS = {"user": "職員番号", "division": "部署コード", "post": "職名", "roles": "役割", "end": "終了日"}


class TakenBackError(Exception):
    """Leaves the transaction without a trace."""


@dataclass(frozen=True)
class Preview:
    """What a load would do: ``shown`` in lines for a person; or why it cannot be: ``faults`` by line, ``refusal`` as a
    whole. ``seal`` tells one content from another."""

    shown: Shown | None = None
    faults: list[Fault] = field(default_factory=list)
    refusal: str = ""

    @property
    def seal(self) -> str:
        """A hash of what would be done; "" where it cannot be."""
        return seal_of(self.shown.as_json()) if self.shown else ""


def seal_of(data: Any) -> str:
    """A short hash of JSON."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def preview(actor: Actor, load: Load) -> Preview:
    """What a load would do now. Nothing of it remains. Raises Forbidden."""
    try:
        return Preview(taken_back(lambda: dry_run(actor, load)))
    except Faulty as faulty:
        return Preview(faults=faulty.faults)
    except ManyRefused as refusal:
        return Preview(faults=[Fault(line, HEADINGS.get(name, ""), words) for line, name, words in refusal.faults])
    except Refused as refusal:
        return Preview(refusal=str(refusal))


def taken_back(act: Callable[[], T]) -> T:
    """Does something and takes it back; gives what it gave."""
    found: list[T] = []
    try:
        with transaction.atomic():
            found.append(act())
            raise TakenBackError
    except TakenBackError:
        return found[0]
