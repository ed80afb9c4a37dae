"""What a clerk does about seals, in few words, for stories."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import timezone

from madoguchi.engines.people import api as people
from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import User
from madoguchi.foundation.towns.models import Town

from ..actions import SealRequest, apply, record_answer, register
from ..actions.inquiring import Answer
from ..actions.recording import Told
from ..actions.scanning import write
from ..imaging import Clean, Found, finish, found_in, read_picture, to_png
from ..models import Scan, SealApplication, SealRegistration, SealStanding
from ..queries import standing_of
from ..rules import CHECKS, Route
from ..store import put_scan
from .pictures import scan_file

ALL_CHECKS = tuple(check.code for check in CHECKS)
GOOD_ANSWER = Answer(brought_by="渡邉　健一", identity_check="運転免許証", ticked=("signed", "number", "impression"))


@cache
def read(text: str, mm: float) -> tuple[Found, Clean]:
    """A picture is read once for all stories."""
    found = found_in(read_picture(scan_file(text, mm)))
    return found, finish(found)


@dataclass
class Seals:
    """One clerk of one town."""

    actor: Actor
    town: Town

    def scan(self, text: str = "渡邉", mm: float = 16.5) -> Scan:
        """A picture that was read."""
        found, clean = read(text, mm)
        scan = Scan(user_id=self.actor.user_id)
        put_scan(scan, source=to_png(1 - found.ink))
        write(scan, clean, clean.source)
        return scan

    def request(
        self, person_id: int, route: Route = Route.IN_PERSON, *, mm: float = 16.5, **changes: Any
    ) -> SealRequest:
        """An application that is in order."""
        text = changes.pop("text", "渡邉")
        scan = changes.pop("scan", None) or self.scan(text, mm).token
        values = {"ticked": ALL_CHECKS, "identity_check": "運転免許証", **changes}
        return SealRequest(person_id=person_id, route=route, scan=scan, text=text, **values)

    def apply(self, person_id: int, route: Route = Route.IN_PERSON, **changes: Any) -> SealApplication:
        """Receives an application."""
        return apply(self.actor, town=self.town, request=self.request(person_id, route, **changes))

    def register(self, application: SealApplication, **changes: Any) -> SealRegistration:
        """Registers the seal of an application, the card handed over."""
        values = {"handed": True, "submission": uuid.uuid4(), **changes}
        return register(self.actor, application_id=application.pk, **values)

    def registered(self, person_id: int, **changes: Any) -> SealRegistration:
        """A person with a registered seal."""
        return self.register(self.apply(person_id, **changes))

    def answer(self, application: SealApplication, answer: Answer = GOOD_ANSWER) -> SealApplication:
        """The answer to an inquiry is brought."""
        return record_answer(self.actor, application_id=application.pk, answer=answer)


def told(**changes: Any) -> Told:
    """Someone tells something, in person."""
    return Told(**{"by": "本人", "identity_check": "運転免許証", **changes})


def standing(person_id: int) -> SealStanding | None:
    """What is in force today."""
    return standing_of(person_id)


def move_out(actor: Actor, house: people.House, person_ids: list[int], on: Any) -> people.Act:
    """Some of a household leave the town."""
    to = people.Address(prefecture="東京都", city="千代田区", town="丸の内", lot="1番1号")
    notice = people.Notice(event_on=on, notified_on=timezone.localdate(), expected={house.id: house.revision})
    relations = {}
    rest = [member for member in house.members if member.person_id not in person_ids]
    if rest and house.head and house.head.person_id in person_ids:
        relations = {rest[0].person_id: people.HEAD, **{member.person_id: ("20",) for member in rest[1:]}}
    return people.move_out(
        actor, notice=notice, household_id=house.id, person_ids=person_ids, destination=to, stayer_relations=relations
    )


def protect(supervisor: User, person_id: int) -> None:
    """支援措置 of a person."""
    today = timezone.localdate()
    people.start_protection(
        supervisor.as_actor(), applicant_id=person_id, kind="violence", agency_kind="police", agency="四街道警察署",
        applied_on=today, decided_on=today,
    )  # fmt: skip
