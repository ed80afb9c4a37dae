"""職権による記載・修正・消除 (住民基本台帳法第8条, 第14条): what each records, once a second person has approved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from madoguchi.foundation.access import Actor
from madoguchi.foundation.history.ledger import overlapping

from ..errors import Fault, refuse_if
from ..inputs import Newcomer, Notice, PermitFacts, PersonFacts
from ..models import Act, ActKind, Dwelling, Identity, Membership, RemovalReason
from ..rules.events import date_faults, member_faults, nobody_faults, order_faults
from ..rules.newcomers import newcomer_faults
from ..snapshots import Address
from .moving import enter_all
from .recording import Recording, perform
from .writing import leave, new_household, put_head_first, remove, settle_head

IDENTITY_COLUMNS = (
    "name", "family_name", "given_name", "name_kana", "family_kana", "given_kana", "name_romaji", "birth_on",
    "birth_text", "sex", "domicile", "domicile_town", "domicile_lot", "koseki_head", "koseki_head_family",
    "koseki_head_given", "is_ward",
)  # fmt: skip
FIXABLE: dict[str, tuple[type[Any], frozenset[str]]] = {
    "identity": (Identity, frozenset(IDENTITY_COLUMNS)),
    "membership": (Membership, frozenset({"resident_since", "settled_on", "address_notified_on", "position"})),
    "dwelling": (Dwelling, frozenset({"town", "lot", "building", "postal_code", "town_code"})),
}
DATES = frozenset({"birth_on", "resident_since", "settled_on", "address_notified_on"})


def record_entry(actor: Actor, notice: Notice, arguments: Mapping[str, Any]) -> Act:
    """職権記載: ``{"event_on", "address", "previous", "people": [{"facts", "relation", "permit"?}]}``."""

    def work(recording: Recording) -> str:
        newcomers = [newcomer_of(entry) for entry in arguments["people"]]
        refuse_if(
            [
                *date_faults(ActKind.EX_OFFICIO_ENTRY, notice.event_on, None, recording.today),
                *newcomer_faults(newcomers, notice.event_on, joins=False),
            ]
        )
        target = new_household(recording, Address.from_json(arguments["address"]), notice.event_on).pk
        previous = Address.from_json(arguments.get("previous"))
        enter_all(recording, newcomers, target, previous, ActKind.EX_OFFICIO_ENTRY)
        put_head_first(recording, target, notice.event_on)
        return f"{len(newcomers)}人を職権で記載"

    return perform(actor, kind=ActKind.EX_OFFICIO_ENTRY, notice=notice, work=work)


def newcomer_of(entry: Mapping[str, Any]) -> Newcomer:
    """A newcomer from the JSON of a proposal."""
    facts = with_dates(entry["facts"], {"birth_on"})
    permit = entry.get("permit")
    return Newcomer(
        facts=PersonFacts(**facts),
        relation=tuple(entry["relation"]),
        permit=PermitFacts(**with_dates(permit, {"expires_on", "resident_since"})) if permit else None,
    )


def record_fix(actor: Actor, notice: Notice, arguments: Mapping[str, Any]) -> Act:
    """職権修正: ``{"event_on", "until"?, "table": "identity"|"membership"|"dwelling", "id", "changes"}``; ``id`` is
    the person or household.

    The change holds from ``event_on`` until ``until`` (open if absent), across whatever else was recorded in between.
    """
    table, subject = arguments["table"], arguments["id"]
    is_house = table == "dwelling"

    def work(recording: Recording) -> str:
        model, columns = FIXABLE[table]
        until = date.fromisoformat(arguments["until"]) if arguments.get("until") else None
        changes = with_dates(arguments["changes"], DATES)
        rows = list(model.versions.known().filter(**{"household" if is_house else "person": subject}))
        refuse_if(date_faults(ActKind.EX_OFFICIO_FIX, notice.event_on, None, recording.today))
        refuse_if(fix_faults(rows, changes, columns, notice.event_on, until))
        recording.ledger.amend(rows, notice.event_on, until, **changes)
        for row in rows:
            recording.touch(person=getattr(row, "person_id", None), household=getattr(row, "household_id", None))
        return "職権で修正"

    return perform(
        actor, kind=ActKind.EX_OFFICIO_FIX, notice=notice, work=work, details={"table": table},
        persons=[] if is_house else [subject], households=[subject] if is_house else [],
    )  # fmt: skip


def fix_faults(
    rows: list[Any], changes: Mapping[str, Any], columns: frozenset[str], since: date, until: date | None
) -> list[Fault]:
    """A fix changes something that may be changed, on a day on which it was so."""
    if not changes or set(changes) - columns:
        return [Fault("修正できない項目が含まれています。", "changes", "columns")]
    if until and until <= since:
        return [Fault("修正の終わりの日は、始まりの日より後にしてください。", "until", "order")]
    hit = overlapping(rows, since, until)
    if not hit:
        return [Fault("その期間の記録がありません。異動日を確かめてください。", "event_on", "absent")]
    if all(getattr(row, key) == value for row in hit for key, value in changes.items()):
        return [Fault("変わるところがありません。", "", "same")]
    return []


def record_removal(actor: Actor, notice: Notice, arguments: Mapping[str, Any]) -> Act:
    """職権消除: ``{"event_on", "household_id", "person_ids", "reason"?, "stayer_relations"?}``."""

    def work(recording: Recording) -> str:
        house = recording.house(arguments["household_id"])
        people = arguments["person_ids"]
        refuse_if(nobody_faults(people) or member_faults(house, people))
        members = [member for member in house.members if member.person_id in set(people)]
        refuse_if(
            [
                *date_faults(ActKind.EX_OFFICIO_REMOVAL, notice.event_on, None, recording.today),
                *order_faults(members, notice.event_on),
            ]
        )
        for member in members:
            leave(recording, member.person_id, house.id, notice.event_on)
            remove(
                recording, member.person_id, notice.event_on, reason=arguments.get("reason", RemovalReason.EX_OFFICIO)
            )
        relations = {int(key): tuple(value) for key, value in arguments.get("stayer_relations", {}).items()}
        settle_head(recording, house.id, relations or None, notice.event_on)
        return f"{len(members)}人を職権で消除"

    return perform(
        actor, kind=ActKind.EX_OFFICIO_REMOVAL, notice=notice, work=work, persons=arguments["person_ids"],
        households=[arguments["household_id"]],
    )  # fmt: skip


def with_dates(values: Mapping[str, Any], names: set[str] | frozenset[str]) -> dict[str, Any]:
    """The JSON values with the named ones as dates."""
    return {
        key: (date.fromisoformat(value) if value else None) if key in names and isinstance(value, str) else value
        for key, value in values.items()
    }


RECORDERS: dict[ActKind, Callable[[Actor, Notice, Mapping[str, Any]], Act]] = {
    ActKind.EX_OFFICIO_ENTRY: record_entry,
    ActKind.EX_OFFICIO_FIX: record_fix,
    ActKind.EX_OFFICIO_REMOVAL: record_removal,
}
