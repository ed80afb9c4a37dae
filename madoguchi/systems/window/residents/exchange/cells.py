"""Checks of one cell by the kind of its column. Most values repeat: each is judged once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from madoguchi.foundation.codes import valid_lg_code, valid_resident_code

from .columns import COLUMNS, PLACE, Column
from .faults import Fault
from .values import DATE, day, is_unknown_day, postal_code

Judgement = tuple[str, str] | None
"""None for a good value; else the reason and the hint."""

KANA = re.compile(r"[゠-ヿ･-ﾟ　 ・，．,.'’－-]*")
CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffd]")
CARD = re.compile(r"[A-Z]{2}\d{8}[A-Z]{2}")
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d")
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
REMEMBERED = 200_000


def text(column: Column, value: str) -> Judgement:
    """Length, and no signs that are not text."""
    if CONTROL.search(value):
        return "使えない文字（制御文字か、文字化けした文字）があります。", "書き出し元の文字を確かめてください。"
    if len(value) > column.size:
        return f"{column.size}字までです（{len(value)}字あります）。", ""
    if column.name == "在留カード等番号" and not CARD.fullmatch(value):
        return "在留カード等の番号の形ではありません。", "英字2・数字8・英字2の12桁にしてください。"
    return None


def kana(column: Column, value: str) -> Judgement:
    """Katakana, full or half width."""
    if not KANA.fullmatch(value):
        return "カタカナではない文字があります。", "振り仮名はカタカナで入れてください。"
    return text(column, value)


def digits(column: Column, value: str) -> Judgement:
    """A number of at most so many digits."""
    if not (value.isascii() and value.isdigit()):
        return "数字ではありません。", "半角数字で入れてください。"
    return (f"{column.size}桁までです。", "") if len(value) > column.size else None


def exact(column: Column, value: str) -> Judgement:
    """A number of exactly so many digits."""
    right = valid_resident_code(value) if column.name == "住民票コード" else len(value) == column.size
    if not (right and value.isascii() and value.isdigit()):
        return f"{column.size}桁の半角数字ではありません。", "書き出し元の番号を確かめてください。"
    return None


def code(column: Column, value: str) -> Judgement:
    """One of the codes of the column."""
    if value in column.values:
        return None
    allowed = "・".join(sorted(column.values))
    return f"この列のコードではありません（{allowed}のどれか）。", column.note


def switch(column: Column, value: str) -> Judgement:
    """0 or 1."""
    return None if value in {"0", "1"} else ("0か1ではありません。", "該当なしは0、該当ありは1にしてください。")


def date(column: Column, value: str) -> Judgement:
    """YYYY-MM-DD, a day that exists; unknown parts as 00 are judged with the flag of the line."""
    if is_unknown_day(value) or day(value):
        return None
    if DATE.fullmatch(value):
        return "この日付はありません。", "年月日を確かめてください。"
    return "日付の形ではありません。", "2010-04-01のように入れてください。"


def shaped(pattern: re.Pattern[str], example: str) -> Callable[[Column, str], Judgement]:
    """A check of a fixed shape."""

    def check(_column: Column, value: str) -> Judgement:
        return None if pattern.fullmatch(value) else ("形が違います。", f"{example}のように入れてください。")

    return check


def postal(_column: Column, value: str) -> Judgement:
    """Seven digits of any width."""
    return None if postal_code(value) else ("7桁の郵便番号ではありません。", "数字7桁で入れてください。")


def municipality(_column: Column, value: str) -> Judgement:
    """Six digits with a right check digit; 99… are the invented codes of samples."""
    if valid_lg_code(value) or (len(value) == 6 and value.isascii() and value.isdigit() and value.startswith("99")):
        return None
    return "市区町村コードの検査数字が合いません。", "検査数字を含む6桁にしてください。"


KINDS: dict[str, Callable[[Column, str], Judgement]] = {
    "文字": text,
    "カナ": kana,
    "数字": digits,
    "番号": exact,
    "コード": code,
    "有無": switch,
    "日付": date,
    "年月": shaped(MONTH, "2026-04"),
    "時刻": shaped(TIME, "09:00:00"),
    "郵便番号": postal,
    "団体コード": municipality,
}
MISSING = ("値がありません。", "必ず値の要る列です。")


class CellCheck:
    """Judges the cells of lines; good values are remembered for each column."""

    def __init__(self) -> None:
        self.good: list[set[str]] = [set() if column.required else {""} for column in COLUMNS]

    def faults(self, line: int, cells: Sequence[str]) -> list[Fault]:
        """The faults of the cells of one line, each by itself."""
        if len(cells) != len(COLUMNS):
            return [wrong_count(line, cells)]
        return [
            fault
            for index, value in enumerate(cells)
            if value not in self.good[index] and (fault := self.judge(line, index, value))
        ]

    def judge(self, line: int, index: int, value: str) -> Fault | None:
        """The fault of a value that is not known to be good."""
        column = COLUMNS[index]
        judgement = KINDS[column.kind](column, value) if value else MISSING
        if judgement is None:
            if len(self.good[index]) < REMEMBERED:
                self.good[index].add(value)
            return None
        return Fault(line, column.name, value, *judgement)


def wrong_count(line: int, cells: Sequence[str]) -> Fault:
    """A line with too few or too many cells: which name it begins with helps to find it."""
    given, wanted = len(cells), len(COLUMNS)
    who = cells[PLACE["宛名番号"]] if given > 1 else cells[0]
    if given < wanted:
        hint = "行が途中で切れていないか、書き出し元を確かめてください。"
    else:
        hint = "値の中の「,」が引用符で囲まれているか確かめてください。"
    return Fault(line, "", f"宛名番号 {who}", f"列が{given}個あります（{wanted}個のはずです）。", hint)
