"""What the database itself refuses, and what the application's role cannot do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from madoguchi.engines.approvals.api import Act, Decision, approve, attach, check_decisions, detach, submit
from madoguchi.engines.approvals.keeping import ATTACHMENTS
from madoguchi.engines.approvals.models import Attachment, Draft, Step

from .hall import Hall, seat, sent, written
from .samples import picture

pytestmark = pytest.mark.django_db


def decided(hall: Hall) -> Draft:
    """A decided draft with a file."""
    draft = written(hall, 100)
    attach(hall.actor("clerk"), draft_id=draft.pk, name="案内図.png", file=picture())
    draft.refresh_from_db()
    submit(hall.actor("clerk"), draft_id=draft.pk, revision=draft.revision)
    return approve(hall.actor("head"), draft_id=draft.pk, signatory_id=seat(hall, "head", draft))


def faults() -> list[str]:
    """What the check finds."""
    return [fault.words for _, found in check_decisions() for fault in found]


def past_every_key() -> None:
    """As whoever owns the whole database cluster may."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def again(act: Act, **changes: Any) -> Act:
    """The same act once more."""
    act.refresh_from_db()
    import uuid

    values = {field.attname: getattr(act, field.attname) for field in Act._meta.fields if field.name != "id"}
    return Act(**{**values, "submission": uuid.uuid4(), **changes})


def test_the_database_takes_one_decision_a_turn_and_none_by_the_drafter(hall: Hall) -> None:
    draft = decided(hall)
    act = Act.objects.get(draft=draft, kind="approve")
    with pytest.raises(IntegrityError), transaction.atomic():
        again(act).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        again(act, turn=2, user_id=draft.drafter_id).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        again(act, turn=2, kind="return").save()
    again(act, turn=2).save()


def test_of_a_joint_step_the_database_takes_one(hall: Hall) -> None:
    draft = decided(hall)
    act = Act.objects.get(draft=draft, kind="approve")
    first = again(act, turn=2, joint=True)
    first.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        again(first, signatory_id=None).save()


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: Decision.objects.filter(draft=draft).update(document="{}"),
        lambda draft: Decision.objects.filter(draft=draft).delete(),
        lambda draft: Act.objects.filter(draft=draft).update(comment="よし"),
        lambda draft: Act.objects.filter(draft=draft).delete(),
        lambda draft: Step.objects.filter(draft=draft).update(name="別の段"),
        lambda draft: Attachment.objects.filter(draft=draft).update(sha256="0" * 64),
    ],
)
def test_the_application_cannot_alter_what_was_decided(
    hall: Hall, as_application: None, change: Callable[[Draft], object]
) -> None:
    draft = decided(hall)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        change(draft)
    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: Draft.objects.filter(pk=draft.pk).update(title="別の件名"),
        lambda draft: Draft.objects.filter(pk=draft.pk).update(state="withdrawn", decided_at=None),
        lambda draft: Draft.objects.filter(pk=draft.pk).update(content={}),
        lambda draft: Draft.objects.filter(pk=draft.pk).update(amount=None),
        lambda draft: Draft.objects.filter(pk=draft.pk).update(division_name="別の課"),
        lambda draft: Draft.objects.filter(pk=draft.pk)._raw_delete("default"),
    ],
)
def test_the_database_keeps_what_was_decided_from_everyone(hall: Hall, change: Callable[[Draft], object]) -> None:
    draft = decided(hall)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(draft)
    assert faults() == []


def test_a_draft_on_its_way_may_change(hall: Hall) -> None:
    draft = sent(hall)
    assert Draft.objects.filter(pk=draft.pk).update(title="別の件名") == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda draft: Draft.objects.filter(pk=draft.pk).update(title="別の件名"), "記録が、決裁文書と違います"),
        (lambda draft: Draft.objects.filter(pk=draft.pk).update(amount=1), "記録が、決裁文書と違います"),
        (lambda draft: draft.attachments.all().delete(), "記録が、決裁文書と違います"),
        (lambda draft: draft.signatories.update(name="別の人"), "記録が、決裁文書と違います"),
        (lambda draft: Act.objects.filter(draft=draft).update(comment="よし"), "記録が、決裁文書と違います"),
        (lambda draft: Decision.objects.filter(draft=draft).update(document="{}"), "指紋と合いません"),
        (lambda draft: Decision.objects.filter(draft=draft).update(sha256="0" * 64), "監査記録の指紋"),
        (lambda draft: Decision.objects.filter(draft=draft).delete(), "決裁文書がありません"),
        (lambda draft: ATTACHMENTS.path_of(draft.attachments.get().sha256).write_bytes(b"?"), "書き換えられています"),
        (lambda draft: ATTACHMENTS.path_of(draft.attachments.get().sha256).unlink(), "書き換えられています"),
    ],
)
def test_whoever_alters_it_otherwise_is_found(hall: Hall, change: Callable[[Draft], object], words: str) -> None:
    draft = decided(hall)
    assert faults() == []
    past_every_key()
    change(draft)
    assert any(words in each for each in faults()), faults()


def test_an_attachment_is_drawn_anew_and_kept_once(hall: Hall) -> None:
    draft = written(hall)
    first = attach(hall.actor("clerk"), draft_id=draft.pk, name="../案内図.exe", file=picture())
    again = attach(hall.actor("clerk"), draft_id=draft.pk, name="もう一度.png", file=picture())
    assert (first.pk, first.name) == (again.pk, "案内図.png")
    assert ATTACHMENTS.path_of(first.sha256).read_bytes()[:4] == b"MDGV"
    detach(hall.actor("clerk"), draft_id=draft.pk, attachment_id=first.pk)
    assert not draft.attachments.exists()


def test_numbers_follow_one_another_within_the_year(hall: Hall) -> None:
    assert [sent(hall).serial for _ in range(3)] == [1, 2, 3]
