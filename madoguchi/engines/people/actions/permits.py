"""在留情報 of foreign residents."""

from __future__ import annotations

from madoguchi.foundation.access import Actor

from ..errors import Fault, Refused, refuse_if
from ..inputs import Notice, PermitFacts
from ..models import Act, ActKind, Permit
from ..rules.events import date_faults
from .facts import touch_resident
from .recording import Recording, perform


def change_permit(actor: Actor, *, notice: Notice, person_id: int, permit: PermitFacts) -> Act:
    """在留情報の変更 (住民基本台帳法第30条の50 法務大臣からの通知 など). Raises Refused, Stale."""

    def work(recording: Recording) -> str:
        refuse_if(date_faults(ActKind.PERMIT_CHANGE, notice.event_on, notice.notified_on, recording.today))
        touch_resident(recording, person_id)
        rows = list(Permit.versions.known().filter(person=person_id))
        row = next((row for row in rows if notice.event_on in row.valid), None)
        if row is None:
            raise Refused(Fault("異動日の時点で、在留情報のある外国人住民ではありません。", "person", "japanese"))
        if any(other.valid.lower and other.valid.lower > notice.event_on for other in rows):
            message = "異動日より後の在留情報が既に記録されています。先にその異動を取り消してください。"
            raise Refused(Fault(message, "event_on", "order"))
        if all(getattr(row, key) == value for key, value in permit.columns().items()):
            raise Refused(Fault("変わるところがありません。", "", "same"))
        recording.ledger.amend([row], notice.event_on, **permit.columns())
        return f"在留資格　{permit.status}"

    return perform(actor, kind=ActKind.PERMIT_CHANGE, notice=notice, work=work, persons=[person_id])
