"""取消: an act that makes the record stand as before another act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from madoguchi.foundation.access import Actor
from madoguchi.foundation.history.ledger import later_acts

from ..errors import Fault, Refused
from ..inputs import Notice
from ..models import VERSION_MODELS, Act, ActKind, Dwelling, Membership, Person, PersonKind
from ..queries.acts import subjects_of
from ..queries.visible import PeopleView
from .recording import Recording, perform

KEPT = frozenset({ActKind.CANCEL, ActKind.MIGRATION})


def cancel(actor: Actor, *, notice: Notice, act_id: int, reason: str) -> Act:
    """Cancels an act; both stay readable.

    Raises Refused where later acts rest on it, naming them, or where it was cancelled already; Stale, Forbidden.
    """
    act = Act.objects.get(pk=act_id)
    persons, households = subjects_of(act)

    def work(recording: Recording) -> str:
        check_cancellable(act, reason, PeopleView(actor))
        recording.reach(act.event_on)
        for person_id in persons:
            recording.touch(person=person_id)
        for household_id in households:
            recording.touch(household=household_id)
        recording.ledger.undo(act, VERSION_MODELS)
        Person.objects.filter(pk__in=act.details.get("outsiders", ())).update(kind=PersonKind.OUTSIDER)
        return f"{act.get_kind_display()}の取消：{reason}"

    details = {"reason": reason, "act": act.pk}
    return perform(
        actor, kind=ActKind.CANCEL, notice=notice, work=work, details=details, cancels=act, persons=persons,
        households=households,
    )  # fmt: skip


def check_cancellable(act: Act, reason: str, view: PeopleView) -> None:
    """Raises Refused where the act cannot be cancelled, or not yet. That it is cancelled once is the database's to
    hold.
    """
    if not reason.strip():
        raise Refused(Fault("取り消す理由を入れてください。", "reason"))
    if act.kind in KEPT:
        raise Refused(Fault("取消とデータ移行は取り消せません。正しい内容を届出または職権で記録してください。"))
    if later := standing(later_acts(act, VERSION_MODELS) | later_moves(act)):
        raise Refused(Fault(later_message(view.masked_acts(later)), code="later"))


def later_moves(act: Act) -> set[int]:
    """Acts since then by which a household moved house that someone would return to."""
    left = Membership.versions.filter(closed_by=act).values("household_id")
    moved = Dwelling.versions.filter(household__in=left, opened_by__recorded_at__gt=act.recorded_at)
    return set(moved.values_list("opened_by", flat=True))


def standing(act_ids: Collection[int]) -> list[Act]:
    """Those of the acts that are not cancelled, the latest record first."""
    found = Act.objects.filter(pk__in=act_ids, cancelled_by__isnull=True).exclude(kind=ActKind.CANCEL)
    return list(found.order_by("-recorded_at"))


def later_message(acts: list[Act]) -> str:
    """Which acts must be cancelled first."""
    names = "、".join(f"「{act.get_kind_display()}」（異動日 {long_date(act.event_on)}）" for act in acts)
    return f"この異動の後に{names}が記録されています。新しいものから順に取り消してください。"


def long_date(day: date) -> str:
    """2026年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
