"""What other systems keep of the family: a seal, papers that were issued, openings of 個人番号, exports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from madoguchi.engines.approvals.api import decide_about
from madoguchi.engines.issuance.actions.closing import close
from madoguchi.engines.issuance.api import Request, Standing, finish
from madoguchi.engines.issuance.models import Drawer, FeeLine
from madoguchi.engines.people import api
from madoguchi.foundation.access.models import User
from madoguchi.foundation.exports.api import Wish
from madoguchi.foundation.jobs.running import perform
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.queries import town_named
from madoguchi.systems.security.exports.approvals import ask
from madoguchi.systems.window.certificates.actions import issue
from madoguchi.systems.window.certificates.models import Kind
from madoguchi.systems.window.certificates.wanted import Wanted
from madoguchi.systems.window.residents.approvals import ask_for_end, ask_for_numbers
from madoguchi.systems.window.seals.actions import Asked, begin_certificate, lose_card
from madoguchi.systems.window.seals.queries import standing_of
from madoguchi.systems.window.seals.rules import Stated
from madoguchi.systems.window.seals.tests.steps import Seals, told

from .signs import INDIVIDUAL_NUMBER, SIGNS

COUNTER = "1番窓口"


def before_protection(clerk: User, victim: int) -> None:
    """A clerk serves her as everyone else: what this leaves is there when she is protected."""
    head, town = second_person(), town_named(connection.schema_name)  # type: ignore[attr-defined]
    seals = Seals(clerk.as_actor(), town)
    seals.registered(victim, text=SIGNS["given"], identity_check=f"運転免許証　{SIGNS['name']}")
    seal_certificate(seals, victim)
    certificate(seals, victim)
    lose_card(seals.actor, person_id=victim, told=told(by=SIGNS["name"], note=SIGNS["lot"]))
    shut(clerk)
    number(clerk, victim)
    for approve in (True, None, False):
        opening(clerk, head, [victim], approve=approve)


def after_protection(supervisor: User, victim: int, child: int) -> None:
    """The supervisor serves her: openings, files in which she is, and ends that are asked for."""
    head = second_person()
    for approve in (True, None):
        opening(supervisor, head, [victim], approve=approve)
        export(supervisor, head, approve=approve)
    for refused in (True, False):
        ending(supervisor, head, child, refused=refused)


def second_person() -> User:
    """The head, who decides."""
    found = User.objects.filter(username="canary-head").first()
    return found or make_user(
        "canary-head", "課長　全子", "窓口サービス課", ["supervisor", "head", "registrar"], "課長"
    )


def seal_certificate(seals: Seals, person_id: int) -> None:
    """印鑑登録証明書, paid and handed over."""
    standing = standing_of(person_id)
    assert standing
    stated = Stated(name=SIGNS["name"], address=f"鹿渡{SIGNS['lot']}", birth_on=date.fromisoformat(SIGNS["iso"]))
    asked = Asked(number=standing.card.number, stated=stated, counter=COUNTER)
    begun = begin_certificate(seals.actor, town=seals.town, asked=asked)
    finish(seals.actor, request_id=begun.request_id)


def certificate(seals: Seals, person_id: int) -> None:
    """住民票の写し of everyone in her household, paid and handed over."""
    request = Request(
        person_id=person_id,
        requester=SIGNS["name"],
        standing=Standing.SELF,
        identity_check="運転免許証",
        counter=COUNTER,
    )
    issue(seals.actor, town=seals.town, wanted=Wanted(kind=Kind.HOUSEHOLD, person_id=person_id), request=request)


def shut(clerk: User) -> None:
    """The drawer with her fees is counted and closed."""
    drawer = Drawer.objects.latest("pk")
    balance = FeeLine.objects.filter(drawer=drawer).latest("position").balance
    close(clerk.as_actor(), drawer_id=drawer.pk, counts={1: balance}, reason="")


def number(clerk: User, person_id: int) -> None:
    """Her 個人番号."""
    api.set_individual_number(
        clerk.as_actor(),
        notice=api.Notice(event_on=timezone.localdate()),
        person_id=person_id,
        value=INDIVIDUAL_NUMBER,
    )


def opening(asker: User, head: User, person_ids: list[int], *, approve: bool | None) -> Any:
    """An opening of her number: approved, refused, or (None) waiting. Its reason names her."""
    reason = f"{SIGNS['name']}さんの資格の確認"
    asked = ask_for_numbers(asker.as_actor(), person_ids=person_ids, purpose="use", reason=reason)
    if approve is not None:
        decide_about(head.as_actor(), asked, agree=approve, comment=f"{SIGNS['given']}さんについて決定")
    return asked


def ending(asker: User, head: User, child: int, *, refused: bool) -> None:
    """An early end for her child: refused, or waiting. All its words name them."""
    case = api.ProtectionCase.objects.get()
    account = f"{SIGNS['name']}さんの申出"
    asked = ask_for_end(asker.as_actor(), case_id=case.pk, reason="requested", account=account, person_id=child)
    if refused:
        decide_about(head.as_actor(), asked, agree=False, comment=f"{SIGNS['name']}さんに確かめる")


def export(asker: User, head: User, *, approve: bool | None) -> None:
    """The file of everyone: written, or (None) waiting."""
    delete_by = timezone.localdate() + timedelta(days=7)
    wish = Wish(reason="データの点検", usage="庁内の端末で照合する", place="窓口サービス課", delete_by=delete_by)
    options = {"encoding": "utf-8", "newline": "LF"}
    asked = ask(asker.as_actor(), export="residents.register", options=options, wish=wish)
    if approve:
        decide_about(head.as_actor(), asked, agree=True, seen={"persons": asked.persons_asked})
        asked.refresh_from_db()
        assert asked.job_id
        perform(asked.job_id)
