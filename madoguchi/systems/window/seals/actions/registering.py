"""Registering a seal: the impression enters the register, a card gets its number."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from madoguchi.engines.people.api import Fault, Refused, visible_to
from madoguchi.foundation.access import Actor, require

from ..law import law_on
from ..models import CardState, SealAct, SealApplication, SealCard, SealRegistration
from ..queries.persons import applicant_of, names_of
from ..rules import GROUNDS, Refusal, Route, make_number, person_faults, shows
from ..system import USE
from .recording import EXCLUSION_VIOLATION, Told, done_already, lock_person, record, refuse_with
from .steps import close, open_application

State, Approval = SealApplication.State, SealApplication.Approval
NEXT = "SELECT nextval('seals_card_number'::regclass)"


def register(actor: Actor, *, application_id: int, handed: bool, submission: uuid.UUID) -> SealRegistration:
    """Registers the seal of an application (登録) and makes its card; ``handed``: the card was given to the person.

    The same form twice is one registration. Raises Forbidden, Refused (not yet, or not any more: the record of today
    decides; the same impression stands already).
    """
    require(actor, USE)
    try:
        with transaction.atomic():
            lock_person(SealApplication.objects.values_list("person", flat=True).get(pk=application_id))
            if done := done_already(submission):
                return done.registration
            application = open_application(actor, application_id)
            check_ready(application)
            check_today(actor, application)
            return enter(actor, application, handed=handed, submission=submission)
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") != EXCLUSION_VIOLATION:
            raise
        raise Refused(Fault(GROUNDS["same_seal"], code="same_seal")) from error


def check_ready(application: SealApplication) -> None:
    """Raises Refused where a step is missing before the registration."""
    if application.approval == Approval.WAITING:
        raise Refused("係長などの承認を待っています。")
    if Route(application.route).by_letter and application.state != State.ANSWERED:
        raise Refused("照会書への回答を受け付けてから登録してください。")


def check_today(actor: Actor, application: SealApplication) -> None:
    """Raises Refused where the record of today does not allow the registration any more."""
    today = timezone.localdate()
    law, person = law_on(today), visible_to(actor).person(application.person_id)
    in_person = application.route != Route.PROXY
    faults = person_faults(
        applicant_of(person, today, besides=application.pk), today, law, accompanied=application.accompanied,
        in_person=in_person,
    )  # fmt: skip
    if not shows(application.text, names_of(person), ignored=law.ignored_endings):
        faults.append(Refusal("other_name", words=f"申請の後に氏名が変わり、「{application.text}」は登録できません。"))
    refuse_with(faults)


def enter(actor: Actor, application: SealApplication, *, handed: bool, submission: uuid.UUID) -> SealRegistration:
    """Writes the registration, its card and its first act."""
    today = timezone.localdate()
    assert application.impression_id is not None
    registration = SealRegistration.objects.create(
        person_id=application.person_id, impression_id=application.impression_id, text=application.text,
        basis=application.basis, registered_on=today, application=application,
    )  # fmt: skip
    to = application.answered_by or application.proxy_name or "本人"
    record(
        actor, registration, kind=SealAct.Kind.REGISTER, event_on=today, card=new_card(),
        card_state=CardState.HELD if handed else CardState.READY,
        told=Told(by=to, identity_check=application.identity_check, submission=submission,
                  note=f"登録証を{to}に交付" if handed else "登録証は未交付"),
    )  # fmt: skip
    close(actor, application, State.REGISTERED, "登録")
    return registration


def new_card() -> SealCard:
    """A card with the next number of the town's series; a number that is not used after all is never given again."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT)
        serial = int(cursor.fetchone()[0])
    return SealCard.objects.create(number=make_number(serial), made_on=timezone.localdate())
