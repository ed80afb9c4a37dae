"""代決: who decides in the place of an absent or vacant seat.

Deputies stand in an order, as a municipality's rules on its decisions (事務決裁規程) have it: the second one decides
only where the first is away too; those of one rank, such as two 係長, each may.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..seats import Seat

Rank = tuple[int, ...]
"""The place in the order; the lowest decides."""


@dataclass(frozen=True)
class Chosen:
    """A deputy as it was set: for one seat (its ``user_id`` in the division) or for a post; by one seat or by a post.

    ``user_id`` and ``by_user_id`` are None where a post is meant.
    """

    division: str
    by_division: str
    order: int
    user_id: int | None = None
    post: str = ""
    by_user_id: int | None = None
    by_post: str = ""

    def concerns(self, seat: Seat) -> bool:
        """True where it is about this seat."""
        if seat.division_code != self.division:
            return False
        return seat.user_id == self.user_id if self.user_id else seat.post == self.post

    def names(self, seat: Seat) -> bool:
        """True where this seat is the deputy."""
        if seat.division_code != self.by_division:
            return False
        return seat.user_id == self.by_user_id if self.by_user_id else seat.post == self.by_post


@dataclass(frozen=True)
class Usual:
    """The town's default for a post: the posts that stand in for it, the first first.

    ``below``: where the division itself has nobody in these posts, those directly below it are asked, in their order.
    """

    post: str
    by: tuple[str, ...]
    below: bool = False


def stand_ins(
    seat: Seat, office: Sequence[Seat], chosen: Iterable[Chosen], usual: Iterable[Usual], away: Collection[int]
) -> tuple[Seat, ...]:
    """Who may decide in the place of an absent or vacant seat: the first rank in which anyone is present.

    What was set for the seat stands alone; else what was set for its post; else the town's default. Never oneself.
    ``office`` holds the seats that may be asked, divisions in their order; ``away`` the members of staff who are not
    there.
    """
    ranked = list(ranks(seat, office, list(chosen), usual))
    present = [(rank, each) for rank, each in ranked if each.user_id not in away and each.user_id != seat.user_id]
    first = min((rank for rank, _ in present), default=None)
    return tuple(once(each for rank, each in present if rank == first))


def ranks(
    seat: Seat, office: Sequence[Seat], chosen: Sequence[Chosen], usual: Iterable[Usual]
) -> Iterator[tuple[Rank, Seat]]:
    """Every deputy of a seat with its rank, present or not."""
    about = [each for each in chosen if each.concerns(seat)]
    own = [each for each in about if each.user_id] or about
    if own:
        return (((each.order,), other) for each in own for other in office if each.names(other))
    default = next((each for each in usual if each.post == seat.post), None)
    return usual_ranks(seat, office, default) if default else iter(())


def usual_ranks(seat: Seat, office: Sequence[Seat], usual: Usual) -> Iterator[tuple[Rank, Seat]]:
    """The deputies that the town's default gives a seat."""
    here = [each for each in office if each.division_code == seat.division_code and each.post in usual.by]
    if here or not usual.below:
        return (((usual.by.index(each.post),), each) for each in here)
    below = [each for each in office if each.above == seat.division_code and each.post in usual.by]
    places = list(dict.fromkeys(each.division_code for each in below))
    return (((usual.by.index(each.post), places.index(each.division_code)), each) for each in below)


def once(seats: Iterable[Seat]) -> list[Seat]:
    """Each member of staff once, in the first seat found."""
    found: dict[int, Seat] = {}
    for seat in seats:
        found.setdefault(seat.user_id, seat)
    return list(found.values())
