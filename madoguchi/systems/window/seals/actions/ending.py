"""Endings: abolished by the person, ended by the office, and an ending taken back."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Act, Fault, Refused, visible_to
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.towns.models import Town

from ..law import law_on
from ..models import EndReason, SealAct, SealNotice, SealRegistration
from ..papers import NOTICE, notice_data
from ..system import APPROVE, USE
from .cards import in_force
from .recording import EXCLUSION_VIOLATION, Told, done_already, lock_person, record

BY_PERSON = (EndReason.ABOLISHED, EndReason.LOST)
BY_OFFICE = (EndReason.NAME_CHANGED, EndReason.INCAPABLE, EndReason.REMOVED, EndReason.OFFICE)


def abolish(actor: Actor, *, person_id: int, reason: EndReason, told: Told) -> SealAct:
    """廃止: the person, or someone with a mandate, gives the registration up. Raises Forbidden, Refused."""
    require(actor, USE)
    if reason not in BY_PERSON:
        raise Refused(Fault("廃止の事由を選んでください。", "reason"))
    if not told.by or not told.identity_check:
        raise Refused(Fault("届け出た人と本人確認を入れてください。", "told_by"))
    return end_today(actor, person_id, reason, told)


def end_by_office(actor: Actor, *, person_id: int, reason: EndReason, told: Told) -> SealAct:
    """職権による抹消, with what it rests on. Raises Forbidden (``seals.approve``), Refused."""
    require(actor, APPROVE)
    if reason not in BY_OFFICE:
        raise Refused(Fault("抹消の事由を選んでください。", "reason"))
    if not told.note.strip():
        raise Refused(Fault("職権で抹消する根拠を入れてください。", "note"))
    return end_today(actor, person_id, reason, told)


def end_today(actor: Actor, person_id: int, reason: EndReason, told: Told) -> SealAct:
    """The registration in force ends from today on; the same form twice is one ending."""
    with transaction.atomic():
        lock_person(person_id)
        if done := done_already(told.submission):
            return done
        standing = in_force(actor, person_id)
        return end(actor, standing.registration, reason=reason, on=timezone.localdate(), told=told)


def end(
    actor: Actor, registration: SealRegistration, *, reason: str, on: date, told: Told | None = None,
    cause: Act | None = None,
) -> SealAct:  # fmt: skip
    """An ending from a day on. The caller holds the lock and has asked for the permission."""
    return record(actor, registration, kind=SealAct.Kind.END, event_on=on, reason=reason, told=told, cause=cause)


def cancel_ending(actor: Actor, *, act_id: int, told: Told) -> SealAct:
    """Takes back an ending that should not have been; the registration stands again where nothing else ended it.

    Raises Forbidden (``seals.approve``), Refused (taken back already; another registration stands; no reason).
    """
    require(actor, APPROVE)
    if not told.note.strip():
        raise Refused(Fault("取り消す理由を入れてください。", "note"))
    with transaction.atomic():
        ending = SealAct.objects.select_related("registration").get(pk=act_id, kind=SealAct.Kind.END)
        lock_person(ending.registration.person_id)
        if done := done_already(told.submission):
            return done
        visible_to(actor).person(ending.registration.person_id)
        if SealAct.objects.filter(cancels=ending).exists():
            raise Refused("この抹消は、既に取り消されています。")
        revived = revive(actor, ending, told=told)
        if revived is None:
            raise Refused("その後に別の印鑑が登録されているため、元の登録には戻せません。")
        return revived


def revive(actor: Actor, ending: SealAct, *, told: Told | None = None, cause: Act | None = None) -> SealAct | None:
    """Cancels an ending; None, and nothing changed, where another registration has stood since."""
    try:
        with transaction.atomic():
            return record(
                actor, ending.registration, kind=SealAct.Kind.REVIVE, event_on=ending.event_on, cancels=ending,
                told=told, cause=cause,
            )  # fmt: skip
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") != EXCLUSION_VIOLATION:
            raise
        return None


def print_notice(actor: Actor, *, town: Town, act_id: int) -> SealNotice:
    """The notice (抹消通知書) of an ending by the office, made once and kept. Raises Forbidden, Refused."""
    require(actor, USE)
    with transaction.atomic():
        act = SealAct.objects.select_related("registration").get(pk=act_id, kind=SealAct.Kind.END)
        lock_person(act.registration.person_id)
        if done := SealNotice.objects.filter(act=act).first():
            return done
        if act.reason not in law_on(act.event_on).notified_endings:
            raise Refused("この事由の抹消は、本人への通知を要しません。")
        now = timezone.localtime()
        person = visible_to(actor).person(act.registration.person_id)
        paper = paperwork.render(NOTICE, notice_data(town, act, person, now.date()), timestamp=now)
        audit(actor, action="seals.notice", subject=f"person:{person.person.pk}", detail={"act": act.pk})
        return SealNotice.objects.create(
            act=act, sha256=paperwork.keep(paper.pdf), printed_on=now.date(), user_id=actor.user_id
        )
