"""A draft over several people: agreed, sent back, withdrawn, refused, decided in another's place."""

from __future__ import annotations

import json
import uuid

import pytest

from madoguchi.engines.approvals.api import (
    Act,
    Decision,
    Draft,
    Refused,
    Signatory,
    State,
    Viewing,
    approve,
    came_back,
    change_draft,
    comment_on,
    counts,
    drop,
    inbox,
    note_read,
    owed_reading,
    refuse,
    return_to,
    story_of,
    submit,
    withdraw,
)
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.audit.models import Entry

from .hall import BODY, Hall, away, seat, sent, written

pytestmark = pytest.mark.django_db


def stages(draft: Draft) -> list[tuple[str, str]]:
    """The steps of a draft and where they stand."""
    return [(stage.step.name, stage.state) for stage in story_of(draft).stages]


def entries(draft: Draft) -> list[str]:
    """What the audit says of a draft, in order."""
    found = Entry.objects.filter(subject=f"draft:{draft.pk}").order_by("pk")
    return [action.removeprefix("approvals.") for action in found.values_list("action", flat=True)]


def agreed(hall: Hall, name: str, draft: Draft, comment: str = "") -> Draft:
    """Someone agrees in the seat where they are asked."""
    return approve(hall.actor(name), draft_id=draft.pk, signatory_id=seat(hall, name, draft), comment=comment)


def test_up_the_line_to_a_decision_by_delegation(hall: Hall) -> None:
    draft = sent(hall, 3_000_000)
    assert draft.number.endswith("起案第1号")
    assert stages(draft) == [("課長", "now"), ("財政・契約の合議", "later"), ("部長", "later")]
    assert [each.draft for each in inbox(hall.actor("head"))] == [draft]
    assert inbox(hall.actor("director")) == []
    agreed(hall, "head", draft)
    agreed(hall, "finance", draft, "予算の範囲内です。")
    draft = agreed(hall, "director", draft)
    assert draft.state == State.APPROVED
    assert stages(draft) == [("課長", "done"), ("財政・契約の合議", "done"), ("部長", "done")]
    last = Act.objects.filter(draft=draft).latest("pk")
    assert (last.delegated, last.proxy, last.post) == (True, False, "部長")
    assert entries(draft) == ["draft", "submit", "agree", "agree", "decide"]
    decision = Decision.objects.get(draft=draft)
    entry = Entry.objects.get(subject=f"draft:{draft.pk}", action="approvals.decide")
    assert entry.detail["sha256"] == decision.sha256
    document = json.loads(decision.document)
    assert document["content"]["body"] == BODY
    assert [step["seats"][0]["name"] for step in document["route"]] == ["課長　三枝", "財政　四郎", "部長　六助"]
    assert document["acts"][-1]["delegated"] is True


def test_only_the_mayor_decides_what_nobody_may_by_delegation(hall: Hall) -> None:
    draft = sent(hall, 50_000_000)
    for name in ("head", "finance", "director", "deputy_mayor", "mayor"):
        assert draft.state == State.MOVING
        draft = agreed(hall, name, draft)
    assert draft.state == State.APPROVED
    assert not Act.objects.filter(draft=draft, delegated=True).exists()


def test_sent_back_to_an_earlier_step_all_after_it_agree_again(hall: Hall) -> None:
    draft = sent(hall, 3_000_000)
    agreed(hall, "head", draft)
    agreed(hall, "finance", draft)
    key = seat(hall, "director", draft)
    return_to(hall.actor("director"), draft_id=draft.pk, signatory_id=key, to=1, comment="根拠を確かめてください。")
    draft.refresh_from_db()
    assert stages(draft) == [("課長", "now"), ("財政・契約の合議", "later"), ("部長", "later")]
    assert inbox(hall.actor("director")) == []
    for name in ("head", "finance", "director"):
        draft = agreed(hall, name, draft)
    assert draft.state == State.APPROVED
    assert [act.kind for act in story_of(draft).acts].count("approve") == 5


def test_sent_back_to_the_drafter_changed_and_submitted_again(hall: Hall) -> None:
    draft = sent(hall, 400_000)
    key = seat(hall, "head", draft)
    with pytest.raises(Refused, match="理由"):
        return_to(hall.actor("head"), draft_id=draft.pk, signatory_id=key, to=0, comment=" ")
    draft = return_to(hall.actor("head"), draft_id=draft.pk, signatory_id=key, to=0, comment="見積りを付けてください。")
    number = draft.number
    assert came_back(hall.actor("clerk")) == [draft]
    assert counts(hall.actor("clerk")).returned == 1
    content = {"title": "庁舎案内板の更新", "body": BODY, "amount": 900_000}
    draft = change_draft(hall.actor("clerk"), draft_id=draft.pk, revision=draft.revision, content=content)
    draft = submit(hall.actor("clerk"), draft_id=draft.pk, revision=draft.revision)
    assert (draft.number, draft.round) == (number, 2)
    assert stages(draft) == [("課長", "now"), ("部長", "later")]
    with pytest.raises(Refused, match="もう待っていません"):
        approve(hall.actor("head"), draft_id=draft.pk, signatory_id=key)
    agreed(hall, "head", draft)
    assert agreed(hall, "director", draft).state == State.APPROVED


def test_withdrawn_until_it_is_decided_and_not_after(hall: Hall) -> None:
    draft = sent(hall)
    agreed(hall, "head", draft)
    with pytest.raises(Refused, match="起案した人だけ"):
        withdraw(hall.actor("head"), draft_id=draft.pk)
    draft = withdraw(hall.actor("clerk"), draft_id=draft.pk)
    assert draft.state == State.WITHDRAWN
    assert inbox(hall.actor("director")) == []
    draft = submit(hall.actor("clerk"), draft_id=draft.pk, revision=draft.revision)
    agreed(hall, "head", draft)
    agreed(hall, "director", draft)
    with pytest.raises(Refused, match="決裁済み"):
        withdraw(hall.actor("clerk"), draft_id=draft.pk)
    with pytest.raises(Refused, match="決裁済み"):
        change_draft(hall.actor("clerk"), draft_id=draft.pk, revision=9, content={})


def test_a_refusal_is_a_decision_too(hall: Hall) -> None:
    draft = sent(hall)
    agreed(hall, "head", draft)
    key = seat(hall, "director", draft)
    draft = refuse(hall.actor("director"), draft_id=draft.pk, signatory_id=key, comment="時期を改めてください。")
    assert draft.state == State.REFUSED
    assert Decision.objects.get(draft=draft).outcome == State.REFUSED
    assert stages(draft)[-1] == ("部長", "refused")
    assert entries(draft)[-1] == "decide"


def test_given_up_it_stays_to_be_read(hall: Hall) -> None:
    draft = drop(hall.actor("clerk"), draft_id=written(hall).pk)
    assert draft.state == State.DROPPED
    with pytest.raises(Refused, match="取りやめ"):
        submit(hall.actor("clerk"), draft_id=draft.pk, revision=draft.revision)


def test_the_drafter_never_decides_their_own(hall: Hall) -> None:
    draft = sent(hall, 100, by="head")
    assert stages(draft) == [("部長", "now")]
    away(hall, "director")
    key = Signatory.objects.get(draft=draft).pk
    with pytest.raises(Refused, match="自分の起案"):
        approve(hall.actor("head"), draft_id=draft.pk, signatory_id=key)


def test_a_deputy_decides_while_the_head_is_away_who_reads_it_afterwards(hall: Hall) -> None:
    draft = sent(hall, 100)
    key = seat(hall, "head", draft)
    with pytest.raises(Forbidden):
        approve(hall.actor("second"), draft_id=draft.pk, signatory_id=key)
    away(hall, "head")
    assert [(each.draft, each.proxy) for each in inbox(hall.actor("second"))] == [(draft, True)]
    draft = approve(hall.actor("second"), draft_id=draft.pk, signatory_id=key)
    assert draft.state == State.APPROVED
    act = Act.objects.get(draft=draft, kind=Act.Kind.APPROVE)
    assert (act.name, act.post, act.proxy, act.delegated) == ("代決　二郎", "係長", True, True)
    assert act.for_name == "窓口サービス課　課長　課長　三枝"
    owed = owed_reading(hall.actor("head"))
    assert [(each.draft, each.reason) for each in owed] == [(draft, Viewing.Reason.AFTER)]
    with pytest.raises(Refused):
        note_read(hall.actor("second"), viewing_id=owed[0].pk)
    for _ in range(2):
        note_read(hall.actor("head"), viewing_id=owed[0].pk)
    assert owed_reading(hall.actor("head")) == []
    assert entries(draft)[-2:] == ["decide", "view"]


def test_a_stranger_decides_nothing(hall: Hall) -> None:
    draft = sent(hall)
    key = seat(hall, "head", draft)
    for name in ("stranger", "director", "auditor", "second"):
        with pytest.raises(Forbidden):
            approve(hall.actor(name), draft_id=draft.pk, signatory_id=key)
    assert stages(draft)[0] == ("課長", "now")


def test_consulted_all_must_agree_and_circulated_only_read(hall: Hall) -> None:
    informatics = hall.informatics.appointments.get().pk
    auditor = hall.auditor.appointments.get().pk
    draft = sent(hall, None, consulted=[informatics], circulated=[auditor])
    assert stages(draft) == [("課長", "now"), ("合議", "later"), ("部長", "later")]
    agreed(hall, "head", draft)
    agreed(hall, "informatics", draft)
    assert agreed(hall, "director", draft).state == State.APPROVED
    (viewing,) = owed_reading(hall.actor("auditor"))
    assert viewing.reason == Viewing.Reason.CIRCULATE
    note_read(hall.actor("auditor"), viewing_id=viewing.pk, comment="承知しました。")
    assert Act.objects.filter(draft=draft, kind=Act.Kind.VIEW, comment="承知しました。").exists()


def test_a_double_click_is_one_act(hall: Hall) -> None:
    draft, mark = written(hall, 100), uuid.uuid4()
    revision = draft.revision
    for _ in range(2):
        draft = submit(hall.actor("clerk"), draft_id=draft.pk, revision=revision, submission=mark)
    key, mark = seat(hall, "head", draft), uuid.uuid4()
    for _ in range(2):
        approve(hall.actor("head"), draft_id=draft.pk, signatory_id=key, submission=mark)
    assert entries(draft) == ["draft", "submit", "decide"]


def test_changed_by_another_screen_is_told(hall: Hall) -> None:
    draft = written(hall)
    content = {"title": "別の件名", "body": BODY, "amount": None}
    change_draft(hall.actor("clerk"), draft_id=draft.pk, revision=1, content=content)
    with pytest.raises(Refused, match="先に変更"):
        change_draft(hall.actor("clerk"), draft_id=draft.pk, revision=1, content=content)
    with pytest.raises(Refused, match="先に変更"):
        submit(hall.actor("clerk"), draft_id=draft.pk, revision=1)
    with pytest.raises(Refused, match="起案した人だけ"):
        change_draft(hall.actor("head"), draft_id=draft.pk, revision=2, content=content)


def test_a_comment_changes_nothing_that_is_decided(hall: Hall) -> None:
    draft = sent(hall, 100)
    agreed(hall, "head", draft)
    comment_on(hall.actor("clerk"), draft_id=draft.pk, comment="施工は来月です。")
    assert story_of(draft).acts[-1].comment == "施工は来月です。"
    with pytest.raises(Draft.DoesNotExist):
        comment_on(hall.actor("stranger"), draft_id=draft.pk, comment="読めますか")


def test_without_an_appointment_nothing_is_drafted(hall: Hall) -> None:
    from madoguchi.foundation.testing.staff import make_user

    with pytest.raises(Forbidden):
        written(Hall({**hall.people, "clerk": make_user("ap-nobody", "無職　一")}))
