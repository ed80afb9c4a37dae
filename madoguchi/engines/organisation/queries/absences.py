"""Who is absent at a time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from madoguchi.foundation.access.models import User

from ..models import Absence


def away(at: datetime) -> frozenset[int]:
    """Every member of staff who cannot decide at a time: absent, or with a closed log-in. One query."""
    absent = Absence.objects.at(at).values("user")
    return frozenset(User.objects.filter(Q(is_active=False) | Q(pk__in=absent)).values_list("pk", flat=True))


def is_absent(user_id: int, at: datetime) -> bool:
    """True where a member of staff cannot decide at a time: absent, or with a closed log-in. One query."""
    absent = Absence.objects.at(at).values("user")
    return User.objects.filter(Q(is_active=False) | Q(pk__in=absent), pk=user_id).exists()


def day_span(day: date) -> tuple[datetime, datetime]:
    """The beginning of a day and of the next, in Japan."""
    begin = timezone.make_aware(datetime.combine(day, time()))
    return begin, timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def absences_on(day: date, users: Collection[int] | None = None) -> QuerySet[Absence]:
    """The absences that touch a day, by their beginning; of some members of staff where these are given."""
    found: QuerySet[Absence] = Absence.objects.standing().filter(span__overlap=day_span(day)).select_related("user")
    return found if users is None else found.filter(user__in=users)


def coming_absences(users: Collection[int], since: datetime) -> QuerySet[Absence]:
    """The absences of some members of staff that have not ended, by their beginning."""
    found: QuerySet[Absence] = Absence.objects.standing().filter(user__in=users, span__endswith__gt=since)
    return found.select_related("user").order_by("span", "pk")
