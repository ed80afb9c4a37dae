"""転出証明書 and 除票の写し: of those who are going or gone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from madoguchi.engines.people.api import PeopleView, PersonRecord
from madoguchi.foundation.parameters import load

from ..snapshots import moving_out_paper, removed_paper
from ..wanted import CODE, Wanted
from .numbers import resident_codes, sealed_numbers
from .register import check_items, house_head

KEPT_YEARS = Path(__file__).parents[1] / "parameters" / "removed_years.yaml"


def moving_out(view: PeopleView, wanted: Wanted) -> dict[str, Any]:
    """転出証明書: for everyone of the notice who leaves on the same day. Raises LookupError."""
    leaving = leaving_day(view, wanted.person_id)
    before = leaving - timedelta(days=1)
    house = view.house_of(wanted.person_id, on=before)
    if house is None:
        raise LookupError("転出前の世帯が見つかりません。")
    ids = [member.person_id for member in house.members if member.person_id in wanted.named]
    then, after = view.people(ids, on=before), view.people(ids, on=leaving)
    check_items(then.values(), ["domicile"])
    return moving_out_paper([(then[key], after[key]) for key in ids], house_head(house))


def leaving_day(view: PeopleView, person_id: int) -> date:
    """The day from which the person is, or will be, gone. Raises LookupError."""
    record = view.person(person_id)
    if record.membership and record.membership.valid.upper:
        return record.membership.valid.upper
    if record.removal and record.removal.reason == "move_out":
        return record.removal.valid.lower
    raise LookupError("転出の届出がありません。先に転出届を記録してください。")


def removed(view: PeopleView, wanted: Wanted) -> dict[str, Any]:
    """除票の写し (住民基本台帳法第15条の4): the record as it stood when it was struck off, and why.

    Raises LookupError.
    """
    now = view.person(wanted.person_id)
    last = last_day(now)
    then, house = view.person(wanted.person_id, on=last), view.house_of(wanted.person_id, on=last)
    check_items([then], wanted.shown)
    head = house_head(house) if house else ""
    code = resident_codes(view, [wanted.person_id])[wanted.person_id] if CODE in wanted.shown else ""
    paper = removed_paper(then, now, shown=wanted.shown, head=head, code=code)
    return {**paper, **sealed_numbers(view, wanted, [wanted.person_id])}


def last_day(record: PersonRecord) -> date:
    """The last day as a resident. Raises LookupError for someone who is one still, or whose 除票 is no longer kept."""
    if record.removal is None or record.is_resident:
        raise LookupError("いま住民なので、除票はありません。住民票の写しを交付してください。")
    gone: date = record.removal.valid.lower
    today = timezone.localdate()
    years = load(KEPT_YEARS).at(today)
    if (gone.year + years, gone.month, gone.day) < (today.year, today.month, today.day):
        raise LookupError(f"消除から{years}年を過ぎたため、除票は保存していません（住民基本台帳法施行令第34条第1項）。")
    return gone - timedelta(days=1)
