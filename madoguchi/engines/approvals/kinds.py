"""What a system puts to decision: ``approvals.py`` with ``KINDS``, found by its folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from madoguchi.foundation.access import Actor
from madoguchi.foundation.registry.discovery import PACKAGE, dotted

from .errors import Refused
from .rules import Rung

if TYPE_CHECKING:
    from django.db.models import Model
    from django.forms import Form

    from .models import Decision

FLOORS = ("engines/*", "systems/*/*")
Content = Mapping[str, Any]
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Said:
    """What whoever decided said with it: their word, and what their screen showed (``seen``), where a kind minds."""

    comment: str = ""
    seen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SecondAct:
    """Rows that wait for a second person, and their own acts.

    Attributes:
        model: the rows.
        decide: ``(actor, key, agree, said)``, under its own permission and checks.
        withdraw: ``(actor, key)``: who asked takes it back.
        discreet: of rows about residents: the second person's words stay with the row, which shows them to those who
            may see these residents, and not with the draft.
    """

    model: type[Model]
    decide: Callable[[Actor, int, bool, Said], object]
    withdraw: Callable[[Actor, int], object]
    discreet: bool = False


def no_amount(content: Content) -> int | None:
    """Of a kind without money."""
    return None


def no_words(content: Content) -> str:
    """Of a kind that is about nothing outside itself."""
    return ""


def nothing_more(actor: Actor, decision: Decision, said: Said) -> None:
    """Of a kind whose decision is only a decision."""


def nothing_left(actor: Actor, content: Content) -> None:
    """Of a kind of which nothing waits outside its draft."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of draft.

    Attributes:
        code: unique in the house, e.g. ``plan.report``; begins with the system's folder.
        permission: who may draft it; "" is every member of staff with an appointment.
        form: a Django form whose ``cleaned_data`` is JSON; what it refers to is named by keys of its own. None where
            the kind's own system puts it forward (``put_forward``): nobody drafts or changes it by hand.
        title: content → 件名, one line.
        rows: content → what is shown, as (label, words).
        amount: content → yen, by which the route is chosen; None for a matter without money.
        carry_out: ``(actor, decision, said)``: what follows from an approval, in the transaction of the last
            agreement. What it raises undoes the agreement; ``Refused`` is shown in its words.
        refused: ``(actor, decision, said)``: what follows from 否決, in its transaction.
        dropped: ``(actor, content)``: what follows when the drafter gives it up, in that transaction.
        rungs: its own route, where the town has none that names the kind; ``article`` is where that comes from.
        reference: content → what it is about, e.g. the key of a row; one open draft of the kind for each. "": none.
        place: content → address of the screen that shows what it is about; "" for none.
        second: of a draft about a row that waits for a second person: it is decided or given up on the screen of its
            ``place``, and neither sent back nor changed. See ``second_person``.
        read: a right that whoever is not on the route must hold beside the usual, for kinds that are not for everyone.
    """

    code: str
    name: str
    summary: str
    form: type[Form] | None
    title: Callable[[Content], str]
    rows: Callable[[Content], Rows]
    permission: str = ""
    amount: Callable[[Content], int | None] = no_amount
    carry_out: Callable[[Actor, Decision, Said], None] = nothing_more
    refused: Callable[[Actor, Decision, Said], None] = nothing_more
    dropped: Callable[[Actor, Content], None] = nothing_left
    rungs: tuple[Rung, ...] = ()
    article: str = ""
    reference: Callable[[Content], str] = no_words
    place: Callable[[Content], str] = no_words
    second: SecondAct | None = None
    read: str = ""


@cache
def kinds() -> dict[str, Kind]:
    """Code → every kind of this house; the general one first."""
    from .general import GENERAL

    found = [path for floor in FLOORS for path in sorted(PACKAGE.glob(f"{floor}/approvals.py"))]
    offered = [kind for path in found for kind in import_module(f"{dotted(path.parent)}.approvals").KINDS]
    return {kind.code: kind for kind in [GENERAL, *offered]}


def kind_named(code: str) -> Kind:
    """A kind by its code. Raises Refused for one that is no longer there."""
    try:
        return kinds()[code]
    except KeyError:
        raise Refused("この種類の起案は、いまはありません。") from None


def second_of(code: str) -> SecondAct | None:
    """The rows that a kind is about; None for one that waits for nothing outside itself, or is no longer there."""
    kind = kinds().get(code)
    return kind.second if kind else None


def drafted_by(actor: Actor) -> list[Kind]:
    """The kinds that the actor may draft by hand; none for whoever has no appointment."""
    if actor.appointment_id is None:
        return []
    offered = [kind for kind in kinds().values() if kind.form]
    return [kind for kind in offered if not kind.permission or actor.may(kind.permission)]


def closed_to(actor: Actor) -> list[str]:
    """Codes of the kinds that the actor reads only where they took part."""
    return [kind.code for kind in kinds().values() if kind.read and not actor.may(kind.read)]
