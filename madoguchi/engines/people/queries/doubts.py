"""What else the record holds that casts doubt on an act: read while the act stands, before it is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from madoguchi.foundation.access import Actor

from ..models import Act, Proposal
from ..permissions import KNOW, SEE
from ..snapshots import Alike, PermitView
from .guards import guarded, house_is_guarded, person_is_guarded
from .houses import fetch
from .proposals import proposals_seen


@dataclass(frozen=True)
class Doubts:
    """Findings, each empty where there is nothing to doubt. ``today`` is the day of the record in Japan."""

    today: date
    permits: tuple[PermitView, ...]
    alike: tuple[Alike, ...]
    neighbours: tuple[int, ...]
    waiting: tuple[str, ...]
    joined_later: tuple[str, ...]


def doubts(act: Act, person_ids: Iterable[int], actor: Actor) -> Doubts:
    """What to doubt about an act that stands in this transaction and touched these persons.

    Of guarded persons and households nothing is told to those who may not see them; that a newcomer looks like one
    of them, to those who may know, without saying who.
    """
    whole = actor.may(SEE)
    found = alike(act)
    return Doubts(
        today=timezone.localdate(act.recorded_at),
        permits=permits_of(act),
        alike=found if whole else alike_seen(found, knows=actor.may(KNOW)),
        neighbours=neighbours(act, whole=whole),
        waiting=waiting(person_ids, whole=whole),
        joined_later=joined_later(act, whole=whole),
    )


def alike_seen(found: tuple[Alike, ...], *, knows: bool) -> tuple[Alike, ...]:
    """Those who may be told of; of the others only that there are such, for those who may know."""
    hidden = guarded(each.person_id for each in found).persons
    told = (
        each if each.person_id not in hidden else Alike(name=each.name, person_id=0, number=0, held=True)
        for each in found
    )
    return tuple(dict.fromkeys(each for each in told if knows or not each.held))


PERMITS = """
SELECT i.name, p.status, p.article30_45, p.expires_on
  FROM people_permit p
  JOIN people_identity i ON i.person_id = p.person_id AND upper_inf(i.recorded) AND i.valid @> lower(p.valid)
 WHERE p.opened_by_id = %(act)s AND upper_inf(p.recorded) AND upper_inf(p.valid)
"""


def permits_of(act: Act) -> tuple[PermitView, ...]:
    """The permits that the act wrote."""
    return tuple(PermitView(**row) for row in fetch(PERMITS, {"act": act.pk}))


ALIKE = """
SELECT n.name, k.person_id, p.number
  FROM (SELECT i.person_id, i.name FROM people_identity i WHERE i.opened_by_id = %(act)s
         AND NOT EXISTS (SELECT 1 FROM people_identity e WHERE e.person_id = i.person_id AND e.opened_by_id <>
         %(act)s)) n
  JOIN people_searchkey own ON own.person_id = n.person_id
  JOIN people_searchkey k ON k.birth_on = own.birth_on AND k.person_id <> own.person_id
       AND (k.kana = own.kana AND k.kana <> '' OR split_part(k.folded, E'\\n', 1) = split_part(own.folded, E'\\n', 1))
  JOIN people_person p ON p.id = k.person_id
 WHERE NOT EXISTS (SELECT 1 FROM people_identity s WHERE s.person_id = k.person_id AND s.opened_by_id = %(act)s)
 ORDER BY k.guarded, n.person_id, p.number LIMIT 20
"""


def alike(act: Act) -> tuple[Alike, ...]:
    """People known from before with the birth date and the name, in kanji or kana, of someone whom the act brings
    in.
    """
    rows = fetch(ALIKE, {"act": act.pk})
    return tuple(Alike(name=row["name"], person_id=row["person_id"], number=row["number"]) for row in rows)


NEIGHBOURS = """
SELECT DISTINCT h.number
  FROM people_dwelling d
  JOIN people_dwelling o ON o.town = d.town AND o.lot = d.lot AND o.building = d.building AND upper_inf(o.recorded)
       AND o.household_id <> d.household_id AND o.valid @> lower(d.valid)
  JOIN people_household h ON h.id = o.household_id
 WHERE d.opened_by_id = %(act)s AND upper_inf(d.recorded) AND upper_inf(d.valid) AND lower(d.valid) >= %(event)s AND
 d.town <> ''
   AND EXISTS (SELECT 1 FROM people_membership m WHERE m.household_id = o.household_id AND upper_inf(m.recorded)
               AND m.valid @> lower(d.valid) {member})
   AND NOT EXISTS (SELECT 1 FROM people_membership m WHERE m.household_id = o.household_id
                   AND (m.opened_by_id = %(act)s OR m.closed_by_id = %(act)s))
 {seen}
 ORDER BY h.number LIMIT 6
"""
HOUSE_SEEN = f"AND NOT {house_is_guarded('o.household_id')}"
MEMBER_SEEN = f"AND NOT {person_is_guarded('m.person_id')}"


def neighbours(act: Act, *, whole: bool) -> tuple[int, ...]:
    """世帯番号 of other households that live where the act lets a household live."""
    days = {"event": act.event_on, "day": timezone.localdate()}
    parts = {"seen": "", "member": ""} if whole else {"seen": HOUSE_SEEN, "member": MEMBER_SEEN}
    rows = fetch(NEIGHBOURS.format(**parts), {"act": act.pk, **days})
    return tuple(row["number"] for row in rows)


def waiting(person_ids: Iterable[int], *, whole: bool) -> tuple[str, ...]:
    """What waits for an approval about these persons."""
    rows = proposals_seen(whole=whole)
    found = rows.filter(state=Proposal.State.WAITING, person_ids__overlap=list(person_ids))
    return tuple(found.order_by("pk").values_list("summary", flat=True))


JOINED_LATER = """
SELECT DISTINCT i.name, m.person_id
  FROM people_membership m
  JOIN people_identity i ON i.person_id = m.person_id AND upper_inf(i.recorded) AND i.valid @> lower(m.valid)
 WHERE m.household_id IN (SELECT household_id FROM people_membership WHERE opened_by_id = %(act)s AND is_head)
   AND upper_inf(m.recorded) AND lower(m.valid) > %(day)s AND NOT m.is_head
   AND NOT EXISTS (SELECT 1 FROM people_membership b WHERE b.household_id = m.household_id AND b.person_id = m.person_id
                   AND upper_inf(b.recorded) AND b.valid @> %(day)s::date)
"""


def joined_later(act: Act, *, whole: bool) -> tuple[str, ...]:
    """Who entered a household after the day from which the act gives it a head: their relation is to the head
    before.
    """
    rows = fetch(JOINED_LATER, {"day": act.event_on, "act": act.pk})
    hidden = frozenset() if whole else guarded(row["person_id"] for row in rows).persons
    return tuple(dict.fromkeys(row["name"] for row in rows if row["person_id"] not in hidden))
