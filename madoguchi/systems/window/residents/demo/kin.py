"""Invented people and how they are related."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from madoguchi.engines.people.api import HEAD

from .names import Country, Name


@dataclass(eq=False)
class Human:
    """A person with the family that relations are told from. ``facts`` are the columns of the identity."""

    family: Name
    given: Name
    birth: date
    sex: str
    father: Human | None = None
    mother: Human | None = None
    spouse: Human | None = None
    partner: Human | None = None
    country: Country | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    permit: dict[str, Any] = field(default_factory=dict)
    phone: str = ""
    maiden: Name | None = None

    def age(self, day: date) -> int:
        """Full years on a day."""
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))

    @property
    def parents(self) -> tuple[Human, ...]:
        """Those of the parents who are known."""
        return tuple(parent for parent in (self.father, self.mother) if parent)


def by_sex(human: Human, male: str, female: str) -> str:
    """One of two codes."""
    return male if human.sex == "1" else female


def step_to(near: Human, far: Human) -> str | None:
    """The code of one step between two people: spouse, parent, child or sibling; None where they are farther apart."""
    if near.spouse is far:
        return by_sex(far, "11", "12")
    if near in far.parents:
        return "20"
    if far in near.parents:
        return by_sex(far, "51", "52")
    if set(near.parents) & set(far.parents):
        return by_sex(far, "71", "81") if far.birth < near.birth else by_sex(far, "74", "84")
    return None


STEPS: tuple[Callable[[Human], tuple[Human, ...]], ...] = (
    lambda human: (human.spouse,) if human.spouse else (),
    lambda human: human.parents,
)


def relation(head: Human, other: Human) -> tuple[str, ...]:
    """続柄 codes of ``other`` to ``head``: one or two steps; 縁故者 for partners of the same sex, else 同居人."""
    if head is other:
        return HEAD
    if code := step_to(head, other):
        return (code,)
    if head.partner is other:
        return ("96",) if head.sex == other.sex else (by_sex(other, "13", "14"),)
    between = [human for step in STEPS for human in (*step(head), *step(other))]
    for human in between:
        first, second = step_to(head, human), step_to(human, other)
        if first and second and human not in (head, other):
            return (first, second)
    return ("99",)
