"""住民票コード and 個人番号, read only for those who asked for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from madoguchi.engines.people.api import PeopleView, Refused, individual_numbers

from ..snapshots import spaced
from ..wanted import NUMBER, Wanted


def resident_codes(view: PeopleView, person_ids: Iterable[int]) -> dict[int, str]:
    """Person id → 住民票コード. Raises Forbidden."""
    return view.all_codes(person_ids)


def sealed_numbers(view: PeopleView, wanted: Wanted, person_ids: Sequence[int]) -> dict[str, Any]:
    """The sealed part of a paper: 個人番号 by person, from an opening that was approved; nothing where not asked for.

    Raises Refused without an opening or where it is over, Forbidden where it is not the actor's.
    """
    if NUMBER not in wanted.shown:
        return {}
    if wanted.opening_id is None:
        raise Refused("個人番号を載せるには、先に個人番号の閲覧の承認を受けてください。")
    numbers = individual_numbers(view.actor, opening_id=wanted.opening_id)
    if any(not numbers.get(key) for key in person_ids):
        raise Refused("承認された閲覧に含まれないか、個人番号の記録がない人がいます。")
    return {"sealed": {str(key): spaced(numbers[key], 4) for key in person_ids}}
