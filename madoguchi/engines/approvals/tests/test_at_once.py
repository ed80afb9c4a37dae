"""Several at the same moment: of those who decide in one step exactly one wins; a number is given once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from madoguchi.engines.approvals.api import (
    Act,
    Decision,
    Draft,
    Refused,
    State,
    approve,
    decide_about,
    put_forward_about,
    refuse,
    return_to,
    save_draft,
    submit,
    withdraw,
)
from madoguchi.foundation import refusals
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town

from .hall import BODY, away, build_hall, seat, sent, written
from .test_second import kind, offer_to

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60
ROUNDS = 5


def together(town: Town, functions: Sequence[Callable[[], Any]]) -> list[object]:
    """Runs functions at the same moment, each in a thread and connection of its own; gives results or refusals."""
    barrier = threading.Barrier(len(functions))

    def one(function: Callable[[], Any]) -> object:
        try:
            with in_town(town):
                barrier.wait(10)
                return function()
        except (refusals.Refused, Forbidden) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(one, functions, timeout=PATIENCE))


def check_one_won(draft: Draft, answers: list[object]) -> None:
    """One got through, all others were told in words; the records know of one decision."""
    lost = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(lost) == len(answers) - 1, answers
    assert all(("もう待っていません" in str(each) and "三枝" in str(each)) or "六郎" in str(each) for each in lost), (
        lost
    )
    assert Act.objects.filter(draft=draft, kind__in=["approve", "refuse", "return"]).count() == 1
    deciding = ["approvals.decide", "approvals.agree", "approvals.return"]
    assert Entry.objects.filter(subject=f"draft:{draft.pk}", action__in=deciding).count() == 1


def test_of_two_heads_who_may_each_decide_one_wins(town: Town) -> None:
    hall = build_hall()
    hall.people["other"] = make_user("ap-head-2", "課長　六郎", "窓口サービス課", ["head"], "課長")
    for _ in range(ROUNDS):
        draft = sent(hall, 100)
        actors = [(hall.actor(name), seat(hall, name, draft)) for name in ("head", "other")]
        acts = [partial(approve, actor, draft_id=draft.pk, signatory_id=key) for actor, key in actors]
        check_one_won(draft, together(town, acts))
        assert Decision.objects.filter(draft=draft).count() == 1


def test_approving_refusing_and_returning_one_seat_at_once_one_wins(town: Town) -> None:
    hall = build_hall()
    for _ in range(ROUNDS):
        draft = sent(hall, 100)
        actor, key = hall.actor("head"), seat(hall, "head", draft)
        said = {"draft_id": draft.pk, "signatory_id": key, "comment": "理由"}
        back = partial(return_to, actor, to=0, **said)
        acts = [partial(approve, actor, **said), partial(refuse, actor, **said), back, partial(approve, actor, **said)]
        check_one_won(draft, together(town, acts))


def test_the_head_who_comes_back_and_the_deputy_one_wins(town: Town) -> None:
    hall = build_hall()
    draft = sent(hall, 100)
    away(hall, "head")
    key = seat(hall, "second", draft)
    acts = [
        lambda name=name: approve(hall.actor(name), draft_id=draft.pk, signatory_id=key) for name in ("head", "second")
    ]
    answers = together(town, acts)
    assert len([answer for answer in answers if isinstance(answer, Refused)]) == 1, answers
    assert Act.objects.filter(draft=draft, kind="approve").count() == 1


def test_withdrawing_while_it_is_decided(town: Town) -> None:
    hall = build_hall()
    for _ in range(ROUNDS):
        draft = sent(hall, 100)
        key = seat(hall, "head", draft)
        acts = [
            partial(approve, hall.actor("head"), draft_id=draft.pk, signatory_id=key),
            partial(withdraw, hall.actor("clerk"), draft_id=draft.pk),
        ]
        answers = together(town, acts)
        assert len([answer for answer in answers if isinstance(answer, Refused)]) == 1, answers
        draft.refresh_from_db()
        assert (draft.state == State.APPROVED) == Decision.objects.filter(draft=draft).exists()


def test_all_of_a_consultation_agree_at_once(town: Town) -> None:
    hall = build_hall()
    names = ("finance", "informatics")
    draft = sent(hall, 100, consulted=[hall.people[name].appointments.get().pk for name in names])
    acts = [
        partial(approve, hall.actor(name), draft_id=draft.pk, signatory_id=seat(hall, name, draft)) for name in names
    ]
    assert not [answer for answer in together(town, acts) if isinstance(answer, Exception)]
    draft.refresh_from_db()
    assert (draft.state, draft.at) == (State.MOVING, 2)


def test_a_double_click_is_one_draft_and_one_submission(town: Town) -> None:
    hall, mark = build_hall(), uuid.uuid4()
    actor = hall.actor("clerk")
    content = {"title": "二度押し", "body": BODY, "amount": None}
    together(town, [lambda: save_draft(actor, kind="general", content=content, submission=mark)] * 4)
    draft = Draft.objects.get()
    again = uuid.uuid4()
    answers = together(town, [lambda: submit(actor, draft_id=draft.pk, revision=1, submission=again)] * 4)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Entry.objects.filter(subject=f"draft:{draft.pk}").count() == 2


def test_numbers_have_no_gap_and_no_double(town: Town) -> None:
    hall = build_hall()
    drafts = [written(hall, 100) for _ in range(8)]
    actor = hall.actor("clerk")
    together(town, [partial(submit, actor, draft_id=draft.pk, revision=1) for draft in drafts])
    assert sorted(Draft.objects.values_list("serial", flat=True)) == list(range(1, 9))


def test_of_two_who_decide_on_one_row_one_wins(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    hall, offered = build_hall(), kind()
    hall.people["second_auditor"] = make_user("ap-audit2", "監査　三枝", "監査委員事務局", ["auditor"])
    offer_to(monkeypatch, offered)
    for number in range(ROUNDS):
        group = Group.objects.create(name=f"待つ{number}")
        put_forward_about(hall.actor("clerk"), group)
        names = ("auditor", "second_auditor")
        said = {name: {"agree": True, "comment": f"{name} {number}"} for name in names}
        acts = [partial(decide_about, hall.actor(name), group, **said[name]) for name in names]
        answers = together(town, acts)
        assert answers.count(None) == 1, answers
        winner = names[answers.index(None)]
        group.refresh_from_db()
        assert group.name == f"承認：{winner} {number}"
        assert Decision.objects.filter(draft__reference=str(group.pk)).count() == 1
