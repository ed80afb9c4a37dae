"""The campaign: pairs of strangers ask at the same moment, through two servers."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.city.staff import worker
from bench.city.web import host_of
from madoguchi.foundation.towns.models import Town

from .counters import Asked, Counter
from .judging import Verdict, judge
from .servers import fleet, killing

DESKS = 24
"""Clerks who take turns: one alone would soon stand at the limit of papers opened in a minute."""
PAIRS_AT_ONCE = 4
HEADS = """
SELECT person_id FROM people_membership
 WHERE upper_inf(recorded) AND upper_inf(valid) AND is_head ORDER BY id LIMIT %s
"""
Pair = tuple[int, int]


@dataclass(frozen=True)
class Outcome:
    """What came of it. ``cut``: requests without an answer; ``kills``: servers killed."""

    asked: list[Asked]
    verdict: Verdict
    seconds: float
    cut: int
    kills: int


def run_campaign(town: Town, *, pairs: int, kill_every: float, environment: Mapping[str, str], seed: int) -> Outcome:
    """Asks for two certificates per pair, and judges what came out of it; called in the town.

    Raises RuntimeError, TimeoutError where a clerk would have given up.
    """
    couples = strangers(pairs)
    desks = counters(town)
    with fleet({**os.environ, **environment}) as servers:
        ready = queue.SimpleQueue[Counter]()
        everyone = [
            opened(Counter(servers.ports, host_of(town), session, Random(seed + number)), couples[0][0])
            for number, session in enumerate(desks)
        ]
        for each in everyone:
            ready.put(each)
        begun = time.monotonic()
        with killing(servers, kill_every) as killed, ThreadPoolExecutor(PAIRS_AT_ONCE) as pool:
            asked = [one for both in pool.map(lambda couple: ask_together(ready, couple), couples) for one in both]
        seconds = time.monotonic() - begun
    return Outcome(asked, judge(asked), seconds, sum(each.cut for each in everyone), len(killed))


def strangers(pairs: int) -> list[Pair]:
    """Heads of different households, two by two: as many pairs as asked for, or as the town has."""
    with connection.cursor() as cursor:
        cursor.execute(HEADS, [pairs * 2])
        heads = [person for (person,) in cursor.fetchall()]
    return list(zip(heads[::2], heads[1::2], strict=False))


def counters(town: Town) -> list[str]:
    """Sessions of as many clerks as there are desks."""
    sessions = []
    for number in range(DESKS):
        client = Client(SERVER_NAME=host_of(town))
        client.force_login(worker("clerk", number))
        sessions.append(client.cookies["sessionid"].value)
    return sessions


def opened(desk: Counter, person_id: int) -> Counter:
    """A counter with the token of its forms."""
    desk.token = desk.send("GET", reverse("certificates:new", args=[person_id])).token()
    return desk


def ask_together(ready: queue.SimpleQueue[Counter], couple: Pair) -> list[Asked]:
    """Two people at two counters, at the same moment; what went wrong at one of them is raised."""
    gate, results = threading.Barrier(2), [None, None]
    faults: list[BaseException] = []

    def stand(which: int) -> None:
        desk = ready.get()
        try:
            address = reverse("certificates:new", args=[couple[which]])
            gate.wait()
            results[which] = desk.certificate(address, couple[which], couple[1 - which])  # type: ignore[call-overload]
        except BaseException as fault:
            faults.append(fault)
            gate.abort()
        finally:
            ready.put(desk)

    people = [threading.Thread(target=stand, args=[which]) for which in (0, 1)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    if faults:
        raise faults[0]
    return results  # type: ignore[return-value]
