"""The figures as CSV: rows with a heading each, UTF-8 with a byte order mark, as spreadsheets expect; no formulas."""

from __future__ import annotations

from collections.abc import Callable

from madoguchi.foundation.towns.models import Town
from madoguchi.foundation.web.downloads import Rows

from .models import Cause, ClosedDay
from .reports import Year
from .rules import Tables, persons_of

KINDS = {"japanese": "日本人のみの世帯", "foreign": "外国人住民のみの世帯", "mixed": "複数国籍の世帯"}
HEADS = (
    "都道府県コード又は市区町村コード",
    "地域コード",
    "都道府県名",
    "市区町村名",
    "調査年月日",
    "地域名",
    "総人口",
    "男性",
    "女性",
)
CLASSES = (*range(0, 85, 5), 85)
"""The open-data layout ends with 85 and over (自治体標準オープンデータセット 地域・年齢別人口)."""


def towns(tables: Tables) -> Rows:
    """By town."""
    yield ["町", "総人口", "男", "女", "性別の記載なし", "うち外国人住民", "世帯数"]
    for row in tables["towns"]:
        values = (row[key] for key in ("men", "women", "unstated", "foreigners", "households"))
        yield [row["town"] or "（住所の記載なし）", persons_of(row), *values]


def ages(tables: Tables) -> Rows:
    """By single year of age."""
    yield ["年齢", "総数", "男", "女", "性別の記載なし", "外国人男", "外国人女", "外国人性別の記載なし"]
    for row in tables["ages"]:
        values = (row[key] for key in ("men", "women", "unstated", "foreign_men", "foreign_women", "foreign_unstated"))
        yield ["不詳" if row["age"] is None else row["age"], persons_of(row), *values]


def countries(tables: Tables) -> Rows:
    """Foreign residents by nationality."""
    yield ["国籍・地域", "総数", "男", "女", "性別の記載なし"]
    for row in tables["countries"]:
        yield [row["country"] or "記載なし", persons_of(row), row["men"], row["women"], row["unstated"]]


def households(tables: Tables) -> Rows:
    """Households by size and kind."""
    yield ["区分", "世帯数"]
    yield from ([f"{row['size']}人世帯", row["households"]] for row in tables["sizes"])
    yield from ([KINDS[row["kind"]], row["households"]] for row in tables["kinds"])


TABLES: dict[str, tuple[str, Callable[[Tables], Rows]]] = {
    "towns": ("町別人口と世帯数", towns),
    "ages": ("年齢別人口", ages),
    "countries": ("国籍別人口", countries),
    "households": ("世帯", households),
}


def months(year: Year) -> Rows:
    """A year month by month."""
    yield ["月", "月末の人口", "月末の世帯数", *Cause.labels, "自然増減", "社会増減", "そのほかの増減", "増減"]
    for month in [*year.months, year.total]:
        people = [month.closed.total, month.closed.households] if month.closed else ["", ""]
        yield [month.name, *people, *month.row, *(month.changes[key] for key in ("natural", "social", "other", "net"))]


def open_data(town: Town, closed: ClosedDay, tables: Tables) -> Rows:
    """地域・年齢別人口 in the recommended layout of open data."""
    yield [*HEADS, *(f"{name_of(start)}の{sex}性" for start in CLASSES for sex in "男女"), "世帯数", "備考"]
    by_town = classes_of(tables)
    for row in tables["towns"]:
        head = [town.lg_code, "", town.prefecture, town.name, closed.day.isoformat(), row["town"] or "住所の記載なし"]
        cells = [by_town.get((row["town"], start, sex), 0) for start in CLASSES for sex in ("men", "women")]
        yield [*head, persons_of(row), row["men"], row["women"], *cells, row["households"], ""]


def classes_of(tables: Tables) -> dict[tuple[str, int, str], int]:
    """Town, first age of the class and sex → persons; all from 85 on are together."""
    found: dict[tuple[str, int, str], int] = {}
    for row in tables["classes"]:
        if row["from"] is not None:
            start = min(row["from"], CLASSES[-1])
            for sex in ("men", "women"):
                key = (row["town"], start, sex)
                found[key] = found.get(key, 0) + row[sex]
    return found


def name_of(start: int) -> str:
    """0-4歳, …, 85歳以上."""
    return f"{start}歳以上" if start == CLASSES[-1] else f"{start}-{start + 4}歳"
