"""The route that a draft would take, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from madoguchi.engines.organisation.api import Seat, seats

from .errors import Refused
from .finding import Finder
from .kinds import kinds
from .models import Draft
from .rules import NobodyError, NoRouteError, Planned, Route, choose, climb, consult
from .town_routes import rulebook


@dataclass(frozen=True)
class Plan:
    """A route for a draft: its steps, whom it is shown to beside (回覧), and the rule it comes from, which is
    ``provisional`` (仮) where nobody has confirmed it."""

    name: str
    steps: tuple[Planned, ...]
    circulated: tuple[Seat, ...]
    article: str
    provisional: bool


def plan_route(
    draft: Draft, *, consulted: Collection[int] = (), circulated: Collection[int] = (), on: date | None = None
) -> Plan:
    """Works the route out as of a day (today). ``consulted`` and ``circulated`` are appointments that the drafter adds
    as 合議 and 回覧; none of the steps that the rule asks for can be taken away.

    Raises Refused in words for the drafter: no route, a step without anybody, nobody but the drafter left to decide.
    """
    day = on or timezone.localdate()
    book = rulebook(day)
    finder = Finder(draft.division_id, day)
    try:
        route = choose(
            (*book.routes, *own_route(draft.kind)), kind=draft.kind, path=draft.division.path, amount=draft.amount
        )
        steps = climb(route, amount=draft.amount, find=lambda rung: finder(rung.who), drafter=draft.drafter_id)
    except NoRouteError as error:
        raise Refused("この起案の経路が定められていません。文書の担当課に相談してください。") from error
    except NobodyError as error:
        raise Refused(nobody(error)) from error
    there = seats({*consulted, *circulated}, day)
    wanted = [there[pk] for pk in consulted if pk in there]
    others = {there[pk].user_id: there[pk] for pk in circulated if pk in there}
    others.pop(draft.drafter_id, None)
    steps = consult(steps, wanted, drafter=draft.drafter_id)
    if route in book.routes:
        return Plan(route.name, steps, tuple(others.values()), book.article, book.provisional)
    return Plan(route.name, steps, tuple(others.values()), kinds()[draft.kind].article, provisional=False)


def own_route(code: str) -> tuple[Route, ...]:
    """The route that a kind brings, for towns without one of their own for it."""
    kind = kinds().get(code)
    return (Route(name=kind.name, rungs=kind.rungs, kinds=(code,)),) if kind and kind.rungs else ()


def nobody(error: NobodyError) -> str:
    """Why there is no way up, and what to do."""
    if error.only_drafter:
        return "決裁する人が、起案した本人のほかにいません。ほかの職員が起案してください。"
    return f"「{error.rung}」の席に、きょうはだれもいません。人事の担当課に、発令か代決者を確かめてください。"
