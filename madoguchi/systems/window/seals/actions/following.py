"""Following the resident record: an act that makes a registration void ends it, and its cancellation revives it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from madoguchi.engines.people.api import Act, ActKind, PersonRecord, visible_to
from madoguchi.foundation.access import SYSTEM_ACTOR, Actor

from ..law import law_on
from ..models import SealAct, SealRegistration, SealStanding
from ..queries.persons import names_of
from ..rules import Ending, Situation, ending_of
from .ending import end, revive
from .recording import Told, record

WATCHED = frozenset(
    {
        ActKind.MOVE_OUT,
        ActKind.DEATH,
        ActKind.NAME_CHANGE,
        ActKind.ALIAS_CHANGE,
        ActKind.FORMER_NAME_CHANGE,
        ActKind.PERMIT_CHANGE,
        ActKind.NATIONALITY_GAIN,
        ActKind.NATIONALITY_LOSS,
        ActKind.EX_OFFICIO_FIX,
        ActKind.EX_OFFICIO_REMOVAL,
        ActKind.CANCEL,
    }
)
FAR = date(9999, 1, 1)


def follow(actor: Actor, act: Act, person_ids: frozenset[int]) -> None:
    """Called for every act of the resident record, in its transaction. Most touch no seal: one query then.

    What follows by itself needs no permission of whoever recorded the act; it bears their name.
    """
    if act.kind not in WATCHED:
        return
    standing = standing_registrations(person_ids, act.event_on)
    endings = list(SealAct.objects.filter(cause=act.cancels_id, kind=SealAct.Kind.END)) if act.cancels_id else []
    if not standing and not endings:
        return
    for ending in endings:
        take_back(actor, ending, act)
    end_what_is_void(actor, act, standing_registrations(person_ids, act.event_on))


def standing_registrations(person_ids: Iterable[int], on: date) -> list[SealRegistration]:
    """The registrations of these persons that are in force on the day or later."""
    later = Q(valid__upper_inf=True) | Q(valid__endswith__gt=on)
    rows = SealStanding.versions.known().filter(later, person__in=list(person_ids))
    return list(SealRegistration.objects.filter(pk__in=rows.values("registration")).order_by("pk"))


def take_back(actor: Actor, ending: SealAct, act: Act) -> None:
    """Revives what a cancelled act had ended; where another seal was registered since, that is written down instead."""
    if SealAct.objects.filter(cancels=ending).exists():
        return
    told = Told(note=f"{act.get_kind_display()}：原因の異動の取消による")
    if revive(actor, ending, told=told, cause=act) is None:
        note = Told(note="別の印鑑が登録されているため、元の登録は復活していません。")
        kind, today = SealAct.Kind.NOT_REVIVED, timezone.localdate(act.recorded_at)
        record(actor, ending.registration, kind=kind, event_on=today, told=note, cause=act)


def end_what_is_void(actor: Actor, act: Act, registrations: list[SealRegistration]) -> None:
    """Ends the registrations that the record, as it stands after the act, does not bear any more."""
    if not registrations:
        return
    records = visible_to(SYSTEM_ACTOR).people([each.person_id for each in registrations], on=FAR)
    today = timezone.localdate(act.recorded_at)
    ignored = law_on(today).ignored_endings
    named_from = today if act.cancels_id else act.event_on
    for registration in registrations:
        situation = situation_of(records[registration.person_id], act)
        ending = ending_of(situation, text=registration.text, event_on=named_from, ignored=ignored)
        if ending and not is_bound(registration, ending):
            note = f"{act.get_kind_display()}の記録による"
            end(actor, registration, reason=ending.reason, on=ending.on, told=Told(note=note), cause=act)


def situation_of(record: PersonRecord, act: Act) -> Situation:
    """What the record says of a person for good."""
    removal = record.removal if record.membership is None else None
    lost = act.kind == ActKind.NATIONALITY_LOSS
    return Situation(
        names=names_of(record),
        removed_on=removal.valid.lower if removal else act.event_on if record.membership is None else None,
        removal=removal.reason if removal else "other",
        lost_nationality_on=act.event_on if lost else None,
    )


def is_bound(registration: SealRegistration, ending: Ending) -> bool:
    """Whether the registration ends by that day already."""
    last = SealStanding.versions.known().filter(registration=registration).order_by("-valid").first()
    return last is None or (last.valid.upper is not None and last.valid.upper <= ending.on)
