"""Values that are typed in: never without evidence or overwritten, always marked, second to what is measured."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction

from madoguchi.engines.indicators.tests.counted import counted
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import client_of, make_user
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.uploads import Attachment
from madoguchi.foundation.vault.shelves import KeptFileLostError
from madoguchi.systems.plan.progress.actions import load
from madoguchi.systems.plan.progress.errors import Refused
from madoguchi.systems.plan.progress.figures import measuring
from madoguchi.systems.plan.progress.figures.actions import type_value
from madoguchi.systems.plan.progress.figures.keeping import EVIDENCE
from madoguchi.systems.plan.progress.models import Measure, Plan, TypedValue

from .conftest import CARD, LINES, MANAGER, WORDS, small

if TYPE_CHECKING:
    from django.test import Client

    from madoguchi.foundation.towns.models import Town

pytestmark = pytest.mark.django_db
FORM = "/desk/plan/small/measures/1-1-1/1-1-1/2024/"
PAPER = "月,予約\n3,18250\n".encode()
FILE = Attachment("月報.csv", "text/csv", PAPER)
SAID = {"revision": "0", "value": "18250", "as_of": "2025-03-31", "origin": "図書館の月報"}


def sent(content: bytes = PAPER, name: str = "月報.csv", **changes: str) -> dict[str, Any]:
    """The form with its file."""
    return {**SAID, **changes, "evidence": SimpleUploadedFile(name, content)}


def typed(measure: Measure, **changes: Any) -> TypedValue:
    """A value of the indicator 1-1-1 of 2024."""
    said: dict[str, Any] = {
        "measure_id": measure.pk, "indicator": "1-1-1", "year": 2024, "value": Decimal(18250),
        "origin": "図書館の月報", "as_of": date(2025, 3, 31), "evidence": FILE,
    }  # fmt: skip
    return type_value(MANAGER, **{**said, **changes})


def measured(monkeypatch: pytest.MonkeyPatch, amount: int, indicator: str = "1-1-1", base: int | None = None) -> None:
    """From now on the house's figure of resident acts measures an indicator of the plan, and counted 2024."""
    line = measuring.Entry(plan="small", indicator=indicator, measured="people.acts")
    monkeypatch.setattr(measuring, "town_data", lambda schema: (line,))
    days = {date(2024, 5, 1): amount}
    counted("people.acts", days, date(2024, 4, 1), date(2025, 4, 1), part="entry", base=base)


def test_the_division_types_in_a_value_with_its_evidence(
    plan: Plan, books: Measure, librarian_client: Client, visitor: Client
) -> None:
    entries = Entry.objects.filter(action="plan.type").count()
    assert "手で入れる" in librarian_client.get("/desk/plan/small/measures/1-1-1/").content.decode()
    page = librarian_client.post(FORM, sent(), follow=True).content.decode()
    assert "18,250件" in page and "手入力（根拠あり）" in page and "根拠：月報.csv" in page
    assert Entry.objects.filter(action="plan.type").count() == entries + 1
    row = TypedValue.objects.get(measure=books)
    opened = librarian_client.get(f"/desk/plan/small/evidence/{row.pk}/")
    assert opened.content == PAPER and "attachment" in opened["Content-Disposition"]
    assert Entry.objects.filter(action="plan.evidence", subject=f"typed_value:{row.pk}").count() == 1
    public = visitor.get("/plan/small/measures/1-1-1/").content.decode()
    assert "18,250件" in public and "手入力（根拠あり）" in public and "図書館の月報" in public
    assert "evidence" not in public and "月報.csv" not in public and "社教" not in public


def test_open_data_says_that_it_was_typed(plan: Plan, books: Measure, visitor: Client) -> None:
    typed(books)
    rows = list(csv.DictReader(io.StringIO(visitor.get("/plan/small/data.csv").content.decode("utf-8-sig"))))
    found = {
        (row["年度"], row["実績値"], row["実績値の種類"], row["いつ現在"]) for row in rows if row["番号"] == "1-1-1"
    }
    assert found == {("2024", "18250", "手入力（根拠あり）", "2025-03-31"), ("2025", "未計測", "未計測", "")}
    data = json.loads(visitor.get("/plan/small/data.json").content)
    (one,) = (each for each in data["measures"] if each["code"] == "1-1-1" and each["fiscal_year"] == 2024)
    assert [(each["measured"], each["source"], each["day"]) for each in one["indicators"]] == [
        ("18250", "typed", "2025-03-31")
    ]
    assert "月報.csv" not in json.dumps(data, ensure_ascii=False)


def test_without_evidence_it_is_not_taken(plan: Plan, librarian_client: Client) -> None:
    for form in (SAID, sent(b""), sent(b"%PDF-1.7 x", "a.pdf"), sent(b"\x00\x01\x02binary")):
        assert librarian_client.post(FORM, form).status_code == 422
    assert not TypedValue.objects.exists()


def test_the_database_takes_no_value_without_evidence(plan: Plan, books: Measure) -> None:
    row = typed(books)
    for wrong in (
        {"evidence_sha256": ""},
        {"evidence_size": 0},
        {"evidence_name": ""},
        {"origin": ""},
        {"revision": 2, "reason": "x"},
        {"revision": 2, "replaces": row, "reason": "x"},
        {"revision": 2, "replaces": row, "replaced_revision": 1, "reason": ""},
        {"revision": 2, "replaces": row, "replaced_revision": 1, "reason": "x", "fiscal_year": 2025},
        {"revision": 2, "replaces": row, "replaced_revision": 1, "reason": "x", "indicator": "1-1-2"},
        {"revision": 3, "replaces": row, "replaced_revision": 2, "reason": "x"},
    ):
        copy = TypedValue.objects.get(pk=row.pk)
        copy.pk = None
        copy._state.adding = True
        copy.fiscal_year = 2024
        for name, value in (
            {"revision": 1, "indicator": "other"} | wrong if "revision" not in wrong else wrong
        ).items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_correction_names_what_it_replaces_and_both_stay(
    plan: Plan, books: Measure, librarian_client: Client
) -> None:
    first = typed(books)
    form = sent(value="18300.5", revision="1")
    refused = librarian_client.post(FORM, form)
    assert refused.status_code == 422 and "訂正する理由" in refused.content.decode()
    page = librarian_client.post(FORM, {**sent(value="18300.5", revision="1"), "reason": "集計もれ"}, follow=True)
    text = page.content.decode()
    assert "18,300.5件" in text and "<del>18,250</del> を訂正：集計もれ" in text
    second = TypedValue.objects.get(measure=books, revision=2)
    assert second.replaces == first
    assert TypedValue.objects.get(pk=first.pk).value == Decimal(18250)


def test_the_second_of_two_clerks_is_told_who_was_first(plan: Plan, books: Measure, librarian_client: Client) -> None:
    second = client_of(make_user("test-second", "社教　二葉", "社会教育課"))
    librarian_client.post(FORM, sent())
    refused = second.post(FORM, sent(value="9", reason="x"))
    assert refused.status_code == 422
    assert "社会教育課　社教　十和が" in refused.content.decode() and "18,250" in refused.content.decode()
    assert TypedValue.objects.get(measure=books).value == Decimal(18250)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "-1"}, "0"),
        ({"value": "たくさん"}, "数"),
        ({"origin": "　"}, "入"),
        ({"as_of": "2024-03-31"}, "令和6年度の初めから"),
        ({"as_of": "2099-01-01"}, "きょうまで"),
    ],
)
def test_what_cannot_be_comes_back(plan: Plan, librarian_client: Client, changes: dict[str, str], words: str) -> None:
    answer = librarian_client.post(FORM, sent(**changes))
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not TypedValue.objects.exists()


def test_another_division_types_nothing_and_nobody_types_what_is_to_come(
    plan: Plan, books: Measure, clerk_client: Client, auditor_client: Client
) -> None:
    for client in (clerk_client, auditor_client):
        refused = client.post(FORM, sent())
        assert refused.status_code == 422 and "社会教育課" in refused.content.decode()
    assert client_of(make_user("test-unappointed", "発令　無")).post(FORM, sent()).status_code == 403
    assert clerk_client.get(FORM.replace("2024", "2030")).status_code == 404
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    with pytest.raises(Refused, match="終了"):
        typed(books)


def test_a_measured_value_always_wins_and_the_typed_past_stays(
    plan: Plan, books: Measure, visitor: Client, librarian_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(books)
    measured(monkeypatch, 19001)
    public = visitor.get("/plan/small/measures/1-1-1/").content.decode()
    assert "19,001件" in public and "18,250" not in public
    page = librarian_client.get("/desk/plan/small/measures/1-1-1/").content.decode()
    assert "19,001件" in page and "手で入れた値の記録" in page and "18,250" in page
    with pytest.raises(Refused, match="計測しています"):
        typed(books, revision=1, reason="x")
    typed(books, year=2025, as_of=date(2026, 3, 31))  # a year that nothing counted


def test_a_figure_in_another_unit_is_another_figure(
    plan: Plan, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(monkeypatch, 19001, indicator="1-1-2")
    assert "19,001" not in visitor.get("/plan/small/measures/1-1-2/").content.decode()


def test_values_stay_when_the_plan_is_loaded_again(plan: Plan, books: Measure, visitor: Client) -> None:
    typed(books)
    load(MANAGER, card=CARD, measures=small(LINES[0], LINES[3]), words=WORDS.encode(), reason="施策が減った")
    assert "18,250件" in visitor.get("/plan/small/measures/1-1-1/").content.decode()
    with pytest.raises(Refused, match="根拠のある値"):
        load(MANAGER, card=CARD, measures=small(*LINES[1:4]), words=WORDS.encode(), reason="施策が減った")


def test_evidence_is_sealed_and_never_shown_where_it_was_altered(
    plan: Plan, books: Measure, visitor: Client, clerk_client: Client
) -> None:
    row = typed(books)
    path = EVIDENCE.path_of(row.evidence_sha256)
    assert row.evidence_sha256 == hashlib.sha256(PAPER).hexdigest()
    assert PAPER not in path.read_bytes()
    address = f"/desk/plan/small/evidence/{row.pk}/"
    assert visitor.get(address).status_code == 302
    assert client_of(make_user("test-unappointed", "発令　無")).get(address).status_code == 403
    assert clerk_client.get(f"/desk/plan/h24_h25/evidence/{row.pk}/").status_code == 404
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(KeptFileLostError):
            EVIDENCE.kept(row.evidence_sha256)
        answer = clerk_client.get(address)
        assert answer.status_code == 410 and "根拠のファイルを読み取れません" in answer.content.decode()
        EVIDENCE.keep(PAPER)
        assert EVIDENCE.kept(row.evidence_sha256) == PAPER
    finally:
        path.write_bytes(whole)


def test_the_application_cannot_change_a_typed_value(plan: Plan, books: Measure, as_application: None) -> None:
    row = typed(books)
    for change in (lambda: TypedValue.objects.filter(pk=row.pk).update(value=1), row.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_stands(town: Town) -> None:
    measure = Measure.objects.get(section__goal__plan__code="h24_h25", code="2-1-2")
    barrier = threading.Barrier(2)

    def one(value: int) -> object:
        try:
            with in_town(town):
                barrier.wait(30)
                return typed(measure, indicator="2-1-2", year=2012, value=Decimal(value), as_of=date(2013, 3, 31))
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(one, (1, 2), timeout=120))
    (refused,) = (each for each in answers if isinstance(each, Refused))
    assert "管理　一が" in str(refused)
    assert TypedValue.objects.filter(measure=measure).count() == 1
