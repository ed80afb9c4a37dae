"""The whole city: households of today, those that have gone, and people outside the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from madoguchi.engines.people.api import ActKind, Batch
from madoguchi.foundation.codes import corporate_number_check_digit

from .addresses import elsewhere
from .lives import announce, finish, present, tell
from .people import born, japanese
from .plans import ALONE, HOUSEHOLDS, LEAVERS
from .story import Story
from .world import World

GONE = 0.6
"""Households that have left, for each that is there."""
LEAVING = 0.003
OUTSIDERS = 0.004
ROWS = 60_000
COMPANIES = ("架空商事", "見本建設", "サンプル工業", "例示運輸", "仮名物産", "作例電機")


def batches(world: World, residents: int) -> Iterator[Batch]:
    """The city in batches of a size that memory bears; after the last exactly so many people live in it."""
    batch = Batch()
    for story in stories(world, residents):
        story.chronicle.write(batch)
        if len(batch) > ROWS:
            yield batch
            batch = Batch()
    yield batch


def stories(world: World, residents: int) -> Iterator[Story]:
    """Families of today, and among them those of former days."""
    missing, former, outsiders = residents, 0.0, 0.0
    while missing > 0:
        story, here = family(world, missing)
        yield story
        missing, former, outsiders = missing - here, former + GONE, outsiders + OUTSIDERS * here
        while former >= 1:
            former -= 1
            yield gone(world)
        while outsiders >= 1:
            outsiders -= 1
            yield outsider(world)


def family(world: World, most: int) -> tuple[Story, int]:
    """A household of today with at most so many members, and how many they are; a few will leave soon."""
    end = world.today - timedelta(days=3)
    story = tell(world, HOUSEHOLDS.draw(world.dice)(world, end))
    while present(story) > most:
        story = tell(world, ALONE(world, end))
    here = present(story)
    if here and world.dice.chance(LEAVING):
        announce(story, world.today + timedelta(days=world.dice.between(1, 30)))
    return story, here


def gone(world: World) -> Story:
    """A household that left, or died out, on some day of the thirty years."""
    end = world.dice.day(world.first + timedelta(days=300), world.today - timedelta(days=40))
    plan = LEAVERS.draw(world.dice)(world, end)
    story = tell(world, plan)
    finish(story, plan)
    return story


def outsider(world: World) -> Story:
    """A person outside the register (住登外者), or a corporation, with an address."""
    dice, story = world.dice, Story(world)
    on = dice.day(world.first, world.today - timedelta(days=30))
    deed = story.act(ActKind.REGISTER_OUTSIDER, on, notice=False)
    human = japanese(world, dice.pick("12"), born(dice, on, dice.between(25, 80)))
    corporate = dice.chance(0.4)
    facts = company(world) if corporate else human.facts
    story.chronicle.people[human] = "corporation" if corporate else "outsider"
    story.chronicle.start("identity", human, deed, None, **facts)
    address = elsewhere(dice).as_json()
    story.chronicle.start("contact", human, deed, None, phone=human.phone, address=address)
    return story


def company(world: World) -> dict[str, str]:
    """An invented corporation; its 法人番号 has a right check digit."""
    twelve = f"9990{world.dice.below(100_000_000):08}"
    name = f"{world.dice.pick(COMPANIES)}{world.dice.between(1, 99)}号"
    return {"name": f"{name}株式会社", "corporate_number": corporate_number_check_digit(twelve) + twelve}
