"""A list of transfers (人事異動)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from madoguchi.foundation.access.actions.appointing_many import Wish
from madoguchi.foundation.access.models import Division, Role, User
from madoguchi.foundation.calendar import DateError, parse_date
from madoguchi.foundation.text import strip_variation_selectors

from .reading import Fault, Faulty, Line, read_lines

HEADINGS = ("職員番号", "氏名", "部署コード", "職名", "役割", "本務・兼務", "発令日", "終了日")
KINDS = {"本務": True, "兼務": False}
BETWEEN = ("、", ",", "・", "／", "/", " ", "　")
LONGEST_POST = 40


@dataclass(frozen=True)
class Known:
    """What the town has: staff by number, roles by code and name, divisions by code (every row of each)."""

    staff: Mapping[str, User]
    roles: Mapping[str, str]
    divisions: Mapping[str, Sequence[Division]]


def read_transfers(file: IO[bytes]) -> list[Line]:
    """The lines of a file, each found without fault. 終了日 is the last day, empty where none is set; 役割 are codes or
    names. Raises Faulty with every fault of every line."""
    lines = read_lines(file, HEADINGS)
    wishes_of(lines)
    return lines


def wishes_of(lines: Sequence[Line]) -> list[Wish]:
    """The appointments that lines ask for, read against the town of now. Raises Faulty."""
    known = what_is_known(lines)
    faults = [fault for line in lines for fault in faults_of(line, known)]
    if faults:
        raise Faulty(faults)
    return [wish_of(line, known) for line in lines]


def what_is_known(lines: Sequence[Line]) -> Known:
    """What the lines name; three queries."""
    staff = User.objects.filter(is_staff=True, username__in={line["職員番号"] for line in lines})
    rows = Division.objects.filter(code__in={line["部署コード"] for line in lines}).order_by("valid")
    divisions: dict[str, list[Division]] = {}
    for row in rows:
        divisions.setdefault(row.code, []).append(row)
    roles = {key: role.code for role in Role.objects.all() for key in (role.code, role.name)}
    return Known({user.username: user for user in staff}, roles, divisions)


def faults_of(line: Line, known: Known) -> Iterator[Fault]:
    """What is wrong with one line."""
    user = known.staff.get(line["職員番号"])
    if user is None:
        yield Fault(line.number, "職員番号", f"職員番号「{line['職員番号']}」の職員は登録されていません。")
    elif plain(user.name) != plain(line["氏名"]):
        yield Fault(line.number, "氏名", f"登録されている氏名「{user.name}」と違います。")
    yield from faults_of_place(line, known)
    yield from faults_of_days(line)


def plain(name: str) -> str:
    """A name to compare: without blanks and signs of variants."""
    return strip_variation_selectors("".join(name.split()))


def faults_of_place(line: Line, known: Known) -> Iterator[Fault]:
    """What is wrong with division, post, roles and kind."""
    code, start = line["部署コード"], day_of(line["発令日"])
    if code not in known.divisions:
        yield Fault(line.number, "部署コード", f"コード「{code}」の部署はありません。")
    elif start and division_on(known, code, start) is None:
        yield Fault(line.number, "部署コード", f"コード「{code}」の部署は、発令日には設置されていません。")
    if not line["職名"] or len(line["職名"]) > LONGEST_POST:
        yield Fault(line.number, "職名", f"1字から{LONGEST_POST}字までで入れてください。")
    if unknown := [word for word in words_of(line["役割"]) if word not in known.roles]:
        yield Fault(line.number, "役割", f"役割「{'、'.join(unknown)}」はありません。")
    if line["本務・兼務"] not in KINDS:
        yield Fault(line.number, "本務・兼務", "「本務」か「兼務」と入れてください。")


def faults_of_days(line: Line) -> Iterator[Fault]:
    """What is wrong with the days."""
    start, last = day_of(line["発令日"]), day_of(line["終了日"])
    if start is None:
        yield Fault(line.number, "発令日", "日付を R8.4.1、令和8年4月1日、2026-04-01 のように入れてください。")
    if line["終了日"] and last is None:
        yield Fault(line.number, "終了日", "日付を入れるか、決まっていなければ空けておいてください。")
    if start and last and last < start:
        yield Fault(line.number, "終了日", "発令日より前です。")


def day_of(text: str) -> date | None:
    """The date of a cell; None where it is empty or no date."""
    try:
        return parse_date(text) if text else None
    except DateError:
        return None


def division_on(known: Known, code: str, day: date) -> Division | None:
    """The row of a division on a day."""
    rows = known.divisions.get(code, ())
    return next((row for row in rows if holds(row, day)), None)


def holds(row: Division, day: date) -> bool:
    """True where a division exists on a day."""
    lower, upper = row.valid.lower, row.valid.upper
    return (lower is None or lower <= day) and (upper is None or day < upper)


def words_of(text: str) -> list[str]:
    """The words of a cell that holds several."""
    for sign in BETWEEN:
        text = text.replace(sign, "\n")
    return [word for word in text.split("\n") if word]


def wish_of(line: Line, known: Known) -> Wish:
    """A line without faults as the appointment that it asks for."""
    start, last = day_of(line["発令日"]), day_of(line["終了日"])
    assert start
    division = division_on(known, line["部署コード"], start)
    assert division
    return Wish(
        key=line.number,
        user_id=known.staff[line["職員番号"]].pk,
        division_id=division.pk,
        post=line["職名"],
        start=start,
        end=date.fromordinal(last.toordinal() + 1) if last else None,
        is_main=KINDS[line["本務・兼務"]],
        roles=tuple(sorted({known.roles[word] for word in words_of(line["役割"])})),
    )
