"""一括取込: a file is read, looked at, and put in force as a whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.access.models import Division
from madoguchi.foundation.audit.actions import record

from ..errors import Refused
from ..files.divisions import Listed, read_names, read_own
from ..files.reading import Line
from ..files.transfers import read_transfers
from ..models import Load
from ..permissions import APPROVE, MANAGE
from .performing import approve_transfers, perform_divisions, perform_transfers
from .previewing import preview, seal_of
from .showing import Shown

State = Load.State
LONGEST_FILE_NAME = 200
CHANGED = "確かめたときから、組織か発令が変わりました。変わる内容をもう一度確かめてください。"


def load_divisions(actor: Actor, *, file: IO[bytes], file_name: str, title: str, day: date, by_names: bool) -> Load:
    """Reads the divisions that a town shall have from a day on; nothing is put in force yet.

    ``by_names``: a list of names by level, without codes. Raises Forbidden, Refused (no title), Faulty.
    """
    require(actor, MANAGE)
    found = read_names(file, codes_on(day)) if by_names else read_own(file)
    return keep(actor, Load.Kind.DIVISIONS, title, file_name, [row_of(each) for each in found], day)


def row_of(listed: Listed) -> dict[str, Any]:
    """A division for the column."""
    return {"line": listed.line, **asdict(listed.unit)}


def codes_on(day: date) -> dict[tuple[str, ...], str]:
    """Names from the top down → code, of every division of a day; one query."""
    rows = {row.code: row for row in Division.objects.on(day)}
    return {tuple(rows[code].name for code in row.path if code in rows): row.code for row in rows.values()}


def load_transfers(actor: Actor, *, file: IO[bytes], file_name: str, title: str) -> Load:
    """Reads a list of transfers; nothing is put in force yet. Raises Forbidden, Refused (no title), Faulty."""
    require(actor, MANAGE)
    lines = read_transfers(file)
    return keep(actor, Load.Kind.TRANSFERS, title, file_name, [lined(line) for line in lines], None)


def lined(line: Line) -> dict[str, Any]:
    """A line for the column."""
    return {"line": line.number, "cells": line.cells}


def keep(
    actor: Actor, kind: Load.Kind, title: str, file_name: str, rows: Sequence[dict[str, Any]], day: date | None
) -> Load:
    """Writes a load with its audit entry. Raises Refused without a title."""
    if not title.strip():
        raise Refused("件名を入れてください。", "title")
    with transaction.atomic():
        load = Load.objects.create(
            kind=kind, title=title.strip(), day=day, file_name=file_name[-LONGEST_FILE_NAME:], rows=list(rows),
            loaded_by=actor.user_id, loader=str(actor),
        )  # fmt: skip
        record(actor, action="organisation.load", subject=f"load:{load.pk}", detail={"kind": kind, "rows": len(rows)})
    return load


def submit_load(actor: Actor, *, load_id: int, seal: str) -> Load:
    """Puts a load in force at once, or asks a second person where transfers bring rights.

    ``seal`` is that of the preview that was seen. Raises Forbidden, Refused (it is not a draft any more: by whom is
    said; what it does has changed since; what ``reorganise`` and ``appoint_many`` refuse), Faulty, Load.DoesNotExist.
    """
    require(actor, MANAGE)
    with transaction.atomic():
        load = locked(load_id, State.DRAFT)
        if load.kind == Load.Kind.DIVISIONS:
            finish(actor, load, perform_divisions(actor, load), seal)
        elif widens_as_seen(actor, load, seal):
            load.state, load.widens, load.asked_at = State.WAITING, True, timezone.now()
            load.save(update_fields=Load.updatable)
            record(actor, action="organisation.ask_load", subject=f"load:{load.pk}")
        else:
            finish(actor, load, perform_transfers(actor, load), seal)
    return load


def widens_as_seen(actor: Actor, load: Load, seal: str) -> bool:
    """True where transfers bring rights. Raises Refused where what they do has changed since it was seen."""
    seen = preview(actor, load)
    if seen.refusal:
        raise Refused(seen.refusal)
    check_seen(seen.seal, seal)
    return bool(seen.shown and seen.shown.widens)


def decide_load(actor: Actor, *, load_id: int, approve: bool, comment: str = "", seal: str = "") -> Load:
    """Approves or refuses transfers that wait, as a whole.

    Raises Forbidden, Refused (asked by the same person; about oneself; decided already: by whom is said; what they do
    has changed since; no reason for a refusal), Faulty, Load.DoesNotExist.
    """
    require(actor, APPROVE)
    with transaction.atomic():
        load = locked(load_id, State.WAITING)
        if load.loaded_by == actor.user_id:
            raise Refused("自分が申請した異動は、自分では承認できません。ほかの承認者に依頼してください。")
        if not approve and not comment.strip():
            raise Refused("却下するときは、意見に理由を入れてください。", "comment")
        load.decided_by, load.decider, load.decided_at = actor.user_id, str(actor), timezone.now()
        load.comment = comment.strip()
        if approve:
            finish(actor, load, approve_transfers(actor, load), seal)
        else:
            close(actor, load, State.REFUSED)
    return load


def withdraw_load(actor: Actor, *, load_id: int) -> Load:
    """Drops a draft, or takes back what one asked for oneself. Raises Forbidden, Refused, Load.DoesNotExist."""
    require(actor, MANAGE)
    with transaction.atomic():
        load = locked(load_id, State.DRAFT, State.WAITING)
        if load.state == State.WAITING and load.loaded_by != actor.user_id:
            raise Refused("取り下げられるのは、申請した人だけです。")
        load.decided_by, load.decider, load.decided_at = actor.user_id, str(actor), timezone.now()
        close(actor, load, State.WITHDRAWN)
    return load


def locked(load_id: int, *states: Load.State) -> Load:
    """The load, held for this transaction. Raises Refused where it is in no such state any more."""
    load = Load.objects.select_for_update().get(pk=load_id)
    if load.state not in states:
        by = f"（{load.decider}）" if load.decider else ""
        raise Refused(f"この取込みは、もう「{load.get_state_display()}」になっています{by}。")
    return load


def check_seen(now: str, seen: str) -> None:
    """Raises Refused where what would be done is not what was seen."""
    if now != seen:
        raise Refused(CHANGED)


def finish(actor: Actor, load: Load, shown: Shown, seal: str) -> None:
    """Keeps what was done. Raises Refused where it is not what was seen, which takes it back."""
    result = shown.as_json()
    check_seen(seal_of(result), seal)
    load.state, load.widens, load.result, load.done_at = State.DONE, shown.widens, result, timezone.now()
    if not load.decider:
        load.decider, load.decided_at = str(actor), timezone.now()
    load.save(update_fields=Load.updatable)


def close(actor: Actor, load: Load, state: Load.State) -> None:
    """Ends a load that is not put in force."""
    load.state = state
    load.save(update_fields=Load.updatable)
    record(actor, action=f"organisation.load_{state}", subject=f"load:{load.pk}")
