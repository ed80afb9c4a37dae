"""The yearly report as CSV and as a paper, both from its document."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.towns.models import Town
from madoguchi.foundation.web.downloads import Rows

from ..figures.rules import Origin
from ..rules import NOT_REPORTED, Stage
from .document import Document

TEMPLATE = Path(__file__).parent.parent / "paper" / "yearly.typ"
HEADING = (
    *("番号", "施策", "計画状況", "実施状況", "理由", "担当部署", "取り組んだこと", "自己評価", "改善"),
    *("委員会の評価", "意見", "目標", "実績値"),
)


def yearly_rows(document: Document) -> Rows:
    """One line for each measure and division that answered; one for a measure without an answer."""
    yield HEADING
    for each in document["measures"]:
        stages = [Stage(each["planned"]).label, label_of(each["result"]), each["reason"]]
        for answer in each["answers"] or [{}]:
            said = [answer.get(key, "") for key in ("division", "done", "grade", "improvement")]
            judged = [each["verdict"], each["words"], targets(each), measured(each)]
            yield [each["code"], each["name"], *stages, *said, *judged]


def label_of(code: str) -> str:
    """The words for a result."""
    return Stage(code).label if code else NOT_REPORTED


def targets(each: dict[str, Any]) -> str:
    """The targets of the year in one cell."""
    if "figures" not in each:
        return "、".join(f"{target['name']} {target['target']}" for target in each["targets"])
    found = [(figure["name"], figure["years"][-1]["target"]) for figure in each["figures"]]
    return "、".join(f"{name} {target}" for name, target in found if target)


def measured(each: dict[str, Any]) -> str:
    """What was measured or typed in of the year, with its day; 未計測 where nothing was."""
    if "figures" not in each:
        shown = [f"{one['name']} {one['value']}{day(one['on'])}" for one in each["measured"]]
    else:
        found = [(figure["name"], figure["years"][-1]) for figure in each["figures"]]
        shown = [f"{name} {year['value']}{origin_in_brackets(year)}" for name, year in found if year["value"]]
    return "、".join(shown) or "未計測"


def origin_in_brackets(year: dict[str, Any]) -> str:
    """（計測、R8.11.20） or （手入力（根拠あり）、R8.3.31）; "" for what nothing measured."""
    if not year["day"]:
        return ""
    return f"（{Origin(year['origin']).label}、{format_wareki(datetime.fromisoformat(year['day']).date(), 'short')}）"


def day(on: str) -> str:
    """（R8.11.20計測） for a day in ISO; "" for none."""
    return f"（{format_wareki(datetime.fromisoformat(on).date(), 'short')}計測）" if on else ""


def yearly_paper(town: Town, document: Document, published_at: datetime | None) -> bytes:
    """The PDF; of a published report always the same bytes. Before that it says that it is a draft."""
    data = paper_data(town, document, published_at)
    return paperwork.render(TEMPLATE, data, timestamp=published_at or timezone.now()).pdf


def paper_data(town: Town, document: Document, published_at: datetime | None) -> dict[str, Any]:
    """What the paper says; see the top of its template."""
    return {
        "town": {"name": town.name},
        "serial": document["year_name"],
        "serial_label": "対象",
        "plan": document["plan"]["name"],
        "published": format_wareki(timezone.localdate(published_at), "long") if published_at else "",
        "sentence": document["sentence"],
        **document["cross"],
        "grades": document["grades"],
        "verdicts": document["verdicts"],
        "meetings": [{**each, "on": long_day(each["on"])} for each in document["meetings"]],
        "measures": [measure_data(each) for each in document["measures"]],
    }


def long_day(on: str) -> str:
    """令和8年11月20日 for a day in ISO."""
    return format_wareki(datetime.fromisoformat(on).date(), "long")


def measure_data(each: dict[str, Any]) -> dict[str, Any]:
    """One measure in words."""
    return {
        **each,
        "planned": Stage(each["planned"]).label,
        "result": label_of(each["result"]),
        "figures": [figure_data(figure) for figure in each["figures"]] if "figures" in each else None,
        "targets": "" if "figures" in each else targets(each),
        "measured": measured(each),
    }


def figure_data(figure: dict[str, Any]) -> dict[str, Any]:
    """One figure in words."""
    return {**figure, "years": [year_in_words(year) for year in figure["years"]]}


def year_in_words(year: dict[str, Any]) -> dict[str, Any]:
    """One year of a figure: where its value comes from, and as of when."""
    on = format_wareki(datetime.fromisoformat(year["day"]).date(), "short") if year["day"] else ""
    return {**year, "origin": ORIGINS[year["origin"]], "day": on}


ORIGINS = {each.value: each.label for each in Origin} | {Origin.NONE.value: "", "": "実施状況で示す"}
"""What stands beside a value; 未計測 stands in its place already."""
