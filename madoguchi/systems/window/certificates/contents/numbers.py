"""住民票コード and 個人番号, read only for those who asked for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from madoguchi.engines.people import api as people
from madoguchi.engines.people.api import PeopleView, Refused

from ..snapshots import spaced
from ..wanted import NUMBER, Wanted


def resident_codes(view: PeopleView, person_ids: Iterable[int]) -> dict[int, str]:
    """Person id → 住民票コード. Raises Forbidden."""
    found: dict[int, Any] = dict(view.all_codes(person_ids))
    return {key: code if isinstance(code, str) else code[0] for key, code in found.items()}


def sealed_numbers(view: PeopleView, wanted: Wanted, person_ids: Iterable[int]) -> dict[str, Any]:
    """The sealed part of a paper: 個人番号 by person, from an opening that was approved; nothing where not asked for.

    Raises Refused without an opening, Forbidden where it is not the actor's.
    """
    if NUMBER not in wanted.shown:
        return {}
    individual_numbers = getattr(people, "individual_numbers", None)
    if individual_numbers is None or wanted.opening_id is None:
        raise Refused("個人番号を載せるには、先に個人番号の利用の承認を受けてください。")
    numbers = individual_numbers(view.actor, opening_id=wanted.opening_id)
    missing = [key for key in person_ids if key not in numbers]
    if missing:
        raise Refused("承認された利用に、載せる人の全員が含まれていません。")
    return {"sealed": {str(key): spaced(numbers[key], 4) for key in person_ids}}
