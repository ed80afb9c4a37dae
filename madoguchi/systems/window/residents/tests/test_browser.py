"""The register in a real browser: no barrier at phone and desk width, and the keys work."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from madoguchi.engines.people.api import Act, ActKind, Address, House, Notice, birth, move_within, propose, visible_to
from madoguchi.foundation.access.models import User
from madoguchi.systems.window.residents.exchange.importing import import_file

from .families import HOME, move_in_family, newcomer
from .files import SAMPLE, patterns, write

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = ((1440, 900), (390, 844))


@pytest.fixture
def house(live_city: Any, clerk: User) -> House:
    """A family with a birth and a house move that was recorded late."""
    family = move_in_family(clerk)
    baby = newcomer("渡邉　蓮", "ワタナベ　レン", date(2016, 2, 3), "1", ("20",))
    notice = Notice(event_on=date(2016, 2, 3), notified_on=date(2016, 2, 10), expected={family.id: family.revision})
    birth(clerk.as_actor(), notice=notice, household_id=family.id, child=baby)
    to = Address(**{**HOME.__dict__, "lot": "9812番地6"})
    now = visible_to(clerk.as_actor()).house_of(family.members[0].person_id)
    assert now
    notice = Notice(event_on=date(2020, 3, 1), notified_on=date(2020, 3, 2), expected={now.id: now.revision})
    everyone = [member.person_id for member in now.members]
    move_within(clerk.as_actor(), notice=notice, household_id=now.id, person_ids=everyone, address=to)
    return now


def bad_run(supervisor: User, folder: Path) -> int:
    """An import that was refused."""
    from madoguchi.systems.window.residents.actions import new_run

    path = write(folder / "bad.csv", [{**line, "性別": "9"} for line in patterns()])
    run = new_run(supervisor.as_actor(), path=path, dry_run=False, lg_code=SAMPLE)
    return import_file(supervisor.as_actor(), run=run, path=path, tell=lambda done, total, words: None).pk


def test_every_screen_is_free_of_barriers(
    live_city: Any, page: Page, axe: Callable[[Page], None], clerk: User, supervisor: User, house: House, tmp_path: Path
) -> None:
    person = house.members[0].person_id
    arguments = {
        "event_on": "2026-11-01",
        "table": "identity",
        "id": person,
        "changes": {"name_kana": "ワタベ　ケンイチ"},
    }
    proposal = propose(
        clerk.as_actor(), kind=ActKind.EX_OFFICIO_FIX, arguments=arguments, summary="訂正", reason="通知"
    )
    run = bad_run(supervisor, tmp_path)
    live_city.log_in(page, supervisor)
    past = "?on_0=平成&on_1=30&on_2=12&on_3=1&known_0=令和&known_1=8&known_2=11&known_3=1"
    addresses = [
        reverse("residents:search"),
        reverse("residents:search") + "?q=渡辺",
        reverse("residents:search") + "?birth=x",
        reverse("residents:person", args=(person,)),
        reverse("residents:timeline", args=(person,)),
        reverse("residents:timeline", args=(person,)) + past,
        reverse("residents:household", args=(house.id,)),
        reverse("residents:proposals"),
        reverse("residents:proposal", args=(proposal.pk,)),
        reverse("residents:imports"),
        reverse("residents:import", args=(run,)),
        reverse("residents:columns"),
        reverse("residents:codes", args=(person,)),
        reverse("residents:contact", args=(person,)),
        reverse("residents:outsider"),
        reverse("residents:cancel", args=(person, Act.objects.get(kind=ActKind.MOVE_WITHIN).pk)),
        reverse("residents:cancel", args=(person, Act.objects.get(kind=ActKind.MOVE_IN).pk)),
    ]
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for address in addresses:
            answer = page.goto(live_city.url + address)
            assert answer and answer.status == 200, address
            axe(page)
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/{width}-{addresses.index(address):02}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)


def test_keys_and_printing(live_city: Any, page: Page, clerk: User, house: House) -> None:
    live_city.log_in(page, clerk)
    page.goto(live_city.url + reverse("residents:search"))
    page.keyboard.press("F2")
    page.keyboard.type("わたなべ けんいち")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="渡邉　健一").click()
    page.wait_for_url("**/people/*/")
    page.keyboard.press("F6")
    page.wait_for_url("**/history/")
    assert page.get_by_role("heading", level=1).inner_text() == "渡邉　健一さんの履歴"
    assert page.get_by_role("button", name="この時点の内容を印刷").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="この時点で見る").is_visible()
