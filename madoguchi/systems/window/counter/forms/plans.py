"""What a filled form asks the resident record to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from madoguchi.engines.people.api import Act, ActKind, Notice


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An act to be recorded: ``action(actor, notice=…, **arguments)``.

    ``subjects`` are the persons it is about, where that does not show from who lives where before and after.
    """

    kind: str
    action: Callable[..., Act]
    notice: Notice
    arguments: Mapping[str, Any]
    subjects: tuple[int, ...] = ()
    abroad: bool = False


@dataclass(frozen=True, kw_only=True)
class ProposalPlan:
    """An act that a second person must approve."""

    kind: ActKind
    arguments: Mapping[str, Any]
    summary: str
    reason: str
