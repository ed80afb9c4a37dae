"""Issuing certificates, over the engine that binds each paper to its request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.issuance import api as issuance
from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.towns.models import Town

from .contents import content, register_contents
from .models import Kind
from .paper_kinds import BY_KIND
from .system import ISSUE
from .wanted import Wanted

TOGETHER = 200


def begin(actor: Actor, *, town: Town, wanted: Wanted, request: issuance.Request) -> issuance.Issued:
    """Freezes a request and sets its paper; nothing is charged yet. Raises Forbidden, Refused."""
    return issuance.begin(actor, town=town, kind=BY_KIND[wanted.kind], request=request, content=content(wanted))


def issue(actor: Actor, *, town: Town, wanted: Wanted, request: issuance.Request) -> issuance.Issued:
    """Issues a certificate from the request to the release. Raises Forbidden, Refused."""
    return issuance.issue(actor, town=town, kind=BY_KIND[wanted.kind], request=request, content=content(wanted))


def print_register_papers(actor: Actor, *, town: Town, several: Sequence[Wanted]) -> Iterator[paperwork.Paper]:
    """Sets many 住民票の写し for the printer, several to a document; nothing is issued or numbered (見本刷り).

    The record is read for ``TOGETHER`` at a time while the papers before them are being set.

    Raises Forbidden, Refused.
    """
    require(actor, ISSUE)
    now = timezone.localtime()
    top = issuance.heading(town, "", now.date(), specimen=True)
    papers = ({**top, **each} for each in read_ahead(actor, several))
    return paperwork.render_batch(BY_KIND[Kind.HOUSEHOLD].template, papers, timestamp=now)


def read_ahead(actor: Actor, several: Sequence[Wanted]) -> Iterator[dict[str, Any]]:
    """What the papers say, read in one transaction for each ``TOGETHER``. Raises Forbidden, Refused."""
    for start in range(0, len(several), TOGETHER):
        with transaction.atomic():
            contents = register_contents(visible_to(actor), several[start : start + TOGETHER])
        yield from contents
