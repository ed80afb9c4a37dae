"""A row that waits for a second person lies under a draft: the two never disagree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group

from madoguchi.engines.approvals import kinds as catalogue
from madoguchi.engines.approvals.api import (
    Decision,
    Draft,
    Kind,
    Refused,
    Rung,
    Said,
    SecondAct,
    approve,
    comment_on,
    decide_about,
    draft_about,
    drop,
    inbox,
    may_decide_about,
    put_forward_about,
    reseat_all,
    return_to,
    second_person,
    trail_of,
    withdraw,
    withdraw_about,
)
from madoguchi.foundation import refusals
from madoguchi.foundation.access import SYSTEM_ACTOR, Actor, Forbidden
from madoguchi.foundation.testing.staff import make_user

from .hall import Hall, seat

pytestmark = pytest.mark.django_db
AUDITOR = "right:approvals.view_all"


class NotThisOne(refusals.Refused):
    """What the row's own act says."""


def name_it(actor: Actor, key: int, agree: bool, said: Said) -> None:
    """The row's own act: it minds what was seen, and decides once."""
    if agree and said.seen.get("count", 1) != 1:
        raise NotThisOne("いまは違います。")
    waiting = Group.objects.filter(pk=key, name__startswith="待つ")
    if not waiting.update(name=f"{'承認' if agree else '否決'}：{said.comment}"):
        raise NotThisOne("既に決まっています。")


def take_back(actor: Actor, key: int) -> None:
    """The row's other act."""
    Group.objects.filter(pk=key).update(name="取下げ")


def kind(*rungs: Rung, discreet: bool = False) -> Kind:
    """The kind of a group that waits."""
    return second_person(
        SecondAct(model=Group, decide=name_it, withdraw=take_back, discreet=discreet),
        code="trial.second",
        name="組の承認",
        summary="試み",
        title=lambda group: f"組 第{group.pk}号",
        rows=lambda group: [("番号", str(group.pk))],
        place=lambda key: f"/desk/groups/{key}/",
        rungs=rungs or (Rung(name="承認", who=AUDITOR),),
        article="試みの規程",
    )


def offer_to(monkeypatch: pytest.MonkeyPatch, one: Kind) -> None:
    """Lets the house know one kind more."""
    found = {**catalogue.kinds(), one.code: one}
    monkeypatch.setattr(catalogue, "kinds", lambda: found)
    for module in ("planning", "freezing", "searching", "second"):
        monkeypatch.setattr(f"madoguchi.engines.approvals.{module}.kinds", lambda: found)


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Kind], None]:
    """The same, for a story that brings its own."""
    return lambda one: offer_to(monkeypatch, one)


@pytest.fixture(autouse=True)
def offered(offer: Callable[[Kind], None]) -> None:
    """The usual one."""
    offer(kind())


@pytest.fixture
def group() -> Group:
    """What waits."""
    return Group.objects.create(name="待つ")


@pytest.fixture
def asked(hall: Hall, group: Group) -> Draft:
    """A clerk asked for it."""
    draft = put_forward_about(hall.actor("clerk"), group)
    assert draft
    return draft


def now(group: Group) -> str:
    """What became of it."""
    return Group.objects.get(pk=group.pk).name


def test_it_stands_in_the_second_persons_inbox_and_is_decided(hall: Hall, group: Group, asked: Draft) -> None:
    auditor = hall.actor("auditor")
    assert [each.draft for each in inbox(auditor)] == [asked]
    assert trail_of(auditor, group) == f"/desk/approvals/{asked.pk}/"
    assert trail_of(hall.actor("stranger"), group) == ""
    assert may_decide_about(auditor, group)
    decide_about(auditor, group, agree=True, comment="よい", seen={"count": 1})
    assert now(group) == "承認：よい"
    assert draft_about(group) is None
    assert not inbox(auditor)
    assert trail_of(auditor, group), "how it was decided stays to be read"


def test_a_refusal_is_one_too(hall: Hall, group: Group, asked: Draft) -> None:
    with pytest.raises(Refused, match="理由を入れてください"):
        decide_about(hall.actor("auditor"), group, agree=False)
    decide_about(hall.actor("auditor"), group, agree=False, comment="理由がない")
    asked.refresh_from_db()
    assert (asked.state, now(group)) == ("refused", "否決：理由がない")


def test_who_comes_after_the_decision_hears_it_from_the_rows_own_act(hall: Hall, group: Group, asked: Draft) -> None:
    decide_about(hall.actor("auditor"), group, agree=True, comment="よい")
    with pytest.raises(NotThisOne, match="既に決まって"):
        decide_about(hall.actor("auditor"), group, agree=False, comment="いいえ")
    assert now(group) == "承認：よい"


def test_what_the_rows_own_act_refuses_undoes_the_decision(hall: Hall, group: Group, asked: Draft) -> None:
    with pytest.raises(NotThisOne):
        decide_about(hall.actor("auditor"), group, agree=True, seen={"count": 2})
    asked.refresh_from_db()
    assert (asked.state, now(group)) == ("moving", "待つ")


def test_who_asked_takes_it_back_and_cannot_change_it(hall: Hall, group: Group, asked: Draft) -> None:
    with pytest.raises(Refused, match="自分では決められません"):
        decide_about(hall.actor("clerk"), group, agree=True)
    with pytest.raises(Refused, match="引き戻して直すことができません"):
        withdraw(hall.actor("clerk"), draft_id=asked.pk)
    with pytest.raises(Refused, match="起案した人だけ"):
        withdraw_about(hall.actor("auditor"), group)
    withdraw_about(hall.actor("clerk"), group)
    asked.refresh_from_db()
    assert (asked.state, asked.at, now(group)) == ("dropped", 0, "取下げ")
    assert not inbox(hall.actor("auditor"))


def test_nobody_sends_it_back_for_it_cannot_be_changed(hall: Hall, group: Group, asked: Draft) -> None:
    auditor = hall.actor("auditor")
    with pytest.raises(Refused, match="差し戻せません"):
        return_to(auditor, draft_id=asked.pk, signatory_id=seat(hall, "auditor", asked), to=0, comment="もう一度")


def test_the_same_asked_again_is_the_same_draft(hall: Hall, group: Group, asked: Draft) -> None:
    assert put_forward_about(hall.actor("clerk"), group) == asked
    assert Draft.objects.count() == 1


def test_whoever_has_no_seat_decides_nothing(hall: Hall, group: Group, asked: Draft) -> None:
    assert not may_decide_about(hall.actor("stranger"), group)
    with pytest.raises(Forbidden, match="あなたの職のものではありません"):
        decide_about(hall.actor("stranger"), group, agree=True)


def test_over_two_steps_it_is_carried_out_after_the_last(
    hall: Hall, group: Group, offer: Callable[[Kind], None]
) -> None:
    offer(kind(Rung(name="課長", who="head"), Rung(name="監査", who=AUDITOR)))
    draft = put_forward_about(hall.actor("clerk"), group)
    assert draft
    decide_about(hall.actor("head"), group, agree=True)
    assert (now(group), may_decide_about(hall.actor("head"), group)) == ("待つ", False)
    decide_about(hall.actor("auditor"), group, agree=True, comment="よい")
    assert now(group) == "承認：よい"


def test_what_a_command_asks_for_is_decided_by_its_own_act(hall: Hall, group: Group) -> None:
    assert put_forward_about(SYSTEM_ACTOR, group) is None
    assert may_decide_about(hall.actor("auditor"), group)
    decide_about(hall.actor("auditor"), group, agree=True, comment="よい")
    assert now(group) == "承認：よい"
    other = Group.objects.create(name="もう一つ")
    withdraw_about(hall.actor("clerk"), other)
    assert now(other) == "取下げ"


def test_a_row_of_no_kind_is_told(hall: Hall) -> None:
    row = make_user("ap-row", "行　一", "窓口サービス課")
    assert put_forward_about(hall.actor("clerk"), row) is None
    with pytest.raises(Refused, match="いまは決められません"):
        decide_about(hall.actor("auditor"), row, agree=True)


def test_whoever_comes_to_the_right_later_is_asked_too(hall: Hall, group: Group, asked: Draft) -> None:
    hall.people["later"] = make_user("ap-later", "後任　三", "監査委員事務局", ["auditor"])
    assert not inbox(hall.actor("later"))
    assert reseat_all(SYSTEM_ACTOR) == 1
    assert reseat_all(SYSTEM_ACTOR) == 0
    assert [each.draft for each in inbox(hall.actor("later"))] == [asked]
    approve(hall.actor("later"), draft_id=asked.pk, signatory_id=seat(hall, "later", asked))
    assert now(group).startswith("承認")


def test_no_words_about_a_resident_come_with_giving_it_up(
    hall: Hall, group: Group, offer: Callable[[Kind], None]
) -> None:
    offer(kind(discreet=True))
    draft = put_forward_about(hall.actor("clerk"), group)
    assert draft
    with pytest.raises(Refused, match="もとの画面"):
        drop(hall.actor("clerk"), draft_id=draft.pk, comment="住民　太郎さんのこと")
    assert now(group) == "待つ"


def test_words_about_a_resident_stay_with_the_row(hall: Hall, group: Group, offer: Callable[[Kind], None]) -> None:
    offer(kind(discreet=True))
    draft = put_forward_about(hall.actor("clerk"), group)
    assert draft
    decide_about(hall.actor("auditor"), group, agree=False, comment="住民　太郎さんのこと")
    assert now(group) == "否決：住民　太郎さんのこと"
    with pytest.raises(Refused, match="もとの画面"):
        comment_on(hall.actor("clerk"), draft_id=draft.pk, comment="住民　太郎さんのこと")
    assert "太郎" not in "".join(draft.acts.values_list("comment", flat=True)) + Decision.objects.get().document
