"""What an issue is given and what it gives. Plain values."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from madoguchi.engines.people.api import PeopleView

from .rules.standings import Standing

if TYPE_CHECKING:
    from madoguchi.foundation.access import Actor

    from .models import PaperRequest

Content = Callable[[PeopleView], dict[str, Any]]
"""Reads the record in the actor's name and says what the paper says, in the shape of its template.

A key ``sealed`` holds what must not lie open in the database (個人番号): it is kept encrypted, apart from the rest.
"""


class Channel(StrEnum):
    """Where a paper is asked for."""

    COUNTER = "counter"
    KIOSK = "kiosk"
    ONLINE = "online"


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """A kind of official paper, declared by a system in ``paper_kinds.py`` (``PAPER_KINDS``).

    Attributes:
        code: unique among all systems, e.g. ``resident-household``.
        name: title as people know it.
        template: its Typst file.
        fee: name of the fee in the town's ``fees.yaml``.
        permission: what whoever issues it must hold.
        law: article that it is issued by.
        standings: who may ask for it.
        on_release: called as ``(actor, request)`` in the transaction in which a paper is handed out, also one that
            replaces another (``request.replaces_id``); what it raises stops the release.
        articles: by standing, the article by which that person may ask; where there is none, ``law`` is shown.
    """

    code: str
    name: str
    template: Path
    fee: str
    permission: str
    law: str = ""
    standings: tuple[Standing, ...] = tuple(Standing)
    on_release: Callable[[Actor, PaperRequest], None] | None = None
    articles: Mapping[Standing, str] = field(default_factory=dict)

    def article(self, standing: Standing) -> str:
        """What someone of a standing asks by."""
        return self.articles.get(standing, self.law)


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who asks for a paper about whom, and why.

    Attributes:
        person_id: whom the paper is about; the paper, its charge and its release are bound to this person.
        person_ids: everyone whom the paper names (``person_id`` alone where it is empty).
        particulars: what law asks for in this standing (``rules.standings``), by key; also the purpose.
        asked: what was chosen for the paper, in words, for the register of requests.
        exemption: code of the reason for which nothing is charged; empty where the fee is paid.
        replaces: id of the request whose spoiled paper this one replaces (再発行).
        submission: made by the form, so that the same form sent twice is one paper.
    """

    person_id: int
    person_ids: Sequence[int] = ()
    requester: str
    standing: Standing
    identity_check: str
    particulars: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)
    copies: int = 1
    channel: Channel = Channel.COUNTER
    counter: str = ""
    exemption: str = ""
    exemption_reason: str = ""
    replaces: int | None = None
    submission: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def named(self) -> tuple[int, ...]:
        """Everyone whom the paper names, each once."""
        return tuple(dict.fromkeys(self.person_ids or (self.person_id,)))

    def fingerprint(self, kind: PaperKind) -> str:
        """Tells whether the same form was sent again, or another under the same submission."""
        said = [
            kind.code, self.person_id, self.named, self.requester, self.standing, self.identity_check,
            dict(self.particulars), dict(self.asked), self.copies, self.exemption, self.replaces,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class Issued:
    """How an issue stands. ``sha256`` is empty until the paper is set; ``fee`` in yen for all copies."""

    request_id: int
    serial: str
    state: str
    sha256: str
    pages: int
    missing: tuple[str, ...]
    fee: int

    @property
    def is_released(self) -> bool:
        """True when it was paid and handed out."""
        return self.state == "released"
