"""Checks of one line: columns that must agree with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from madoguchi.foundation.calendar import DateError, era_of
from madoguchi.foundation.codes import Sex, UnknownRelationshipError, relationship_codes

from .columns import NAMES, PLACE
from .faults import Fault
from .places import place_faults
from .values import day, is_unknown_day

UNKNOWN = "_不詳フラグ"
FLAGGED = tuple(name for name in NAMES if f"{name}{UNKNOWN}" in PLACE)
MAY_LIE_AHEAD = frozenset({"転出予定年月日", "在留期間の満了の日"})
DATES = tuple(
    name for name in NAMES if name.endswith(("年月日", "年月日（確定）", "通知日")) and name not in MAY_LIE_AHEAD
)
RESIDENT, MOVED_OUT, DECEASED, REMOVED = "1", "2", "3", "9"
HEAD = ("02",)
PERMIT = NAMES[PLACE["在留カード等番号"] : PLACE["在留期間の満了の日"] + 1]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file by the names of its columns."""

    number: int
    cells: Sequence[str]

    def __getitem__(self, name: str) -> str:
        return self.cells[PLACE[name]]

    def fault(self, column: str, reason: str, hint: str = "") -> Fault:
        """A fault of one of its columns."""
        return Fault(self.number, column, self[column], reason, hint)

    @property
    def is_resident(self) -> bool:
        """Whether the person still is a resident (also one whose move-out is planned)."""
        return self["住民状態"] == RESIDENT

    @property
    def relation(self) -> tuple[str, ...]:
        """The stacked codes that the words of the relation mean. Raises UnknownRelationshipError."""
        return relationship_codes(self["続柄表記"])


@dataclass(frozen=True, slots=True)
class Setting:
    """What lines are checked against: the code that the town's own addresses must bear, and the day of the import."""

    lg_code: str
    today: date


def line_faults(line: Line, setting: Setting) -> Iterator[Fault]:
    """Every fault between the columns of one line whose cells are good by themselves."""
    yield from unknown_date_faults(line)
    yield from future_faults(line, setting.today)
    yield from birth_faults(line)
    yield from sex_faults(line)
    yield from relation_faults(line)
    yield from nationality_faults(line)
    yield from removal_faults(line)
    yield from place_faults(line.number, line.__getitem__, setting.lg_code)


def unknown_date_faults(line: Line) -> Iterator[Fault]:
    """不詳 parts of a date, and its absence where the flag says that it is unknown, must agree with the flag."""
    for index, name in FLAGGED_AT:
        value = line.cells[index]
        unknown = line.cells[PLACE[f"{name}{UNKNOWN}"]] == "1"
        if is_unknown_day(value) and not unknown:
            yield line.fault(
                name,
                "日付に不詳（00）がありますが、不詳フラグが1ではありません。",
                f"{name}{UNKNOWN}を1にしてください。",
            )
    for index, name in UNFLAGGED_AT:
        if is_unknown_day(line.cells[index]):
            yield line.fault(name, "不詳（00）を入れられない日付です。", "年月日を確かめてください。")


FLAGGED_AT = tuple((PLACE[name], name) for name in FLAGGED)
UNFLAGGED_AT = tuple(
    (PLACE[name], name) for name in NAMES if name.endswith(("年月日", "の日", "知日")) and name not in FLAGGED
)
DATES_AT = tuple((PLACE[name], name) for name in DATES)


def future_faults(line: Line, today: date) -> Iterator[Fault]:
    """Only a planned move-out (and the act that planned it) and the end of a permit lie ahead."""
    now, planned = today.isoformat(), line["転出予定年月日"]
    for index, name in DATES_AT:
        value = line.cells[index]
        if value > now and (name, value) != ("異動年月日", planned):
            yield line.fault(name, "先の日付です。", "取込みの日より前の日付か確かめてください。")


def birth_faults(line: Line) -> Iterator[Fault]:
    """生年月日 is there unless it is unknown, agrees with its era, and comes before everything else."""
    text, unknown = line["生年月日"], line["生年月日_不詳フラグ"] == "1"
    if not text and not unknown:
        yield line.fault("生年月日", "値がありません。", "分からないときは、不詳フラグを1にしてください。")
    born = day(text)
    if born is None:
        return
    if (era := line["生年月日_元号"]) and era != era_code(born):
        yield line.fault(
            "生年月日_元号", f"生年月日（{text}）の元号と合いません。", "元号か生年月日を確かめてください。"
        )
    since = day(line["住民となった年月日"])
    if since and since < born:
        yield line.fault("住民となった年月日", f"生年月日（{text}）より前です。", "日付を確かめてください。")


def era_code(born: date) -> str:
    """The digit of the era of a day, "" before the eras."""
    try:
        return era_of(born).code
    except DateError:
        return ""


def sex_faults(line: Line) -> Iterator[Fault]:
    """The word must be that of the code."""
    code, word = line["性別"], line["性別表記"]
    if code and word and Sex(code).label != word:
        yield line.fault(
            "性別表記", f"性別（{code}：{Sex(code).label}）と合いません。", "どちらが正しいか確かめてください。"
        )


def relation_faults(line: Line) -> Iterator[Fault]:
    """The words of the relation are known, and begin with its code."""
    try:
        codes = line.relation
    except UnknownRelationshipError as error:
        yield line.fault("続柄表記", str(error), "「子」「子の妻」のように、表にある続柄にしてください。")
        return
    if codes[0] != line["続柄コード1"].zfill(2):
        yield line.fault(
            "続柄コード1",
            f"続柄表記「{line['続柄表記']}」のコード（{int(codes[0])}）と合いません。",
            "コードか表記を確かめてください。",
        )
    if codes == HEAD and line.is_resident and line["世帯主氏名"] != line["氏名"]:
        yield line.fault(
            "世帯主氏名", "世帯主の行ですが、本人の氏名と違います。", "世帯主氏名を本人の氏名にしてください。"
        )


def nationality_faults(line: Line) -> Iterator[Fault]:
    """A Japanese resident has no 在留情報; a foreign one has no 本籍, and has a country."""
    if line["住民種別"] == "1":
        for name in PERMIT:
            if line[name] not in {"", "0"}:
                yield line.fault(name, "日本人の住民に在留情報があります。", "住民種別か、この列を確かめてください。")
        return
    for name in ("本籍", "戸籍_筆頭者"):
        if line[name]:
            yield line.fault(name, "外国人住民に戸籍の表示があります。", "住民種別か、この列を確かめてください。")
    if not line["国籍名等"]:
        yield line.fault("国籍名等", "外国人住民の国籍・地域がありません。", "国籍・地域の名を入れてください。")


def removal_faults(line: Line) -> Iterator[Fault]:
    """住民状態 and the columns of removal agree, and the removal comes after the beginning."""
    state, removed = line["住民状態"], removed_on_text(line)
    if state == RESIDENT:
        if line["消除の異動年月日"]:
            yield line.fault(
                "消除の異動年月日", "住民（住民状態1）に消除の日があります。", "住民状態を確かめてください。"
            )
        if line["除票フラグ"] == "1":
            yield line.fault(
                "除票フラグ", "住民（住民状態1）が除票になっています。", "住民状態か除票フラグを確かめてください。"
            )
        return
    if not removed and line["消除の異動年月日_不詳フラグ"] != "1":
        yield line.fault(
            "消除の異動年月日",
            "消除された人に消除の日がありません。",
            "分からないときは、不詳フラグを1にしてください。",
        )
    if not removed and not line["異動年月日"]:
        yield line.fault(
            "異動年月日", "消除の日も異動年月日もありません。", "消除の日が不詳でも、異動年月日は入れてください。"
        )
    gone, since = day(removed), day(line["住民となった年月日"])
    if gone and since and gone < since:
        yield line.fault(
            "消除の異動年月日",
            f"住民となった年月日（{line['住民となった年月日']}）より前です。",
            "日付を確かめてください。",
        )


def removed_on_text(line: Line) -> str:
    """From which day the person is no resident: the day of removal, else the confirmed or planned day of moving out."""
    return line["消除の異動年月日"] or line["転出年月日（確定）"] or line["転出予定年月日"]
