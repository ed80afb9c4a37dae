"""Acts that a second person must approve: proposed by one member of staff, recorded when another approves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..errors import Fault, Refused
from ..inputs import Notice
from ..models import Act, ActKind, Membership, Proposal
from ..permissions import ACT, APPROVE, KNOW, SEE
from .admitting import admit
from .ex_officio import RECORDERS
from .preview import Preview, preview

PROPOSE = ACT


def propose(actor: Actor, *, kind: ActKind, arguments: Mapping[str, Any], summary: str, reason: str) -> Proposal:
    """Asks a second person to record an act. ``arguments`` are JSON; see the ``record_*`` functions for their shape.

    Raises Forbidden, Refused (no reason, or not a 職権 act), Held.
    """
    require(actor, PROPOSE)
    if actor.user_id is None:
        raise Refused("職権の異動は、職員が起案します。")
    if kind not in RECORDERS:
        raise Refused("職権の異動ではありません。")
    if not reason.strip():
        raise Refused(Fault("職権で記録する理由を入れてください。", "reason"))
    persons, households = persons_of(arguments), households_of(arguments)
    admit(actor, persons, households)
    with transaction.atomic():
        proposal = Proposal.objects.create(
            kind=kind,
            arguments=dict(arguments),
            person_ids=persons,
            summary=summary,
            reason=reason,
            proposed_by=actor.user_id,
            proposer=str(actor),
        )
        audit(actor, action=f"people.propose_{kind}", subject=f"proposal:{proposal.pk}")
    return proposal


def decide(actor: Actor, *, proposal_id: int, approve: bool, comment: str = "") -> Proposal:
    """Approves (and records) or refuses a proposal. One decision counts: the second is told.

    Raises Forbidden, Refused (decided already; proposed by the same person; the act cannot be any more).
    """
    require(actor, APPROVE)
    with transaction.atomic():
        proposal = taken(actor, proposal_id)
        check_waiting(proposal)
        if proposal.proposed_by == actor.user_id:
            raise Refused("自分が起案した異動は、自分では承認できません。ほかの承認者に依頼してください。")
        proposal.decided_by, proposal.decider, proposal.comment = actor.user_id, str(actor), comment
        proposal.decided_at = timezone.now()
        proposal.state = Proposal.State.APPROVED if approve else Proposal.State.REFUSED
        proposal.act = record_proposal(proposal, actor) if approve else None
        proposal.save()
        audit(actor, action=f"people.decide_{proposal.state}", subject=f"proposal:{proposal.pk}")
    return proposal


def withdraw(actor: Actor, *, proposal_id: int) -> Proposal:
    """Takes back one's own proposal before it is decided. Raises Refused, Forbidden."""
    require(actor, PROPOSE)
    with transaction.atomic():
        proposal = taken(actor, proposal_id)
        check_waiting(proposal)
        if proposal.proposed_by != actor.user_id:
            raise Refused("取り下げられるのは起案した人だけです。")
        proposal.state, proposal.decided_at = Proposal.State.WITHDRAWN, timezone.now()
        proposal.save()
        audit(actor, action="people.decide_withdrawn", subject=f"proposal:{proposal.pk}")
    return proposal


def taken(actor: Actor, proposal_id: int) -> Proposal:
    """A proposal, locked. Raises Proposal.DoesNotExist, Held."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    admit(actor, proposal.person_ids, households_of(proposal.arguments))
    return proposal


def check_waiting(proposal: Proposal) -> None:
    """Raises Refused where it is decided already, and says by whom."""
    if proposal.state != Proposal.State.WAITING:
        by = f"（{proposal.decider}）" if proposal.decider else ""
        raise Refused(f"この起案は、既に「{proposal.get_state_display()}」となっています{by}。")


def persons_of(arguments: Mapping[str, Any]) -> list[int]:
    """The persons whom a proposal is about: for an address, those who lived at it on any of its days."""
    if arguments.get("table") == "dwelling":
        since = date.fromisoformat(arguments["event_on"])
        until = date.fromisoformat(arguments["until"]) if arguments.get("until") else None
        days = DateRange(since, until if until and until > since else None)
        lived = Membership.versions.known().filter(household=arguments["id"], valid__overlap=days)
        return sorted(set(lived.values_list("person", flat=True)))
    return list(arguments.get("person_ids") or ([arguments["id"]] if "id" in arguments else []))


def households_of(arguments: Mapping[str, Any]) -> list[int]:
    """The households that a proposal names."""
    named = [arguments["id"]] if arguments.get("table") == "dwelling" else []
    return [*named, *([arguments["household_id"]] if "household_id" in arguments else [])]


def record_proposal(proposal: Proposal, approver: Actor) -> Act:
    """Records the act of an approved proposal in the name of its proposer and its approver, who answers for whom it
    touches: what the approver may see of guarded persons counts.
    """
    sight = {each for each in (KNOW, SEE) if approver.may(each)}
    proposer = Actor(proposal.proposed_by, proposal.proposer, permissions=frozenset({PROPOSE, *sight}))
    notice = notice_of(proposal, str(approver))
    return RECORDERS[ActKind(proposal.kind)](proposer, notice, proposal.arguments)


def notice_of(proposal: Proposal, approver: str) -> Notice:
    """The notice of a proposal's act: no one gave notice, the office acts by itself."""
    return Notice(
        event_on=date.fromisoformat(proposal.arguments["event_on"]),
        approver=approver,
        submission=uuid.uuid5(uuid.NAMESPACE_OID, f"proposal:{proposal.pk}"),
        expected={int(key): value for key, value in proposal.arguments.get("expected", {}).items()},
    )


def preview_proposal(actor: Actor, *, proposal_id: int) -> Preview:
    """What the approval of a proposal would do now, without doing it. Raises what the act raises (Refused, Stale)."""
    require(actor, PROPOSE)
    proposal = Proposal.objects.get(pk=proposal_id)
    admit(actor, proposal.person_ids, households_of(proposal.arguments))

    def action(approver: Actor, *, notice: Notice) -> Act:
        return record_proposal(proposal, approver)

    return preview(action, actor, notice=notice_of(proposal, str(actor)))
