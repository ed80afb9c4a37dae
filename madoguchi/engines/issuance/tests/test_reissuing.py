"""再発行: a spoiled paper has one successor, which says the same and costs nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.issuance import kinds
from madoguchi.engines.issuance.actions.reissuing import reissue
from madoguchi.engines.issuance.actions.releasing import finish
from madoguchi.engines.issuance.actions.undoing import refund, void
from madoguchi.engines.issuance.inputs import Issued
from madoguchi.engines.issuance.models import PaperRequest, State, Voiding
from madoguchi.engines.issuance.queries.checking import check_paper
from madoguchi.engines.issuance.sealing import seal, unseal
from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.audit.models import Entry

from .counter import KIND, Counter, asked, ledger

pytestmark = pytest.mark.django_db
WHY = "渡す前に破れた"


def again(counter: Counter, spoiled: Issued, reason: str = WHY) -> PaperRequest:
    return reissue(counter.chief, town=counter.town, request_id=spoiled.request_id, reason=reason)


def standing(paper: PaperRequest) -> str:
    checked = check_paper(paper.code)
    return checked.standing if checked else ""


def test_a_torn_paper_is_replaced_by_one_that_says_the_same(counter: Counter) -> None:
    spoiled = counter.issue(1)
    made = again(counter, spoiled)
    done = finish(counter.officer, request_id=made.pk)
    text = paperwork.text_of(paperwork.kept(done.sha256))
    assert "再発行" in text and "乙野" in text and made.serial in text and spoiled.serial not in text
    assert (done.is_released, made.fee, ledger(), made.person_id) == (True, 0, 300, counter.residents[1])
    assert asked(spoiled).state == State.VOID
    assert Voiding.objects.get().reason == f"再発行（{made.serial}）：{WHY}"
    assert Entry.objects.get(action="papers.reissue").detail["replaces"] == spoiled.serial


def test_the_old_one_no_longer_passes_the_check_and_the_new_one_does(counter: Counter) -> None:
    spoiled = counter.issue()
    assert standing(asked(spoiled)) == "valid"
    made = again(counter, spoiled)
    finish(counter.officer, request_id=made.pk)
    assert (standing(asked(spoiled)), standing(made)) == ("void", "valid")


def test_a_second_click_gives_the_same_successor(counter: Counter) -> None:
    spoiled = counter.issue()
    assert {again(counter, spoiled).pk, again(counter, spoiled).pk} == {PaperRequest.objects.latest("pk").pk}
    assert PaperRequest.objects.count() == 2


def test_cut_short_before_its_paper_is_set_it_goes_on(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    spoiled = counter.issue()
    with monkeypatch.context() as patch:
        patch.setattr("madoguchi.engines.issuance.actions.reissuing.set_paper", killed)
        with pytest.raises(KeyboardInterrupt):
            again(counter, spoiled)
    made = again(counter, spoiled)
    assert (made.state, PaperRequest.objects.count()) == (State.SET, 2)


def test_whoever_got_a_new_paper_does_not_get_the_money_too(counter: Counter) -> None:
    spoiled = counter.issue()
    made = again(counter, spoiled)
    finish(counter.officer, request_id=made.pk)
    with pytest.raises(Refused, match="差し替えた紙面"):
        refund(counter.chief, request_id=spoiled.request_id, reason="間違い")
    void(counter.chief, request_id=made.pk, reason="これも破れた")
    refund(counter.chief, request_id=spoiled.request_id, reason="使えなかった")
    assert ledger() == 0


def test_money_given_back_and_a_free_paper_never_come_together(counter: Counter) -> None:
    """Whichever comes first, and however often the paper was replaced."""
    paid, spoiled = counter.issue(), counter.issue(1)
    refund(counter.chief, request_id=paid.request_id, reason="間違い")
    with pytest.raises(Refused, match="返した紙面"):
        again(counter, paid)
    waiting = again(counter, spoiled)
    with pytest.raises(Refused, match="差し替えた紙面"):
        refund(counter.chief, request_id=spoiled.request_id, reason="間違い")
    second = again(counter, finish(counter.officer, request_id=waiting.pk))
    finish(counter.officer, request_id=second.pk)
    with pytest.raises(Refused, match="差し替えた紙面"):
        refund(counter.chief, request_id=spoiled.request_id, reason="間違い")
    assert ledger() == 300


def test_what_is_refused(counter: Counter) -> None:
    spoiled, waiting = counter.issue(), counter.begin(1)
    with pytest.raises(Forbidden):
        reissue(counter.officer, town=counter.town, request_id=spoiled.request_id, reason=WHY)
    with pytest.raises(Refused, match="理由"):
        again(counter, spoiled, reason="　")
    with pytest.raises(Refused, match="再発行できません"):
        again(counter, waiting)
    day_before = timezone.now() - timedelta(days=1)
    PaperRequest.objects.filter(pk=spoiled.request_id).update(requested_at=day_before)
    with pytest.raises(Refused, match="新しい請求"):
        again(counter, spoiled)
    assert asked(spoiled).state == State.RELEASED


def test_what_lies_sealed_is_bound_to_the_new_serial(counter: Counter) -> None:
    spoiled = asked(counter.issue())
    PaperRequest.objects.filter(pk=spoiled.pk).update(sealed=seal({"number": "1"}, serial=spoiled.serial))
    made = reissue(counter.chief, town=counter.town, request_id=spoiled.pk, reason=WHY)
    assert unseal(bytes(made.sealed or b""), serial=made.serial) == {"number": "1"}


def test_a_system_hears_of_both_releases_and_may_stop_either(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int | None] = []

    def once(actor: object, request: PaperRequest) -> None:
        heard.append(request.replaces_id)
        if request.replaces_id:
            raise Refused("もう登録されていません。")

    monkeypatch.setattr(kinds, "paper_kinds", lambda: {KIND.code: replace(KIND, on_release=once)})
    spoiled = counter.issue()
    made = again(counter, spoiled)
    with pytest.raises(Refused, match="もう登録されていません"):
        finish(counter.officer, request_id=made.pk)
    assert heard == [None, spoiled.request_id]
    assert (asked(spoiled).state, PaperRequest.objects.get(pk=made.pk).state) == (State.VOID, State.SET)
