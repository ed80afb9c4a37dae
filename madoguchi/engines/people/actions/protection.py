"""支援措置: start, persons, renewal, end. Nothing here ends by itself, and nothing ends early by one person alone.

Not here: telling other municipalities (転出先・本籍地の団体への連絡), which is done on paper.
The audit names these acts by their case alone, so that whoever reads the audit does not learn who is protected.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from .. import protection_law as law
from ..errors import Fault, Refused, refuse_if
from ..models import (
    EndReason,
    Hold,
    HoldReason,
    Person,
    PersonKind,
    ProtectedPerson,
    ProtectionCase,
    ProtectionEnding,
)
from ..models.protection import EARLY
from ..permissions import MANAGE
from ..queries.guards import housemates
from ..rules import protection as rules
from .locks import lock
from .search_keys import refresh_search_keys


def start_protection(
    actor: Actor,
    *,
    applicant_id: int,
    kind: str,
    agency_kind: str,
    agency: str,
    applied_on: date,
    decided_on: date,
    together: Sequence[int] = (),
    grounds: str = "",
) -> ProtectionCase:
    """Protects an applicant, and others together with them, for a year from the decision (要領 支援措置の期間).

    Provisional holds of these persons are taken over. Raises Forbidden, Refused.
    """
    require(actor, MANAGE)
    today = timezone.localdate()
    refuse_if([*rules.decision_faults(applied_on, decided_on, today), *rules.agency_faults(agency)])
    persons = list(dict.fromkeys([applicant_id, *together]))
    with transaction.atomic():
        lock(persons, (), today)
        refuse_if(person_faults(persons))
        if ProtectionCase.objects.filter(applicant=applicant_id, ended_on__isnull=True).exists():
            raise Refused(
                Fault("この人には、終わっていない支援措置があります。更新で受け付けてください。", code="running")
            )
        case = ProtectionCase.objects.create(
            applicant_id=applicant_id, kind=kind, agency_kind=agency_kind, agency=agency.strip(),
            grounds=grounds.strip(), applied_on=applied_on, decided_on=decided_on,
            valid=DateRange(decided_on, rules.end_of(decided_on, law.years(decided_on))),
            user_id=actor.user_id, decider=str(actor),
        )  # fmt: skip
        protect(actor, case, persons)
        note(actor, "start", case)
    return case


def person_faults(persons: Sequence[int]) -> list[Fault]:
    """Only natural persons who are known can be protected."""
    kinds = dict(Person.objects.filter(pk__in=persons).values_list("pk", "kind"))
    if set(persons) - set(kinds) or PersonKind.CORPORATION in kinds.values():
        return [Fault("記録のない人、または法人が選ばれています。", "together", "unknown")]
    return []


def protect(actor: Actor, case: ProtectionCase, persons: Iterable[int]) -> None:
    """Puts persons under a case, takes over their provisional holds, and keeps them from the search."""
    ids = list(persons)
    ProtectedPerson.objects.bulk_create([ProtectedPerson(case=case, person_id=key, adder=str(actor)) for key in ids])
    holds = Hold.objects.filter(person__in=ids, reason=HoldReason.PROTECTION, lifted_at__isnull=True)
    holds.update(lifted_at=timezone.now(), lifted_by=actor.user_id, lifter=str(actor), case=case)
    follow(ids)


def follow(persons: Iterable[int]) -> None:
    """Lets the search keys follow: of these persons, and of all who live or ever lived in their households."""
    ids, today = set(persons), timezone.localdate()
    refresh_search_keys(ids | housemates(ids, day=today), today)


def note(actor: Actor, what: str, case: ProtectionCase) -> None:
    """The one entry of the audit."""
    audit(actor, action=f"people.protection_{what}", subject=f"protection:{case.pk}")


def taken(case_id: int) -> ProtectionCase:
    """A case that nobody has ended, locked. Raises ProtectionCase.DoesNotExist, Refused."""
    case = ProtectionCase.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.ended_on is not None:
        raise Refused(Fault("この支援措置は既に終わっています。最新の内容で確かめてください。", code="ended"))
    return case


def add_protected(actor: Actor, *, case_id: int, person_id: int) -> ProtectedPerson:
    """併せて保護する人 is added to a case. Raises Forbidden, Refused."""
    require(actor, MANAGE)
    with transaction.atomic():
        lock([person_id], (), timezone.localdate())
        case = taken(case_id)
        refuse_if(person_faults([person_id]))
        if case.persons.filter(person=person_id, removed_on__isnull=True).exists():
            raise Refused(Fault("この人は既に対象者です。", "person", "twice"))
        protect(actor, case, [person_id])
        note(actor, "add", case)
        return case.persons.get(person=person_id, removed_on__isnull=True)


def renew_protection(
    actor: Actor, *, case_id: int, agency_kind: str, agency: str, applied_on: date, decided_on: date, grounds: str = ""
) -> ProtectionCase:
    """Renews for another year, from one month before the end on (要領 期間の延長). All stay protected throughout.

    The renewal holds from where the former period ends; decided after that, from its decision. Raises Forbidden,
    Refused.
    """
    require(actor, MANAGE)
    today = timezone.localdate()
    with transaction.atomic():
        old = taken(case_id)
        refuse_if(
            [
                *rules.decision_faults(applied_on, decided_on, today),
                *rules.agency_faults(agency),
                *rules.renewal_faults(old.valid.upper, applied_on, law.renewal_months(applied_on)),
                *waiting_faults(old),
            ]
        )
        close(actor, old, EndReason.RENEWED, "", on=old.valid.upper)
        begin = rules.renewed_begin(old.valid.upper, decided_on)
        case = ProtectionCase.objects.create(
            applicant_id=old.applicant_id, kind=old.kind, agency_kind=agency_kind, agency=agency.strip(),
            grounds=grounds.strip(), applied_on=applied_on, decided_on=decided_on,
            valid=DateRange(begin, rules.end_of(begin, law.years(decided_on))), renews=old,
            user_id=actor.user_id, decider=str(actor),
        )  # fmt: skip
        protect(actor, case, old.persons.filter(removed_on__isnull=True).values_list("person", flat=True))
        note(actor, "renew", case)
    return case


def waiting_faults(case: ProtectionCase) -> list[Fault]:
    """An end that waits for a second person is decided first."""
    if case.endings.filter(state=ProtectionEnding.State.WAITING).exists():
        return [Fault("終了の起案が承認を待っています。先に決定するか、取り下げてください。", code="waiting")]
    return []


def close(actor: Actor, case: ProtectionCase, reason: str, note: str, on: date) -> None:
    """Ends a case. What it protected opens, unless another case or hold protects it."""
    case.ended_on, case.end_reason, case.end_note = on, reason, note.strip()
    case.ended_at, case.ended_by, case.ender = timezone.now(), actor.user_id, str(actor)
    case.save(update_fields=[*ProtectionCase.updatable])


def confirm_end(actor: Actor, *, case_id: int, account: str) -> ProtectionCase:
    """Confirms that a case whose period is over is at its end (期間の満了). Until then everyone in it stays guarded.

    Raises Forbidden, Refused: before the last day is over the end needs a second person.
    """
    require(actor, MANAGE)
    today = timezone.localdate()
    with transaction.atomic():
        case = taken(case_id)
        if today < case.valid.upper:
            raise Refused(
                Fault("期間がまだ終わっていません。期間の前に終えるには、2人目の承認が要ります。", code="early")
            )
        refuse_if(rules.reason_faults(account, list(EndReason), EndReason.EXPIRED) or waiting_faults(case))
        close(actor, case, EndReason.EXPIRED, account, on=today)
        follow(case.persons.values_list("person", flat=True))
        note(actor, "end", case)
    return case


def propose_ending(
    actor: Actor, *, case_id: int, reason: str, account: str, person_id: int | None = None
) -> ProtectionEnding:
    """Asks a second person to end a case before its day, or the protection of one person in it. Nothing changes yet.

    Raises Forbidden, Refused.
    """
    require(actor, MANAGE)
    if actor.user_id is None:
        raise Refused("支援措置の終了は、職員が起案します。")
    with transaction.atomic():
        case = taken(case_id)
        refuse_if(rules.reason_faults(account, EARLY, reason) or ending_faults(case, person_id))
        ending = ProtectionEnding.objects.create(
            case=case, person_id=person_id, reason=reason, note=account.strip(), proposed_by=actor.user_id,
            proposer=str(actor),
        )  # fmt: skip
        note(actor, "propose_end", case)
    return ending


def ending_faults(case: ProtectionCase, person_id: int | None) -> list[Fault]:
    """One who is in the case and not its applicant can be taken out of it; one proposal at a time."""
    if person_id == case.applicant_id:
        return [Fault("申出者を外すときは、支援措置を終了してください。", "person", "applicant")]
    if person_id and not case.persons.filter(person=person_id, removed_on__isnull=True).exists():
        return [Fault("この支援措置の対象者ではありません。", "person", "absent")]
    if case.endings.filter(state=ProtectionEnding.State.WAITING, person=person_id).exists():
        return [Fault("同じ起案が既に承認を待っています。", code="waiting")]
    return []


def decide_ending(actor: Actor, *, ending_id: int, approve: bool, comment: str = "") -> ProtectionEnding:
    """A second person ends a case, or the protection of one person, or refuses to. Raises Forbidden, Refused."""
    require(actor, MANAGE)
    with transaction.atomic():
        ending = taken_ending(ending_id)
        if ending.proposed_by == actor.user_id or actor.user_id is None:
            raise Refused("自分が起案した終了は、自分では承認できません。ほかの係長に依頼してください。")
        ending.comment = comment.strip()
        settle(actor, ending, ProtectionEnding.State.APPROVED if approve else ProtectionEnding.State.REFUSED)
        if approve:
            carry_out(actor, ending)
        note(actor, "end" if approve else "keep", ending.case)
    return ending


def withdraw_ending(actor: Actor, *, ending_id: int) -> ProtectionEnding:
    """Takes back one's own proposal to end. Raises Forbidden, Refused."""
    require(actor, MANAGE)
    with transaction.atomic():
        ending = taken_ending(ending_id)
        if ending.proposed_by != actor.user_id:
            raise Refused("取り下げられるのは起案した人だけです。")
        settle(actor, ending, ProtectionEnding.State.WITHDRAWN)
        note(actor, "keep", ending.case)
    return ending


def taken_ending(ending_id: int) -> ProtectionEnding:
    """A proposal to end that waits, and its running case, locked. Raises ProtectionEnding.DoesNotExist, Refused."""
    taken(ProtectionEnding.objects.get(pk=ending_id).case_id)
    ending = ProtectionEnding.objects.select_for_update(of=("self",)).select_related("case").get(pk=ending_id)
    if ending.state != ProtectionEnding.State.WAITING:
        raise Refused(f"この起案は、既に「{ending.get_state_display()}」となっています。")
    return ending


def settle(actor: Actor, ending: ProtectionEnding, state: str) -> None:
    """Writes how a proposal was decided."""
    ending.state, ending.decided_at = state, timezone.now()
    ending.decided_by, ending.decider = actor.user_id, str(actor)
    ending.save(update_fields=[*ProtectionEnding.updatable])


def carry_out(actor: Actor, ending: ProtectionEnding) -> None:
    """What a second person has approved."""
    case, today = ending.case, timezone.localdate()
    if ending.person_id is None:
        close(actor, case, ending.reason, ending.note, on=today)
        follow(case.persons.values_list("person", flat=True))
        return
    case.persons.filter(person=ending.person_id, removed_on__isnull=True).update(removed_on=today, remover=str(actor))
    follow([ending.person_id])


def place_hold(actor: Actor, *, person_id: int, reason: str, account: str = "") -> Hold:
    """A person is served by a supervisor from now on. Raises Forbidden, Refused."""
    require(actor, MANAGE)
    with transaction.atomic():
        lock([person_id], (), timezone.localdate())
        refuse_if(person_faults([person_id]))
        if reason not in HoldReason.values:
            raise Refused(Fault("理由を選んでください。", "reason", "reason"))
        if Hold.objects.filter(person=person_id, reason=reason, lifted_at__isnull=True).exists():
            raise Refused(Fault("同じ理由の係長確認が既にあります。", "reason", "twice"))
        hold = Hold.objects.create(
            person_id=person_id, reason=reason, note=account.strip(), placed_by=actor.user_id, placer=str(actor)
        )
        follow([person_id])
        audit(actor, action="people.hold", subject=f"hold:{hold.pk}")
    return hold


def lift_hold(actor: Actor, *, hold_id: int) -> Hold:
    """A hold ends; one for protection that is not decided yet is lifted by another person than the one who placed it.

    Raises Forbidden, Refused.
    """
    require(actor, MANAGE)
    with transaction.atomic():
        hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold_id)
        if hold.lifted_at is not None:
            raise Refused("この係長確認は既に解除されています。")
        if hold.reason == HoldReason.PROTECTION and hold.placed_by == actor.user_id:
            raise Refused("支援措置の仮の措置は、登録した人とは別の係長が解除します。")
        hold.lifted_at, hold.lifted_by, hold.lifter = timezone.now(), actor.user_id, str(actor)
        hold.save(update_fields=["lifted_at", "lifted_by", "lifter"])
        follow([hold.person_id])
        audit(actor, action="people.unhold", subject=f"hold:{hold.pk}")
    return hold
