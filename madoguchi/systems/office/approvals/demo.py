"""Invented drafts in every state: saved, on their way, sent back, decided in another's place, refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from madoguchi.engines.approvals.api import (
    Draft,
    Refused,
    approve,
    comment_on,
    plan_route,
    refuse,
    return_to,
    save_draft,
    submit,
    waiting_in,
    withdraw,
)
from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import User
from madoguchi.foundation.towns.models import Town


@dataclass(frozen=True)
class Matter:
    """What is asked in an invented draft."""

    title: str
    body: str
    amount: int | None = None
    days: int | None = None


SIGNS = Matter(
    "庁舎1階の案内板の更新について",
    "庁舎1階の案内板が、組織の変更に合わなくなっています。\n次のとおり更新してよろしいか伺います。\n\n"
    "1　内容　案内板3面の作り替え\n2　時期　今年度内\n3　理由　来庁した方が窓口を探しにくいため",
    280_000,
    days=5,
)
TRAINING = Matter(
    "窓口の接遇研修の実施について",
    "窓口職員の接遇研修を行ってよろしいか伺います。\n\n1　対象　窓口サービス課の職員\n2　時期　年明けの土曜日に2回\n"
    "3　講師　外部の講師1名",
)
SHELVES = Matter(
    "書庫の棚の購入について",
    "書庫の棚が不足しているため、購入してよろしいか伺います。\n\n1　数量　4台\n2　納期　契約の日から30日",
    1_450_000,
    days=10,
)
HOURS = Matter(
    "年末の窓口の開設時間について",
    "年末の混雑に備え、12月28日の窓口を1時間延ばしてよろしいか伺います。",
    days=2,
)
LEAFLET = Matter(
    "引越しの手続の案内の印刷について",
    "引越しの手続をまとめた案内を印刷してよろしいか伺います。\n\n1　部数　5,000部\n2　配布　窓口、市内の不動産店",
    180_000,
)
CAR = Matter("公用車の更新について", "公用車1台を更新してよろしいか伺います。", 2_600_000)


def fill(town: Town, scale: int) -> None:
    """Drafts of two clerks of the counter; where the town's data lack someone for a route, that one is left out."""
    people = {user.username: user for user in User.objects.filter(username__in=["mado1", "mado2"])}
    drafter = people.get("mado1")
    if drafter is None:
        return
    save(drafter.as_actor(), LEAFLET)
    stories: list[tuple[str, Matter, Callable[[Draft], object]]] = [
        ("mado1", SIGNS, lambda draft: None),
        ("mado1", SHELVES, lambda draft: agree(draft, 1)),
        ("mado1", HOURS, lambda draft: send_back(draft)),
        ("mado2", TRAINING, lambda draft: agree(draft, 9)),
        ("mado2", CAR, lambda draft: say_no(draft)),
        ("mado2", LEAFLET, lambda draft: withdraw(actor_of(draft.drafter_id), draft_id=draft.pk)),
    ]
    for username, matter, then in stories:
        if user := people.get(username):
            tell(user.as_actor(), matter, then)


def save(actor: Actor, matter: Matter) -> Draft:
    """One saved draft."""
    content: dict[str, Any] = {"title": matter.title, "body": matter.body, "amount": matter.amount}
    due = timezone.localdate() + timedelta(days=matter.days) if matter.days else None
    return save_draft(actor, kind="general", content=content, due_on=due)


def tell(actor: Actor, matter: Matter, then: Callable[[Draft], object]) -> None:
    """One draft on its way, and what became of it."""
    draft = save(actor, matter)
    try:
        plan_route(draft)
    except Refused:
        return
    then(submit(actor, draft_id=draft.pk, revision=draft.revision))


def actor_of(user_id: int) -> Actor:
    """A member of staff at work."""
    return User.objects.get(pk=user_id).as_actor()


def next_seat(draft: Draft) -> tuple[Actor, int]:
    """Who is asked now, and in which seat."""
    user_id = draft.signatories.filter(state="waiting").values_list("user", flat=True)[0]
    actor = actor_of(user_id)
    return actor, waiting_in(actor, draft)[0].signatory.pk


def agree(draft: Draft, times: int) -> None:
    """So many seats agree, or all that there are."""
    for _ in range(times):
        if draft.state != "moving":
            comment_on(actor_of(draft.drafter_id), draft_id=draft.pk, comment="日程が決まりしだい、課内に知らせます。")
            return
        actor, seat = next_seat(draft)
        draft = approve(actor, draft_id=draft.pk, signatory_id=seat)


def send_back(draft: Draft) -> None:
    """The first seat sends it back to the drafter."""
    actor, seat = next_seat(draft)
    words = "当日の職員の配置の案を付けてください。"
    return_to(actor, draft_id=draft.pk, signatory_id=seat, to=0, comment=words)


def say_no(draft: Draft) -> None:
    """The first seat refuses."""
    actor, seat = next_seat(draft)
    refuse(actor, draft_id=draft.pk, signatory_id=seat, comment="来年度の予算で、ほかと合わせて検討してください。")
