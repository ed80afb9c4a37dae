"""Short code lists of the resident record, valued as its files have them."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class LabelledCode(StrEnum):
    """A code with its Japanese word: `Sex.MALE == "1"`, `Sex.MALE.label == "男"`."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of code and word, for fields and forms."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def by_label(cls, label: str) -> Self:
        """The code of a word. Raises ValueError for another word."""
        for member in cls:
            if member.label == label:
                return member
        raise ValueError(f"{label}は{'・'.join(member.label for member in cls)}のどれでもありません。")


class Sex(LabelledCode):
    """性別."""

    MALE = "1", "男"
    FEMALE = "2", "女"


class ResidentKind(LabelledCode):
    """住民種別."""

    JAPANESE = "1", "日本人"
    FOREIGN = "2", "外国人"


class ResidentState(LabelledCode):
    """住民状態."""

    RESIDENT = "1", "住民"
    MOVED_OUT = "2", "転出者"
    DECEASED = "3", "死亡者"
    REMOVED = "9", "その他消除者"


class ForeignResidentBasis(LabelledCode):
    """第30条45規定区分: why a foreigner is in the record (住民基本台帳法30条の45の表). The digits are 仮."""

    MID_TO_LONG_TERM = "1", "中長期在留者"
    SPECIAL_PERMANENT = "2", "特別永住者"
    TEMPORARY_PERMIT = "3", "一時庇護許可者又は仮滞在許可者"
    TRANSITIONAL = "4", "出生による経過滞在者又は国籍喪失による経過滞在者"
