"""Inventing people: Japanese and foreign, with the facts of the 住民票."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from madoguchi.foundation.codes import residence_status

from .dice import Dice, Table
from .kin import Human
from .names import Country, Name, country, family_name, given_name
from .world import World

SPACE = "　"
STATUSES = {
    "worker": Table(
        {"技術・人文知識・国際業務": 38, "特定技能１号": 24, "技能実習２号ロ": 14, "留学": 14, "介護": 5, "技能": 5}
    ),
    "family": Table(
        {"永住者": 42, "技術・人文知識・国際業務": 28, "定住者": 18, "経営・管理": 8, "高度専門職１号ロ": 4}
    ),
    "spouse": Table({"日本人の配偶者等": 45, "永住者": 55}),
    "korean": Table({"特別永住者": 70, "永住者": 30}),
}
FOREVER = {"永住者", "特別永住者"}
YEARS = {"留学": (1, 2), "技能実習２号ロ": (1, 2), "特定技能１号": (1,)}


def born(dice: Dice, on: date, age: int) -> date:
    """A birth date of someone who is that old on a day."""
    year = on.year - age - 1
    return date(year, on.month, min(on.day, 28)) + timedelta(dice.between(1, 365))


def japanese(
    world: World, sex: str, birth: date, family: Name | None = None, register: dict[str, str] | None = None
) -> Human:
    """A Japanese person; ``register`` is the 本籍 and 筆頭者 of the family, one's own where not given."""
    dice = world.dice
    family = family or family_name(dice)
    given = given_name(dice, sex, birth.year)
    human = Human(family, given, birth, sex, phone=world.phone() if dice.chance(0.7) else "")
    human.facts = named(family, given) | {"birth_on": birth, "sex": sex}
    human.facts |= register if register is not None else koseki(world, human)
    if birth.year < 1940 and dice.chance(0.01):
        human.facts |= {"birth_uncertain": True, "birth_text": f"昭和{max(birth.year - 1925, 2)}年月日不詳"}
    if birth.year < 1955 and dice.chance(0.004):
        human.facts["is_ward"] = True
    return human


def named(family: Name, given: Name) -> dict[str, Any]:
    """The columns of a Japanese name."""
    return {
        "name": f"{family.text}{SPACE}{given.text}",
        "family_name": family.text,
        "given_name": given.text,
        "name_kana": f"{family.kana}{SPACE}{given.kana}",
        "family_kana": family.kana,
        "given_kana": given.kana,
        "kana_confirmed": "1",
    }


def koseki(world: World, head: Human) -> dict[str, str]:
    """A 本籍 with this person as 筆頭者."""
    return world.places.domicile(world.dice) | {
        "koseki_head": f"{head.family.text}{SPACE}{head.given.text}",
        "koseki_head_family": head.family.text,
        "koseki_head_given": head.given.text,
    }


def register_of(human: Human) -> dict[str, str]:
    """The 本籍 and 筆頭者 that a spouse or child shares."""
    return {key: value for key, value in human.facts.items() if key.startswith(("domicile", "koseki"))}


def marry(world: World, husband: Human, wife: Human) -> None:
    """They are husband and wife, of one family name where both are Japanese."""
    husband.spouse, wife.spouse = wife, husband
    if husband.country or wife.country:
        return
    wife.maiden, wife.family = wife.family, husband.family
    wife.facts |= named(husband.family, wife.given) | register_of(husband)


def child(world: World, father: Human | None, mother: Human, birth: date) -> Human:
    """A child of theirs; foreign where no parent is Japanese."""
    sex = "1" if world.dice.chance(0.513) else "2"
    parents = [parent for parent in (father, mother) if parent]
    native = next((parent for parent in parents if not parent.country), None)
    if native is None:
        human = foreigner(world, sex, birth, parents[0].country, family=parents[0].family, role="child")
    else:
        human = japanese(world, sex, birth, native.family, register_of(native))
    human.phone = ""
    human.father, human.mother = father, mother
    return human


def foreigner(
    world: World,
    sex: str,
    birth: date,
    origin: Country | None = None,
    *,
    family: Name | None = None,
    role: str = "worker",
) -> Human:
    """A foreign person: name in Latin letters (and kanji where written so), 通称 for some."""
    dice = world.dice
    origin = origin or country(dice)
    family = family or dice.pick(origin.family)
    given = dice.pick(origin.given[sex])
    human = Human(family, given, birth, sex, country=origin, phone=world.phone() if dice.chance(0.6) else "")
    human.facts = {
        "name": f"{family.text}{SPACE}{given.text}" if family.text != family.latin else f"{family.latin} {given.latin}",
        "name_kana": f"{family.kana}{SPACE}{given.kana}",
        "name_romaji": f"{family.latin} {given.latin}",
        "birth_on": birth,
        "sex": sex,
        "is_foreign": True,
    }
    if dice.chance(0.35 if origin.name in {"中国", "韓国"} else 0.04):
        human.facts |= alias(dice, sex, birth)
    human.permit = {"country": origin.name, "card_kind": "1", "address_notified": "1", "role": role}
    return human


def alias(dice: Dice, sex: str, birth: date) -> dict[str, str]:
    """通称: a Japanese name in use."""
    family, given = family_name(dice), given_name(dice, sex, birth.year)
    return {"alias": f"{family.text}{SPACE}{given.text}", "alias_kana": f"{family.kana}{SPACE}{given.kana}"}


def permit(dice: Dice, human: Human, since: date) -> dict[str, Any]:
    """在留情報 from a day on: status by role, period, expiry (none for permanent residents)."""
    role = human.permit.pop("role", "family")
    if role == "child":
        status = "家族滞在" if dice.chance(0.6) else "永住者"
    elif human.country and human.country.name == "韓国" and human.birth.year < 1975:
        status = STATUSES["korean"].draw(dice)
    else:
        status = STATUSES[role].draw(dice)
    basis = residence_status(status).basis
    return {**human.permit, "status": status, "article30_45": basis or "", **term(dice, status, since)}


def term(dice: Dice, status: str, since: date) -> dict[str, Any]:
    """A card of its own number, and how long it is good."""
    card = {"card_number": f"ZZ{dice.between(90_000_000, 99_999_999)}ZZ"}
    if status in FOREVER:
        return card | {"years": None, "expires_on": None}
    years = dice.pick(YEARS.get(status, (1, 3, 3, 5)))
    return card | {"years": years, "expires_on": date(since.year + years, since.month, min(since.day, 28))}


def japanese_facts(world: World, human: Human) -> dict[str, Any]:
    """The facts of a foreign person who becomes Japanese: a name in Japanese, a new 本籍; no 通称."""
    family = family_name(world.dice)
    given = given_name(world.dice, human.sex, human.birth.year)
    human.family, human.given = family, given
    return named(family, given) | koseki(world, human) | {
        "is_foreign": False, "alias": "", "alias_kana": "", "name_romaji": ""
    }  # fmt: skip
