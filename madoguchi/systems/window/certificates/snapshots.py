"""What a certificate says, frozen as the JSON that its template sets (shape: at the top of each ``paper/*.typ``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from madoguchi.engines.people.api import Address, PersonRecord
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.towns.models import Town

SEX = {"1": "男", "2": "女"}
ARTICLE = {
    "1": "中長期在留者",
    "2": "特別永住者",
    "3": "一時庇護許可者又は仮滞在許可者",
    "4": "出生による経過滞在者又は国籍喪失による経過滞在者",
}
INSURANCES = ("national_health", "late_elderly", "care", "pension", "child_allowance")


def heading(town: Town, serial: str, day: date, *, specimen: bool) -> dict[str, Any]:
    """What stands on every certificate: who certifies, number, date."""
    profile = town.profile
    return {
        "specimen": specimen,
        "town": {
            "name": town.name,
            "office": f"{town.prefecture}{town.name}",
            "mayor": str(profile.get("mayor", "")).replace("\u3000", " "),
            "seal": seal_lines(town.name),
        },
        "serial": serial,
        "issued": format_wareki(day, "long"),
    }


def seal_lines(town: str) -> list[str]:
    """The characters of the mayor's seal in three columns, right to left: 四街道 / 市長 / 之印."""
    return [town[:-1], f"{town[-1]}長", "之印"]


def register_paper(
    records: Sequence[PersonRecord], *, whole: bool, shown: Sequence[str], head: str, codes: dict[int, tuple[str, str]]
) -> dict[str, Any]:
    """住民票の写し of a household. ``codes``: person id → 住民票コード, 個人番号, where they were asked for."""
    address = dwelling_of(records[0])
    return {
        "scope": "household" if whole else "part",
        "shown": list(shown),
        "address": f"{address.city}{address.in_town}",
        "head": head,
        "people": [person_of(record, codes.get(record.person.pk, ("", ""))) for record in records],
    }


def person_paper(record: PersonRecord, *, shown: Sequence[str], head: str, codes: tuple[str, str]) -> dict[str, Any]:
    """住民票の写し（個人票） of one person, without the history of changes."""
    address = dwelling_of(record)
    return {
        "shown": list(shown),
        "address": f"{address.city}{address.in_town}",
        "head": head,
        "person": person_of(record, codes),
        "history": [],
    }


def dwelling_of(record: PersonRecord) -> Address:
    """Where the person lives. Raises LookupError for someone who is not a resident on the day."""
    if record.dwelling is None:
        raise LookupError("この日に住民でない人の住民票の写しは作れません。")
    return Address(**{key: getattr(record.dwelling, key) for key in ("prefecture", "city", "town", "lot", "building")})


def person_of(record: PersonRecord, codes: tuple[str, str]) -> dict[str, Any]:
    """One person as the paper names them; items that do not apply are left out."""
    identity, stay = record.identity, record.membership
    if identity is None or stay is None:
        raise LookupError("この日に住民でない人の住民票の写しは作れません。")
    return {
        **name_of(record),
        "since": day_of(stay.resident_since),
        "told": day_of(stay.address_notified_on),
        "settled": day_of(stay.settled_on),
        "previous_address": str(Address.from_json(stay.previous_address))
        or ("（出生）" if stay.entry_reason == "birth" else None),
        "relationship": stay.relation_text,
        "domicile": identity.domicile or None,
        "domicile_head": identity.koseki_head or None,
        "resident_code": spaced(codes[0], 5),
        "my_number": spaced(codes[1], 4),
        **permit_of(record),
        "remarks": remarks_of(record),
    }


def name_of(record: PersonRecord) -> dict[str, Any]:
    """Names, birth and sex."""
    identity = record.identity
    assert identity is not None
    optional = {
        "alias": identity.alias,
        "alias_kana": identity.alias_kana,
        "former_name": identity.former_family_name,
        "former_name_kana": identity.former_family_kana,
        "roman_name": identity.name_romaji if identity.name_romaji != identity.name else "",
    }
    return {
        "name": identity.name,
        "kana": identity.name_kana or None,
        "birth": birth_of(identity),
        "sex": SEX.get(identity.sex, ""),
        "foreign": identity.is_foreign,
        **{key: value for key, value in optional.items() if value},
    }


def birth_of(identity: Any) -> str:
    """The birth date: as written where it is not known, by the Western calendar for foreign residents, else in eras."""
    if identity.birth_text or identity.birth_on is None:
        return identity.birth_text or "不詳"
    if identity.is_foreign:
        return f"{identity.birth_on.year}年{identity.birth_on.month}月{identity.birth_on.day}日"
    return format_wareki(identity.birth_on, "long")


def permit_of(record: PersonRecord) -> dict[str, Any]:
    """在留情報 of a foreign resident."""
    permit = record.permit
    if permit is None:
        return {}
    period = "".join(
        f"{value}{unit}" for value, unit in ((permit.years, "年"), (permit.months, "月"), (permit.days, "日")) if value
    )
    return {
        "nationality": permit.country or None,
        "article_30_45": ARTICLE.get(permit.article30_45),
        "status": permit.status or None,
        "period": period or None,
        "expires": f"{permit.expires_on.year}年{permit.expires_on.month}月{permit.expires_on.day}日"
        if permit.expires_on
        else None,
        "card_number": permit.card_number or None,
    }


def remarks_of(record: PersonRecord) -> list[str]:
    """A planned move-out stands on the paper until it is carried out or taken back."""
    stay = record.membership
    until = stay.valid.upper if stay else None
    return [f"{format_wareki(until, 'long')}転出予定"] if until else []


def moving_out_paper(records: Iterable[tuple[PersonRecord, PersonRecord]], head: str) -> dict[str, Any]:
    """転出証明書 (住民基本台帳法施行令第23条): pairs of the record before the move, and of the removal."""
    pairs = list(records)
    first, removed = pairs[0]
    removal = removed.removal
    if removal is None or removal.reason != "move_out":
        raise LookupError("転出の届出がない人の転出証明書は作れません。")
    address = dwelling_of(first)
    return {
        "old_address": f"{address.city}{address.in_town}",
        "old_head": head,
        "new_address": str(Address.from_json(removal.planned_address)),
        "new_head": None,
        "leaving": format_wareki(removal.planned_on or removal.valid.lower, "long"),
        "told": day_of(removal.notified_on),
        "people": [
            {**person_of(before, ("", "")), "insurance": dict.fromkeys(INSURANCES), "remarks": []}
            for before, _ in pairs
        ],
    }


def day_of(day: date | None) -> str | None:
    """A date in eras, None where it is not known."""
    return format_wareki(day, "long") if day else None


def spaced(digits: str, size: int) -> str | None:
    """Digits in groups, None for none."""
    return " ".join(digits[start : start + size] for start in range(0, len(digits), size)) or None
