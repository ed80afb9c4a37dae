"""A second person's act of a system: put forward with what is asked, decided by any one who holds the right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group

from madoguchi.engines.approvals import kinds as catalogue
from madoguchi.engines.approvals.api import (
    Act,
    Content,
    Decision,
    Draft,
    Kind,
    Refused,
    Rung,
    Said,
    approve,
    change_draft,
    drafted_by,
    drop,
    open_about,
    put_forward,
    refuse,
    shown,
    withdraw,
)
from madoguchi.foundation.access import Actor
from madoguchi.foundation.testing.staff import make_user

from .hall import Hall, seat

pytestmark = pytest.mark.django_db


def group_of(content: Content) -> Group:
    """What the trial kind is about."""
    return Group.objects.get(pk=content["group"])


def rename(word: str) -> object:
    """What follows: the group is called so."""

    def follow(actor: Actor, what: Decision | Content, said: Said | None = None) -> None:
        content = what.draft.content if isinstance(what, Decision) else what
        Group.objects.filter(pk=content["group"]).update(name=word)

    return follow


ASKED = Kind(
    code="trial.asked",
    name="試みの承認",
    summary="試み",
    form=None,
    title=lambda content: "組の承認",
    rows=lambda content: [("いまの名前", group_of(content).name)],
    reference=lambda content: str(content["group"]),
    carry_out=rename("承認"),  # type: ignore[arg-type]
    refused=rename("否決"),  # type: ignore[arg-type]
    dropped=rename("取りやめ"),  # type: ignore[arg-type]
    rungs=(Rung(name="承認", who="right:approvals.view_all"),),
    article="試みの規程",
)


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The house knows one kind more."""
    found = {**catalogue.kinds(), ASKED.code: ASKED}
    monkeypatch.setattr(catalogue, "kinds", lambda: found)
    for module in ("planning", "freezing", "searching"):
        monkeypatch.setattr(f"madoguchi.engines.approvals.{module}.kinds", lambda: found)
    yield


@pytest.fixture
def asked(hall: Hall) -> Draft:
    """A clerk's wish that any auditor may approve; there are two."""
    hall.people["second_auditor"] = make_user("ap-audit2", "監査　次", "監査委員事務局", ["auditor"])
    return put_forward(hall.actor("clerk"), kind=ASKED.code, content={"group": Group.objects.create(name="願い").pk})


def name_now(draft: Draft) -> str:
    """What became of the group."""
    return group_of(draft.content).name


def test_any_one_who_holds_the_right_approves_and_it_is_carried_out(hall: Hall, asked: Draft) -> None:
    assert (asked.state, asked.serial) == ("moving", 1)
    auditor = hall.actor("second_auditor")
    done = approve(auditor, draft_id=asked.pk, signatory_id=seat(hall, "second_auditor", asked))
    assert (done.state, name_now(done)) == ("approved", "承認")
    assert shown(done) == [["いまの名前", "願い"]], "a decided draft shows what was decided on"
    with pytest.raises(IndexError):
        seat(hall, "auditor", done)


def test_a_refusal_follows_as_well(hall: Hall, asked: Draft) -> None:
    signatory = seat(hall, "auditor", asked)
    refuse(hall.actor("auditor"), draft_id=asked.pk, signatory_id=signatory, comment="理由がない")
    assert name_now(asked) == "否決"


def test_who_asked_takes_it_back_and_gives_it_up_but_changes_nothing_in_it(hall: Hall, asked: Draft) -> None:
    clerk = hall.actor("clerk")
    draft = withdraw(clerk, draft_id=asked.pk)
    with pytest.raises(Refused, match="ここでは直せません"):
        change_draft(clerk, draft_id=draft.pk, revision=draft.revision, content={"group": 0})
    drop(clerk, draft_id=draft.pk)
    assert name_now(asked) == "取りやめ"
    assert open_about(ASKED.code, asked.reference) is None


def test_two_wishes_about_the_same_are_one_too_many(hall: Hall, asked: Draft) -> None:
    assert open_about(ASKED.code, asked.reference) == asked
    with pytest.raises(Refused, match="まだ終わっていません"):
        put_forward(hall.actor("second"), kind=ASKED.code, content=asked.content)
    approve(hall.actor("auditor"), draft_id=asked.pk, signatory_id=seat(hall, "auditor", asked))
    again = put_forward(hall.actor("second"), kind=ASKED.code, content=asked.content)
    assert again.serial == 2


def test_whoever_asks_alone_holds_the_right_is_told_at_once(hall: Hall) -> None:
    group = Group.objects.create(name="願い")
    with pytest.raises(Refused, match="本人のほかにいません"):
        put_forward(hall.actor("auditor"), kind=ASKED.code, content={"group": group.pk})
    assert not Draft.objects.exists()
    assert not Act.objects.exists()


def test_nobody_drafts_it_by_hand(hall: Hall) -> None:
    assert ASKED not in drafted_by(hall.actor("clerk"))
