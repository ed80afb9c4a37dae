"""Certificates issued before there was an engine move into its tables: nothing is lost, nothing is charged.

Request, paper, free charge and release of each are written as they would be today; the charges stand in a drawer of
their own (移行), closed at the end.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import migrations

from madoguchi.engines.issuance.rules.codes import new_code

KINDS = {
    "household": ("resident-household", "住民票の写し（世帯連記）"),
    "person": ("resident-person", "住民票の写し（個人票）"),
    "moving_out": ("moving-out", "転出証明書"),
}
STANDINGS = {"本人": "self", "同じ世帯の人": "household", "代理人": "agent", "第三者": "third_party"}
COUNTER, REASON = "移行", "手数料の台帳ができる前の交付"


def move(apps: Any, editor: Any) -> None:
    """Every old certificate, in the order in which they were issued."""
    old = apps.get_model("certificates", "Certificate").objects.order_by("pk")
    if not old.exists():
        return
    drawer = open_drawer(apps, old.first())
    position = 0
    for position, each in enumerate(old.iterator(), start=1):  # noqa: B007
        request = add_request(apps, each)
        release(apps, request, add_paper(apps, request, each), add_charge(apps, request, drawer, position, each), each)
    close(apps, drawer, position, old.last())


def open_drawer(apps: Any, first: Any) -> Any:
    """The drawer of the old certificates, with its first line."""
    drawer = apps.get_model("issuance", "Drawer").objects.create(
        counter=COUNTER, day=first.issued_at.date(), round=1, closed=True
    )
    apps.get_model("issuance", "FeeLine").objects.create(
        drawer=drawer, position=0, kind="opening", amount=0, balance=0, open=True, at=first.issued_at, clerk=""
    )
    return drawer


def add_request(apps: Any, old: Any) -> Any:
    """The request, with what law asked for then."""
    code, name = KINDS[old.kind]
    purpose = {"purpose": old.purpose} if old.purpose else {}
    return apps.get_model("issuance", "PaperRequest").objects.create(
        serial=old.serial, code=new_code(), kind=code, name=name, person_id=old.person_id, person_ids=[old.person_id],
        standing=STANDINGS.get(old.standing, "third_party"), requester=old.requester,
        identity_check=old.identity_check, particulars=purpose, copies=old.copies, counter=COUNTER, fee=0,
        exemption="ordinance", exemption_reason=REASON, snapshot=without_numbers(old.snapshot), submission=old.submission,
        fingerprint=hashlib.sha256(old.serial.encode()).hexdigest(), requested_at=old.issued_at, user_id=old.user_id,
        receiver=old.issuer,
    )  # fmt: skip


def without_numbers(snapshot: dict[str, Any]) -> dict[str, Any]:
    """What the paper said, without 個人番号: it stands on the kept paper alone."""
    people = [{**person, "my_number": None} for person in snapshot.get("people", [])]
    named = {"people": people} if people else {}
    alone = {"person": {**snapshot["person"], "my_number": None}} if "person" in snapshot else {}
    return {**snapshot, **named, **alone}


def add_paper(apps: Any, request: Any, old: Any) -> Any:
    """The paper, which stays where it lies."""
    return apps.get_model("issuance", "IssuedPaper").objects.create(
        request=request, person_id=request.person_id, serial=request.serial, sha256=old.sha256, pages=old.pages,
        missing=old.missing, set_at=old.issued_at,
    )  # fmt: skip


def add_charge(apps: Any, request: Any, drawer: Any, position: int, old: Any) -> Any:
    """The line of a paper that cost nothing; ``release`` binds it to the paper and writes it."""
    return apps.get_model("issuance", "FeeLine")(
        drawer=drawer, position=position, kind="charge", amount=0, balance=0, open=True, before=position - 1,
        before_balance=0, before_open=True, request=request, person_id=request.person_id, fee=0, at=old.issued_at,
        user_id=old.user_id, clerk=old.issuer,
    )  # fmt: skip


def release(apps: Any, request: Any, paper: Any, charge: Any, old: Any) -> None:
    """The release, and the request's state."""
    charge.paper = paper
    charge.save()
    made = apps.get_model("issuance", "Release").objects.create(
        request=request, paper=paper, charge=charge, person_id=request.person_id, released_at=old.issued_at,
        user_id=old.user_id, releaser=old.issuer,
    )  # fmt: skip
    apps.get_model("issuance", "Printing").objects.create(
        release=made, number=1, printed_at=old.issued_at, user_id=old.user_id, printer=old.issuer
    )
    request.release, request.state, request.ended_at = made, "released", old.issued_at
    request.save()


def close(apps: Any, drawer: Any, position: int, last: Any) -> None:
    """The drawer holds nothing and ends."""
    line = apps.get_model("issuance", "FeeLine").objects.create(
        drawer=drawer, position=position + 1, kind="closing", amount=0, balance=0, open=False, before=position,
        before_balance=0, before_open=True, at=last.issued_at, clerk="",
    )  # fmt: skip
    apps.get_model("issuance", "Closing").objects.create(
        drawer=drawer, line=line, expected=0, counted=0, difference=0, closed_at=last.issued_at, closer=""
    )


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial"), ("issuance", "0002_bound")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
