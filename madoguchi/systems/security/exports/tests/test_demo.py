"""The demo's wishes: one waits for the head, one was refused; nothing where nobody could decide."""

from __future__ import annotations

import pytest

from madoguchi.engines.approvals.api import inbox
from madoguchi.foundation.exports.api import ExportRequest
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.security.exports.demo import fill

pytestmark = pytest.mark.django_db


def test_a_wish_waits_and_another_was_refused(town: Town) -> None:
    make_user("kakari", "仮名　係子", "窓口サービス課", ["clerk", "supervisor"], "係長")
    head = make_user("kacho", "見守　正子", "窓口サービス課", ["head", "registrar"], "課長")
    fill(town, 0)
    assert list(ExportRequest.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "waiting"]
    assert [row.draft.kind for row in inbox(head.as_actor())] == ["exports.request"]


def test_a_town_without_a_head_gets_none(town: Town) -> None:
    make_user("kakari", "仮名　係子", "窓口サービス課", ["clerk", "supervisor"], "係長")
    fill(town, 0)
    assert not ExportRequest.objects.exists()
