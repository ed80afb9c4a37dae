"""What the database itself refuses, whatever the code does: each row is written past every action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from madoguchi.engines.issuance.models import Closing, FeeLine, IssuedPaper, PaperRequest, Release

from .counter import Counter, asked

pytestmark = pytest.mark.django_db
NOW = timezone.now


def refused(write: Callable[[], Any]) -> str:
    """The SQLSTATE with which the database refuses a write. Fails where it does not."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        write()
    return str(getattr(caught.value.__cause__, "sqlstate", ""))


FOREIGN_KEY, UNIQUE, CHECK = "23503", "23505", "23514"


def paper(of: PaperRequest, **changes: Any) -> IssuedPaper:
    """A paper of a request."""
    values = {"request": of, "person_id": of.person_id, "serial": of.serial, "sha256": "0" * 64, "pages": 1}
    return IssuedPaper(**{**values, "set_at": NOW(), **changes})


def test_a_paper_of_one_person_cannot_be_attached_to_anothers_request(counter: Counter) -> None:
    mine, other = asked(counter.begin(0)), asked(counter.begin(1))
    IssuedPaper.objects.filter(request=mine).delete()
    assert refused(lambda: paper(mine, person_id=other.person_id).save()) == FOREIGN_KEY
    assert refused(lambda: paper(mine, serial=other.serial).save()) == FOREIGN_KEY


def test_the_same_bytes_cannot_serve_two_requests(counter: Counter) -> None:
    mine, other = counter.begin(0), counter.begin(1)
    IssuedPaper.objects.filter(request=mine.request_id).delete()
    assert refused(lambda: paper(asked(mine), sha256=other.sha256).save()) == UNIQUE


def test_a_request_has_one_paper(counter: Counter) -> None:
    mine = asked(counter.begin())
    assert refused(lambda: paper(mine).save()) == UNIQUE


def line(counter: Counter, of: PaperRequest, **changes: Any) -> FeeLine:
    """The next line of the drawer: a charge for a request."""
    last = FeeLine.objects.filter(drawer=counter.drawer()).order_by("-position")[0]
    values = {
        "drawer": last.drawer, "position": last.position + 1, "kind": "charge", "amount": of.fee, "open": True,
        "balance": last.balance + of.fee, "before": last.position, "before_balance": last.balance,
        "before_open": last.open, "request": of, "paper": IssuedPaper.objects.get(request=of), "fee": of.fee,
        "person_id": of.person_id, "at": NOW(), "clerk": "",
    }  # fmt: skip
    return FeeLine(**{**values, **changes})


def test_a_paper_is_charged_once_at_its_own_fee_for_its_own_person(counter: Counter) -> None:
    done, begun, other = counter.issue(0), asked(counter.begin(0)), asked(counter.begin(1))
    assert refused(lambda: line(counter, asked(done)).save()) == UNIQUE
    wrong_fee = {"fee": 100, "amount": 100, "balance": 400}
    assert refused(lambda: line(counter, begun, **wrong_fee).save()) == FOREIGN_KEY
    assert refused(lambda: line(counter, begun, amount=0, balance=300).save()) == CHECK
    assert refused(lambda: line(counter, begun, person_id=other.person_id).save()) == FOREIGN_KEY
    others_paper = IssuedPaper.objects.get(request=other)
    assert refused(lambda: line(counter, begun, paper=others_paper).save()) == FOREIGN_KEY
    assert refused(lambda: line(counter, begun, paper=None).save()) == CHECK


def release(of: PaperRequest, charge: FeeLine, **changes: Any) -> Release:
    """A release of a request."""
    values = {"request": of, "paper": IssuedPaper.objects.get(request=of), "charge": charge,
              "person_id": of.person_id, "released_at": NOW(), "releaser": ""}  # fmt: skip
    return Release(**{**values, **changes})


def test_a_release_takes_the_papers_own_charge_and_happens_once(counter: Counter) -> None:
    done, begun = counter.issue(0), asked(counter.begin(1))
    others = FeeLine.objects.get(kind="charge")
    assert refused(lambda: release(begun, others).save()) in {FOREIGN_KEY, UNIQUE}
    with transaction.atomic():
        own = line(counter, begun)
        own.save()
    assert refused(lambda: release(begun, own, paper_id=asked(done).paper.pk).save()) in {FOREIGN_KEY, UNIQUE}
    assert refused(lambda: release(begun, own, person_id=asked(done).person_id).save()) == FOREIGN_KEY
    release(begun, own).save()
    assert refused(lambda: release(begun, own).save()) == UNIQUE


def test_no_request_is_released_without_its_own_release(counter: Counter) -> None:
    done, begun = asked(counter.issue(0)), asked(counter.begin(1))
    rows = PaperRequest.objects.filter(pk=begun.pk)
    assert refused(lambda: rows.update(state="released", ended_at=NOW())) == CHECK
    assert refused(lambda: rows.update(state="released", ended_at=NOW(), release=done.release_id)) in {
        UNIQUE,
        FOREIGN_KEY,
    }
    assert refused(lambda: PaperRequest.objects.filter(pk=done.pk).update(state="failed", fault="x")) == CHECK


def test_a_request_names_its_own_person(counter: Counter) -> None:
    row = PaperRequest.objects.filter(pk=counter.begin(0).request_id)
    assert refused(lambda: row.update(person_ids=[counter.residents[1]])) == CHECK


def test_nothing_follows_a_closing_and_nothing_slips_in_between(counter: Counter) -> None:
    counter.issue(0)
    begun = asked(counter.begin(1))
    counter.close()
    assert refused(lambda: line(counter, begun).save()) == CHECK, "the line before must be open"
    assert refused(lambda: line(counter, begun, before_open=True).save()) == FOREIGN_KEY
    slip = {"position": 1, "before": 0, "before_balance": 0, "before_open": True, "balance": 300}
    assert refused(lambda: line(counter, begun, **slip).save()) == UNIQUE
    assert refused(lambda: line(counter, begun, position=9, before=8, before_open=True).save()) == FOREIGN_KEY


def test_a_balance_cannot_lie(counter: Counter) -> None:
    counter.issue(0)
    begun = asked(counter.begin(1))
    assert refused(lambda: line(counter, begun, balance=1).save()) == CHECK
    assert refused(lambda: line(counter, begun, before_balance=0, balance=300).save()) == FOREIGN_KEY


def test_a_closing_says_the_balance_of_the_ledger_and_explains_a_difference(counter: Counter) -> None:
    counter.issue(0)
    made = counter.close()
    row = Closing.objects.filter(pk=made.pk)
    assert refused(lambda: row.update(expected=0, counted=0)) == FOREIGN_KEY
    assert refused(lambda: row.update(counted=299, difference=-1)) == CHECK
    assert refused(lambda: row.update(difference=0, counted=299)) == CHECK


def test_the_keys_are_where_the_catalogue_can_see_them(counter: Counter) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND cardinality(conkey) > 1"
            " AND connamespace = current_schema()::regnamespace AND starts_with(conrelid::regclass::text, 'issuance_')"
        )
        assert cursor.fetchone()[0] == 9
