"""Counting cash: what lies in a drawer, and how it differs from the ledger. Whole yen."""

from __future__ import annotations

from collections.abc import Mapping

DENOMINATIONS = (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1)


def total_of(counts: Mapping[int, int]) -> int:
    """Yen that so many notes and coins of each denomination come to. Raises ValueError for one that does not exist."""
    unknown = set(counts) - set(DENOMINATIONS)
    if unknown or any(count < 0 for count in counts.values()):
        raise ValueError(f"not money: {dict(counts)}")
    return sum(value * count for value, count in counts.items())


def difference(counted: int, change: int, expected: int) -> int:
    """What is too much (positive) or missing: counted cash without the change (釣銭準備金) against the ledger."""
    return counted - change - expected


def fewest(amount: int) -> dict[int, int]:
    """The fewest notes and coins that make an amount: what is given back. Raises ValueError below zero."""
    if amount < 0:
        raise ValueError(f"not an amount: {amount}")
    found: dict[int, int] = {}
    for value in DENOMINATIONS:
        count, amount = divmod(amount, value)
        if count:
            found[value] = count
    return found
