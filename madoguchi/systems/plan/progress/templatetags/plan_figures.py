"""How figures of measures are shown, and where they come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.web.icons import svg

from ..figures.queries import Figures
from ..figures.rules import Figure, Origin, plain
from ..models import Indicator, Measure

register = template.Library()
LOOKS = {Origin.MEASURED: ("ok", "done"), Origin.TYPED: ("", "edit"), Origin.NONE: ("warn", "later")}
"""Kind of the chip and its drawing: a figure's origin has a shape of its own."""


@register.simple_tag
def figure_for(figures: Figures, measure: Measure, indicator: Indicator, year: int) -> Figure | None:
    """``{% figure_for figures measure indicator year as figure %}``; None for a step, which has no number."""
    return figures.get((measure.pk, indicator.code, year))


@register.simple_tag
def figure_shown(figure: Figure) -> SafeString:
    """A figure with its unit and the mark of where it comes from."""
    if figure.origin is Origin.NONE:
        return origin_chip(figure)
    return format_html('<b class="nowrap" lang="ja">{}</b> {}', figure_words(figure), origin_chip(figure))


@register.filter
def figure_words(figure: Figure) -> str:
    """A figure with its unit, in the language of the page."""
    if figure.below:
        return gettext("%(n)s%(unit)s未満") % {"n": figure.below, "unit": figure.unit}
    if figure.value is None:
        return gettext("未計測")
    return f"{plain(figure.value, grouped=True)}{figure.unit}"


@register.simple_tag
def origin_chip(figure: Figure) -> SafeString:
    """Where a figure comes from, as shape and word."""
    kind, drawing = LOOKS[figure.origin]
    css = f"chip {kind}".strip()
    return format_html('<span class="{}">{}{}</span>', css, svg(drawing), gettext(figure.origin.label))


@register.simple_tag
def frozen_figure(year: dict[str, Any]) -> SafeString:
    """A figure as a yearly report keeps it, in its words, with the mark of where it came from."""
    chip = origin_chip(Figure(unit="", year=year["year"], origin=Origin(year["origin"])))
    if year["origin"] == Origin.NONE.value:
        return chip
    return format_html('<b class="nowrap" lang="ja">{}</b> {}', year["value"], chip)


@register.filter
def iso_day(on: str) -> str:
    """The same for a day in ISO."""
    return day_words(date.fromisoformat(on))


@register.filter
def figure_day(figure: Figure) -> str:
    """The day of a figure: 令和8年3月31日 in Japanese, 2026-03-31 in other languages; "" for none."""
    return day_words(figure.day) if figure.day else ""


def day_words(day: date) -> str:
    """A day in the language of the page."""
    japanese = translation.get_language() in (None, "ja")
    return format_wareki(day, "long") if japanese else day.isoformat()


@register.filter
def typed_value(value: Decimal) -> str:
    """A typed value without its unit."""
    return plain(value, grouped=True)


@register.filter
def whole(value: Decimal, decimals: int) -> str:
    """A value with as many decimals as its indicator has."""
    return f"{value:,.{decimals}f}"
