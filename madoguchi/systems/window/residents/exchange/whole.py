"""Checks across lines: histories, households, numbers that may stand only once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from madoguchi.foundation.codes import UnknownRelationshipError

from .columns import PLACE
from .faults import Fault
from .lines import HEAD, Line, removed_on_text
from .values import day

ADDRESS = ("住所_市区町村コード", "住所_町字", "住所_番地号表記", "住所_方書", "住所_郵便番号")
KEYS = (PLACE["宛名番号"], PLACE["世帯番号"])
ENTERED = ("住民となった年月日", "記載の異動年月日", "住所を定めた年月日", "異動年月日")


@dataclass(frozen=True, slots=True)
class Brief:
    """What the checks across lines need of one line."""

    line: int
    person: int
    history: int
    branch: int
    latest: bool
    household: int
    resident: bool
    is_head: bool
    name: str
    head_name: str
    code: str
    event: str
    entered: date | None
    settled: date | None
    removed: date | None
    address: tuple[str, ...]

    @property
    def order(self) -> tuple[int, int]:
        """Its place in the history of the person."""
        return self.history, self.branch


def brief(line: Line, shared: dict[tuple[str, ...], tuple[str, ...]]) -> Brief:
    """The brief of a line; ``shared`` keeps one copy of each address."""
    try:
        is_head = line.relation == HEAD
    except UnknownRelationshipError:
        is_head = False
    address = tuple(line[name] for name in ADDRESS)
    return Brief(
        line=line.number,
        person=int(line["宛名番号"]),
        history=int(line["個人履歴番号"]),
        branch=int(line["個人履歴番号_枝番号"]),
        latest=line["最新フラグ"] == "1",
        household=int(line["世帯番号"]),
        resident=line.is_resident,
        is_head=is_head,
        name=line["氏名"],
        head_name=line["世帯主氏名"],
        code=line["住民票コード"],
        event=line["異動年月日"],
        entered=first_day(line, ENTERED),
        settled=day(line["住所を定めた年月日"]),
        removed=removed_on(line),
        address=shared.setdefault(address, address),
    )


def first_day(line: Line, names: tuple[str, ...]) -> date | None:
    """The first of the columns that holds a day."""
    return next((found for name in names if (found := day(line[name]))), None)


def removed_on(line: Line) -> date | None:
    """From which day the person is no resident; None for one who stays. An unknown day is taken for that of the act."""
    found = day(removed_on_text(line))
    return found if line.is_resident else found or first_day(line, ("異動年月日", *ENTERED))


class Whole:
    """Collects the lines of a file, and says what is wrong between them."""

    def __init__(self) -> None:
        self.people: dict[int, list[Brief]] = defaultdict(list)
        self.shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.left_out: set[str] = set()
        self.is_blind = False

    def add(self, line: Line) -> None:
        """Takes a line into account."""
        found = brief(line, self.shared)
        self.people[found.person].append(found)

    def leave_out(self, cells: Sequence[str]) -> None:
        """A line that cannot be judged: nothing is said of its person and household, so that one fault stays one."""
        person, household = (cells[at].strip() if at < len(cells) else "" for at in KEYS)
        self.left_out |= {f"person {person}", f"household {household}"}
        self.is_blind |= not household.isdigit()

    def faults(self) -> Iterator[Fault]:
        """Every fault between lines: of each person, of each household, of the numbers."""
        for number, lines in self.people.items():
            if f"person {number}" not in self.left_out:
                yield from history_faults(sorted(lines, key=lambda each: each.order))
        for number, lines in self.households().items():
            if f"household {number}" not in self.left_out:
                yield from household_faults(lines, self.is_blind)
        yield from code_faults(self.people)

    def households(self) -> dict[int, list[Brief]]:
        """Household number → the latest lines of its present members."""
        found: dict[int, list[Brief]] = defaultdict(list)
        for lines in self.people.values():
            latest = max((each for each in lines if each.latest), key=lambda each: each.order, default=None)
            if latest and latest.resident:
                found[latest.household].append(latest)
        return found


def history_faults(lines: list[Brief]) -> Iterator[Fault]:
    """One person's lines: no number twice, one latest line, the last one; events in their order."""
    for before, after in pairwise(lines):
        if before.order == after.order:
            reason = f"同じ人の同じ履歴が{before.line}行目にもあります。"
            yield fault(
                after, "個人履歴番号", f"{after.history}-{after.branch}", reason, "重なった行を除いてください。"
            )
        elif before.event and after.event and after.event < before.event:
            reason = f"前の履歴（{before.line}行目、{before.event}）より前の異動年月日です。"
            yield fault(after, "異動年月日", after.event, reason, "個人履歴番号か異動年月日を確かめてください。")
    latest = [each for each in lines if each.latest]
    if not latest:
        yield fault(
            lines[-1], "最新フラグ", "0", "この人に最新フラグが1の行がありません。", "最後の履歴を1にしてください。"
        )
    for each in latest[:-1]:
        reason = f"この人の最新フラグが1の行が{len(latest)}行あります。"
        yield fault(each, "最新フラグ", "1", reason, "最後の履歴だけを1にしてください。")
    if len(latest) == 1 and latest[0] is not lines[-1]:
        reason = f"最後の履歴は{lines[-1].line}行目です。"
        yield fault(latest[0], "最新フラグ", "1", reason, "最後の履歴だけを1にしてください。")


def household_faults(lines: list[Brief], is_blind: bool = False) -> Iterator[Fault]:
    """One household's present members: exactly one head, whose name they all give, at one address.

    ``is_blind``: the head may be on a line whose household could not be read.
    """
    heads = [each for each in lines if each.is_head]
    number = str(lines[0].household)
    if not heads and is_blind:
        return
    if not heads:
        yield fault(lines[0], "世帯番号", number, "この世帯に世帯主がいません。", "続柄が世帯主の人が1人要ります。")
        return
    for each in heads[1:]:
        reason = f"この世帯には{heads[0].line}行目にも世帯主がいます。"
        yield fault(each, "続柄コード1", "2", reason, "世帯主は1人だけにしてください。")
    yield from agreement_faults(lines, heads[0])


def agreement_faults(lines: list[Brief], head: Brief) -> Iterator[Fault]:
    """Each member says the same as the head."""
    for each in lines:
        if not each.is_head and each.head_name != head.name:
            reason = f"同じ世帯の世帯主の氏名（{head.line}行目）と違います。"
            yield fault(each, "世帯主氏名", each.head_name, reason, "世帯番号か世帯主氏名を確かめてください。")
        for name, mine, theirs in zip(ADDRESS, each.address, head.address, strict=True):
            if mine != theirs:
                reason = f"同じ世帯の世帯主の住所（{head.line}行目）と違います。"
                yield fault(each, name, mine, reason, "世帯番号か住所を確かめてください。")


def code_faults(people: dict[int, list[Brief]]) -> Iterator[Fault]:
    """A 住民票コード is one person's."""
    seen: dict[str, Brief] = {}
    for lines in people.values():
        for each in lines:
            first = seen.setdefault(each.code, each) if each.code else each
            if first.person != each.person:
                reason = f"{first.line}行目の人と同じ住民票コードです。"
                yield fault(each, "住民票コード", each.code, reason, "書き出し元の番号を確かめてください。")


def fault(each: Brief, column: str, value: str, reason: str, hint: str) -> Fault:
    """A fault at a line."""
    return Fault(each.line, column, value, reason, hint)
