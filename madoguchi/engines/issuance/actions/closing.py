"""締め: cash is counted against the ledger, and the drawer ends."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from madoguchi.engines.people.api import Fault, Refused
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..models import Closing, Drawer, FeeLine, LineKind
from ..permissions import CLOSE
from ..rules.cash import difference, total_of
from .ledger import add_line, last_line


def close(
    actor: Actor,
    *,
    drawer_id: int,
    counts: Mapping[int, int],
    change: int = 0,
    reason: str = "",
    seen: int | None = None,
) -> Closing:
    """Ends a drawer. ``counts``: denomination → how many notes or coins; ``change``: the change among them.

    ``seen`` is the balance that the clerk counted against; where a charge came in between, the closing is refused.
    Raises Forbidden, Refused (closed already; a difference without a reason).
    """
    require(actor, CLOSE)
    with transaction.atomic():
        drawer = Drawer.objects.select_for_update().get(pk=drawer_id)
        last = last_line(drawer)
        if last is None or not last.open:
            raise Refused("この会計は既に締めています。")
        if seen is not None and seen != last.balance:
            raise Refused(
                "数えているあいだに手数料の出入りがありました。台帳の残高を確かめて、もう一度締めてください。"
            )
        made = write(actor, drawer, last, counts, change, reason.strip())
        Drawer.objects.filter(pk=drawer.pk).update(closed=True)
        detail: dict[str, object] = {"expected": made.expected, "difference": made.difference}
        audit(actor, action="papers.close", subject=f"drawer:{drawer.pk}", detail=detail)
    return made


def write(actor: Actor, drawer: Drawer, last: FeeLine, counts: Mapping[int, int], change: int, reason: str) -> Closing:
    """The closing line and what was counted."""
    counted = total_of(counts)
    amiss = difference(counted, change, last.balance)
    if amiss and not reason:
        raise Refused(
            Fault(f"台帳と{abs(amiss):,}円{'多い' if amiss > 0 else '足りない'}理由を入れてください。", "reason")
        )
    now = timezone.now()
    line = add_line(actor, drawer, LineKind.CLOSING, 0, now)
    return Closing.objects.create(
        drawer=drawer, line=line, expected=line.balance, counted=counted, change=change, difference=amiss,
        reason=reason, denominations={str(value): count for value, count in counts.items() if count},
        closed_at=now, user_id=actor.user_id, closer=str(actor),
    )  # fmt: skip
