"""What a certificate says, frozen as the JSON that its template sets (shape: at the top of each ``paper/*.typ``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from madoguchi.engines.people.api import Address, PersonRecord, RemovalReason
from madoguchi.foundation.calendar import format_wareki

SEX = {"1": "男", "2": "女"}
ARTICLE = {
    "1": "中長期在留者",
    "2": "特別永住者",
    "3": "一時庇護許可者又は仮滞在許可者",
    "4": "出生による経過滞在者又は国籍喪失による経過滞在者",
}
INSURANCES = ("national_health", "late_elderly", "care", "pension", "child_allowance")


def register_paper(
    records: Sequence[PersonRecord], *, whole: bool, shown: Sequence[str], head: str, codes: Mapping[int, str]
) -> dict[str, Any]:
    """住民票の写し of a household. ``codes``: person id → 住民票コード, where it was asked for."""
    address = dwelling_of(records[0])
    return {
        "scope": "household" if whole else "part",
        "shown": list(shown),
        "address": f"{address.city}{address.in_town}",
        "head": head,
        "people": [person_of(record, codes.get(record.person.pk, "")) for record in records],
    }


def person_paper(record: PersonRecord, *, shown: Sequence[str], head: str, code: str) -> dict[str, Any]:
    """住民票の写し（個人票） of one person, without the history of changes."""
    address = dwelling_of(record)
    return {
        "shown": list(shown),
        "address": f"{address.city}{address.in_town}",
        "head": head,
        "person": person_of(record, code),
        "history": [],
    }


def dwelling_of(record: PersonRecord) -> Address:
    """Where the person lives. Raises LookupError for someone who is not a resident on the day."""
    if record.dwelling is None:
        raise LookupError("この日に住民でない人の住民票の写しは作れません。")
    return Address(**{key: getattr(record.dwelling, key) for key in ("prefecture", "city", "town", "lot", "building")})


def person_of(record: PersonRecord, code: str = "") -> dict[str, Any]:
    """One person as the paper names them; items that do not apply are left out.

    ``key`` is where the sealed part of the paper has the person's 個人番号.
    """
    identity, stay = record.identity, record.membership
    if identity is None or stay is None:
        raise LookupError("この日に住民でない人の住民票の写しは作れません。")
    return {
        "key": str(record.person.pk),
        **name_of(record),
        "since": day_of(stay.resident_since),
        "told": day_of(stay.address_notified_on),
        "settled": day_of(stay.settled_on),
        "previous_address": str(Address.from_json(stay.previous_address))
        or ("（出生）" if stay.entry_reason == "birth" else None),
        "relationship": stay.relation_text,
        "domicile": identity.domicile or None,
        "domicile_head": identity.koseki_head or None,
        "resident_code": spaced(code, 5),
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


def removed_paper(
    then: PersonRecord, now: PersonRecord, *, shown: Sequence[str], head: str, code: str
) -> dict[str, Any]:
    """除票の写し: the record of the last day (``then``), and the removal that stands now."""
    removal = now.removal
    assert removal is not None
    person = {**person_of(then, code), "remarks": []}
    going = Address.from_json(removal.confirmed_address) or Address.from_json(removal.planned_address)
    return {
        **person_paper(then, shown=shown, head=head, code=code),
        "person": person,
        "removal": {
            "reason": RemovalReason(removal.reason).label,
            "on": day_of(removal.valid.lower),
            "told": day_of(removal.notified_on),
            "destination": str(going) or None,
            "confirmed": removal.confirmed_on is not None,
        },
    }


STATEMENT: Mapping[str, tuple[str, Callable[[dict[str, Any], str], str | None]]] = {
    "kana": ("氏名の振り仮名", lambda person, head: person["kana"]),
    "birth": ("生年月日", lambda person, head: person["birth"]),
    "sex": ("性別", lambda person, head: person["sex"]),
    "address": ("住所", lambda person, head: person["address"]),
    "since": ("住民となった年月日", lambda person, head: person["since"]),
    "settled": ("住所を定めた年月日", lambda person, head: person["settled"]),
    "previous_address": ("転入前住所", lambda person, head: person["previous_address"]),
    "head": ("世帯主の氏名", lambda person, head: head),
    "relationship": ("続柄", lambda person, head: person["relationship"]),
    "domicile": ("本籍・筆頭者", lambda person, head: joined(person["domicile"], person["domicile_head"])),
    "alias": ("通称", lambda person, head: person.get("alias")),
    "former_name": ("旧氏", lambda person, head: person.get("former_name")),
    "nationality": ("国籍・地域", lambda person, head: person.get("nationality")),
    "residence_status": ("在留資格・在留期間等・満了の日", lambda person, head: joined(
        person.get("status"), person.get("period"), person.get("expires"))),
    "resident_code": ("住民票コード", lambda person, head: person["resident_code"]),
}  # fmt: skip
"""Items of 住民票記載事項証明書: name on the paper, and how it is read from a person as the papers have them."""


def statement_paper(
    records: Sequence[PersonRecord], *, chosen: Sequence[str], head: str, codes: Mapping[int, str]
) -> dict[str, Any]:
    """住民票記載事項証明書: the name of each, and the items chosen, in the order of the record."""
    people = []
    for record in records:
        address = dwelling_of(record)
        person = {**person_of(record, codes.get(record.person.pk, "")), "address": f"{address.city}{address.in_town}"}
        rows = [
            {"label": label, "value": read(person, head)} for key, (label, read) in STATEMENT.items() if key in chosen
        ]
        people.append({"key": person["key"], "name": person["name"], "kana": person["kana"], "rows": rows})
    return {"shown": list(chosen), "people": people}


def joined(*parts: str | None) -> str | None:
    """The parts that there are, side by side; None for none."""
    return "　".join(part for part in parts if part) or None


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
        "people": [{**person_of(before), "insurance": dict.fromkeys(INSURANCES), "remarks": []} for before, _ in pairs],
    }


def day_of(day: date | None) -> str | None:
    """A date in eras, None where it is not known."""
    return format_wareki(day, "long") if day else None


def spaced(digits: str, size: int) -> str | None:
    """Digits in groups, None for none."""
    return " ".join(digits[start : start + size] for start in range(0, len(digits), size)) or None
