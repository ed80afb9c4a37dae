"""Invented names, as unevenly spread as real ones.

The demo's tables hold the common names with their weights per 100,000 people. What is missing from 100,000 is the long
tail: names made of the beginning of one common name and the end of another, the more seldom the later in the list.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

TABLES = Path(__file__).resolve().parents[2] / "madoguchi" / "systems" / "window" / "residents" / "demo" / "data"
PER = 100_000
RARE = 20_000
GIVEN_TAIL = 0.5


@dataclass(frozen=True)
class Part:
    """A family or given name, as written and in kana."""

    text: str
    kana: str


class Names:
    """Parts of names that are drawn by weight."""

    def __init__(self, parts: Sequence[Part], weights: Sequence[float]) -> None:
        self.parts = list(parts)
        self.edges = np.cumsum(weights) / np.sum(weights)

    def draw(self, generator: np.random.Generator, count: int) -> list[Part]:
        """As many parts, each by its weight."""
        places = np.searchsorted(self.edges, generator.random(count), side="right")
        return [self.parts[place] for place in places.tolist()]


def surnames(generator: np.random.Generator) -> Names:
    """Family names: the common ones, and a long tail for what they leave of 100,000 people."""
    parts, weights = table("surnames.csv")
    return with_tail(generator, parts, weights, max(PER - sum(weights), 0))


def given_names(generator: np.random.Generator, sex: str) -> Names:
    """Given names of a sex, of all decades together, and a tail as heavy as all of them."""
    parts, weights = table("given_names.csv", sex=sex)
    return with_tail(generator, parts, weights, sum(weights) * GIVEN_TAIL / (1 - GIVEN_TAIL))


def table(name: str, **wanted: str) -> tuple[list[Part], list[float]]:
    """The parts of a table of the demo and their weights; a name of several decades is one part."""
    found: dict[Part, float] = {}
    with (TABLES / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if all(row[key] == value for key, value in wanted.items()):
                part = Part(row["name"], row["kana"])
                found[part] = found.get(part, 0.0) + float(row["weight"])
    return list(found), list(found.values())


def with_tail(generator: np.random.Generator, parts: list[Part], weights: list[float], tail: float) -> Names:
    """The parts and ``RARE`` made-up ones that together weigh ``tail``, falling as 1/rank (Zipf)."""
    pairs = generator.integers(len(parts), size=(RARE, 2)).tolist()
    rare = list(dict.fromkeys(joined(parts[first], parts[last]) for first, last in pairs))
    ranks = 1.0 / np.arange(50, 50 + len(rare))
    return Names(parts + rare, [*weights, *(ranks / ranks.sum() * tail).tolist()])


def joined(first: Part, last: Part) -> Part:
    """佐藤 and 山田 give 佐田, サトウ and ヤマダ give サマダ."""
    return Part(first.text[0] + last.text[-1], halves(first.kana)[0] + halves(last.kana)[1])


def halves(kana: str) -> tuple[str, str]:
    """A reading cut in the middle; the second half begins with no small kana or long mark."""
    at = len(kana) // 2 or 1
    while at < len(kana) - 1 and kana[at] in "ャュョッァィゥェォー":
        at += 1
    return kana[:at], kana[at:] or kana
