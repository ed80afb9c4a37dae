"""An export goes over the approvals: to the head of the division that asks, or to another where the head asks."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from madoguchi.engines.approvals.api import Rows, Rung, Said, SecondAct, put_forward_about, second_person
from madoguchi.foundation.access import Actor
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.exports.api import (
    ExportRequest,
    State,
    Wish,
    ask_export,
    decide_export,
    withdraw_export,
)

from .system import APPROVE, SYSTEM


def ask(actor: Actor, *, wish: Wish, **asked: Any) -> ExportRequest:
    """Asks for a file and puts it to decision, in one transaction; ``asked`` as ``ask_export`` takes it.

    Raises Forbidden, Refused (also where nobody else may decide it).
    """
    with transaction.atomic():
        request = ask_export(actor, wish=wish, **asked)
        if request.state == State.WAITING:
            put_forward_about(actor, request)
    return request


def decide(actor: Actor, key: int, agree: bool, said: Said) -> ExportRequest:
    """Lets the file be written for as many persons as the screen showed, or refuses it."""
    persons = said.seen.get("persons", 0)
    return decide_export(actor, request_id=key, approve=agree, persons=persons, comment=said.comment)


def rows(request: ExportRequest) -> Rows:
    """What is asked for, as it is frozen with the decision."""
    return [
        ("番号", request.number),
        ("持ち出すもの", f"{request.export_name}（{len(request.columns)}列）"),
        ("求めたときの人数", f"{request.persons_asked:,}人"),
        ("理由", request.reason),
        ("使いみち", request.usage),
        ("保管場所", request.place),
        ("消去する日", format_wareki(request.delete_by)),
    ]


EXPORT = second_person(
    SecondAct(
        model=ExportRequest,
        decide=decide,
        withdraw=lambda actor, key: withdraw_export(actor, request_id=key),
    ),
    code="exports.request",
    name="データの持出し",
    summary="住民の情報を含むファイルを庁舎の外や別のシステムへ持ち出す",
    title=lambda request: f"{request.export_name}の持出し（{request.number}）",
    rows=rows,
    place=lambda key: reverse("exports:detail", args=[key]),
    rungs=(
        Rung(name="所属長", who=f"head+right:{APPROVE}", plain=True),
        Rung(name="住民情報の責任者", who=f"right:{APPROVE}"),
    ),
    article="、".join(SYSTEM.laws),
)

KINDS = (EXPORT,)
