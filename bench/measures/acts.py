"""転入 through the action, beside bare INSERTs of the very rows that it wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain, count, islice, pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from bench.city.families import CITY, LG_CODE, PREFECTURE, Families, Family, identity
from bench.city.rows import Bare, Marks, Rows, delete, marks, tables, written
from bench.city.staff import worker
from bench.figures import Beside, Figure, percentile
from bench.running import Bench
from bench.timing import once
from madoguchi.engines.people.api import Act, Address, Newcomer, Notice, PersonFacts, move_in
from madoguchi.foundation.access import Actor
from madoguchi.foundation.towns.current import in_town

N, WARM_UP = 300, 30
SEED = 20_260_403
FROM = Address(prefecture="東京都", city="千代田区", town="丸の内", lot="1番1号")
DAYS_AGO = 3


def run(bench: Bench) -> Iterator[Figure]:
    """Acts a second, one after the other on one connection, each committed by itself."""
    with in_town(bench.town()):
        actor = worker("clerk").as_actor("転入届の受付")
        families = list(islice(arriving(), bench.samples(N) + WARM_UP))
        names = tables()
        seconds, points = recorded(actor, families, names)
        bare = written_bare(points)[WARM_UP:]
    people = sum(len(family.members) for family in families[WARM_UP:])
    shared: dict[str, Any] = {"measure": "acts", "people": bench.people, "n": len(bare), "warm_up": WARM_UP}
    note = f"1件あたり{people / len(bare):.1f}人"
    floor = "同じ行の INSERT"
    yield Figure(name="転入の記録", value=len(seconds) / sum(seconds), unit="件/秒", note=note,
                 beside=(Beside(floor, len(bare) / sum(bare)),), **shared)  # fmt: skip
    yield Figure(name="転入の記録 p95", value=percentile(seconds, 95), unit="ms",
                 beside=(Beside(floor, percentile(bare, 95)),), **shared)  # fmt: skip


def arriving() -> Iterator[Family]:
    """Families of two to five who have not lived here."""
    families = Families(SEED)
    return (
        family for family in chain.from_iterable(families.families(1000) for _ in count()) if len(family.members) > 1
    )


def recorded(actor: Actor, families: Sequence[Family], names: Sequence[str]) -> tuple[list[float], list[Marks]]:
    """Seconds of each act, and where the tables stood before and after each."""
    points, seconds = [marks(names)], []
    for family in families:
        seconds.append(once(lambda each: arrive(actor, each), family))
        points.append(marks(names))
    return seconds[WARM_UP:], points


def arrive(actor: Actor, family: Family) -> Act:
    """One 転入届."""
    day = timezone.localdate() - timedelta(days=DAYS_AGO)
    newcomers = [
        Newcomer(facts=PersonFacts(**identity(family, member)), relation=member.relation) for member in family.members
    ]
    home = Address(
        prefecture=PREFECTURE,
        city=CITY,
        lg_code=LG_CODE,
        town=family.town,
        lot=family.lot,
        postal_code=family.postal_code,
    )
    with transaction.atomic():
        return move_in(
            actor,
            notice=Notice(event_on=day, notified_on=timezone.localdate()),
            newcomers=newcomers,
            address=home,
            previous=FROM,
        )


def written_bare(points: Sequence[Marks]) -> list[float]:
    """Seconds that the rows of each act take without the act: taken out, written, and taken out for good."""
    acts: list[list[Rows]] = [written(before, after) for before, after in pairwise(points)]
    for pieces in reversed(acts):
        delete(pieces)
    bare = Bare()
    seconds = [once(bare.insert, pieces) for pieces in acts]
    for pieces in reversed(acts):
        delete(pieces)
    return seconds
