"""A system's own kind: who may draft and read it, and what its approval carries out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.contrib.auth.models import Group

from madoguchi.engines.approvals import kinds as catalogue
from madoguchi.engines.approvals.api import (
    Decision,
    Draft,
    Kind,
    Refused,
    Said,
    State,
    approve,
    save_draft,
    search,
    seen_by,
    submit,
)
from madoguchi.engines.approvals.queries.lists import Wanted
from madoguchi.foundation.access import Actor, Forbidden
from madoguchi.foundation.audit.models import Entry

from .hall import Hall, seat

pytestmark = pytest.mark.django_db
CALLED: list[str] = []


class NamedForm(forms.Form):
    """One field."""

    name = forms.CharField()


def make_group(actor: Actor, decision: Decision, said: Said) -> None:
    """Writes a row of its own; refuses one name."""
    name = decision.draft.content["name"]
    Group.objects.create(name=name)
    CALLED.append(f"{actor.name}：{decision.sha256 != ''}")
    if name == "だめ":
        raise Refused("その名前は、もう使えません。")


SECRET = Kind(
    code="trial.group",
    name="試みの起案",
    summary="試み",
    permission="people.approve",
    form=NamedForm,
    title=lambda content: content["name"],
    rows=lambda content: [("名前", content["name"])],
    carry_out=make_group,
    read="people.approve",
)


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The house knows one kind more."""
    CALLED.clear()
    found = {**catalogue.kinds(), SECRET.code: SECRET}
    monkeypatch.setattr(catalogue, "kinds", lambda: found)
    yield


@pytest.fixture
def drafter(hall: Hall) -> Hall:
    """A supervisor who may draft it."""
    from madoguchi.foundation.testing.staff import make_user

    hall.people["clerk"] = make_user("ap-super", "係長　春", "窓口サービス課", ["supervisor"], "主査")
    return hall


def on_way(hall: Hall, name: str) -> Draft:
    """A draft of the kind before its last seat."""
    draft = save_draft(hall.actor("clerk"), kind=SECRET.code, content={"name": name})
    draft = submit(hall.actor("clerk"), draft_id=draft.pk, revision=1)
    return approve(hall.actor("head"), draft_id=draft.pk, signatory_id=seat(hall, "head", draft))


def test_the_approval_carries_it_out_in_the_same_transaction(drafter: Hall) -> None:
    draft = on_way(drafter, "よい名前")
    assert CALLED == []
    draft = approve(drafter.actor("director"), draft_id=draft.pk, signatory_id=seat(drafter, "director", draft))
    assert draft.state == State.APPROVED
    assert CALLED == ["部長　六助：True"]
    assert Group.objects.filter(name="よい名前").exists()


def test_what_the_kind_refuses_undoes_the_decision(drafter: Hall) -> None:
    draft = on_way(drafter, "だめ")
    with pytest.raises(Refused, match="もう使えません"):
        approve(drafter.actor("director"), draft_id=draft.pk, signatory_id=seat(drafter, "director", draft))
    draft.refresh_from_db()
    assert draft.state == State.MOVING
    assert not Group.objects.filter(name="だめ").exists()
    assert not Decision.objects.exists()
    assert not Entry.objects.filter(action="approvals.decide").exists()
    assert seat(drafter, "director", draft)


def test_who_may_not_cannot_draft_it(hall: Hall) -> None:
    with pytest.raises(Forbidden):
        save_draft(hall.actor("clerk"), kind=SECRET.code, content={"name": "x"})
    with pytest.raises(Refused, match="ありません"):
        save_draft(hall.actor("clerk"), kind="no.such", content={})


def test_a_closed_kind_is_read_only_by_those_who_took_part(drafter: Hall) -> None:
    draft = on_way(drafter, "秘密")
    readers = [name for name in drafter.people if seen_by(drafter.actor(name)).filter(pk=draft.pk).exists()]
    assert readers == ["clerk", "head", "director"]
    listed = [name for name in drafter.people if draft in search(drafter.actor(name), Wanted(words="秘密"))]
    assert listed == readers
