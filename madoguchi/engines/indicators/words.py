"""Figures in words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from madoguchi.foundation.registry.indicators import Indicator

NONE = "未計測"


def figure(indicator: Indicator, value: Decimal | None) -> str:
    """A value with its unit, rounded as the indicator says; 未計測 where there is none, never a number."""
    return NONE if value is None else f"{rounded(indicator, value)}{indicator.unit}"


def rounded(indicator: Indicator, value: Decimal) -> str:
    """A value without its unit."""
    step = Decimal(1).scaleb(-indicator.decimals)
    return f"{value.quantize(step, ROUND_HALF_UP):,}"
