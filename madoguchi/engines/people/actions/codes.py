"""住民票コード and 個人番号: assignment and change."""

from __future__ import annotations

from madoguchi.foundation.access import Actor
from madoguchi.foundation.codes import valid_individual_number, valid_resident_code

from ..errors import Fault, Refused, refuse_if
from ..inputs import Notice
from ..models import Act, ActKind, IndividualNumber, ResidentCode
from ..rules.events import date_faults
from .facts import touch_resident
from .recording import Recording, perform
from .writing import taken_faults


def set_resident_code(actor: Actor, *, notice: Notice, person_id: int, value: str) -> Act:
    """住民票コードの記載・変更 (住民基本台帳法第30条の3, 第30条の4): eleven digits. Raises Refused."""
    faults = [] if valid_resident_code(value) else [Fault("住民票コードは11桁の数字です。", "value", "format")]
    return set_code(actor, ActKind.RESIDENT_CODE, notice, person_id, ResidentCode, value, faults)


def set_individual_number(actor: Actor, *, notice: Notice, person_id: int, value: str) -> Act:
    """個人番号の指定・変更 (番号法第7条): twelve digits with a check digit. Raises Refused."""
    wrong = Fault("個人番号の検査用数字が合いません。番号を確かめてください。", "value", "check_digit")
    faults = [] if valid_individual_number(value) else [wrong]
    return set_code(actor, ActKind.INDIVIDUAL_NUMBER, notice, person_id, IndividualNumber, value, faults)


def set_code(
    actor: Actor,
    kind: ActKind,
    notice: Notice,
    person_id: int,
    model: type[ResidentCode] | type[IndividualNumber],
    value: str,
    faults: list[Fault],
) -> Act:
    """Ends the number that stands and writes the new one. The number itself never enters a summary or the audit."""

    def work(recording: Recording) -> str:
        refuse_if([*faults, *date_faults(kind, notice.event_on, notice.notified_on, recording.today)])
        touch_resident(recording, person_id)
        refuse_if(taken_faults(model, person_id, value))
        rows = list(model.versions.known().filter(person=person_id))
        if any(row.valid.lower and row.valid.lower > notice.event_on for row in rows):
            message = "異動日より後に変更した番号が既に記録されています。異動日を確かめてください。"
            raise Refused(Fault(message, "event_on", "order"))
        if model.versions.known().filter(person=person_id, valid__upper_inf=True, **model.same(value)).exists():
            raise Refused(Fault("変わるところがありません。", "value", "same"))
        recording.ledger.end(rows, notice.event_on)
        recording.ledger.start(model(person_id=person_id, **model.columns(person_id, value)), notice.event_on)
        return kind.label

    return perform(actor, kind=kind, notice=notice, work=work, persons=[person_id])
