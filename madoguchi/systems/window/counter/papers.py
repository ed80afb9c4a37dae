"""The papers of a case: filled forms and the guide, printed from the picture kept when the act was recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from madoguchi.engines.paperwork.api import Paper, render_batch
from madoguchi.engines.people.api import House, Member
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.codes import Sex

from .models import Case, DueProcedure
from .pictures import houses_of

BUNDLE = Path(__file__).parent / "paper" / "bundle.typ"
GUIDE_STATES = {"done": "done", "unneeded": "done", "later": "later", "todo": "todo", "ask": "todo"}
NOTE = "期限は、閉庁日に当たるときは次の開庁日です。「該当する方」とあるものは、当てはまるときだけ手続してください。"


def papers_of(case: Case, dues: Sequence[DueProcedure], *, guide: bool) -> Paper:
    """One PDF: the guide (案内票) of all procedures, then the form of each of ``dues``. Raises as ``render``."""
    everything = list(case.dues.all())
    data = [*([guide_data(case, everything)] if guide else []), *(form_data(case, due) for due in dues if due.form)]
    return next(render_batch(BUNDLE, data, timestamp=timezone.now(), size=len(data) or 1, workers=1))


def common(case: Case, part: int | None = None) -> dict[str, Any]:
    """What every paper of a case bears."""
    begun = timezone.localtime(case.started_at)
    number = f"{begun:%Y-%m%d}-{case.pk:04}"
    return {
        "specimen": bool(getattr(settings, "MADOGUCHI_DEMO", False)),
        "town": {"name": connection.tenant.name},  # type: ignore[attr-defined]
        "serial_label": "受付番号",
        "serial": number if part is None else f"{number}-{part:02}",
        "issued": format_wareki(timezone.localdate()),
    }


def guide_data(case: Case, dues: Sequence[DueProcedure]) -> dict[str, Any]:
    """案内票: the procedures by division, in the order in which to go round."""
    record = case.record
    people = {
        member.person_id: member
        for house in houses_of([*record["after"], *record["before"]])
        for member in house.members
    }
    who = people.get(case.person_id or 0)
    return {
        **common(case),
        "kind": "guide",
        "for": who.name if who else record["notifier"].partition("（")[0],
        "event": record["label"],
        "event_date": format_wareki(date.fromisoformat(record["event_on"])),
        "queue": str(case.ticket.number) if case.ticket else None,
        "divisions": [division_data(name, rows, people) for name, rows in by_division(dues)],
        "note": NOTE,
    }


def by_division(dues: Iterable[DueProcedure]) -> list[tuple[str, list[DueProcedure]]]:
    """Procedures by division: those with something to do first, each in the order of its first procedure."""
    found: dict[str, list[DueProcedure]] = {}
    for due in dues:
        found.setdefault(due.division, []).append(due)
    return sorted(found.items(), key=lambda item: all(GUIDE_STATES[due.state] != "todo" for due in item[1]))


def division_data(name: str, dues: Sequence[DueProcedure], people: dict[int, Member]) -> dict[str, Any]:
    """One division of the guide."""
    return {
        "name": name,
        "floor": dues[0].floor,
        "window": "",
        "phone": "",
        "procedures": [line_data(due, people) for due in dues],
    }


def line_data(due: DueProcedure, people: dict[int, Member]) -> dict[str, Any]:
    """One procedure of the guide."""
    asked = f"該当する方：{due.question}" if due.state == DueProcedure.State.ASK else ""
    return {
        "name": due.name,
        "state": GUIDE_STATES[due.state],
        "deadline": format_wareki(due.due_on, "weekday") if due.due_on and GUIDE_STATES[due.state] != "done" else None,
        "deadline_note": due.moved_reason if GUIDE_STATES[due.state] != "done" else "",
        "law": f"{due.law}{'（仮）' if due.provisional else ''}",
        "who": [people[key].name for key in due.persons if key in people],
        "bring": [] if GUIDE_STATES[due.state] == "done" else due.bring,
        "note": asked or due.remark,
    }


def form_data(case: Case, due: DueProcedure) -> dict[str, Any]:
    """The form of one procedure, filled with what the counter asked and the record has."""
    record = case.record
    before, after = houses_of(record["before"]), houses_of(record["after"])
    people = {member.person_id: member for house in (*before, *after) for member in house.members}
    return {
        **common(case, due.position),
        "kind": "form",
        "issued": format_wareki(date.fromisoformat(record["notified_on"] or record["event_on"])),
        "title": due.form,
        "law": f"{due.law}{'（仮）' if due.provisional else ''}",
        "declarant": declarant(record, before, after),
        "people": [person_data(people[key]) for key in due.persons if key in people],
        "changes": changes(record, before, after, due.persons),
        "fields": [
            {"label": "異動年月日", "value": format_wareki(date.fromisoformat(record["event_on"]))},
            {"label": "異動の事由", "value": record["label"]},
            *(
                [{"label": due.question, "value": "はい"}]
                if due.question and due.state != DueProcedure.State.ASK
                else []
            ),
        ],
        "bring": due.bring,
        "deadline": format_wareki(due.due_on, "weekday") if due.due_on else None,
        "division": {"name": due.division, "floor": due.floor, "window": "", "phone": ""},
        "office": ["受付", "入力", "照合", "交付"],
    }


def declarant(record: dict[str, Any], before: Sequence[House], after: Sequence[House]) -> dict[str, Any]:
    """Who gives notice: name and capacity as typed, kana and address where the name is one of the household."""
    match = re.match(r"^(?P<name>[^（(]*)(?:[（(](?P<relation>[^）)]*)[）)])?", record["notifier"])
    name, relation = (match["name"].strip(), match["relation"] or "") if match else ("", "")
    found = next(((house, m) for house in (*after, *before) for m in house.members if m.name == name), None)
    house = found[0] if found else next(iter((*after, *before)), None)
    address = record["destination"] if record["destination"] and not after else str(house.address) if house else ""
    return {"name": name, "kana": found[1].kana if found else "", "address": address, "phone": "", "relation": relation}


def person_data(member: Member) -> dict[str, Any]:
    """One person of a form."""
    return {
        "name": member.name,
        "kana": member.kana,
        "birth": born(member),
        "sex": Sex(member.sex).label if member.sex else "",
        "relationship": member.relation_text,
        "note": f"通称 {member.alias}" if member.alias else "",
    }


def born(member: Member) -> str:
    """The birth date: by era for Japanese, by the common calendar for foreigners, as recorded where it is uncertain."""
    if member.birth_on is None:
        return member.birth_text
    if member.is_foreign:
        return f"{member.birth_on.year}年{member.birth_on.month}月{member.birth_on.day}日"
    return format_wareki(member.birth_on)


def changes(
    record: dict[str, Any], before: Sequence[House], after: Sequence[House], persons: Sequence[int]
) -> list[dict[str, str]]:
    """What the event changed for these persons: address, head, name."""
    old, new = home_of(before, persons), home_of(after, persons)
    pairs = [
        ("住所", str(old.address) if old else record["previous"], str(new.address) if new else record["destination"]),
        ("世帯主", head_of(old), head_of(new)),
        ("氏名", names(old, persons), names(new, persons)),
    ]
    return [{"label": label, "old": was, "new": now} for label, was, now in pairs if was and now and was != now]


def home_of(houses: Sequence[House], persons: Sequence[int]) -> House | None:
    """The household in which the first of these persons lives."""
    return next((house for house in houses if any(house.member(key) for key in persons)), None)


def head_of(house: House | None) -> str:
    """Name of the head, "" for none."""
    return house.head.name if house and house.head else ""


def names(house: House | None, persons: Sequence[int]) -> str:
    """Names of these persons in the household."""
    return "、".join(member.name for member in house.members if member.person_id in persons) if house else ""
