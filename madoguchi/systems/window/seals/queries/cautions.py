"""What the system noticed about an impression, and a person must judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from madoguchi.engines.people.api import PersonRecord, visible_to
from madoguchi.foundation.access import SYSTEM_ACTOR

from ..imaging import from_png, likeness
from ..law import law_on
from ..models import Impression, Scan, SealStanding
from ..rules import near_limits
from ..store import impression_png

ALIKE = 0.72
WHOLE_RIM = 0.9
FAINT, HEAVY = 0.05, 0.75


@dataclass(frozen=True)
class Notice:
    """One thing to look at. ``decides``: a second person decides on it before the seal is registered."""

    code: str
    message: str
    decides: bool = False

    def as_json(self) -> dict[str, object]:
        """For a JSON column."""
        return asdict(self)


def cautions_of(scan: Scan, impression: Impression, person: PersonRecord, on: date) -> list[Notice]:
    """Everything noticed about an impression that is to be registered."""
    return [*quality_cautions(scan, on), *alike_cautions(impression, person, on)]


def quality_cautions(scan: Scan, on: date) -> Iterator[Notice]:
    """What the picture itself shows."""
    width, height = scan.width_mm, scan.height_mm
    if width and height and near_limits(width, height, law_on(on)):
        yield Notice("near_limit", "大きさが限度に近いため、定規で確かめてください。")
    if scan.scale_source == "hand":
        yield Notice("by_hand", "大きさは、職員が測った値です。")
    if scan.rim < WHOLE_RIM:
        yield Notice("rim", "外枠が途切れているように見えます。欠けていないか確かめてください。")
    if not FAINT < scan.coverage < HEAVY:
        yield Notice("ink", "印影が薄いか、つぶれているように見えます。")


def alike_cautions(impression: Impression, person: PersonRecord, on: date) -> Iterator[Notice]:
    """Whether someone of the same household has registered a seal that looks the same. An aid for eyes, no proof."""
    grey = from_png(impression_png(impression))
    for standing in of_household(person, on):
        if likeness(grey, from_png(impression_png(standing.impression))) >= ALIKE:
            words = f"同じ世帯の登録（登録証番号 {standing.card.number}）の印影とよく似ています。見比べてください。"
            yield Notice("alike", words, decides=True)


def of_household(person: PersonRecord, on: date) -> list[SealStanding]:
    """The registrations of the others in the household."""
    house = visible_to(SYSTEM_ACTOR).house_of(person.person.pk, on=on)
    others = [member.person_id for member in house.members if member.person_id != person.person.pk] if house else []
    rows = SealStanding.versions.as_of(on).filter(person__in=others).select_related("impression", "card")
    return list(rows)
