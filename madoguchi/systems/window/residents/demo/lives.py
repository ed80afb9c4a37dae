"""Telling a plan as a story: its acts in the order of their days, with what befalls every family besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from madoguchi.engines.people.api import ActKind, Address

from . import events
from .addresses import elsewhere
from .kin import Human
from .names import family_name
from .people import FOREVER, japanese_facts, named, term
from .plans import Plan, Stay, later, part
from .story import House, Story
from .world import FORMER_NAMES_SINCE, World

Telling = Callable[[date], object]
Rarity = Callable[[Story, House, date], None]
MOVES = {True: 0.07, False: 0.012}
"""Moves within the town in a year, for those who rent and for those who own."""


@dataclass(eq=False)
class Agenda:
    """What is to come. Days are moved on where two would meet, so that each act has a day of its own."""

    entries: list[tuple[date, Telling]] = field(default_factory=list)

    def add(self, day: date, what: Telling) -> None:
        """Something happens on a day."""
        self.entries.append((day, what))

    def run(self, first: date, last: date) -> None:
        """Lets happen what lies after ``first`` and not after ``last``."""
        reached = first
        for day, what in sorted(self.entries, key=lambda entry: entry[0]):
            if day > first and (moved := max(day, reached + timedelta(1))) <= last:
                what(moved)
                reached = moved


def tell(world: World, plan: Plan) -> Story:
    """The story of a plan, up to its end (which lies before the day of the world)."""
    story = Story(world)
    start = max(plan.since, world.first)
    house = arrive(story, plan, start)
    agenda = Agenda()
    for stay in plan.stays:
        schedule_stay(story, agenda, plan, stay, house, start)
    schedule_house(story, agenda, plan, house, start)
    schedule_rarities(story, agenda, plan, house, start)
    for day in events.BEGINNINGS:
        agenda.add(day, partial(events.give_numbers, story, begun=day))
    agenda.run(start, plan.end)
    return story


def arrive(story: Story, plan: Plan, start: date) -> House:
    """Those who are there at the beginning: in the record since it began, or moving in."""
    here = [stay for stay in plan.stays if stay.on(start)]
    if plan.since < story.world.first:
        since = {stay.human: max(stay.since, stay.human.birth) for stay in here}
        address = story.world.places.home(story.dice, flat=story.dice.chance(0.2))
        return events.begin(story, [stay.human for stay in here], address, since)
    return events.move_in(story, [stay.human for stay in here], start, origin(story, here[0].human))


def origin(story: Story, human: Human) -> Address:
    """From where someone comes: abroad for half of the foreigners, seldom for others."""
    if human.country and story.dice.chance(0.5):
        return Address(country=human.country.name, city=human.country.city)
    return elsewhere(story.dice)


def schedule_stay(story: Story, agenda: Agenda, plan: Plan, stay: Stay, house: House, start: date) -> None:
    """How one person comes later, and goes."""
    human = stay.human
    if stay.since > start:
        agenda.add(stay.since, lambda on: come(story, human, on, house))
    if stay.until:
        agenda.add(stay.until, lambda on: go(story, human, on, stay.how))
    if stay.back and stay.back < plan.end:
        agenda.add(stay.back, lambda on: come_back(story, human, on, house))
    if human.country:
        schedule_permits(story, agenda, plan, human, max(stay.since, start))


def come(story: Story, human: Human, on: date, house: House) -> None:
    """Someone joins the household: a new-born child, a wife, a parent."""
    if not house.members or human in story.home:
        return
    if abs((on - human.birth).days) < 60:
        human.birth = on
        human.facts["birth_on"] = on
        events.birth(story, human, on, house)
    elif human.country and on.year == 2012:
        events.registration_of_foreigners(story, human, on, house)
    else:
        events.move_in(story, [human], on, origin(story, human), house)


def come_back(story: Story, human: Human, on: date, house: House) -> None:
    """A grown child comes home again."""
    if house.members and human not in story.home and human in story.chronicle.people:
        events.move_in(story, [human], on, elsewhere(story.dice), house)


def go(story: Story, human: Human, on: date, how: str) -> None:
    """Someone leaves the household, and mostly the town."""
    if human not in story.home:
        return
    if how == "death":
        events.death(story, human, on)
    elif how == "own" and len(story.home[human].members) > 1:
        events.set_up_home(story, human, on)
    elif how == "wedding":
        wedding(story, human, on)
        events.move_out(story, [human], on + timedelta(1))
    else:
        if how == "divorce":
            part(human)
        events.move_out(story, [human], on)


def wedding(story: Story, human: Human, on: date) -> None:
    """A child marries and goes: a new 本籍, mostly a new family name for the daughter."""
    if human.country:
        return
    family = family_name(story.dice) if human.sex == "2" else human.family
    changes = {
        **named(family, human.given),
        **story.world.places.domicile(story.dice),
        "koseki_head_family": family.text,
    }
    events.change_facts(story, human, ActKind.NAME_CHANGE, on, **changes)


def schedule_permits(story: Story, agenda: Agenda, plan: Plan, human: Human, since: date) -> None:
    """Renewals, one before each expiry; a few become Japanese after long years."""
    day = since
    while day < plan.end:
        day = later(day, 0.95)
        agenda.add(day, lambda on: renew(story, human, on))
    if story.dice.chance(0.12) and later(since, 8) < plan.end:
        agenda.add(later(since, 8), lambda on: become_japanese(story, human, on))


def renew(story: Story, human: Human, on: date) -> None:
    """Where the permit runs out within three months, it is renewed."""
    expires = human.permit.get("expires_on")
    if human in story.home and expires and expires < on + timedelta(370):
        status = "永住者" if story.dice.chance(0.04) else human.permit["status"]
        events.renew_permit(story, human, on, status=status, **term(story.dice, status, max(expires, on)))


def become_japanese(story: Story, human: Human, on: date) -> None:
    """帰化."""
    if human in story.home and human.permit and human.permit["status"] in FOREVER:
        events.naturalise(story, human, on, **japanese_facts(story.world, human))


def schedule_house(story: Story, agenda: Agenda, plan: Plan, house: House, start: date) -> None:
    """Moves of the whole household, and a change of its head."""
    dice, rate = story.dice, MOVES[plan.renting]
    day = later(start, 0.3 + dice.waiting(1 / rate))
    while day < plan.end:
        agenda.add(day, partial(move_house, story, house))
        day = later(day, 0.3 + dice.waiting(1 / rate))
    if plan.next_head:
        day, head = plan.next_head
        agenda.add(day, lambda on: take_over(story, house, head, on))


def move_house(story: Story, house: House, on: date) -> None:
    """転居 of the household, if anyone is left."""
    if house.members:
        events.move_house(story, house, on)


def take_over(story: Story, house: House, head: Human, on: date) -> None:
    """世帯主変更 to one of the members."""
    if head in house.members and house.head is not head:
        events.change_head(story, house, head, on)


def schedule_rarities(story: Story, agenda: Agenda, plan: Plan, house: House, start: date) -> None:
    """What happens to few: a cancelled move-out, a late correction, a split, a 旧氏."""
    dice = story.dice
    rarities: tuple[tuple[float, Rarity], ...] = (
        (0.012, cancelled_move_out),
        (0.010, domicile_corrected),
        (0.008, lot_corrected),
        (0.012, parents_apart),
        (0.060, former_name),
    )
    for probability, happen in rarities:
        if dice.chance(probability):
            day = dice.day(later(start, 0.2), plan.end)
            agenda.add(day, partial(befall, story, house, happen))


def befall(story: Story, house: House, happen: Rarity, on: date) -> None:
    """Something rare happens to the household, if anyone is left."""
    if house.members:
        happen(story, house, on)


def cancelled_move_out(story: Story, house: House, on: date) -> None:
    """転出取消."""
    events.take_back(story, list(house.members), on)


def domicile_corrected(story: Story, house: House, on: date) -> None:
    """The lot of a 本籍 had been entered wrongly."""
    human = story.dice.pick(house.members)
    if lot := human.facts.get("domicile_lot"):
        events.correct(story, "identity", human, on, domicile_lot=lot.replace("9", "8", 1))


def lot_corrected(story: Story, house: House, on: date) -> None:
    """番地号 put right."""
    row = story.chronicle.present["dwelling", house]
    events.correct(story, "dwelling", house, on, lot=row.values["lot"].replace("1", "7"))


def parents_apart(story: Story, house: House, on: date) -> None:
    """世帯分離 of the old from the young."""
    old = [human for human in house.members if human.age(on) >= 65]
    if old and len(old) < len(house.members):
        events.split(story, old, on)


def former_name(story: Story, house: House, on: date) -> None:
    """旧氏の記載 by a wife, since the law allows it."""
    wife = next((human for human in house.members if human.maiden), None)
    if wife and wife.maiden and on >= FORMER_NAMES_SINCE:
        changes = {"former_family_name": wife.maiden.text, "former_family_kana": wife.maiden.kana}
        events.change_facts(story, wife, ActKind.FORMER_NAME_CHANGE, on, **changes)


def finish(story: Story, plan: Plan) -> None:
    """The household leaves the town at the end of its plan; the old mostly by death."""
    for house in story.houses:
        people = list(house.members)
        if len(people) == 1 and people[0].age(plan.end) >= 70 and story.dice.chance(0.8):
            events.death(story, people[0], plan.end + timedelta(2))
        elif people:
            events.move_out(story, people, plan.end + timedelta(2))


def present(story: Story) -> int:
    """How many live in the town now."""
    return sum(len(house.members) for house in story.houses)


def announce(story: Story, on: date) -> None:
    """A move-out planned for a day ahead."""
    house = story.dice.pick([house for house in story.houses if house.members])
    events.move_out(story, list(house.members), on, confirmed=False)
