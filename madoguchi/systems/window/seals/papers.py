"""What the papers say, frozen as the JSON that their templates set (shape: at the top of each ``paper/*.typ``)."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from madoguchi.engines.people.api import Address, PersonRecord
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.towns.models import Town

from .law import entry_of
from .models import EndReason, Impression, SealAct, SealApplication, SealStanding
from .rules import Basis, Route
from .store import impression_png
from .system import DIVISION

SEX = {"1": "男", "2": "女"}
PAPER = Path(__file__).parent / "paper"
LETTER, NOTICE, CARD_OF_SCALE = PAPER / "letter.typ", PAPER / "notice.typ", PAPER / "scale.typ"


def heading(town: Town, on: date) -> dict[str, Any]:
    """What stands on every paper: who sends it, and when."""
    profile = town.profile
    return {
        "specimen": settings.MADOGUCHI_DEMO,
        "town": {
            "name": town.name,
            "office": f"{town.prefecture}{town.name}",
            "mayor": str(profile.get("mayor", "")).replace("\u3000", " "),
            "seal": [town.name[:-1], f"{town.name[-1]}長", "之印"],
            "address": in_japanese(profile.get("address", "")),
            "postal_code": str(profile.get("postal_code", "")),
            "phone": str(profile.get("phone", "")),
        },
        "division": DIVISION,
        "serial_label": "文書番号",
        "issued": format_wareki(on, "long"),
    }


def in_japanese(words: Any) -> str:
    """Words of the town's profile, which may be given in several languages."""
    return str(words.get("ja", "")) if isinstance(words, dict) else str(words)


def letter_data(town: Town, application: SealApplication, person: PersonRecord) -> dict[str, Any]:
    """照会書 with 回答書 and 代理権授与通知書, to the address in the record."""
    assert application.letter_on and application.answer_due
    return {
        **heading(town, application.letter_on),
        "serial": letter_number(application),
        "to": addressee(person),
        "applied": format_wareki(application.applied_on, "long"),
        "due": format_wareki(application.answer_due, "long"),
        "due_provisional": entry_of("answer_days", application.letter_on).provisional,
        "proxy": {"name": application.proxy_name, "address": application.proxy_address}
        if application.route == Route.PROXY
        else None,
        "text": application.text,
    }


def letter_number(application: SealApplication) -> str:
    """The number of a letter."""
    assert application.letter_on
    return f"印登{application.letter_on:%Y}-{application.pk:06}"


def addressee(person: PersonRecord) -> dict[str, str]:
    """Name and address as the record has them today."""
    dwelling = person.dwelling
    address = (
        Address(**{key: getattr(dwelling, key) for key in ("prefecture", "city", "town", "lot", "building")})
        if dwelling
        else Address()
    )
    code = dwelling.postal_code if dwelling else ""
    return {
        "name": person.name.replace("\u3000", " "),
        "postal_code": f"{code[:3]}-{code[3:]}" if len(code) == 7 else code,
        "address": str(address),
    }


def impression_data(impression: Impression) -> dict[str, Any]:
    """An impression with its true size; the picture as base64, because data reach a template as JSON."""
    return {
        "width_mm": float(impression.width_mm),
        "height_mm": float(impression.height_mm),
        "png": b64encode(impression_png(impression)).decode(),
    }


def notice_data(town: Town, act: SealAct, person: PersonRecord, on: date) -> dict[str, Any]:
    """抹消通知書."""
    return {
        **heading(town, on),
        "serial": f"印抹{on:%Y}-{act.pk:06}",
        "to": addressee(person),
        "registered": format_wareki(act.registration.registered_on, "long"),
        "ended": format_wareki(act.event_on, "long"),
        "reason": EndReason(act.reason).label,
        "note": act.note,
        "text": act.registration.text,
    }


def certificate_data(standing: SealStanding, person: PersonRecord, *, sex_shown: bool) -> dict[str, Any]:
    """印鑑登録証明書. The impression lies sealed until the paper is set."""
    identity, dwelling = person.identity, person.dwelling
    assert identity and dwelling
    address = Address(**{key: getattr(dwelling, key) for key in ("prefecture", "city", "town", "lot", "building")})
    optional = {
        "former_name": identity.former_family_name,
        "alias": identity.alias,
        "kana": identity.name_kana if standing.registration.basis == Basis.KANA else "",
        "sex": SEX.get(identity.sex, "") if sex_shown else "",
    }
    return {
        "name": identity.name.replace("\u3000", " "),
        "birth": birth_of(identity),
        "address": f"{address.prefecture}{address.city}{address.in_town}",
        **{key: value for key, value in optional.items() if value},
        "sealed": {"impression": impression_data(standing.impression)},
    }


def birth_of(identity: Any) -> str:
    """The birth date: as written where it is not known, by the Western calendar for foreign residents, else in eras."""
    if identity.birth_text or identity.birth_on is None:
        return identity.birth_text or "不詳"
    if identity.is_foreign:
        return f"{identity.birth_on.year}年{identity.birth_on.month}月{identity.birth_on.day}日"
    return format_wareki(identity.birth_on, "long")
