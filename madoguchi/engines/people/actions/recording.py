"""How every act is recorded: permission, locks, one act, one ledger, one audit entry, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.history.ledger import Ledger
from madoguchi.foundation.registry.hooks import tell_systems

from ..errors import Fault, Refused, Stale, refuse_if
from ..inputs import Notice
from ..models import Act, ActKind, Dwelling, Household, Membership
from ..queries.guards import drawn_along
from ..queries.houses import house, houses_amiss
from ..rules.houses import head_fault
from ..snapshots import House
from .admitting import admit, admit_since
from .locks import check_revisions, lock, next_time
from .search_keys import refresh_search_keys

ACT_PERMISSION = "people.act"
UNIQUE_VIOLATION = "23505"
EXCLUSION_VIOLATION = "23P01"
DEADLOCK = "40P01"
taken_back: ContextVar[bool] = ContextVar("taken_back", default=False)
"""True while an act is recorded only to be shown: it must not use up numbers."""


@dataclass(frozen=True)
class Intent:
    """What an act is about to do, and to whom."""

    kind: ActKind
    notice: Notice
    work: Callable[[Recording], str]
    details: dict[str, Any] = field(default_factory=dict)
    cancels: Act | None = None
    persons: frozenset[int] = frozenset()
    households: frozenset[int] = frozenset()


class Recording:
    """One act while it is being recorded: the ledger, and the persons and households that it touches."""

    def __init__(self, actor: Actor, act: Act, notice: Notice) -> None:
        self.actor, self.act, self.notice = actor, act, notice
        self.ledger = Ledger(act)
        self.person_ids: set[int] = set()
        self.household_ids: set[int] = set()
        self.since = notice.event_on

    @property
    def today(self) -> date:
        """The day on which the act is recorded, in Japan."""
        return timezone.localdate(self.act.recorded_at)

    def house(self, household_id: int, on: date | None = None) -> House:
        """A household as it stands on the day of the event. Raises Refused where nobody lives in it, and as ``admit``
        where someone in it is guarded from the actor.
        """
        self.household_ids.add(household_id)
        found = house(household_id, on=on or self.notice.event_on)
        admit(self.actor, [member.person_id for member in found.members] if found else (), [household_id])
        if found is None:
            raise Refused(
                Fault("異動日の時点で、この世帯に住んでいる人がいません。異動日を確認してください。", "event_on")
            )
        return found

    def reach(self, day: date) -> None:
        """Says that the act changes the record from an earlier day on than that of its event."""
        self.since = min(self.since, day)

    def touch(self, *, person: int | None = None, household: int | None = None) -> None:
        """Says that the act changes a person or a household."""
        if person is not None:
            self.person_ids.add(person)
        if household is not None:
            self.household_ids.add(household)


def perform(
    actor: Actor,
    *,
    kind: ActKind,
    notice: Notice,
    work: Callable[[Recording], str],
    permission: str = ACT_PERMISSION,
    details: dict[str, Any] | None = None,
    cancels: Act | None = None,
    persons: Iterable[int | None] = (),
    households: Iterable[int | None] = (),
) -> Act:
    """Records one act. ``work`` writes through the recording and returns the summary (要旨) of what it did.

    ``persons`` and ``households`` are locked first, with those of ``notice.expected``, so that ``work`` reads what
    nobody else is changing. The same ``notice.submission`` again returns the act that was recorded, and writes nothing.
    Raises Forbidden, Stale (a household changed since the form was filled), Refused (the act cannot be); Held, or
    Person.DoesNotExist, where someone whom it is about, or would touch, is guarded from the actor.
    """
    require(actor, permission)
    people, houses = (frozenset(key for key in keys if key is not None) for keys in (persons, households))
    intent = Intent(kind, notice, work, details or {}, cancels, people, houses)
    try:
        with transaction.atomic():
            return record_act(actor, intent)
    except DatabaseError as error:
        return settle(error, intent)


def record_act(actor: Actor, intent: Intent) -> Act:
    """The body of ``perform``, inside its transaction."""
    notice = intent.notice
    named = intent.households | set(notice.expected)
    homes = lock(intent.persons, named, notice.event_on)
    admit_since(actor, intent.persons, named | homes, notice.event_on)
    if done := recorded_already(intent):
        return done
    check_revisions(notice, actor)
    recording = Recording(actor, create_act(actor, intent), notice)
    recording.act.summary = intent.work(recording)[:200]
    admit(actor, recording.person_ids, recording.household_ids)
    recording.act.save(update_fields=["summary", "details"])
    finish(recording)
    return recording.act


def recorded_already(intent: Intent) -> Act | None:
    """The act of the same form sent before. Raises Refused where the form was filled anew in between."""
    notice = intent.notice
    done = Act.objects.filter(submission=notice.submission).first()
    if done and (done.kind, done.event_on, done.notified_on) != (intent.kind, notice.event_on, notice.notified_on):
        message = (
            f"この画面からは、既に「{done.get_kind_display()}」を記録しています。今回の内容は記録していません。"
            "新しい届出は、画面を開き直して入力してください。"
        )
        raise Refused(Fault(message, code="used"))
    return done


def create_act(actor: Actor, intent: Intent) -> Act:
    """The row of the act. Its time is read from the database's clock, after the locks are held."""
    notice = intent.notice
    return Act.objects.create(
        kind=intent.kind,
        event_on=notice.event_on,
        event_uncertain=notice.event_uncertain,
        notified_on=notice.notified_on,
        recorded_at=next_time(),
        user_id=actor.user_id,
        recorder=str(actor),
        approver=notice.approver,
        notifier=notice.notifier,
        identity_check=notice.identity_check,
        details=intent.details,
        submission=notice.submission,
        cancels=intent.cancels,
    )


def finish(recording: Recording) -> None:
    """What holds for every act: heads are in order, revisions move on, search keys follow, the audit has its entry,
    and the systems that follow the record are told.
    """
    refuse_if([head_fault(*amiss) for amiss in houses_amiss(recording.household_ids, since=recording.since)])
    recording.person_ids |= moved_along(recording.act)
    Household.objects.filter(pk__in=recording.household_ids).update(revision=F("revision") + 1)
    refresh_search_keys(recording.person_ids | drawn_along(recording.household_ids), recording.today)
    act = recording.act
    audit(
        recording.actor,
        action=f"people.{act.kind}",
        subject=f"act:{act.pk}",
        detail={"persons": sorted(recording.person_ids), "households": sorted(recording.household_ids)},
    )
    tell_systems(recording.actor, act, frozenset(recording.person_ids))


def moved_along(act: Act) -> set[int]:
    """Who lives or lived in a household of which the act changed the address: they are found by it."""
    moved = Dwelling.versions.filter(Q(opened_by=act) | Q(closed_by=act)).values("household_id")
    return set(Membership.versions.known().filter(household__in=moved).values_list("person", flat=True))


def settle(error: DatabaseError, intent: Intent) -> Act:
    """After a refusal by the database: the act of a double click, or words for what the database says."""
    state = getattr(error.__cause__, "sqlstate", "")
    if state == UNIQUE_VIOLATION and (done := recorded_already(intent)):
        return done
    if state == UNIQUE_VIOLATION and intent.cancels:
        raise Refused(Fault("この異動は既に取り消されています。", code="cancelled")) from error
    if state in {EXCLUSION_VIOLATION, DEADLOCK}:
        message = (
            "同じ人または世帯の記録と重なるため、記録していません。ほかの手続で先に変更されたか、"
            "異動日より後の記録があります。最新の内容で確かめてください。"
        )
        raise Stale(Fault(message, code="stale")) from error
    raise error
