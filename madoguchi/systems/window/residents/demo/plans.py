"""Plans of families: who belongs to a household until a day, since when, and who has left it before and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from .dice import Dice, Table
from .kin import Human
from .names import Country, country
from .people import born, child, foreigner, japanese, marry
from .world import FOREIGNERS_SINCE, World

DAYS = 365.25


@dataclass(eq=False)
class Stay:
    """One person's time in the household: until ``until`` (None: to the end of the plan), when it ends by ``how``."""

    human: Human
    since: date
    until: date | None = None
    how: str = ""
    back: date | None = None

    def on(self, day: date) -> bool:
        """True while the person is there."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(eq=False)
class Plan:
    """A household until ``end``. ``stays`` begin with the first head; ``since`` is when it comes to the town."""

    since: date
    end: date
    stays: list[Stay] = field(default_factory=list)
    renting: bool = False
    next_head: tuple[date, Human] | None = None


def later(day: date, years: float) -> date:
    """A day so many years later (or earlier)."""
    return day + timedelta(days=round(years * DAYS))


def tenure(dice: Dice, end: date, mean: float, *, grown: date) -> date:
    """Since when they live in the town: long ago for some, never before they were grown, at least half a year."""
    since = later(end, -0.5 - dice.waiting(mean))
    return max(since, min(later(grown, 3 * dice.unit()), later(end, -0.5)))


def single(ages: tuple[int, int], mean: float) -> Callable[[World, date], Plan]:
    """A person alone."""

    def plan(world: World, end: date) -> Plan:
        dice = world.dice
        birth = born(dice, end, dice.between(*ages))
        sex = "1" if dice.chance(0.55) else "2"
        since = tenure(dice, end, mean, grown=later(birth, 18.2))
        origin = visitor(dice, end, 0.075 if ages[1] < 45 else 0.004)
        if origin:
            since = foreign_since(dice, since, end)
            return Plan(since, end, [Stay(foreigner(world, sex, birth, origin), since)], renting=True)
        return Plan(since, end, [Stay(japanese(world, sex, birth), since)], renting=ages[1] < 65)

    return plan


def visitor(dice: Dice, end: date, probability: float) -> Country | None:
    """A country for a foreign household, as often as that; none before the record takes foreigners."""
    return country(dice) if dice.chance(probability) and end > later(FOREIGNERS_SINCE, 1) else None


def foreign_since(dice: Dice, since: date, end: date) -> date:
    """Not before the record takes foreigners."""
    return since if since > FOREIGNERS_SINCE else dice.day(FOREIGNERS_SINCE, later(end, -0.5))


def couple(
    ages: tuple[int, int],
    mean: float,
    children: dict[int, float],
    *,
    stay: tuple[float, float] = (23, 3),
    abroad: float = 0.01,
) -> Callable[[World, date], Plan]:
    """Husband and wife with their children, who leave home at about the age ``stay`` (years, spread)."""
    numbers = Table(children)

    def plan(world: World, end: date) -> Plan:
        dice = world.dice
        birth = born(dice, end, dice.between(*ages))
        husband, wife = pair(world, birth, end, abroad)
        first = later(wife.birth, min(max(dice.around(30, 3.5), 20), 42))
        wedding = min(later(first, -0.8 - 2 * dice.unit()), later(end, -0.6))
        wedding = max(wedding, later(max(wife.birth, husband.birth), 18.1))
        since = tenure(dice, end, mean, grown=later(husband.birth, 20))
        if husband.country:
            since = foreign_since(dice, since, end)
        stays = [Stay(husband, since), Stay(wife, max(since, wedding))]
        made = Plan(since, end, stays, renting=birth.year > end.year - 35)
        if wife.country and not husband.country:
            made.stays[1].since = max(made.stays[1].since, FOREIGNERS_SINCE)
        add_children(world, made, husband, wife, max(first, later(wedding, 0.3)), numbers.draw(dice), stay)
        return made

    return plan


def pair(world: World, birth: date, end: date, abroad: float) -> tuple[Human, Human]:
    """Husband and wife: both Japanese, both foreign, or the wife foreign."""
    dice = world.dice
    wife_birth = later(birth, min(max(dice.around(1.8, 3), -7), 12))
    wife_birth = min(wife_birth, later(end, -20))
    if origin := visitor(dice, end, abroad):
        husband = foreigner(world, "1", birth, origin, role="family")
        wife = foreigner(world, "2", wife_birth, origin, role="family")
    else:
        husband = japanese(world, "1", birth)
        mixed = visitor(dice, end, 0.012)
        wife = foreigner(world, "2", wife_birth, mixed, role="spouse") if mixed else japanese(world, "2", wife_birth)
    marry(world, husband, wife)
    return husband, wife


def add_children(
    world: World, plan: Plan, father: Human | None, mother: Human, first: date, count: int, stay: tuple[float, float]
) -> None:
    """Children, two or three years apart; who had left home before the family came is not in the town's record."""
    dice, day = world.dice, first
    for _ in range(count):
        if day > later(plan.end, -0.1) or day > later(mother.birth, 44.5):
            return
        leaves = later(day, max(dice.around(*stay), 18.1))
        if leaves > later(plan.since, 0.1):
            human = child(world, father, mother, day)
            gone = leaves < later(plan.end, -0.2)
            how = HOW.draw(dice) if gone else ""
            made = Stay(human, max(day, plan.since), leaves if gone else None, how)
            if how == "out" and dice.chance(0.06):
                made.back = later(leaves, 1 + 4 * dice.unit())
            plan.stays.append(made)
        day = later(day, max(dice.around(2.7, 0.8), 1.1))


HOW = Table({"out": 70, "own": 18, "wedding": 12})


def bereaved(ages: tuple[int, int], mean: float, children: dict[int, float]) -> Callable[[World, date], Plan]:
    """One of a couple, after the other has died."""
    whole = couple(ages, mean, children)

    def plan(world: World, end: date) -> Plan:
        made = whole(world, end)
        dead = made.stays[0 if world.dice.chance(0.78) else 1]
        day = later(end, -0.4 - 14 * world.dice.unit())
        if day > later(dead.since, 0.2):
            dead.until, dead.how = day, "death"
        else:
            made.stays.remove(dead)
            made.stays[0].since = made.since
        return made

    return plan


def one_parent(ages: tuple[int, int], mean: float, children: dict[int, float]) -> Callable[[World, date], Plan]:
    """A parent with children after a divorce; mostly the mother. Some come to the town after it."""
    whole = couple(ages, mean, children, abroad=0.004)

    def plan(world: World, end: date) -> Plan:
        dice = world.dice
        made = whole(world, end)
        husband, wife = made.stays[0], made.stays[1]
        gone, left = (husband, wife) if dice.chance(0.85) else (wife, husband)
        day = later(end, -0.4 - 8 * dice.unit())
        if dice.chance(0.6) and day > later(max(gone.since, left.since), 0.6):
            gone.until, gone.how = day, "divorce"
            made.stays = [stay for stay in made.stays if not stay.human.mother or stay.human.birth < day]
        else:
            made.stays.remove(gone)
            part(gone.human)
            left.since = made.since
            made.stays.sort(key=lambda stay: stay is not left)
        return made

    return plan


def part(human: Human) -> None:
    """They are married no more."""
    if human.spouse:
        human.spouse.spouse = None
        human.spouse = None


def three_generations(world: World, end: date) -> Plan:
    """A couple with children and a parent or two: who came to live with them, or whose house it was."""
    dice = world.dice
    made = couple((34, 58), 16, {1: 25, 2: 50, 3: 25}, stay=(25, 3), abroad=0)(world, end)
    husband = made.stays[0].human
    old = elders(world, husband, made.since)
    if dice.chance(0.5):
        joined = dice.day(later(made.since, 0.5), later(end, -0.3))
        made.stays += [Stay(human, max(made.since, joined)) for human in old]
    else:
        made.stays = [*(Stay(human, made.since) for human in old), *made.stays]
        made.next_head = dice.day(later(made.since, 1), later(end, -0.3)), husband
    mortality(dice, made, old)
    return made


def elders(world: World, husband: Human, since: date) -> list[Human]:
    """The husband's parents, or his mother alone."""
    dice = world.dice
    mother = japanese(world, "2", later(husband.birth, -dice.around(27, 2)), husband.family)
    husband.mother = mother
    if dice.chance(0.45):
        return [mother]
    father = japanese(world, "1", later(mother.birth, -dice.around(2, 1.5)), husband.family)
    husband.father = father
    marry(world, father, mother)
    return [father, mother]


def mortality(dice: Dice, plan: Plan, old: list[Human]) -> None:
    """The very old have mostly died before the end, within the plan."""
    for stay in plan.stays:
        if stay.human in old and stay.human.age(plan.end) >= dice.between(78, 97):
            day = dice.day(later(plan.end, -8), later(plan.end, -0.2))
            if day > later(stay.since, 0.6):
                stay.until, stay.how = day, "death"


def grown_child(world: World, end: date) -> Plan:
    """An old parent or two, and a grown child who never left."""
    made = couple((60, 86), 30, {1: 70, 2: 30}, stay=(70, 1), abroad=0)(world, end)
    if world.dice.chance(0.45) and len(made.stays) > 2:
        day = later(end, -0.4 - 10 * world.dice.unit())
        if day > later(made.since, 0.6) and made.stays[0].on(day):
            made.stays[0].until, made.stays[0].how = day, "death"
    return made


def siblings(world: World, end: date) -> Plan:
    """Brothers and sisters."""
    dice = world.dice
    birth = born(dice, end, dice.between(22, 78))
    eldest = japanese(world, dice.pick("12"), birth)
    mother = Human(eldest.family, eldest.given, later(birth, -28), "2")
    younger = japanese(world, dice.pick("12"), later(birth, dice.around(3, 0.8)), eldest.family)
    eldest.mother = younger.mother = mother
    since = tenure(dice, end, 10, grown=later(younger.birth, 18.2))
    return Plan(since, end, [Stay(eldest, since), Stay(younger, since)])


def partners(world: World, end: date) -> Plan:
    """Two who are not married: of the same sex (縁故者), or of both (未届)."""
    dice = world.dice
    birth = born(dice, end, dice.between(24, 60))
    first = japanese(world, dice.pick("12"), birth)
    same = dice.chance(0.4)
    other = first.sex if same else "12".replace(first.sex, "")
    second = japanese(world, other, min(later(birth, dice.around(0, 3)), later(end, -19)))
    first.partner, second.partner = second, first
    since = tenure(dice, end, 5, grown=later(max(birth, second.birth), 18.5))
    return Plan(since, end, [Stay(first, since), Stay(second, since)], renting=True)


def lodgers(world: World, end: date) -> Plan:
    """People who share a home (同居人)."""
    dice = world.dice
    origin = visitor(dice, end, 0.35)
    births = [born(dice, end, dice.between(20, 45)) for _ in range(dice.between(2, 3))]
    since = tenure(dice, end, 3, grown=later(max(births), 18.5))
    since = foreign_since(dice, since, end) if origin else since
    sex = dice.pick("12")
    people = [foreigner(world, sex, day, origin) if origin else japanese(world, sex, day) for day in births]
    return Plan(since, end, [Stay(human, since) for human in people], renting=True)


GROWN = {0: 16.0, 1: 24.0, 2: 48.0, 3: 12.0}
YOUNG = {1: 30.0, 2: 52.0, 3: 18.0}
SHAPES: dict[Callable[[World, date], Plan], float] = {
    single((19, 30), 2.5): 4,
    single((27, 44), 5): 4.5,
    single((45, 64), 14): 10,
    single((65, 96), 26): 6,
    bereaved((63, 79), 32, GROWN): 4,
    bereaved((76, 98), 38, GROWN): 10,
    couple((25, 42), 5, {0: 1}, abroad=0.035): 3.2,
    couple((46, 62), 18, GROWN): 5,
    couple((62, 73), 28, GROWN): 7.5,
    couple((71, 86), 34, GROWN): 13,
    couple((84, 95), 40, GROWN): 2,
    couple((27, 38), 5, YOUNG, abroad=0.025): 5.5,
    couple((36, 48), 9, YOUNG, abroad=0.025): 10.5,
    couple((45, 58), 15, YOUNG, abroad=0.02): 11.5,
    one_parent((27, 54), 9, {1: 50, 2: 42, 3: 8}): 5,
    grown_child: 7,
    three_generations: 3.2,
    siblings: 0.8,
    partners: 1.2,
    lodgers: 0.6,
}
HOUSEHOLDS = Table(SHAPES)
LEAVERS = Table(
    {
        single((19, 34), 3): 38,
        single((35, 62), 6): 12,
        single((70, 96), 20): 12,
        couple((25, 42), 4, {0: 1}): 10,
        couple((27, 50), 7, {1: 45, 2: 45, 3: 10}, abroad=0.02): 22,
        one_parent((27, 50), 6, {1: 60, 2: 40}): 4,
        partners: 2,
    }
)
"""Households that are in the town no more."""
ALONE = single((19, 39), 3.5)
