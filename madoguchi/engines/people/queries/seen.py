"""Rows of other tables without those of guarded persons: for lists of systems, inside the database."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q

from ..models import Hold, Identity, ProtectedPerson, SearchKey

RUNNING = Q(removed_on__isnull=True, case__ended_on__isnull=True)


def only_seen(rows: Any, field: str) -> Any:
    """Rows whose person is not guarded; a row without a person stays.

    By the copy in the search keys, and by the truth for who is protected or held: one whose entry was cancelled has no
    key.
    """
    whose = OuterRef(field)
    return rows.exclude(
        Exists(SearchKey.objects.filter(person=whose, guarded=True))
        | Exists(ProtectedPerson.objects.filter(RUNNING, person=whose))
        | Exists(Hold.objects.filter(person=whose, lifted_at__isnull=True))
    )


def about_nobody_guarded(rows: Any, persons: str, act: str) -> Any:
    """Rows whose list of persons names nobody who is guarded, and whose act entered nobody who is."""
    everyone = SearchKey.objects.filter(guarded=True)
    entered = Identity.versions.filter(person__in=everyone.values("person"), opened_by=OuterRef(act))
    return rows.exclude(Q(**{f"{persons}__overlap": ArraySubquery(everyone.values("person"))}) | Exists(entered))
