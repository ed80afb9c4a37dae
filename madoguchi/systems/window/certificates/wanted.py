"""What is wanted on a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .models import Kind

NUMBER, CODE = "my_number", "resident_code"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which paper about whom.

    ``person_ids``: those named on it; ``shown``: the items asked for beyond the usual ones; ``opening_id``: the
    approved opening of 個人番号, where it is to stand on the paper.
    """

    kind: Kind
    person_id: int
    person_ids: Sequence[int] = ()
    shown: Sequence[str] = ()
    opening_id: int | None = None

    @property
    def named(self) -> tuple[int, ...]:
        """Those whom the paper names."""
        if self.kind in {Kind.PERSON, Kind.REMOVED}:
            return (self.person_id,)
        return tuple(self.person_ids) or (self.person_id,)
