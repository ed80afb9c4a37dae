"""One form for each event of the counter."""

from __future__ import annotations

from dataclasses import dataclass

from .base import EventForm, Scene
from .ex_officio import ExOfficioForm
from .household import HouseholdForm
from .identity import IdentityForm, NationalityForm
from .moving import MoveInForm, MoveOutForm, MoveWithinForm
from .vital import BirthForm, DeathForm

__all__ = ["EVENTS", "Event", "EventForm", "Scene", "event_of"]


@dataclass(frozen=True)
class Event:
    """A tab of the counter. ``title`` is the notice's name: the matter for which people's data are looked at."""

    slug: str
    label: str
    title: str
    form: type[EventForm]


EVENTS = (
    Event("move_in", "転入", "転入届", MoveInForm),
    Event("move_within", "転居", "転居届", MoveWithinForm),
    Event("move_out", "転出", "転出届", MoveOutForm),
    Event("birth", "出生", "出生による記載", BirthForm),
    Event("death", "死亡", "死亡による消除", DeathForm),
    Event("identity", "婚姻・離婚", "氏名等の変更", IdentityForm),
    Event("household", "世帯変更", "世帯変更届", HouseholdForm),
    Event("nationality", "国籍・在留", "国籍・在留の変更", NationalityForm),
    Event("ex_officio", "職権", "職権による記載・修正・消除", ExOfficioForm),
)


def event_of(slug: str) -> Event | None:
    """The event of a tab, or None."""
    return next((event for event in EVENTS if event.slug == slug), None)
