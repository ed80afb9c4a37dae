"""A paper, from the request to the hand: once, whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from madoguchi.engines.issuance.actions import releasing, setting
from madoguchi.engines.issuance.actions.sweeping import PATIENCE, sweep
from madoguchi.engines.issuance.actions.undoing import print_again, refund, void
from madoguchi.engines.issuance.models import FeeLine, IssuedPaper, PaperRequest, Release, State
from madoguchi.engines.issuance.rules.standings import Standing
from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.paperwork.store import place
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import SYSTEM_ACTOR, Forbidden
from madoguchi.foundation.audit.models import Entry

from .counter import Counter, asked, ledger

pytestmark = pytest.mark.django_db


def file_of(sha256: str) -> Path:
    """Where a paper lies."""
    return Path(default_storage.path(place(sha256)))


def test_a_paper_says_its_own_serial_and_its_own_person(counter: Counter) -> None:
    issued = counter.issue(1)
    text = paperwork.text_of(paperwork.kept(issued.sha256))
    assert issued.serial in text
    assert "乙野" in text
    assert "甲野" not in text
    assert (issued.state, issued.fee, ledger()) == (State.RELEASED, 300, 300)


def test_a_double_click_is_one_paper_and_one_charge(counter: Counter) -> None:
    request = counter.request()
    again = [counter.issue(submission=request.submission) for _ in range(3)]
    assert len({each.sha256 for each in again}) == 1
    assert (FeeLine.objects.filter(kind="charge").count(), Release.objects.count()) == (1, 1)


def test_another_request_under_the_same_submission_is_refused(counter: Counter) -> None:
    first = counter.begin(0)
    with pytest.raises(Refused, match="既に"):
        counter.begin(1, submission=asked(first).submission)
    assert PaperRequest.objects.get().person_id == counter.residents[0]


@pytest.mark.parametrize("step", ["set_paper", "kept", "release"])
def test_cut_short_at_any_step_it_goes_on_and_is_charged_once(
    counter: Counter, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    submission = counter.request().submission
    with monkeypatch.context() as patch:
        patch.setattr(releasing, step, killed)
        with pytest.raises(KeyboardInterrupt):
            counter.issue(submission=submission)
    assert ledger() == 0
    issued = counter.issue(submission=submission)
    assert (issued.is_released, PaperRequest.objects.count(), ledger()) == (True, 1, 300)


def test_a_file_lost_before_it_reached_the_disk_is_set_again_to_the_same_bytes(counter: Counter) -> None:
    begun = counter.begin()
    file_of(begun.sha256).unlink()
    assert counter.pay(begun).is_released
    assert paperwork.kept(begun.sha256)


def test_another_papers_bytes_are_stopped_with_an_alarm_and_nothing_is_charged(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = counter.begin(0), counter.begin(1)
    pdf = paperwork.kept(other.sha256)
    monkeypatch.setattr(releasing, "kept", lambda request, paper: pdf)
    with pytest.raises(Refused, match="一致しない"):
        counter.pay(mine)
    assert ledger() == 0
    assert Entry.objects.filter(action="papers.alarm").count() == 1
    assert asked(mine).state == State.SET


def test_a_typesetter_that_mixes_up_papers_is_stopped_before_anything_is_kept(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = counter.begin(1)
    wrong = setting.rendered(asked(other))
    monkeypatch.setattr(setting, "rendered", lambda request: wrong)
    with pytest.raises(Refused, match="一致しない"):
        counter.begin(0)
    failed = PaperRequest.objects.exclude(pk=other.request_id).get()
    assert (failed.state, failed.fault) == (State.FAILED, "WrongPaperError")
    assert not IssuedPaper.objects.filter(request=failed).exists()


def test_nothing_is_locked_while_a_paper_is_set(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    render = setting.rendered
    depth = len(connection.savepoint_ids)
    monkeypatch.setattr(
        setting, "rendered", lambda request: seen.append(len(connection.savepoint_ids)) or render(request)
    )
    counter.issue()
    assert seen == [depth], "no transaction of the engine is open"


def test_an_issue_takes_a_fixed_number_of_queries(counter: Counter) -> None:
    counter.issue()
    counts = []
    for who in (0, 1):
        with CaptureQueriesContext(connection) as made:
            counter.issue(who)
        counts.append(len(made))
    assert counts[0] == counts[1] <= 45


def test_who_may_not_issue_gets_nothing(counter: Counter) -> None:
    stranger = type(counter)(**{**vars(counter), "officer": SYSTEM_ACTOR.about("")})
    assert stranger.issue().is_released, "the system itself may"
    outsider = type(counter)(**{**vars(counter), "officer": counter.officer.__class__(9, "道路　四郎")})
    with pytest.raises(Forbidden):
        outsider.issue()


def test_law_asks_a_lawyer_for_more_than_the_person(counter: Counter) -> None:
    with pytest.raises(Refused) as refused:
        counter.begin(standing=Standing.PROFESSIONAL)
    fields = {fault.field for fault in refused.value.faults}
    assert {"office", "qualification", "business", "client", "purpose"} <= fields


def test_an_office_pays_nothing(counter: Counter) -> None:
    said = {"agency": "さくら県税事務所", "post": "主事 税野", "statute": "国税徴収法第146条の2", "purpose": "滞納整理"}
    issued = counter.issue(standing=Standing.OFFICIAL, particulars=said)
    assert (issued.fee, asked(issued).exemption, ledger()) == (0, "official", 0)
    assert FeeLine.objects.get(kind="charge").amount == 0, "also what is free stands in the ledger"


def test_an_exemption_must_be_explained_where_the_town_asks_for_it(counter: Counter) -> None:
    with pytest.raises(Refused, match="理由"):
        counter.begin(exemption="ordinance")
    assert counter.issue(exemption="ordinance", exemption_reason="生活保護受給証明書を見た").fee == 0


def test_a_clerk_gives_up_before_the_release_and_a_supervisor_voids_after_it(counter: Counter) -> None:
    given_up, done = counter.begin(), counter.issue()
    void(counter.officer, request_id=given_up.request_id, reason="請求者が帰った")
    with pytest.raises(Refused, match="無効"):
        counter.pay(given_up)
    with pytest.raises(Forbidden):
        void(counter.officer, request_id=done.request_id, reason="内容の間違い")
    void(counter.chief, request_id=done.request_id, reason="内容の間違い")
    assert (asked(done).state, ledger()) == (State.VOID, 300), "money is given back by itself"


def test_money_is_given_back_once_by_a_supervisor_with_a_reason(counter: Counter) -> None:
    done = counter.issue()
    with pytest.raises(Forbidden):
        refund(counter.officer, request_id=done.request_id, reason="内容の間違い")
    with pytest.raises(Refused, match="理由"):
        refund(counter.chief, request_id=done.request_id, reason=" ")
    refund(counter.chief, request_id=done.request_id, reason="内容の間違い")
    with pytest.raises(Refused, match="既に"):
        refund(counter.chief, request_id=done.request_id, reason="もう一度")
    assert ledger() == 0


def test_a_spoiled_sheet_is_printed_again_with_a_reason(counter: Counter) -> None:
    done = counter.issue()
    again = print_again(counter.officer, request_id=done.request_id, reason="用紙がつまった")
    assert again.number == 2
    with pytest.raises(Refused, match="印刷できません"):
        print_again(counter.officer, request_id=counter.begin().request_id, reason="用紙がつまった")


def test_a_new_paper_for_a_spoiled_one_says_so_and_costs_nothing(counter: Counter) -> None:
    spoiled = counter.issue()
    fresh = counter.issue(replaces=spoiled.request_id, exemption="reissue")
    assert "再発行" in paperwork.text_of(paperwork.kept(fresh.sha256))
    assert "再発行" not in paperwork.text_of(paperwork.kept(spoiled.sha256))
    assert ledger() == 300


def test_the_sweep_goes_on_with_todays_and_ends_yesterdays(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(releasing, "set_paper", lambda *_: None)
        cut_short = counter.begin()
    waiting = counter.begin(1)
    later = timezone.now() + PATIENCE * 2
    assert sweep(SYSTEM_ACTOR, now=later) == {"set": 1, "failed": 0, "void": 0}
    assert asked(cut_short).state == State.SET
    tomorrow = later + timezone.timedelta(days=1)
    assert sweep(SYSTEM_ACTOR, now=tomorrow)["void"] == 2
    assert sweep(SYSTEM_ACTOR, now=tomorrow) == {"set": 0, "failed": 0, "void": 0}
    assert {asked(each).state for each in (cut_short, waiting)} == {State.VOID}
    assert ledger() == 0
