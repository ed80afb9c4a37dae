"""Issuing certificates."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import House, Member, PeopleView, PersonRecord, Refused, visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.numbering.actions import next_of_day
from madoguchi.foundation.towns.models import Town

from .models import Certificate, Kind
from .snapshots import heading, moving_out_paper, person_paper, register_paper
from .system import ISSUE

PAPER = Path(__file__).parent / "paper"
TEMPLATES = {
    Kind.HOUSEHOLD: PAPER / "juminhyo.typ",
    Kind.PERSON: PAPER / "kojin_hyo.typ",
    Kind.MOVING_OUT: PAPER / "tenshutsu.typ",
}
CODES = {"my_number", "resident_code"}
TOGETHER = 200


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked for, by whom, and why (住民基本台帳法第12条, 第12条の3).

    ``person_ids`` are those named on the paper; ``shown`` the items asked for beyond the usual ones.
    """

    kind: Kind
    person_id: int
    person_ids: Sequence[int] = ()
    shown: Sequence[str] = ()
    requester: str
    standing: str
    identity_check: str
    purpose: str = ""
    copies: int = 1
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class Record:
    """What was read for some papers, by person id; ``codes``: 住民票コード, 個人番号."""

    people: Mapping[int, PersonRecord]
    codes: dict[int, tuple[str, str]]


def issue(actor: Actor, *, town: Town, request: Request) -> Certificate:
    """Issues one certificate: freezes what the record says, sets the paper from it, keeps it.

    The same submission again gives the paper that was issued.

    Raises Forbidden, Refused (the record does not give this certificate).
    """
    require(actor, ISSUE)
    with transaction.atomic():
        if done := Certificate.objects.filter(submission=request.submission).first():
            return done
        now = timezone.localtime()
        serial = f"{now:%Y-%m%d}-{next_of_day('certificate', now.date()):06}"
        if done := Certificate.objects.filter(submission=request.submission).first():
            return done  # the other click came first, and held the day's number until it was done
        snapshot = {**heading(town, serial, now.date(), specimen=settings.MADOGUCHI_DEMO), **content(actor, request)}
        paper = paperwork.render(TEMPLATES[request.kind], snapshot, timestamp=now)
        certificate = Certificate.objects.create(
            serial=serial, kind=request.kind, person_id=request.person_id, requester=request.requester,
            standing=request.standing, purpose=request.purpose, identity_check=request.identity_check,
            copies=request.copies, snapshot=snapshot,
            missing=[each.cluster for each in paper.missing], sha256=paperwork.keep(paper.pdf), pages=paper.pages,
            issued_at=now, user_id=actor.user_id, issuer=str(actor), submission=request.submission,
        )  # fmt: skip
        audit(
            actor,
            action=f"certificates.issue_{request.kind}",
            subject=f"person:{request.person_id}",
            detail={"serial": serial},
        )
    return certificate


def content(actor: Actor, request: Request) -> dict[str, Any]:
    """What the certificate says, read from the record in the actor's name. Raises Refused."""
    if request.kind != Kind.MOVING_OUT:
        return register_contents(actor, [request])[0]
    try:
        return moving_out(visible_to(actor), request)
    except LookupError as error:
        raise Refused(str(error)) from error


def register_contents(actor: Actor, requests: Sequence[Request]) -> list[dict[str, Any]]:
    """What many 住民票の写し say, in the order of the requests, read together. Raises Forbidden, Refused."""
    view = visible_to(actor)
    houses = view.houses_of({request.person_id for request in requests})
    try:
        members = [named(houses.get(request.person_id), request) for request in requests]
        record = read_record(view, requests, members)
        return [
            register(houses[request.person_id], request, [member.person_id for member in each], record)
            for request, each in zip(requests, members, strict=True)
        ]
    except LookupError as error:
        raise Refused(str(error)) from error


def named(house: House | None, request: Request) -> list[Member]:
    """The members whom the paper names, in the order of the record. Raises LookupError."""
    if house is None:
        raise LookupError("いま住民ではありません。除票の写しが必要か確かめてください。")
    wanted = {request.person_id} if request.kind == Kind.PERSON else set(request.person_ids)
    members = [member for member in house.members if member.person_id in wanted]
    if not members or len(members) != len(wanted):
        raise LookupError("この世帯にいない人が選ばれています。いまの世帯を確かめてください。")
    return members


def read_record(view: PeopleView, requests: Sequence[Request], members: Sequence[Sequence[Member]]) -> Record:
    """The record of those named on the papers, and the codes of those alone for whom they were asked."""
    with_codes = [
        member.person_id
        for request, each in zip(requests, members, strict=True)
        for member in each
        if CODES & set(request.shown)
    ]
    people = view.people(member.person_id for each in members for member in each)
    codes = view.all_codes(with_codes) if with_codes else {}
    return Record(people, {key: (code, "") for key, code in codes.items()})


def register(house: House, request: Request, person_ids: Sequence[int], record: Record) -> dict[str, Any]:
    """住民票の写し: of one person, of some, or of the whole household, in the order of the record."""
    records = [record.people[person_id] for person_id in person_ids]
    codes = record.codes if CODES & set(request.shown) else {}
    head = house_head(house)
    if request.kind == Kind.PERSON:
        return person_paper(records[0], shown=request.shown, head=head, codes=codes.get(request.person_id, ("", "")))
    whole = len(records) == len(house.members)
    return register_paper(records, whole=whole, shown=request.shown, head=head, codes=codes)


def moving_out(view: PeopleView, request: Request) -> dict[str, Any]:
    """転出証明書: for everyone of the notice who leaves on the same day."""
    leaving = leaving_day(view, request.person_id)
    before = leaving - timedelta(days=1)
    house = view.house_of(request.person_id, on=before)
    if house is None:
        raise LookupError("転出前の世帯が見つかりません。")
    chosen = set(request.person_ids) or {request.person_id}
    ids = [member.person_id for member in house.members if member.person_id in chosen]
    then, after = view.people(ids, on=before), view.people(ids, on=leaving)
    return moving_out_paper([(then[key], after[key]) for key in ids], house_head(house))


def leaving_day(view: PeopleView, person_id: int) -> date:
    """The day from which the person is, or will be, gone. Raises LookupError."""
    record = view.person(person_id)
    if record.membership and record.membership.valid.upper:
        return record.membership.valid.upper
    if record.removal and record.removal.reason == "move_out":
        return record.removal.valid.lower
    raise LookupError("転出の届出がありません。先に転出届を記録してください。")


def house_head(house: House) -> str:
    """Name of the head."""
    return house.head.name if house.head else ""


def print_register_papers(actor: Actor, *, town: Town, requests: Sequence[Request]) -> Iterator[paperwork.Paper]:
    """Sets many 住民票の写し for the printer, several to a document; nothing is issued or numbered (見本刷り).

    The record is read ``TOGETHER`` requests at a time while the papers before them are being set.

    Raises Forbidden, Refused.
    """
    require(actor, ISSUE)
    now = timezone.localtime()
    top = heading(town, "", now.date(), specimen=True)
    papers = ({**top, **each} for each in read_ahead(actor, requests))
    return paperwork.render_batch(TEMPLATES[Kind.HOUSEHOLD], papers, timestamp=now)


def read_ahead(actor: Actor, requests: Sequence[Request]) -> Iterator[dict[str, Any]]:
    """What the papers say, read in one transaction for each ``TOGETHER`` requests. Raises Forbidden, Refused."""
    for start in range(0, len(requests), TOGETHER):
        with transaction.atomic():
            contents = register_contents(actor, requests[start : start + TOGETHER])
        yield from contents
