"""What the screens and the papers show of closed figures: one day, one year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils.translation import gettext

from madoguchi.foundation.calendar import fiscal_year_name, format_wareki_month, format_wareki_year
from madoguchi.foundation.parameters import load
from madoguchi.foundation.web.charts import Chart, Column, Rung, columns, pyramid

from .models import Cause, ClosedDay
from .queries import changes_between, latest, month_end, month_ends, series
from .rules import OLDEST_CLASS, Row, Tables, change_table, class_of, groups_of, merged

LEAST = Path(__file__).parent / "parameters/least_published.yaml"
FISCAL, CALENDAR = "fiscal", "calendar"
MONTHS = 13


@dataclass(frozen=True)
class Difference:
    """The figures of an earlier day, and how many more (or fewer) there are now."""

    words: str
    day: date
    persons: int
    households: int


def tables_for_all(closed: ClosedDay) -> Tables:
    """The breakdowns in the form in which everyone may have them: small towns and nationalities put together."""
    least = int(load(LEAST).at(closed.day))
    towns = merged(closed.tables["towns"], "town", least, "そのほかの町")
    kept = {row["town"] for row in towns}
    classes: dict[tuple[str, int | None], Row] = {}
    for row in closed.tables["classes"]:
        town = row["town"] if row["town"] in kept else "そのほかの町"
        before = classes.get((town, row["from"]), {"men": 0, "women": 0, "unstated": 0})
        sums = {column: before[column] + row[column] for column in ("men", "women", "unstated")}
        classes[town, row["from"]] = {"town": town, "from": row["from"], **sums}
    countries = merged(closed.tables["countries"], "country", least, "そのほか")
    return {**closed.tables, "towns": towns, "classes": [dict(row) for row in classes.values()], "countries": countries}


def differences(closed: ClosedDay) -> list[Difference]:
    """Against the end of the month before, and of the same month a year before, where those are closed."""
    month = month_end(closed.day.replace(day=1) - timedelta(days=1))
    year = month_end(closed.day.replace(year=closed.day.year - 1, day=1))
    days = {found.day: found for found in series([month, year])}
    return [
        Difference(words, day, closed.total - days[day].total, closed.households - days[day].households)
        for words, day in (("前月末から", month), ("前年同月末から", year))
        if day in days
    ]


def age_chart(closed: ClosedDay) -> Chart:
    """The pyramid of one day, in classes of five years."""
    rungs = {start: [0, 0, 0, 0] for start in range(0, OLDEST_CLASS + 1, 5)}
    for row in closed.tables["ages"]:
        start = class_of(row["age"])
        if start is not None:
            for place, column in enumerate(("men", "women", "foreign_men", "foreign_women")):
                rungs[start][place] += row[column]
    groups = groups_of(closed.tables["ages"])
    words = gettext("年齢5歳ごとの男女別人口。15歳未満 %(a).1f％、15〜64歳 %(b).1f％、65歳以上 %(c).1f％")
    return pyramid(
        [Rung(f"{start}〜" if start == OLDEST_CLASS else f"{start}", *rungs[start]) for start in rungs],
        names=(gettext("男"), gettext("女"), gettext("日本人"), gettext("外国人住民")),
        alternative=words % dict(zip("abc", groups.shares, strict=True)),
    )


def persons_chart(days: Sequence[ClosedDay]) -> Chart:
    """Residents at the ends of months."""
    points = [Column(f"{found.day.year % 100}.{found.day.month}", (found.japanese, found.foreigners)) for found in days]
    words = gettext("月末の人口の移り変わり。いちばん新しい月は %(now)s人")
    now = f"{days[-1].total:,}" if days else "0"
    return columns([gettext("日本人"), gettext("外国人住民")], points, alternative=words % {"now": now}, every=2)


def recent_months(closed: ClosedDay) -> list[ClosedDay]:
    """The closed ends of the last months up to a day."""
    first = closed.day.replace(day=1, year=closed.day.year - 1)
    return series(month_ends(first, MONTHS))


@dataclass(frozen=True)
class Month:
    """One month of a year: its end where that is closed, and the changes of its days."""

    name: str
    end: date
    closed: ClosedDay | None
    changes: dict[str, int]

    @property
    def row(self) -> list[int]:
        """Persons by cause, in the order of ``Cause``."""
        return [self.changes.get(cause, 0) for cause in Cause.values]


@dataclass(frozen=True)
class Year:
    """A calendar or fiscal year: its months as far as they are closed, their sum, and the drawing of the changes."""

    name: str
    months: list[Month]
    total: Month
    chart: Chart
    begins: date
    whole: bool


def year_report(year: int, kind: str) -> Year:
    """The figures of a year; ``kind``: fiscal (4月から) or calendar (1月から)."""
    begins = date(year, 4 if kind == FISCAL else 1, 1)
    ends = month_ends(begins, 12)
    closed = {found.day: found for found in series(ends)}
    rows = list(changes_between(begins - timedelta(days=1), ends[-1]))
    months = [month_of(end, closed.get(end), rows) for end in ends if end in closed]
    last = months[-1].closed if months else None
    counted = [row for row in rows if months and row["closed_day__day"] <= months[-1].end]
    total = Month("計", ends[-1], last, change_table(counted))
    name = fiscal_year_name(year) if kind == FISCAL else format_wareki_year(date(year, 12, 31))
    return Year(name, months, total, change_chart(months), begins, len(months) == len(ends))


def month_of(end: date, closed: ClosedDay | None, rows: Iterable[Row]) -> Month:
    """One month from the rows of a year."""
    first = end.replace(day=1)
    own = [row for row in rows if first <= row["closed_day__day"] <= end]
    return Month(format_wareki_month(end), end, closed, change_table(own))


def change_chart(months: Sequence[Month]) -> Chart:
    """What nature and moving added and took, month by month."""
    names = ["出生", "転入など", "死亡", "転出など"]
    points = [Column(f"{month.end.month}月", parts_of(month.changes)) for month in months]
    net = sum(month.changes["net"] for month in months)
    return columns(names, points, alternative=f"月ごとの増減。この間に {net:+,}人")


def parts_of(changes: dict[str, int]) -> tuple[int, int, int, int]:
    """Births, other entries, deaths, other removals; what takes away is below zero."""
    entries = sum(changes.get(cause, 0) for cause in ("move_in", "move_in_abroad", "other_entry", "restored"))
    removals = sum(changes.get(cause, 0) for cause in ("move_out", "other_removal", "taken_back"))
    return changes.get("birth", 0), entries, -changes.get("death", 0), -removals


def years() -> list[int]:
    """Years of which something is closed, the latest first."""
    last, first = latest(), ClosedDay.objects.order_by("day").values_list("day", flat=True).first()
    return list(range(last.day.year, first.year - 1, -1)) if last and first else []
