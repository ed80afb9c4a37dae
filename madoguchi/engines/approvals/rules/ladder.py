"""Which route a draft takes, and how far up it goes (専決の区分). Pure: people are passed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

SERIAL, PARALLEL, JOINT = "serial", "parallel", "joint"
CONSULTED = "合議"
RIGHT = "right:"
ALSO = "+right:"


class NoRouteError(LookupError):
    """The town has no route for such a draft."""


class NobodyError(LookupError):
    """A required step has nobody today, or only the drafter is left to decide. ``rung`` is its name."""

    def __init__(self, rung: str, *, only_drafter: bool = False) -> None:
        super().__init__(rung)
        self.rung, self.only_drafter = rung, only_drafter


class Taker(Protocol):
    """A seat that may take part: all that these rules ask of it."""

    @property
    def user_id(self) -> int: ...
    @property
    def appointment_id(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of a route as the town writes it.

    Attributes:
        who: ``head`` (of the drafting division), ``head:<code>``, ``post:<職名>`` or ``right:<permission>``. With
            ``+right:<permission>`` behind it only those of them who hold that right; where none does, the step falls
            away, unless it is the last of its route.
        above: only for amounts above this; None: always.
        upto: decides amounts up to this (専決); None: decides none, unless it is the last of its route.
        plain: decides what has no amount.
    """

    name: str
    who: str
    mode: str = SERIAL
    above: int | None = None
    upto: int | None = None
    plain: bool = False

    def asked_for(self, amount: int | None) -> bool:
        """True where the step is part of a route for this amount."""
        return self.above is None or (amount or 0) > self.above

    def decides(self, amount: int | None) -> bool:
        """True where the amount is within what is delegated to this step."""
        return self.plain if amount is None else self.upto is not None and amount <= self.upto


@dataclass(frozen=True, kw_only=True)
class Route:
    """A route of the town. ``kinds`` and ``divisions`` (codes, with all below them) are empty for every one."""

    name: str
    rungs: tuple[Rung, ...]
    kinds: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    above: int | None = None
    upto: int | None = None

    def fits(self, kind: str, path: Sequence[str], amount: int | None) -> bool:
        """Whether a draft of a kind, from a division with this path of codes, may take the route."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.divisions or bool(set(self.divisions) & set(path)))
            and (self.above is None or (amount or 0) > self.above)
            and (self.upto is None or (amount or 0) <= self.upto)
        )

    def closeness(self, kind: str, path: Sequence[str]) -> tuple[bool, int, int]:
        """The more a route is made for a draft, the greater: its kind first, then the nearest division, then bounds."""
        depth = max((list(path).index(code) + 1 for code in self.divisions if code in path), default=0)
        return bool(self.kinds), depth, (self.above is not None) + (self.upto is not None)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One step as it is worked out for a draft. ``note`` says why it stands here otherwise than by the rule."""

    name: str
    mode: str
    seats: tuple[Any, ...]
    who: str = ""
    added: bool = False
    decides: bool = False
    delegated: bool = False


def choose(routes: Iterable[Route], *, kind: str, path: Sequence[str], amount: int | None) -> Route:
    """The route made most closely for such a draft; of equals the first. Raises NoRouteError."""
    fitting = [route for route in routes if route.fits(kind, path, amount)]
    if not fitting:
        raise NoRouteError(kind)
    return max(fitting, key=lambda route: route.closeness(kind, path))


def climb(
    route: Route, *, amount: int | None, find: Callable[[Rung], Sequence[Taker]], drafter: int
) -> tuple[Planned, ...]:
    """The steps for an amount: up the route until someone may decide it.

    The drafter (user id) never decides: a step that only they could take falls away, and what it might have decided
    goes to the next. Raises NobodyError where a step has nobody, or nobody but the drafter is left to decide.
    """
    steps: list[Planned] = []
    last = route.rungs[-1]
    for rung in (rung for rung in route.rungs if rung.asked_for(amount)):
        found = tuple(find(rung))
        seats = tuple(seat for seat in found if seat.user_id != drafter)
        if not found and (rung is last or ALSO not in rung.who):
            raise NobodyError(rung.name)
        if not seats:
            continue
        decides = rung is last or rung.decides(amount)
        steps.append(planned(rung, seats, decides=decides, delegated=decides and rung is not last))
        if decides:
            return tuple(steps)
    raise NobodyError(last.name, only_drafter=True)


def planned(rung: Rung, seats: tuple[Taker, ...], *, decides: bool, delegated: bool) -> Planned:
    """A step with its seats: any one of several takes it, and of those who hold a right, also who comes later."""
    any_one = len(seats) > 1 or rung.who.startswith(RIGHT)
    mode = JOINT if rung.mode == SERIAL and any_one else rung.mode
    return Planned(name=rung.name, mode=mode, seats=seats, who=rung.who, decides=decides, delegated=delegated)


def consult(steps: Sequence[Planned], seats: Sequence[Taker], *, drafter: int) -> tuple[Planned, ...]:
    """The same steps with a 合議 of the drafter's wish before the decision; no one twice, and never the drafter."""
    there = {seat.user_id for step in steps for seat in step.seats} | {drafter}
    wanted: dict[int, Taker] = {}
    for seat in seats:
        if seat.user_id not in there:
            wanted.setdefault(seat.user_id, seat)
    if not wanted:
        return tuple(steps)
    added = Planned(name=CONSULTED, mode=PARALLEL, seats=tuple(wanted.values()), added=True)
    return (*steps[:-1], added, replace(steps[-1]))
