"""The slip as a paper. Its code is printed here and kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from madoguchi.engines.paperwork.api import render
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.towns.models import Town

from .actions import Given, grouped

TEMPLATE = Path(__file__).parent / "paper" / "slip.typ"
# The typefaces of papers hold neither simplified Chinese nor Korean; the page itself speaks both.
OTHERS = (
    ("ja", "やさしい日本語", "上のページで、あなたの情報を 市役所の だれ（どの課）が いつ 見たかを 知ることができます。"
     "ページは 中国語と 韓国語でも 読めます。"),
    ("en", "English", "See which division looked at your resident record, when and why: open the page above, and enter"
     " the code and your date of birth. The page is also in Chinese and Korean. Names of staff are not shown."),
)  # fmt: skip


def slip_paper(town: Town, given: Given, address: str) -> bytes:
    """The PDF of a slip. ``address``: where the residents' page is."""
    return render(TEMPLATE, data_of(town, given, address), timestamp=timezone.now()).pdf


def data_of(town: Town, given: Given, address: str) -> dict[str, Any]:
    """What the paper says."""
    profile: dict[str, Any] = dict(town.profile) if isinstance(town.profile, dict) else {}
    office = profile.get("office")
    return {
        "specimen": settings.MADOGUCHI_DEMO,
        "town": {"name": town.name},
        "serial_label": "確認票",
        "serial": f"{timezone.localtime(given.slip.given_at):%Y%m%d}-{given.slip.pk:06}",
        "issued": format_wareki(timezone.localdate(given.slip.given_at)),
        "for": given.name,
        "code": grouped(given.code),
        "until": format_wareki(timezone.localdate(given.slip.valid_until)),
        "address": address,
        "verify_url": address,
        "office": office.get("ja", town.name) if isinstance(office, dict) else town.name,
        "phone": str(profile.get("phone") or ""),
        "others": [{"lang": lang, "name": name, "text": text} for lang, name, text in OTHERS],
    }
