"""Acts at a counter, in few words."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from madoguchi.engines.issuance.actions.closing import close
from madoguchi.engines.issuance.actions.releasing import begin, finish, issue
from madoguchi.engines.issuance.inputs import Issued, PaperKind, Request
from madoguchi.engines.issuance.models import Closing, Drawer, FeeLine, LineKind, PaperRequest
from madoguchi.engines.issuance.rules.standings import Standing
from madoguchi.engines.people.api import PeopleView
from madoguchi.foundation.access import Actor
from madoguchi.foundation.towns.models import Town

KIND = PaperKind(
    code="slip",
    name="試験の紙",
    template=Path(__file__).parent / "slip.typ",
    fee="resident_copy",
    permission="papers.test",
)
SEAT = "1番窓口"


def says(person_id: int) -> Callable[[PeopleView], dict[str, Any]]:
    """The paper of a person says their name."""
    return lambda view: {"name": view.person(person_id).name}


@dataclass(frozen=True)
class Counter:
    """A counter with its staff and those who come to it."""

    town: Town
    officer: Actor
    chief: Actor
    kind: PaperKind
    residents: list[int]

    def request(self, who: int = 0, **changes: Any) -> Request:
        """What one of the residents asks."""
        values: dict[str, Any] = {
            "person_id": self.residents[who],
            "requester": "甲野　一郎",
            "standing": Standing.SELF,
            "identity_check": "運転免許証",
            "counter": SEAT,
            "submission": uuid.uuid4(),
            **changes,
        }
        return Request(**values)

    def begin(self, who: int = 0, **changes: Any) -> Issued:
        """A request with its paper, not yet paid."""
        request = self.request(who, **changes)
        return begin(self.officer, town=self.town, kind=self.kind, request=request, content=says(request.person_id))

    def issue(self, who: int = 0, **changes: Any) -> Issued:
        """From the request to the release."""
        request = self.request(who, **changes)
        return issue(self.officer, town=self.town, kind=self.kind, request=request, content=says(request.person_id))

    def pay(self, issued: Issued) -> Issued:
        """The fee is taken."""
        return finish(self.officer, request_id=issued.request_id)

    def drawer(self) -> Drawer:
        """The drawer of today that was opened last."""
        return Drawer.objects.order_by("-pk")[0]

    def close(self, counted: int | None = None, reason: str = "") -> Closing:
        """Counts a drawer and closes it; to the yen, unless another sum is given."""
        drawer = self.drawer()
        yen = balance_of(drawer) if counted is None else counted
        return close(self.officer, drawer_id=drawer.pk, counts={1: yen}, reason=reason)


def balance_of(drawer: Drawer) -> int:
    """What the ledger says lies in a drawer."""
    return FeeLine.objects.filter(drawer=drawer).order_by("-position")[0].balance


def ledger() -> int:
    """All money that was taken and not given back."""
    return sum(FeeLine.objects.exclude(kind=LineKind.OPENING).values_list("amount", flat=True))


def asked(issued: Issued) -> PaperRequest:
    """The row of a request."""
    return PaperRequest.objects.get(pk=issued.request_id)
