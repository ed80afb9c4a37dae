"""The web processes are killed while a clerk records move-ins: nothing is lost, nothing is recorded twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from madoguchi.engines.people.api import Act, understand, visible_to
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import client_of
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.counter.tests.steps import address, fields

from .serving import Clerk, killing, serving

SURNAMES = ("青木", "石川", "上田", "遠藤", "岡本", "加藤", "木村", "工藤", "小林", "斎藤")
NAMES = [f"{surname}　{given}" for given in ("優", "実", "薫", "忍", "望") for surname in SURNAMES]
FEWEST, KILLS = 6, 2


def typed(name: str, index: int) -> dict[str, str]:
    """A person who moves in alone."""
    return {
        "event_on": "R8.11.15",
        "notified_on": "R8.11.20",
        "notifier": name,
        "previous": "千葉県佐倉市王子台九丁目97番3号",
        "address": f"めいわ三丁目9{index}番12号",
        "n-0-name": name,
        "n-0-name_kana": "テスト　ハジメ",
        "n-0-birth_on": "S60.1.20",
        "n-0-sex": "1",
        "n-0-relation": "世帯主",
    }


def record(clerk: Clerk, name: str, index: int) -> None:
    """One move-in: open, fill, confirm, record; at the end the server has acknowledged it."""
    url = address("move_in")
    shown = clerk.post(url, {**fields(clerk.get(url)), **typed(name, index), "do": "record"})
    done = clerk.post(url, {**fields(shown), "do": "record"})
    assert done.status_code == 302, done.text[:500]


@pytest.mark.slow
def test_every_acknowledged_move_in_stands_exactly_once(
    database_url: str, town: Town, clerk: User, tmp_path: Path
) -> None:
    cookie = client_of(clerk).cookies["sessionid"].value
    recorded: list[str] = []
    with serving(database_url, tmp_path) as server, killing(server, every=4.0) as killed:
        browser = Clerk(server.url, cookie)
        for index, name in enumerate(NAMES):
            record(browser, name, index)
            recorded.append(name)
            if len(killed) >= KILLS and len(recorded) >= FEWEST:
                break
    assert len(killed) >= KILLS
    assert Act.objects.filter(kind="move_in").count() == len(recorded)
    view = visible_to(clerk.as_actor())
    for name in recorded:
        assert [hit.name for hit in view.search(understand(f"{name} S60.1.20")).hits] == [name]
