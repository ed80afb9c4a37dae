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
OTHERS = (
    ("en", "English", "See which division looked at your resident record, when and why: open the page above, and enter"
     " the code and your date of birth. Names of staff are not shown."),
    ("zh", "中文", "打开上述网页，输入编号和出生日期，即可查看哪个部门在何时、出于什么目的查看过您的居民记录。"
     "不显示职员姓名。"),
    ("ko", "한국어", "위 페이지를 열고 번호와 생년월일을 입력하면, 어느 부서가 언제 무엇을 위해 주민 기록을 열람했는지"
     " 볼 수 있습니다. 직원의 이름은 표시되지 않습니다."),
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
