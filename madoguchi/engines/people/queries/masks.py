"""Copies of records without what an actor may not see. Nothing here reads the database, and no original is changed."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import replace
from typing import Any

from madoguchi.foundation.access import Actor

from ..models import Act, Identity, Membership, Permit, Removal
from ..permissions import DOMICILE, HISTORY, ITEMS, PERMIT, RELATION
from ..snapshots import House, Member
from .people import PersonRecord
from .search import Hit

PLACE = "place"
"""Withheld beside the items: where someone lived, because another person still does."""
HIDDEN_ACT = "世帯の異動"
"""What an act is called that also touched someone who may not be seen: what kind it was tells where they went."""

DOMICILE_COLUMNS = (
    "domicile", "domicile_town", "domicile_lot", "domicile_lg_code", "domicile_town_code", "koseki_head",
    "koseki_head_family", "koseki_head_given",
)  # fmt: skip
FOREIGN_COLUMNS = ("alias", "alias_kana", "name_romaji")


def withheld_from(actor: Actor) -> frozenset[str]:
    """The items that the actor may not see."""
    return frozenset(item for item in ITEMS if not actor.may(item))


def blank(row: Any, columns: Collection[str] = (), **values: object) -> Any:
    """A copy of a row with text columns emptied and others set; None for None. It must never be saved."""
    if row is None:
        return None
    changed = copy(row)
    for name, value in {**dict.fromkeys(columns, ""), **values}.items():
        setattr(changed, name, value)
    return changed


def masked_record(record: PersonRecord, withheld: frozenset[str]) -> PersonRecord:
    """A person without the withheld items; ``record.withheld`` says which."""
    if not withheld:
        return record
    return replace(
        record,
        identity=masked_identity(record.identity, withheld),
        membership=masked_membership(record.membership, withheld),
        permit=masked_permit(record.permit, withheld),
        removal=masked_removal(record.removal, withheld),
        contact=None if HISTORY in withheld else record.contact,
        household=None if RELATION in withheld or PLACE in withheld else record.household,
        dwelling=None if PLACE in withheld else record.dwelling,
        withheld=withheld,
    )


def masked_identity(row: Identity | None, withheld: frozenset[str]) -> Identity | None:
    """Who the person is."""
    found: Identity | None = row
    if DOMICILE in withheld:
        found = blank(found, DOMICILE_COLUMNS)
    if PERMIT in withheld:
        found = blank(found, FOREIGN_COLUMNS, is_foreign=False)
    return blank(found, is_ward=False) if HISTORY in withheld else found


def masked_membership(row: Membership | None, withheld: frozenset[str]) -> Membership | None:
    """That the person is a resident, without the place in the household or what came before."""
    found: Membership | None = row
    if RELATION in withheld:
        found = blank(found, ["relation_text"], relation=[], is_head=False, position=0)
    if HISTORY in withheld:
        dates = dict.fromkeys(("resident_since", "settled_on", "address_notified_on", "entered_on"))
        found = blank(found, ["entry_reason"], previous_address={}, **dates)
    return blank(found, household_id=None) if {RELATION, PLACE} & withheld else found


def masked_permit(row: Permit | None, withheld: frozenset[str]) -> Permit | None:
    """在留情報."""
    return None if PERMIT in withheld else row


def masked_removal(row: Removal | None, withheld: frozenset[str]) -> Removal | None:
    """That the person is gone, without where to."""
    if HISTORY not in withheld:
        return row
    return blank(row, planned_address={}, confirmed_address={}, planned_on=None, arrival_notified_on=None)


def masked_house(
    house: House, gone: Collection[int], withheld: frozenset[str], only: Collection[int] | None = None
) -> House | None:
    """A household without some persons and without the withheld items; None where nobody is left.

    Without the item 続柄・世帯主 it is also withheld who lives with whom: ``only`` those who were asked for are in it.
    """
    alone = RELATION in withheld
    kept = [m for m in house.members if m.person_id not in gone and not (alone and m.person_id not in (only or ()))]
    if not kept:
        return None
    if not withheld and len(kept) == len(house.members):
        return house
    members = tuple(masked_member(member, withheld) for member in kept)
    return replace(house, members=members, number=0 if alone else house.number)


def masked_member(member: Member, withheld: frozenset[str]) -> Member:
    """A member without the withheld items."""
    if RELATION in withheld:
        member = replace(member, relation=(), relation_text="", is_head=False, position=0)
    if PERMIT in withheld:
        member = replace(member, is_foreign=False, alias="")
    if HISTORY in withheld:
        member = replace(member, since=None, until=None, resident_since=None, settled_on=None)
    return member


def masked_hit(hit: Hit, withheld: frozenset[str]) -> Hit:
    """A person found, without the withheld items."""
    if RELATION in withheld:
        hit = replace(hit, household_id=None, relation_text="", is_head=False, house_size=0)
    return replace(hit, is_foreign=False, alias="") if PERMIT in withheld else hit


def masked_act(act: Act, hidden: Collection[int]) -> Act:
    """An act, and the one it cancels or is cancelled by, each without its content where it is one of ``hidden``."""
    other = act._state.fields_cache
    links = {name: hollow(other[name], hidden) for name in ("cancels", "cancelled_by") if other.get(name)}
    if not links and act.pk not in hidden:
        return act
    changed = hollow(act, hidden) if act.pk in hidden else copy(act)
    for name, link in links.items():
        changed._state.fields_cache[name] = link
    return changed


def hollow(act: Act, hidden: Collection[int]) -> Act:
    """An act without what it did, to whom and on whose notice, if it is one of ``hidden``."""
    if act.pk not in hidden:
        return act
    emptied = ("summary", "notifier", "identity_check")
    changed: Act = blank(act, emptied, kind=HIDDEN_ACT, details={}, notified_on=None)
    return changed
