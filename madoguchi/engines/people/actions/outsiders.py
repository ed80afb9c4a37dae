"""Persons outside the register (住登外者), corporations, and how everyone is reached."""

from __future__ import annotations

from madoguchi.foundation.access import Actor
from madoguchi.foundation.codes import valid_corporate_number

from ..errors import Fault, refuse_if
from ..inputs import Notice, PersonFacts
from ..models import Act, ActKind, Contact, Person, PersonKind
from ..rules.events import date_faults
from ..snapshots import Address
from .recording import Recording, perform
from .writing import new_person_of


def register_outsider(
    actor: Actor, *, notice: Notice, facts: PersonFacts, address: Address, kind: str, phone: str = ""
) -> Act:
    """A person outside the register (``outsider``) or a ``corporation`` gets a number, a name and an address.

    Raises Refused.
    """

    def work(recording: Recording) -> str:
        refuse_if(date_faults(ActKind.REGISTER_OUTSIDER, notice.event_on, notice.notified_on, recording.today))
        refuse_if(outsider_faults(facts, kind))
        person_id = new_person_of(recording, facts, kind)
        recording.ledger.start(Contact(person_id=person_id, phone=phone, address=address.as_json()), None)
        recording.touch(person=person_id)
        return f"{facts.name}を登録"

    return perform(actor, kind=ActKind.REGISTER_OUTSIDER, notice=notice, work=work)


def outsider_faults(facts: PersonFacts, kind: str) -> list[Fault]:
    """Faults of someone who is not a resident."""
    faults = []
    if kind not in {PersonKind.OUTSIDER, PersonKind.CORPORATION}:
        faults.append(Fault("住民は、転入・出生または職権で記載してください。", "kind", "resident"))
    if not facts.name.strip():
        faults.append(Fault("名称を入れてください。", "name", "name"))
    if facts.corporate_number and not valid_corporate_number(facts.corporate_number):
        message = "法人番号の検査用数字が合いません。番号を確かめてください。"
        faults.append(Fault(message, "corporate_number", "check_digit"))
    return faults


def change_contact(actor: Actor, *, notice: Notice, person_id: int, phone: str, address: Address | None = None) -> Act:
    """A telephone, or the address of a person outside the register, changes (``address`` None: it stays). Raises
    Refused.
    """

    def work(recording: Recording) -> str:
        refuse_if(date_faults(ActKind.CONTACT_CHANGE, notice.event_on, notice.notified_on, recording.today))
        if not Person.objects.filter(pk=person_id).exists():
            refuse_if([Fault("この人の記録が見つかりません。", "person", "unknown")])
        rows = list(Contact.versions.known().filter(person=person_id))
        held: dict[str, str] = next((row.address for row in rows if notice.event_on in row.valid), {})
        recording.ledger.end(rows, notice.event_on)
        new = Contact(person_id=person_id, phone=phone, address=held if address is None else address.as_json())
        recording.ledger.start(new, notice.event_on)
        recording.touch(person=person_id)
        return "連絡先を変更"

    return perform(actor, kind=ActKind.CONTACT_CHANGE, notice=notice, work=work, persons=[person_id])
