"""How a figure is shown."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from madoguchi.foundation.registry.indicators import Indicator

from ..queries import YearValue
from ..words import NONE, figure, rounded

register = template.Library()


@register.filter
def value(indicator: Indicator, amount: Decimal | None) -> str:
    """A value with its unit; 未計測 for none."""
    return figure(indicator, amount)


@register.simple_tag
def figure_of(found: YearValue) -> SafeString:
    """The year's value with a small unit; 未計測 for none."""
    if found.value is None:
        return format_html("<small>{}</small>", NONE)
    return format_html("{}<small>{}</small>", rounded(found.indicator, found.value), found.indicator.unit)


@register.filter
def indicator_url(code: str, year: int) -> str:
    """The page of an indicator in a fiscal year."""
    return f"{reverse('indicators:detail', args=code.split('.', 1))}?year={year}"
