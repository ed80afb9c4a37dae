"""Two protected families and those from whom they are kept: 支援措置 in the invented city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from madoguchi.engines.people.api import AgencyKind, Batch, ProtectionKind, start_protection
from madoguchi.foundation.access import SYSTEM_ACTOR

from . import events
from .addresses import elsewhere
from .kin import Human
from .people import born, child, japanese, marry
from .story import Story
from .world import World

PEOPLE = 5
"""Who of these stories lives in the town at the end: husband, wife and child; a woman and the man whom she fears."""
FEWEST = 100
"""A city smaller than this has none of them."""


@dataclass
class Refuge:
    """A story, and who of it is protected, the applicant first; decided ``days`` ago."""

    story: Story
    protected: Sequence[Human]
    kind: ProtectionKind
    agency_kind: AgencyKind
    agency: str
    days: int
    person_ids: tuple[int, ...] = ()


def refuges(world: World) -> list[Refuge]:
    """Both stories. One of the cases is to be renewed soon."""
    return [flight(world), fear(world)]


def flight(world: World) -> Refuge:
    """A wife has left her husband with their child; he lives on at the old address."""
    dice, today = world.dice, world.today
    husband, wife = (japanese(world, sex, born(dice, today, age)) for sex, age in (("1", 43), ("2", 39)))
    marry(world, husband, wife)
    kid = child(world, husband, wife, born(dice, today, 9))
    story = Story(world)
    events.move_in(story, [husband, wife, kid], today - timedelta(days=2200), elsewhere(dice))
    events.flee(story, [wife, kid], today - timedelta(days=260))
    return Refuge(story, [wife, kid], ProtectionKind.VIOLENCE, AgencyKind.CENTRE, "架空県女性相談支援センター", 240)


def fear(world: World) -> Refuge:
    """A woman and the man who follows her live in the same town, and never shared a household."""
    dice, today = world.dice, world.today
    woman, man = japanese(world, "2", born(dice, today, 27)), japanese(world, "1", born(dice, today, 34))
    story = Story(world)
    for human, days in ((man, 1500), (woman, 420)):
        events.move_in(story, [human], today - timedelta(days=days), elsewhere(dice))
    return Refuge(story, [woman], ProtectionKind.STALKING, AgencyKind.POLICE, "架空警察署 生活安全課", 345)


def written(found: Sequence[Refuge]) -> Batch:
    """The stories as a batch; each refuge learns the ids of its protected."""
    batch = Batch()
    for refuge in found:
        persons = refuge.story.chronicle.write(batch)
        refuge.person_ids = tuple(persons[human] for human in refuge.protected)
    return batch


def protect(world: World, found: Sequence[Refuge]) -> None:
    """Registers the protection, as it was decided."""
    for refuge in found:
        decided = world.today - timedelta(days=refuge.days)
        applicant, *together = refuge.person_ids
        start_protection(
            SYSTEM_ACTOR, applicant_id=applicant, together=together, kind=refuge.kind, agency_kind=refuge.agency_kind,
            agency=refuge.agency, applied_on=decided - timedelta(days=6), decided_on=decided,
            grounds="架空の記録です。相談機関の意見を聴き、必要性を確認した。",
        )  # fmt: skip
