"""住民票の写し: one through HTTP, and a thousand in one batch, beside Typst without our engine."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import typst
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bench.city.staff import worker
from bench.city.web import Visitor, logged_in, served
from bench.figures import Bar, Beside, Figure, percentile
from bench.running import Bench
from bench.timing import once, sample
from madoguchi.engines.issuance.api import heading
from madoguchi.engines.paperwork import fonts
from madoguchi.engines.paperwork.typesetting import ROOT, STANDARD
from madoguchi.engines.people.api import visible_to
from madoguchi.foundation.access import Actor
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.certificates.actions import print_register_papers
from madoguchi.systems.window.certificates.contents import content, register_contents
from madoguchi.systems.window.certificates.models import Kind
from madoguchi.systems.window.certificates.paper_kinds import BY_KIND
from madoguchi.systems.window.certificates.wanted import Wanted

N, WARM_UP, BATCH, BUNDLE = 100, 10, 1000, 25
BAR_ONE, BAR_BATCH = Bar(400), Bar(150, at_least=True)
TEMPLATE = BY_KIND[Kind.HOUSEHOLD].template
HOUSES = """
SELECT array_agg(person_id ORDER BY position) FROM people_membership
 WHERE upper_inf(recorded) AND upper_inf(valid) AND household_id IN (
       SELECT household_id FROM people_membership
        WHERE upper_inf(recorded) AND upper_inf(valid) AND is_head ORDER BY id LIMIT %s)
 GROUP BY household_id
"""
SHOWN = ("head", "relationship", "domicile")
Members = list[int]


def run(bench: Bench) -> Iterator[Figure]:
    """One paper at a time, then many."""
    town = bench.town()
    with in_town(town):
        actor = worker("clerk").as_actor("証明の交付")
        houses = present_houses(bench.samples(BATCH))
        top = heading(town, "", timezone.localdate(), specimen=True)
        papers = [{**top, **content(wanted)(visible_to(actor))} for wanted in map(wanted_by, houses)]
    yield from one_by_one(bench, town, houses[: bench.samples(N) + WARM_UP], papers)
    with in_town(town):
        yield batch(bench, town, actor, houses, papers)


def present_houses(count: int) -> list[Members]:
    """Members of households that live in the town."""
    with connection.cursor() as cursor:
        cursor.execute(HOUSES, [count])
        return [members for (members,) in cursor.fetchall()]


def wanted_by(members: Members) -> Wanted:
    """The whole household, as most people ask for it."""
    return Wanted(kind=Kind.HOUSEHOLD, person_id=members[0], person_ids=members, shown=SHOWN)


def one_by_one(bench: Bench, town: Town, houses: Sequence[Members], papers: Sequence[Any]) -> Iterator[Figure]:
    """From the clerk's click to the paper: the form is sent, the page that follows is opened, the PDF is fetched."""
    with served() as port:
        with in_town(town):
            visitor = logged_in(port, town, worker("clerk"))
            addresses = [reverse("certificates:new", args=[members[0]]) for members in houses]
        forms = [
            (address, fields(visitor, address, members)) for address, members in zip(addresses, houses, strict=True)
        ]
        seconds = sample(lambda form: issue(visitor, *form), forms, WARM_UP)
        health = sample(lambda _: visitor.get("/healthz"), forms, WARM_UP)
    compiler = bare_compiler()
    bare = sample(lambda paper: set_bare(compiler, [paper]), papers[: len(forms)], WARM_UP)
    for rank in (50, 95):
        yield Figure(
            measure="papers",
            name=f"住民票の写し1通 p{rank}",
            value=percentile(seconds, rank),
            unit="ms",
            people=bench.people,
            n=len(seconds),
            warm_up=WARM_UP,
            beside=(Beside("Typst だけ", percentile(bare, rank)), Beside("/healthz", percentile(health, rank))),
            bar=BAR_ONE if rank == 95 else None,
            note="請求・手数料・PDF まで",
        )


def fields(visitor: Visitor, address: str, members: Members) -> dict[str, object]:
    """The filled form of a request."""
    return {
        "csrfmiddlewaretoken": visitor.get(address).token(),
        "kind": Kind.HOUSEHOLD,
        "people": members,
        "shown": SHOWN,
        "requester": "測定　太郎",
        "standing": "self",
        "identity_check": "運転免許証",
        "copies": 1,
        "counter": "1番窓口",
        "submission": uuid4(),
    }


def issue(visitor: Visitor, address: str, form: dict[str, object]) -> None:
    """One paper: asked for, seen, paid, printed. Raises RuntimeError where it is no PDF."""
    page = visitor.post(address, form).location
    visitor.get(page)
    visitor.post(f"{page}pay/", {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]})
    if not visitor.get(f"{page}paper.pdf").body.startswith(b"%PDF-"):
        raise RuntimeError(f"{page}: no PDF")


def batch(bench: Bench, town: Town, actor: Actor, houses: Sequence[Members], papers: Sequence[Any]) -> Figure:
    """Pages a second of many papers for the printer, from the record to the PDF; Typst gets the data ready-made."""
    pages_of(actor, town, houses[:BUNDLE])
    begun = time.perf_counter()
    pages = pages_of(actor, town, houses)
    seconds = time.perf_counter() - begun
    bare = once(set_all_bare, papers)
    reading = once(lambda members: list(register_contents(visible_to(actor), list(map(wanted_by, members)))), houses)
    return Figure(
        measure="papers",
        name=f"住民票の写し{len(houses):,}通",
        value=pages / seconds,
        unit="ページ/秒",
        people=bench.people,
        n=len(houses),
        warm_up=BUNDLE,
        beside=(Beside("Typst だけ", pages / bare),),
        bar=BAR_BATCH if len(houses) == BATCH else None,
        note=f"うち記録を読む時間 {reading / seconds:.0%}",
    )


def pages_of(actor: Actor, town: Town, houses: Sequence[Members]) -> int:
    """Sets a paper for each household; gives the number of pages."""
    papers = print_register_papers(actor, town=town, several=list(map(wanted_by, houses)))
    return sum(paper.pages for paper in papers)


def bare_compiler() -> typst.Compiler:
    """Typst on the same template, without our engine."""
    return typst.Compiler(TEMPLATE, root=ROOT, font_paths=fonts.book(), ignore_system_fonts=True)


def set_bare(compiler: typst.Compiler, papers: Sequence[Any]) -> bytes:
    """One document of some papers."""
    inputs = {"papers": json.dumps(papers, ensure_ascii=False), "faces": json.dumps({**fonts.families(), "routes": []})}
    found = compiler.compile(sys_inputs=inputs, pdf_standards=STANDARD)
    assert isinstance(found, bytes)
    return found


def set_all_bare(papers: Sequence[Any]) -> None:
    """All papers in documents of ten, on all processors."""
    threads = os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(set_share, [papers[index::threads] for index in range(threads)]))


def set_share(papers: Sequence[Any]) -> None:
    """One thread's part."""
    compiler = bare_compiler()
    for at in range(0, len(papers), BUNDLE):
        set_bare(compiler, papers[at : at + BUNDLE])
