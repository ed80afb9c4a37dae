"""Who may write now: locks in one order, revisions, and the time of the record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from madoguchi.foundation.access import Actor

from ..errors import Fault, Stale
from ..inputs import Notice
from ..models import Household, Membership, Person
from ..permissions import SEE
from ..queries.acts import latest_act
from ..queries.guards import guarded, lived_since


def lock(persons: Collection[int], households: Collection[int], on: date) -> set[int]:
    """Locks households, then persons, each in the order of their ids, so that two acts never wait for each other.

    The households in which the persons live, now and on the day of the event, are locked with them: whoever changes a
    household waits for those who change its members. Gives those households.
    """
    lived = Q(valid__upper_inf=True) | Q(valid__contains=on)
    homes = set(Membership.versions.known().filter(lived, person__in=persons).values_list("household", flat=True))
    take(Household, {*households, *homes})
    take(Person, persons)
    return homes


def take(model: type[Household] | type[Person], ids: Collection[int]) -> None:
    """Locks rows against other acts; rows that only refer to them may still be written."""
    if ids:
        list(
            model.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)
        )


def check_revisions(notice: Notice, actor: Actor) -> None:
    """Raises Stale where a household changed after the form was filled."""
    if not notice.expected:
        return
    found = dict(Household.objects.filter(pk__in=notice.expected).values_list("pk", "revision"))
    changed = [key for key, revision in notice.expected.items() if found.get(key) != revision]
    if changed:
        raise Stale(Fault(stale_message(changed[0], actor), code="stale"))


def stale_message(household_id: int, actor: Actor) -> str:
    """Who changed the household, when and how, in words for the clerk who comes second.

    Where someone guarded ever lived in it, those who may not see them are told nothing of the act: it may be theirs.
    """
    kept = "あなたの届出はまだ記録していません。入力した内容は残っています。最新の世帯で確かめてください。"
    hidden = not actor.may(SEE) and guarded(lived_since([household_id], date.min))
    act = None if hidden else latest_act(household_id)
    if act is None:
        return f"この世帯は、ほかの人が先に変更しました。{kept}"
    when = timezone.localtime(act.recorded_at)
    return f"この世帯は、{when:%H時%M分}に{act.recorder}が「{act.get_kind_display()}」を記録しました。{kept}"


def next_time() -> datetime:
    """The database's time of this statement, and later than every act that we can see, also where a clock was set
    back.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(clock_timestamp(), (SELECT max(recorded_at) FROM people_act) + interval '1 microsecond')"
        )
        found: datetime = cursor.fetchone()[0]
        return found
