"""The plan at the desk and on the portal, through HTTP."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import client_of, make_user
from madoguchi.systems.plan.progress.actions import close, load, publish
from madoguchi.systems.plan.progress.models import Measure, Plan, Reported
from madoguchi.systems.plan.progress.work import work

from .conftest import CARD, LINES, MANAGER, WORDS, small

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from madoguchi.foundation.access.models import User

FORM = "/desk/plan/small/measures/1-1-1/2024/"
SAID = {"revision": "0", "stage": "carried", "reason": "", "note": "予約を始めた"}


def files(measures: bytes | None = None, **changes: str) -> dict[str, object]:
    """The form of loading with its files."""
    card = {"code": "small", "name": "小さな計画", "first": "2024", "last": "2025", "reason": "", **changes}
    sent = SimpleUploadedFile("plan.csv", measures or small())
    return {**card, "measures": sent, "words": SimpleUploadedFile("words.csv", WORDS.encode())}


def test_a_plan_is_loaded_checked_and_published(administrator_client: Client, visitor: Client) -> None:
    loaded = administrator_client.post("/desk/plan/load/", files(), follow=True)
    assert "まだ公開していません" in loaded.content.decode()
    assert visitor.get("/plan/small/").status_code == 404
    plan = Plan.objects.get(code="small")
    done = administrator_client.post(
        "/desk/plan/small/state/", {"act": "publish", "revision": plan.revision}, follow=True
    )
    assert "公開しました" in done.content.decode()
    assert "図書の予約" in visitor.get("/plan/small/").content.decode()
    late = administrator_client.post(
        "/desk/plan/small/state/", {"act": "close", "revision": plan.revision}, follow=True
    )
    assert "ほかの人が先に変えました" in late.content.decode()


def test_a_file_with_faults_is_shown_line_by_line(administrator_client: Client) -> None:
    bad = small(*LINES, "2-1-2,2,1,点検,新規,情報推進課,中止,実施,,,,,")
    answer = administrator_client.post("/desk/plan/load/", files(bad))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "誤りが1件" in page and "status_fy2024" in page and "中止" in page
    assert not Plan.objects.filter(code="small").exists()


def test_only_who_manages_plans_loads_and_publishes(plan: Plan, clerk_client: Client, visitor: Client) -> None:
    assert clerk_client.get("/desk/plan/load/").status_code == 403
    assert clerk_client.post("/desk/plan/small/state/", {"act": "close", "revision": "2"}).status_code == 403
    assert visitor.get("/desk/plan/").status_code == 302


def test_the_division_says_what_became_of_its_measure(
    plan: Plan, books: Measure, librarian_client: Client, visitor: Client
) -> None:
    entries = Entry.objects.filter(action="plan.report").count()
    assert "記入する" in librarian_client.get("/desk/plan/small/measures/1-1-1/").content.decode()
    page = librarian_client.post(FORM, SAID, follow=True).content.decode()
    assert "予約を始めた" in page and "社教　十和" in page
    assert Entry.objects.filter(action="plan.report").count() == entries + 1
    assert "予約を始めた" in visitor.get("/plan/small/measures/1-1-1/").content.decode()


def test_another_division_does_not(plan: Plan, clerk_client: Client) -> None:
    assert "記入できるのは、担当部署の職員です" in clerk_client.get("/desk/plan/small/measures/1-1-1/").content.decode()
    refused = clerk_client.post(FORM, SAID)
    assert refused.status_code == 422
    assert "社会教育課" in refused.content.decode()
    assert not Reported.objects.filter(measure__section__goal__plan=plan).exists()


def test_a_departure_from_the_plan_owes_a_reason(plan: Plan, librarian_client: Client) -> None:
    late = {**SAID, "stage": "study"}
    refused = librarian_client.post(FORM, late)
    assert refused.status_code == 422
    assert "変わった理由を入れてください" in refused.content.decode()
    page = librarian_client.post(FORM, {**late, "reason": "予算が付かなかった"}, follow=True).content.decode()
    assert "予算が付かなかった" in page and "計画から変更" in page


def test_two_clerks_never_overwrite_each_other(plan: Plan, books: Measure, librarian_client: Client) -> None:
    """Both have opened the form while nobody had reported; the second is told who was first."""
    second = client_of(make_user("test-second", "社教　二葉", "社会教育課"))
    librarian_client.post(FORM, SAID)
    refused = second.post(FORM, {**SAID, "stage": "done", "note": "別の記入"})
    assert refused.status_code == 422
    assert "社会教育課　社教　十和が" in refused.content.decode()
    assert Reported.objects.get(measure=books).note == "予約を始めた"
    again = second.post(FORM, {**SAID, "revision": "1", "stage": "done"}, follow=True).content.decode()
    assert "完了" in again
    assert Reported.objects.filter(measure=books).count() == 2


def test_who_manages_plans_reports_for_divisions_that_are_no_more(plan: Plan, administrator_client: Client) -> None:
    page = administrator_client.post(
        "/desk/plan/small/measures/1-1-2/2024/", {**SAID, "stage": "partial"}, follow=True
    ).content.decode()
    assert "いまの組織にない名" in page and "管理　三枝" in page


@pytest.mark.parametrize("address", ["measures/1-1-1/2030/", "measures/9-9-9/", "measures/9-9-9/2024/"])
def test_what_is_not_there(plan: Plan, administrator_client: Client, address: str) -> None:
    assert administrator_client.get(f"/desk/plan/small/{address}").status_code == 404
    assert administrator_client.get("/desk/plan/nothing/").status_code == 404


def test_a_closed_plan_takes_no_reports(plan: Plan, librarian_client: Client) -> None:
    close(MANAGER, plan_id=plan.pk, revision=plan.revision)
    assert "受け付けていません" in librarian_client.get("/desk/plan/small/measures/1-1-1/").content.decode()
    assert librarian_client.post(FORM, SAID).status_code == 422


def test_the_dashboard_counts_what_a_division_owes(plan: Plan, librarian: User, librarian_client: Client) -> None:
    owed = {line.note: line.count for line in work(librarian.as_actor())}
    assert owed["小さな計画"] == 2
    librarian_client.post(FORM, SAID)
    assert {line.note: line.count for line in work(librarian.as_actor())}["小さな計画"] == 1


def test_no_queries_grow_with_the_measures(
    plan: Plan, administrator_client: Client, visitor: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    """Forty measures ask as much as three."""
    counts = {}
    for code in ("small", "h24_h25"):
        for name, client, address in (
            ("desk", administrator_client, f"/desk/plan/{code}/"),
            ("portal", visitor, f"/plan/{code}/"),
            ("csv", visitor, f"/plan/{code}/data.csv"),
        ):
            client.get(address)
            with django_assert_max_num_queries(40) as seen:
                client.get(address)
            counts[code, name] = len(seen)
    for name in ("desk", "portal", "csv"):
        assert counts["small", name] == counts["h24_h25", name]


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", "計測値はまだありません"),
        ("/en", "No measured value yet"),
        ("/zh-hans", "尚无测量值"),
        ("/ko", "아직 측정값이 없습니다"),
    ],
)
def test_residents_read_the_plan_in_four_languages(town: object, visitor: Client, prefix: str, words: str) -> None:
    for address in ("", "h24_h25/", "h24_h25/report/", "h24_h25/measures/2-1-2/", "h22_h23/report/"):
        assert visitor.get(f"{prefix}/plan/{address}").status_code == 200
    page = visitor.get(f"{prefix}/plan/h24_h25/").content.decode()
    assert words in page
    assert visitor.get(f"{prefix}/").status_code == 200


def test_a_name_is_translated_where_the_data_have_it(plan: Plan, visitor: Client) -> None:
    assert "Online book reservation" in visitor.get("/en/plan/h24_h25/measures/2-1-2/").content.decode()
    small_page = visitor.get("/en/plan/small/").content.decode()
    assert "A good town" in small_page
    assert '<span lang="ja">図書の予約</span>' in small_page


def test_open_data_never_gives_a_figure_that_was_not_measured(town: object, visitor: Client) -> None:
    answer = visitor.get("/plan/h24_h25/data.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len({row["番号"] for row in rows}) == 40
    assert {row["実績値"] for row in rows} == {"", "未計測"}
    assert [row["目標値"] for row in rows if row["指標"] == "予約数"] == ["20000", "40000"]
    data = json.loads(visitor.get("/plan/h24_h25/data.json").content)
    assert data["names"]["en"].startswith("Yotsukaido City")
    assert len(data["measures"]) == 80
    assert {each["measured"] for one in data["measures"] for each in one["indicators"]} == {"未計測"}


def test_words_of_a_plan_are_no_markup_and_no_formula(
    town: object, visitor: Client, administrator_client: Client
) -> None:
    line = '1-1-1,1,1,"=1+<script>x</script>",新規,社会教育課,実施,運用,,,,,'
    loaded = load(SYSTEM_ACTOR, card=CARD, measures=small(line)).plan
    publish(SYSTEM_ACTOR, plan_id=loaded.pk, revision=loaded.revision)
    for client, address in ((visitor, "/plan/small/"), (administrator_client, "/desk/plan/small/")):
        assert "<script>x" not in client.get(address).content.decode()
    assert "'=1+" in visitor.get("/plan/small/data.csv").content.decode("utf-8-sig")


def test_the_application_cannot_change_what_was_reported(plan: Plan, books: Measure, as_application: None) -> None:
    from django.db import ProgrammingError, transaction

    from madoguchi.systems.plan.progress.actions import report
    from madoguchi.systems.plan.progress.rules import CARRIED

    row = report(MANAGER, measure_id=books.pk, year=2024, stage=CARRIED)
    for change in (lambda: Reported.objects.filter(pk=row.pk).update(note="x"), row.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_a_measure_shows_what_the_house_measures_of_it(
    clerk_client: Client, administrator_client: Client, measuring_town: Callable[..., None]
) -> None:
    measuring_town({"plan": "small", "measure": "2-1-4", "measured": "issuance.elsewhere"})
    certificates = "2-1-4,2,1,証明書の交付,新規,情報推進課,調査・検討,実施,,,,,"
    administrator_client.post("/desk/plan/load/", files(small(*LINES, certificates)))
    page = clerk_client.get("/desk/plan/small/measures/2-1-4/").content.decode()
    assert "窓口に来なくてよかった証明書" in page and "計測元" in page and "未計測" in page
