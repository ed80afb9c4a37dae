"""The letters as one PDF for the printer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from madoguchi.engines.issuance.api import heading
from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Refused, visible_to
from madoguchi.foundation.access import Actor
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.towns.models import Town

from ..models import IssueNotice, NoticeState
from ..system import SYSTEM
from .actions import mark_printed, mark_printed_again
from .queries import addresses, notices, persons_of
from .rules import called

TEMPLATE = Path(__file__).parents[1] / "paper" / "notice.typ"
AT_ONCE = 100
NOBODY = "送れる通知がありません。転出した人には、この画面からは送れません。"


def print_letters(actor: Actor, *, town: Town, again: bool = False) -> tuple[bytes, list[IssueNotice]]:
    """Sets the letters that wait and marks them as printed, or ``again`` those that were printed and not sent yet (the
    file may have been lost on its way). Who has moved away keeps waiting.

    Raises Forbidden, Refused (none to print; a colleague was quicker).
    """
    rows = notices(actor, NoticeState.PRINTED if again else NoticeState.WAITING, AT_ONCE)
    now = timezone.localtime()
    where = addresses(visible_to(actor), persons_of(rows), now.date())
    ready = [row for row in rows if row.registration.person_id in where]
    if not ready:
        raise Refused(NOBODY)
    top = {**heading(town, "", now.date(), specimen=False), "inquiries": inquiries(town)}
    data = [{**top, **letter(row, where[row.registration.person_id])} for row in ready]
    pdf = next(iter(paperwork.render_batch(TEMPLATE, data, timestamp=now, size=AT_ONCE, workers=1))).pdf
    (mark_printed_again if again else mark_printed)(actor, [row.pk for row in ready])
    return pdf, ready


def inquiries(town: Town) -> str:
    """Where the reader may ask, with the telephone where the town has told one."""
    phone = str(town.profile.get("phone", ""))
    return f"{town.name}　{SYSTEM.divisions[0]}" + (f"（電話 {phone}）" if phone else "")


def letter(row: IssueNotice, where: tuple[str, str, str]) -> dict[str, Any]:
    """What one letter says: to whom, and of the release no more than it must."""
    code, address, name = where
    asked = row.request
    released = asked.release
    assert released is not None
    return {
        "serial": f"{row.pk:07}",
        "serial_label": "通知番号",
        "postal_code": f"{code[:3]}-{code[3:]}" if code else "",
        "address": address,
        "name": name,
        "released": format_wareki(timezone.localdate(released.released_at), "long"),
        "kind": asked.name,
        "copies": asked.copies,
        "by": called(asked.standing),
    }
