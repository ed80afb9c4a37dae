"""Changes of who a person is: 氏名, 通称, 旧氏, 国籍."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from madoguchi.foundation.access import Actor

from ..errors import Fault, Refused, refuse_if
from ..inputs import Notice, PermitFacts, Relations
from ..models import Act, ActKind, Identity, Membership, Permit, RemovalReason
from ..rules.events import date_faults, member_faults, order_faults
from .recording import Recording, perform
from .writing import leave, remove, settle_head

DOMICILE_COLUMNS = frozenset(
    {"domicile", "domicile_town", "domicile_lot", "domicile_lg_code", "domicile_town_code"}
    | {"koseki_head", "koseki_head_family", "koseki_head_given"}
)
NAME_COLUMNS = DOMICILE_COLUMNS | frozenset(
    ("name", "family_name", "given_name", "name_kana", "family_kana", "given_kana", "kana_confirmed", "name_romaji")
)
ALIAS_COLUMNS = frozenset({"alias", "alias_kana"})
FORMER_COLUMNS = frozenset({"former_family_name", "former_family_kana"})


def change_name(actor: Actor, *, notice: Notice, person_id: int, changes: Mapping[str, str]) -> Act:
    """氏名・戸籍の表示の変更 (住民基本台帳法第8条; 婚姻・離婚・養子縁組などの戸籍の届出による). Raises Refused,
    Stale.
    """
    check_columns(changes, NAME_COLUMNS)

    def check(row: Identity) -> list[Fault]:
        empty = "name" in changes and not changes["name"].strip()
        return [Fault("氏名を入れてください。", "name", "name")] if empty else []

    return amend_identity(actor, ActKind.NAME_CHANGE, notice, person_id, changes, check)


def change_alias(actor: Actor, *, notice: Notice, person_id: int, alias: str, alias_kana: str) -> Act:
    """通称の記載・変更・削除 (住民基本台帳法施行令第30条の16): only for foreign residents; empty deletes. Raises
    Refused.
    """

    def check(row: Identity) -> list[Fault]:
        message = "通称を記載できるのは外国人住民だけです。日本人の住民は旧氏を使えます。"
        return [] if row.is_foreign else [Fault(message, "alias", "japanese")]

    values = {"alias": alias, "alias_kana": alias_kana}
    return amend_identity(actor, ActKind.ALIAS_CHANGE, notice, person_id, values, check)


def change_former_name(actor: Actor, *, notice: Notice, person_id: int, family_name: str, family_kana: str) -> Act:
    """旧氏の記載・変更・削除 (住民基本台帳法施行令第30条の14): only for Japanese residents; empty deletes. Raises
    Refused.
    """

    def check(row: Identity) -> list[Fault]:
        message = "旧氏を記載できるのは日本人の住民だけです。外国人住民は通称を使えます。"
        return [Fault(message, "former_family_name", "foreign")] if row.is_foreign else []

    values = {"former_family_name": family_name, "former_family_kana": family_kana}
    return amend_identity(actor, ActKind.FORMER_NAME_CHANGE, notice, person_id, values, check)


def amend_identity(
    actor: Actor,
    kind: ActKind,
    notice: Notice,
    person_id: int,
    changes: Mapping[str, str],
    check: Callable[[Identity], list[Fault]],
) -> Act:
    """Writes changed columns of ``Identity`` from the day of the event."""

    def work(recording: Recording) -> str:
        row = resident_identity(recording, person_id, kind)
        refuse_if(check(row))
        if all(getattr(row, key) == value for key, value in changes.items()):
            raise Refused(Fault("変わるところがありません。", "", "same"))
        recording.ledger.amend([row], notice.event_on, **changes)
        before, after = row.name, changes.get("name", row.name)
        return f"{before}を{after}に変更" if before != after else f"{before}さんの{kind.label}"

    return perform(actor, kind=kind, notice=notice, work=work, details={"changes": dict(changes)}, persons=[person_id])


def check_columns(changes: Mapping[str, Any], columns: frozenset[str]) -> None:
    """Raises ValueError for a column that the act may not change: a fault of the program, not of the clerk."""
    if unknown := set(changes) - columns:
        raise ValueError(f"not columns of this act: {sorted(unknown)}")


def resident_identity(recording: Recording, person_id: int, kind: ActKind) -> Identity:
    """Who the person is on the day of the event: a resident, of whom nothing later is recorded.

    The person and the household are touched. Raises Refused.
    """
    notice = recording.notice
    refuse_if(date_faults(kind, notice.event_on, notice.notified_on, recording.today))
    touch_resident(recording, person_id)
    row: Identity | None = Identity.versions.as_of(notice.event_on).filter(person=person_id).first()
    if row is None:
        raise Refused(Fault("この人の記録が見つかりません。", "person", "unknown"))
    if row.valid.upper is not None:
        message = "異動日より後の変更が既に記録されています。先にその異動を取り消してください。"
        raise Refused(Fault(message, "event_on", "order"))
    return row


def touch_resident(recording: Recording, person_id: int) -> None:
    """Touches a person and the household. Raises Refused unless the person lives in the town on the day of the
    event.
    """
    row = Membership.versions.as_of(recording.notice.event_on).filter(person=person_id).first()
    if row is None:
        message = "異動日の時点で住民ではない人です。転出・死亡などで消除されていないか確かめてください。"
        raise Refused(Fault(message, "person", "gone"))
    recording.touch(person=person_id, household=row.household_id)


def gain_nationality(actor: Actor, *, notice: Notice, person_id: int, facts: Mapping[str, str]) -> Act:
    """国籍取得・帰化: a foreign resident becomes Japanese; ``facts`` bring the new name, 本籍 and 筆頭者. Raises
    Refused, Stale.
    """
    check_columns(facts, NAME_COLUMNS)

    def work(recording: Recording) -> str:
        row = resident_identity(recording, person_id, ActKind.NATIONALITY_GAIN)
        if not row.is_foreign:
            raise Refused(Fault("既に日本の国籍をもつ住民です。", "person", "japanese"))
        changes = {**facts, "is_foreign": False, "alias": "", "alias_kana": ""}
        recording.ledger.amend([row], notice.event_on, **changes)
        recording.ledger.end(Permit.versions.known().filter(person=person_id), notice.event_on)
        return f"{row.name}さんが日本国籍を取得"

    return perform(actor, kind=ActKind.NATIONALITY_GAIN, notice=notice, work=work, persons=[person_id])


def lose_nationality(
    actor: Actor,
    *,
    notice: Notice,
    household_id: int,
    person_id: int,
    permit: PermitFacts | None,
    stayer_relations: Relations | None = None,
) -> Act:
    """国籍喪失: with ``permit`` the person stays as a foreign resident (国籍喪失による経過滞在者 など); without, the
    entry is removed.

    Raises Refused, Stale.
    """

    def work(recording: Recording) -> str:
        row = resident_identity(recording, person_id, ActKind.NATIONALITY_LOSS)
        if row.is_foreign:
            raise Refused(Fault("日本の国籍をもたない住民です。", "person", "foreign"))
        if permit is None:
            remove_citizen(recording, household_id, person_id, stayer_relations)
            return f"{row.name}さんが国籍喪失により消除"
        emptied = dict.fromkeys([*DOMICILE_COLUMNS, *FORMER_COLUMNS], "")
        recording.ledger.amend([row], notice.event_on, is_foreign=True, **emptied)
        recording.ledger.end(Permit.versions.known().filter(person=person_id), notice.event_on)
        recording.ledger.start(Permit(person_id=person_id, **permit.columns()), notice.event_on)
        return f"{row.name}さんが国籍喪失（外国人住民として記載）"

    return perform(
        actor, kind=ActKind.NATIONALITY_LOSS, notice=notice, work=work, persons=[person_id], households=[household_id]
    )  # fmt: skip


def remove_citizen(recording: Recording, household_id: int, person_id: int, relations: Relations | None) -> None:
    """Who lost the nationality and has no permit to stay leaves the record."""
    on = recording.notice.event_on
    house = recording.house(household_id)
    refuse_if(member_faults(house, [person_id]))
    refuse_if(order_faults([m for m in house.members if m.person_id == person_id], on))
    leave(recording, person_id, household_id, on)
    remove(recording, person_id, on, reason=RemovalReason.OTHER, notified_on=recording.notice.notified_on)
    settle_head(recording, household_id, relations, on)
