"""What a room measures of itself: ``indicators.py`` with ``INDICATORS``, found by its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings

from .discovery import PACKAGE, dotted, find_systems

if TYPE_CHECKING:
    from madoguchi.foundation.access import Actor

FLOORS = ("engines/*", "systems/*/*")


class Measure(StrEnum):
    """How days come together in a year."""

    FLOW = "flow"
    """What happened on a day: the year is the sum."""
    STOCK = "stock"
    """How many there are at a day's end: the year is its last day."""
    MEAN = "mean"
    """A sum and the number of cases that it is of: the year is the one divided by the other."""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One figure that the house measures of itself.

    Attributes:
        code: unique in the house; begins with the folder's name, e.g. ``counter.visits``.
        summary: what is counted and what is not, in words for everyone.
        sql: gives ``day, part, amount, base`` for the days from ``%(since)s`` before ``%(until)s``, each day and part
            at most once; ``base`` is the number of cases of a mean, else NULL. Counts, and shows nobody.
        parts: code → name of what the figure is divided by; one empty code where it is not.
        rows: name of the URL of the list of what is counted, without arguments; ``opens`` says who may open it.
    """

    code: str
    name: str
    unit: str
    summary: str
    measure: Measure
    sql: str
    division: str = ""
    parts: Mapping[str, str] = field(default_factory=lambda: {"": ""})
    decimals: int = 0
    rows: str = ""
    opens: Callable[[Actor], bool] = lambda actor: False


def local_day(moment: str) -> str:
    """SQL: the day here of a column of times."""
    return f"({moment} AT TIME ZONE '{settings.TIME_ZONE}')::date"


def in_period(moment: str) -> str:
    """SQL: a column of times lies on the days that are counted; an index on the column serves."""
    first, end = (f"%({name})s::date::timestamp AT TIME ZONE '{settings.TIME_ZONE}'" for name in ("since", "until"))
    return f"{moment} >= {first} AND {moment} < {end}"


def holders_of(permission: str) -> Callable[[Actor], bool]:
    """Those who hold a permission may open the rows."""
    return lambda actor: actor.may(permission)


@cache
def indicators() -> dict[str, Indicator]:
    """Code → what is measured in this house, in the order of the codes."""
    return dict(sorted((each.code, each) for each in declared()))


def declared() -> Iterator[Indicator]:
    """What every folder declares."""
    for floor in FLOORS:
        for path in sorted(PACKAGE.glob(f"{floor}/indicators.py")):
            yield from import_module(f"{dotted(path.parent)}.indicators").INDICATORS


@cache
def sources() -> dict[str, str]:
    """Code → the name of the system or engine that measures it (計測元)."""
    names = {package.rsplit(".", 1)[-1]: system.name for package, system in find_systems().items()}
    return {code: names.get(code.split(".", 1)[0], "") or app_name(code) for code in indicators()}


def app_name(code: str) -> str:
    """The name of the engine that a code begins with."""
    from django.apps import apps

    return str(apps.get_app_config(code.split(".", 1)[0]).verbose_name)
