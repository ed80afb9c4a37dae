"""How a draft moves along its route: what one agreement, or one return, does to every box. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

LATER, WAITING, AGREED, PASSED = "later", "waiting", "agreed", "passed"
PARALLEL = "parallel"


@dataclass(frozen=True)
class Box:
    """One seat of a step: its key, the step's ordinal (from 1), where it stands, how often it was asked."""

    key: int
    step: int
    state: str
    turn: int = 1


@dataclass(frozen=True)
class Moved:
    """Every box as it stands now, and the step where the draft stands; ``at`` None: the last step is done."""

    boxes: tuple[Box, ...]
    at: int | None


def begin(boxes: Iterable[Box]) -> Moved:
    """A fresh route: the first step waits, all others come later. Raises ValueError for a route without a step."""
    found = tuple(boxes)
    if not found:
        raise ValueError("a route has at least one step")
    first = min(box.step for box in found)
    return Moved(tuple(replace(box, state=WAITING if box.step == first else LATER) for box in found), first)


def agree(boxes: Sequence[Box], modes: Mapping[int, str], key: int) -> Moved:
    """The box ``key`` agrees. Where its step is done by that, the next one waits.

    Raises ValueError for a box that does not wait.
    """
    mine = next(box for box in boxes if box.key == key)
    if mine.state != WAITING:
        raise ValueError(f"box {key} does not wait")
    marked = tuple(replace(box, state=AGREED) if box.key == key else box for box in boxes)
    if not complete(marked, modes, mine.step):
        return Moved(marked, mine.step)
    closed = tuple(closed_with(box, mine.step) for box in marked)
    following = min((box.step for box in closed if box.step > mine.step), default=None)
    return Moved(tuple(replace(box, state=WAITING) if box.step == following else box for box in closed), following)


def closed_with(box: Box, step: int) -> Box:
    """A box that need not be asked any more, since its step is done."""
    return replace(box, state=PASSED) if box.step == step and box.state == WAITING else box


def complete(boxes: Iterable[Box], modes: Mapping[int, str], step: int) -> bool:
    """Whether a step is done: 合議 when all agreed, else when one did."""
    states = [box.state == AGREED for box in boxes if box.step == step]
    return all(states) if modes[step] == PARALLEL else any(states)


def send_back(boxes: Sequence[Box], to: int) -> Moved:
    """Back to an earlier step: that one waits again, and whatever came after it must be agreed again.

    Raises ValueError for a step that has not been asked yet.
    """
    if not any(box.step == to and box.state in {AGREED, PASSED, WAITING} for box in boxes):
        raise ValueError(f"step {to} has not been reached")
    return Moved(tuple(reset(box, to) for box in boxes), to)


def reset(box: Box, to: int) -> Box:
    """One box after a return to step ``to``; it is asked anew where it had been asked."""
    if box.step < to:
        return box
    turn = box.turn if box.state == LATER else box.turn + 1
    return replace(box, state=WAITING if box.step == to else LATER, turn=turn)
