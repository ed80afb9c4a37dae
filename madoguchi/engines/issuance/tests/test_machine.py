"""Random days at a counter: money and papers always agree."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from madoguchi.engines.issuance.actions import releasing, setting, undoing
from madoguchi.engines.issuance.actions.sweeping import PATIENCE, sweep
from madoguchi.engines.issuance.inputs import Issued
from madoguchi.engines.issuance.models import (
    Closing,
    Drawer,
    FeeLine,
    IssuedPaper,
    LineKind,
    PaperRequest,
    Release,
    State,
)
from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import SYSTEM_ACTOR

from .counter import Counter, balance_of

PICK = st.integers(0, 40)
COUNTERS = st.sampled_from(["1番窓口", "2番窓口"])
PERSON = st.integers(0, 1)


class Quick:
    """Sets papers in no time: the bytes say the serial and the code, as a real paper does."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def render(self, request: PaperRequest) -> paperwork.Paper:
        """A paper that is only its text."""
        import hashlib

        from madoguchi.engines.issuance.rules.codes import grouped

        pdf = f"{request.serial} {grouped(request.code)} {request.snapshot['name']}".encode()
        return paperwork.Paper(pdf, hashlib.sha256(pdf).hexdigest(), 1, ())

    def keep(self, pdf: bytes) -> str:
        """Keeps it in memory."""
        import hashlib

        sha256 = hashlib.sha256(pdf).hexdigest()
        self.kept[sha256] = pdf
        return sha256


class Days(RuleBasedStateMachine):
    """A counter at which anything may happen in any order."""

    counter: Counter

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.requests: list[Any] = []
        self.closed: dict[int, tuple[int, int]] = {}

    def some(self, pick: int) -> Any:
        """One of the requests made so far."""
        return self.requests[pick % len(self.requests)]

    def attempt(self, act: Any, **arguments: Any) -> None:
        """Does something that may be refused."""
        try:
            with transaction.atomic():
                act(self.counter.chief, **arguments)
        except Refused:
            return

    @rule(who=PERSON, counter=COUNTERS, copies=st.integers(1, 3))
    def begin(self, who: int, counter: str, copies: int) -> None:
        request = self.counter.request(who, counter=counter, copies=copies)
        self.requests.append((self.again(request), request))

    def again(self, request: Any) -> Issued:
        """The same form, sent (again)."""
        return self.counter.begin(self.counter.residents.index(request.person_id), **self.fields(request))

    def fields(self, request: Any) -> dict[str, Any]:
        """What is said again when a form is sent again."""
        return {"counter": request.counter, "copies": request.copies, "submission": request.submission}

    @precondition(lambda self: self.requests)
    @rule(pick=PICK)
    def send_again(self, pick: int) -> None:
        issued, request = self.some(pick)
        assert self.again(request).serial == issued.serial

    @precondition(lambda self: self.requests)
    @rule(pick=PICK)
    def pay(self, pick: int) -> None:
        self.attempt(releasing.finish, request_id=self.some(pick)[0].request_id)

    @precondition(lambda self: self.requests)
    @rule(pick=PICK)
    def void(self, pick: int) -> None:
        self.attempt(undoing.void, request_id=self.some(pick)[0].request_id, reason="間違い")

    @precondition(lambda self: self.requests)
    @rule(pick=PICK, counter=COUNTERS)
    def refund(self, pick: int, counter: str) -> None:
        request_id = self.some(pick)[0].request_id
        self.attempt(undoing.refund, request_id=request_id, reason="間違い", counter=counter)

    @precondition(lambda self: self.requests)
    @rule(pick=PICK)
    def print_again(self, pick: int) -> None:
        self.attempt(undoing.print_again, request_id=self.some(pick)[0].request_id, reason="用紙がつまった")

    @precondition(lambda self: Drawer.objects.exists())
    @rule(short=st.sampled_from([0, 0, 10]))
    def close(self, short: int) -> None:
        drawer = self.counter.drawer()
        balance = balance_of(drawer)
        if balance - short < 0:
            return
        try:
            with transaction.atomic():
                self.counter.close(counted=balance - short, reason="数え違い" if short else "")
        except Refused:
            return
        self.closed[drawer.pk] = (balance, FeeLine.objects.filter(drawer=drawer).count())

    @rule()
    def sweep(self) -> None:
        from django.utils import timezone

        sweep(SYSTEM_ACTOR, now=timezone.now() + PATIENCE * 2)

    @invariant()
    def money_is_papers_released_without_refunds(self) -> None:
        taken = FeeLine.objects.aggregate(yen=Sum("amount"))["yen"] or 0
        released = PaperRequest.objects.filter(release__isnull=False).aggregate(yen=Sum("fee"))["yen"] or 0
        refunded = FeeLine.objects.filter(kind=LineKind.REFUND).aggregate(yen=Sum("fee"))["yen"] or 0
        assert taken == released - refunded

    @invariant()
    def every_release_has_its_own_request_paper_and_charge(self) -> None:
        rows = Release.objects.select_related("request", "paper", "charge")
        for row in rows:
            assert row.request_id == row.paper.request_id == row.charge.request_id
            assert row.person_id == row.request.person_id == row.paper.person_id == row.charge.person_id
        assert len({row.request_id for row in rows}) == len(rows)
        assert FeeLine.objects.filter(kind=LineKind.CHARGE).count() == len(rows), "no charge without a release"

    @invariant()
    def no_paper_without_a_request_and_no_state_without_its_rows(self) -> None:
        assert not IssuedPaper.objects.exclude(serial=F("request__serial")).exists()
        assert not PaperRequest.objects.filter(state=State.RELEASED, release__isnull=True).exists()
        assert not PaperRequest.objects.filter(state=State.SET, paper__isnull=True).exists()

    @invariant()
    def closed_drawers_stay_as_they_were(self) -> None:
        for key, (balance, count) in self.closed.items():
            assert FeeLine.objects.filter(drawer=key).count() == count
            assert Closing.objects.get(drawer=key).expected == balance

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)


@pytest.mark.django_db
def test_random_days_at_a_counter(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = Quick()
    monkeypatch.setattr(setting, "rendered", quick.render)
    for module in (setting, releasing):
        monkeypatch.setattr(module.paperwork, "keep", quick.keep)
        monkeypatch.setattr(module.paperwork, "kept", lambda sha256: quick.kept[sha256])
        monkeypatch.setattr(module.paperwork, "text_of", lambda pdf: pdf.decode())
    Days.counter = counter
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=int(os.environ.get("EXAMPLES", "12")),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            database=None,
        ),
    )
