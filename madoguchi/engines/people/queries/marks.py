"""Why someone is guarded, for those who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..models import HoldReason
from .guards import LIVES
from .houses import fetch

PROTECTION = "支援措置"
REASONS = f"""
WITH near AS (
  SELECT x.id AS person_id, x.id AS source FROM unnest(%(ids)s::bigint[]) x(id)
  UNION
  SELECT m.person_id, o.person_id FROM people_membership m JOIN people_membership o ON o.household_id = m.household_id
   WHERE m.person_id = ANY(%(ids)s) AND {LIVES.format("m")} AND {LIVES.format("o")}
)
SELECT n.person_id, n.person_id = n.source AS own, c.id AS case_id, NULL AS reason, NULL::bigint AS hold_id,
       upper(c.valid) AS until
  FROM near n JOIN people_protectedperson g ON g.person_id = n.source AND g.removed_on IS NULL
  JOIN people_protectioncase c ON c.id = g.case_id AND c.ended_on IS NULL
UNION ALL
SELECT n.person_id, n.person_id = n.source, NULL, h.reason, h.id, NULL
  FROM near n JOIN people_hold h ON h.person_id = n.source AND h.lifted_at IS NULL
 ORDER BY own DESC, case_id NULLS LAST, hold_id
"""  # noqa: S608 (our own names)


@dataclass(frozen=True)
class Reason:
    """One reason. ``own``: the person's own, else of someone in the household. ``until``: the last day of a case."""

    label: str
    own: bool
    case_id: int | None = None
    hold_id: int | None = None
    until: date | None = None
    unconfirmed: bool = False


@dataclass(frozen=True)
class Mark:
    """Why a person is guarded; the person's own reasons first."""

    reasons: tuple[Reason, ...]

    @property
    def label(self) -> str:
        """The first reason in words."""
        return self.reasons[0].label

    @property
    def own(self) -> tuple[Reason, ...]:
        """The person's own reasons."""
        return tuple(reason for reason in self.reasons if reason.own)

    @property
    def protected(self) -> bool:
        """Whether the person is protected, and not only held or in such a household."""
        return any(reason.case_id for reason in self.own)


def marks(person_ids: Iterable[int], *, day: date) -> dict[int, Mark]:
    """Person id → why guarded, in one query; who is not guarded is left out."""
    ids = list(dict.fromkeys(person_ids))
    found: dict[int, list[Reason]] = {}
    for row in fetch(REASONS, {"ids": ids, "day": day}) if ids else ():
        found.setdefault(row["person_id"], []).append(reason_of(row, day))
    return {person_id: Mark(tuple(reasons)) for person_id, reasons in found.items()}


def reason_of(row: dict[str, object], day: date) -> Reason:
    """One reason from its row. A case whose last day is over stays, until someone confirms its end."""
    upper, case_id, hold_id = row["until"], row["case_id"], row["hold_id"]
    until = upper - timedelta(days=1) if isinstance(upper, date) else None
    label = PROTECTION if case_id else HoldReason(str(row["reason"])).label
    return Reason(
        label,
        bool(row["own"]),
        case_id if isinstance(case_id, int) else None,
        hold_id if isinstance(hold_id, int) else None,
        until,
        unconfirmed=until is not None and until < day,
    )
