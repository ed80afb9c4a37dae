"""Compares every decision with its hash, with the audit, with the rows it was made of and with its files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.vault.shelves import KeptFileLostError

from .freezing import canonical, digest_of, document_of
from .keeping import ATTACHMENTS
from .models import DECIDED, Decision, Draft

AT_ONCE = 500


@dataclass(frozen=True)
class Fault:
    """What is wrong with one decision, in words."""

    number: str
    words: str


def check_decisions() -> Iterator[tuple[int, list[Fault]]]:
    """Goes through all decided drafts, in batches: how many were looked at, and what is wrong with them."""
    last = 0
    while True:
        drafts = list(Draft.objects.filter(state__in=DECIDED, pk__gt=last).order_by("pk")[:AT_ONCE])
        if not drafts:
            return
        decisions = {row.draft_id: row for row in Decision.objects.filter(draft__in=drafts)}
        hashes = recorded(drafts)
        faults = [fault for draft in drafts for fault in faults_of(draft, decisions.get(draft.pk), hashes)]
        yield len(drafts), faults
        last = drafts[-1].pk


def recorded(drafts: list[Draft]) -> dict[str, list[str]]:
    """Subject → the hashes that the audit knows of it."""
    subjects = [f"draft:{draft.pk}" for draft in drafts]
    found: dict[str, list[str]] = {}
    for entry in Entry.objects.filter(subject__in=subjects, action="approvals.decide"):
        found.setdefault(entry.subject, []).append(str(entry.detail.get("sha256", "")))
    return found


def faults_of(draft: Draft, decision: Decision | None, hashes: dict[str, list[str]]) -> Iterator[Fault]:
    """What is wrong with one decided draft."""
    if decision is None:
        yield Fault(draft.number, "決裁文書がありません")
        return
    if digest_of(decision.document) != decision.sha256:
        yield Fault(draft.number, "決裁文書が、指紋と合いません")
    if hashes.get(f"draft:{draft.pk}", []) != [decision.sha256]:
        yield Fault(draft.number, "監査記録の指紋と合いません")
    document = json.loads(decision.document)
    if canonical(document_of(draft, document.get("rows", []))) != decision.document:
        yield Fault(draft.number, "起案・経路・経過・添付の記録が、決裁文書と違います")
    for attached in document.get("attachments", []):
        try:
            ATTACHMENTS.kept(attached["sha256"])
        except KeptFileLostError:
            yield Fault(draft.number, f"添付「{attached['name']}」がないか、書き換えられています")
