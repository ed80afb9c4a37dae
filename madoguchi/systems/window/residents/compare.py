"""What the record says of a person, as rows to read; and then beside now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from madoguchi.engines.people.api import Address, House, PersonRecord
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.codes import Sex

from .system import SYSTEM

NOBODY = "住民ではありません"


@dataclass(frozen=True)
class Row:
    """One fact: its label, what the record said then and says now."""

    label: str
    then: str
    now: str

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.then == self.now


def compare(then: PersonRecord, now: PersonRecord, then_house: House | None, now_house: House | None) -> list[Row]:
    """Every fact that is known then or now."""
    before, after = facts_of(then, then_house), facts_of(now, now_house)
    labels = [*dict.fromkeys([*before, *after])]
    order = [label for label in LABELS if label in labels]
    return [Row(label, before.get(label, ""), after.get(label, "")) for label in order]


def facts_of(record: PersonRecord, house: House | None) -> dict[str, str]:
    """Label → what the record says; only what is filled."""
    found = {**identity(record), **residence(record, house), **permit(record), **removal(record), **contact(record)}
    found |= withheld(record)
    return {label: found[label] for label in LABELS if found.get(label)}


def withheld(record: PersonRecord) -> dict[str, str]:
    """The labels of what the reader may not see, and whom to ask; the same for everyone, whatever the record says."""
    items = [item for item in WITHHELD if item in record.withheld]
    words = {item: f"表示できません（{'窓口責任者' if item == 'place' else SYSTEM.divisions[0]}へ）" for item in items}
    return {label: words[item] for item in items for label in WITHHELD[item]}


WITHHELD = {
    "people.item.domicile": ("本籍", "筆頭者"),
    "people.item.relation": ("続柄", "世帯主"),
    "people.item.permit": ("国籍・地域", "在留資格"),
    "people.item.history": ("履歴・連絡先",),
    "place": ("住所",),
}


def identity(record: PersonRecord) -> dict[str, str]:
    """Who the person is."""
    row = record.identity
    if row is None:
        return {}
    return {
        "氏名": row.name,
        "振り仮名": row.name_kana,
        "ローマ字": row.name_romaji,
        "通称": row.alias,
        "旧氏": row.former_family_name,
        "生年月日": row.birth_text or day(row.birth_on),
        "性別": Sex(row.sex).label if row.sex else "",
        "本籍": row.domicile,
        "筆頭者": row.koseki_head,
        "成年被後見人": "該当" if row.is_ward else "",
        "法人番号": row.corporate_number,
    }


def residence(record: PersonRecord, house: House | None) -> dict[str, str]:
    """Where and with whom the person lives."""
    row, home = record.membership, record.dwelling
    if row is None:
        return {"住所": NOBODY if record.person.kind == "resident" else ""}
    head = house.head if house else None
    return {
        "住所": "　".join(part for part in (f"{home.town}{home.lot}", home.building) if part) if home else "",
        "住所を定めた日": day(row.settled_on),
        "住民となった日": day(row.resident_since),
        "続柄": row.relation_text,
        "世帯主": head.name if head else "",
        "世帯員": members(house) if house else "",
        "転入前住所": str(Address.from_json(row.previous_address)),
    }


def members(house: House) -> str:
    """健一、美咲（2人）: given names where the family name is the head's."""
    family = house.head.name.replace(" ", "　").split("　")[0] + "　" if house.head else ""
    names = [member.name.replace(" ", "　").removeprefix(family) for member in house.members]
    return f"{'、'.join(names)}（{len(names)}人）"


def permit(record: PersonRecord) -> dict[str, str]:
    """在留情報."""
    row = record.permit
    if row is None:
        return {}
    return {
        "国籍・地域": row.country,
        "在留資格": row.status or row.status_code,
        "在留期間の満了の日": day(row.expires_on),
    }


def removal(record: PersonRecord) -> dict[str, str]:
    """Why the person is no resident."""
    row = record.removal
    if row is None:
        return {}
    to = Address.from_json(row.confirmed_address or row.planned_address)
    state = "（予定）" if row.reason == "move_out" and not row.confirmed_on else ""
    return {
        "消除の事由": f"{row.get_reason_display()}{state}",
        "消除の日": day(row.valid.lower),
        "転出先": str(to),
        "転入通知の日": day(row.arrival_notified_on),
    }


def contact(record: PersonRecord) -> dict[str, str]:
    """Telephone, and the address of a person outside the register."""
    row: Any = record.contact
    return {"電話": row.phone, "連絡先の住所": str(Address.from_json(row.address))} if row else {}


def day(value: date | None) -> str:
    """A date in 和暦, or nothing."""
    return format_wareki(value) if value else ""


LABELS = (
    *("氏名", "振り仮名", "ローマ字", "通称", "旧氏", "生年月日", "性別"),
    *("住所", "住所を定めた日", "住民となった日", "続柄", "世帯主", "世帯員", "転入前住所"),
    *("本籍", "筆頭者", "国籍・地域", "在留資格", "在留期間の満了の日", "成年被後見人", "法人番号"),
    *("消除の事由", "消除の日", "転出先", "転入通知の日", "電話", "連絡先の住所"),
    "履歴・連絡先",
)
