"""``{% load plan %}``: stages, titles and targets as the pages show them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from psycopg.types.range import Range

from madoguchi.foundation.calendar import fiscal_year_name, format_wareki
from madoguchi.foundation.web.icons import svg

from ..drawing import Drawing
from ..files import plain_figure
from ..models import Indicator, Plan, Target, Verdict
from ..reports import term
from ..rules import Result, Stage, name_of
from ..survey.rules import Standing

register = template.Library()
JAPANESE = "ja"
LOOKS = {
    "study": ("", "later"),
    "partial": ("", "half"),
    "carried": ("", "full"),
    "operating": ("", "running"),
    "done": ("ok", "done"),
    "revised": ("warn", "warn"),
    "none": ("", "todo"),
}
"""Code of a stage → kind of its chip and its drawing: every stage has a shape of its own."""
STANDINGS = {
    "untouched": ("", "todo"),
    "saved": ("", "edit"),
    "returned": ("warn", "warn"),
    "waiting": ("", "half"),
    "approved": ("ok", "done"),
}
"""Where a sheet stands → kind of its chip and its drawing."""


VERDICTS = {
    "go_on": ("", "forward"),
    "widen": ("", "plus"),
    "revise": ("warn", "warn"),
    "finish": ("ok", "done"),
    "abolish": ("bad", "close"),
}
"""What a committee said → kind of its chip and its drawing."""


@register.simple_tag
def stage(result: Result | str) -> SafeString:
    """``{% stage row.planned %}``: a stage as shape and word, in the language of the page."""
    found = Stage(result) if isinstance(result, str) and result else result
    kind, drawing = LOOKS[found.value if isinstance(found, Stage) else "none"]
    words = stage_name(found if isinstance(found, Stage) else None)
    return format_html('<span class="{}">{}{}</span>', f"chip {kind}".strip(), svg(drawing), words)


@register.simple_tag
def answer_state(standing: Standing) -> SafeString:
    """``{% answer_state line.standing %}``: where a sheet of the survey stands, as shape and word."""
    kind, drawing = STANDINGS[standing.value]
    return format_html('<span class="{}">{}{}</span>', f"chip {kind}".strip(), svg(drawing), standing.label)


@register.simple_tag
def verdict(code: str) -> SafeString:
    """``{% verdict each.verdict %}``: what a committee said of a measure, as shape and word."""
    kind, drawing = VERDICTS[code]
    return format_html(
        '<span class="{}">{}{}</span>', f"chip {kind}".strip(), svg(drawing), gettext(Verdict(code).label)
    )


@register.simple_tag
def stage_called(code: str) -> str:
    """``{% stage_called "done" %}``: the words for a stage's code, in the language of the page; ``none``: 未記入."""
    return stage_name(None if code == "none" else Stage(code))


@register.filter
def days(span: Range[date]) -> str:
    """R6.4.1〜R8.3.31 for a span of days that ends before its upper bound; R6.4.1〜 where it goes on."""
    last = format_wareki(span.upper - timedelta(days=1), "short") if span.upper else ""
    return f"{format_wareki(span.lower, 'short') if span.lower else ''}〜{last}"


@register.filter
def iso_wareki(day: str) -> str:
    """令和8年11月20日 for a day in ISO."""
    return format_wareki(date.fromisoformat(day), "long")


@register.filter
def stage_name(result: Result) -> str:
    """The words for a stage, in the language of the page."""
    return gettext(name_of(result))


@register.simple_tag
def titled(thing: Any, plain: bool = False) -> SafeString | str:
    """``{% titled measure %}``: its name in the language of the page; in Japanese, and marked so, where it has none."""
    language = translation.get_language() or JAPANESE
    name = thing.names.get(language, "") if language != JAPANESE else ""
    if name or language == JAPANESE or plain:
        return name or thing.name
    return format_html('<span lang="ja">{}</span>', thing.name)


@register.filter
def fiscal(year: int) -> str:
    """平成24年度 in Japanese, 2012 in other languages."""
    if translation.get_language() in (None, JAPANESE):
        return fiscal_year_name(year)
    return gettext("%(year)d年度") % {"year": year}


@register.filter
def years(plan: Plan) -> str:
    """平成24・25年度 in Japanese, 2012–2013 in other languages."""
    if translation.get_language() in (None, JAPANESE):
        return term(plan)
    span = str(plan.first_year) if plan.first_year == plan.last_year else f"{plan.first_year}–{plan.last_year}"
    return gettext("%(years)s年度") % {"years": span}


@register.filter
def target_of(indicator: Indicator, year: int) -> str:
    """The target of a year in words: 20,000件, 0件以下, 方針決定; "" for none."""
    target = next((each for each in indicator.targets.all() if each.fiscal_year == year), None)
    return shown(indicator, target) if target else ""


def shown(indicator: Indicator, target: Target) -> str:
    """A target in words. An indicator without a unit is a step: its target is that it is taken."""
    if target.value is None:
        return target.words
    if not indicator.unit:
        return indicator.name
    figure = plain_figure(target.value)
    whole, _, rest = figure.partition(".")
    below = gettext("以下") if indicator.at_most else ""
    return f"{int(whole):,}{'.' + rest if rest else ''}{indicator.unit}{below}"


@register.inclusion_tag("plan/parts/bars.html")
def stage_bars(drawing: Drawing, alternative: str) -> dict[str, Any]:
    """``{% stage_bars drawing "…" %}``: bars of stages with their key.

    The page includes ``plan/parts/patterns.html``.
    """
    return {"drawing": drawing, "alternative": alternative}


@register.simple_tag
def stage_words(drawing: Drawing) -> str:
    """What a drawing shows, in words: 調査・検討 7、実施 17."""
    comma = "、" if translation.get_language() in (None, JAPANESE) else ", "
    return comma.join(f"{stage_name(result)} {count}" for _, result, count in drawing.key if count)


@register.filter
def cells(table: Any, planned: Stage) -> list[tuple[Result, int]]:
    """A row of the cross table."""
    return [(result, table.at(planned, result)) for result in table.columns]


@register.filter
def sum_planned(table: Any, planned: Stage) -> int:
    """The sum of a row."""
    return int(table.planned(planned))


@register.filter
def sum_result(table: Any, result: Result) -> int:
    """The sum of a column."""
    return int(table.result(result))
