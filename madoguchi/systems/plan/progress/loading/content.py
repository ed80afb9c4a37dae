"""A plan as its files say it. Data only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

LANGUAGES = {"name_en": "en", "name_zh_hans": "zh-hans", "name_ko": "ko"}
"""Column of the file of words → language of the portal."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a plan is: ``first`` and ``last`` are fiscal years, by the common year in which they begin."""

    code: str
    name: str
    first: int
    last: int

    @property
    def years(self) -> range:
        """Its fiscal years."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said of a goal (``1``), a section (``1-2``), a measure (``1-2-3``) or the plan itself (``plan``).

    ``names`` holds the name in other languages, by their codes.
    """

    code: str
    name: str = ""
    description: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class IndicatorContent:
    """An indicator with its targets: fiscal year → figure as text, or words where the target is no figure.

    ``at_most``: the figure is not to be above the target. An indicator without a unit is a step to be taken.
    """

    code: str
    name: str
    unit: str
    at_most: bool = False
    figures: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class MeasureContent:
    """A measure. Stages are given by their codes; ``results``: fiscal year → stage and reason."""

    code: str
    name: str
    kind: str = ""
    owners: tuple[str, ...] = ()
    planned: Mapping[int, str] = field(default_factory=dict)
    results: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    indicators: tuple[IndicatorContent, ...] = ()
    note: str = ""

    @property
    def goal(self) -> int:
        """The number of its goal."""
        return int(self.code.split("-")[0])

    @property
    def section(self) -> int:
        """The number of its section in the goal."""
        return int(self.code.split("-")[1])


@dataclass(frozen=True, kw_only=True)
class Content:
    """A whole plan. ``by_year``: what was planned and what became of it is told for each year, not for the term."""

    card: Card
    by_year: bool
    measures: tuple[MeasureContent, ...]
    words: Mapping[str, Words] = field(default_factory=dict)

    def words_of(self, code: str) -> Words:
        """What is said of a code."""
        return self.words.get(code, Words(code=code))

    @property
    def digest(self) -> str:
        """SHA-256 of its canonical JSON, in hexadecimal: two files that say the same have the same."""
        text = json.dumps(plain(asdict(self)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Mappings with text keys, all the way down, so that they can be sorted."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value
