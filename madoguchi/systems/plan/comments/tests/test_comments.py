"""From a call for comments to its published result: what is promised to residents, and what the office sees."""

from __future__ import annotations

import csv
import io
import logging
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.current import in_town
from madoguchi.systems.plan.comments import town as town_data
from madoguchi.systems.plan.comments.actions import announce, answer, assign, publish, take_apart, write
from madoguchi.systems.plan.comments.demo import fill
from madoguchi.systems.plan.comments.errors import Refused
from madoguchi.systems.plan.comments.models import Answer, Comment, Consultation
from madoguchi.systems.plan.comments.portal import VISITOR
from madoguchi.systems.plan.comments.queries import work
from madoguchi.systems.plan.comments.rules import Phase, blacked_out, phase_on, receipt

from .conftest import ADDRESS, DRAFT, NAME, OFFICE, WORDS, end, said, send, today

if TYPE_CHECKING:
    from django.test import Client

    from madoguchi.foundation.towns.models import Town

pytestmark = pytest.mark.django_db
FORM = "/comments/r8-plan/new/"


def filled(**changes: Any) -> dict[str, Any]:
    """A resident's form."""
    return {"submission": str(uuid.uuid4()), "words": WORDS, "name": NAME, "address": ADDRESS, **changes}


def answered(revision: int | None = None, **changes: Any) -> Answer:
    """An answer of the office."""
    code = "r8-plan"
    seen = revision or Consultation.objects.get(code=code).revision
    usual: dict[str, Any] = {"summary": "夜間の開館", "view": "検討します", "change": Answer.Change.LATER}
    return answer(OFFICE, code=code, revision=seen, **{**usual, **changes})


def put(numbers: list[int], number: int) -> None:
    """Puts comments to an answer."""
    found = Consultation.objects.get(code="r8-plan")
    assign(OFFICE, code="r8-plan", revision=found.revision, comments=numbers, number=number)


def published() -> Consultation:
    """The result of a consultation with two comments under one answer."""
    found = end()
    return publish(OFFICE, code="r8-plan", revision=found.revision)


def test_the_office_writes_and_announces_it(administrator_client: Client, visitor: Client) -> None:
    form = {**said(), "code": "r8-plan", "revision": "0"}
    form |= {name: form[name].isoformat() for name in ("opens_on", "closes_on")}
    sent = {**form, "draft": SimpleUploadedFile("案.txt", "次の計画の案".encode())}
    page = administrator_client.post("/desk/comments/new/", sent, follow=True).content.decode()
    assert "準備中" in page and "（仮）" in page
    assert visitor.get("/comments/r8-plan/").status_code == 404
    act = {"act": "announce", "revision": "1"}
    assert "募集中" in administrator_client.post("/desk/comments/r8-plan/act/", act, follow=True).content.decode()
    public = visitor.get("/comments/r8-plan/").content.decode()
    assert "意見を出す" in public and "次の情報化推進計画（案）" in public and "案.txt" in public
    assert visitor.get("/comments/r8-plan/draft/").content == "次の計画の案".encode()
    late = administrator_client.post("/desk/comments/r8-plan/act/", act, follow=True).content.decode()
    assert "ほかの人が先に変えました" in late
    assert "次の情報化推進計画（案）" in visitor.get("/").content.decode()


def test_a_short_period_gives_its_reason(administrator_client: Client) -> None:
    form = {**said(closes_on=today() + timedelta(days=5)), "code": "short", "revision": "0"}
    form |= {name: form[name].isoformat() for name in ("opens_on", "closes_on")}
    refused = administrator_client.post("/desk/comments/new/", form)
    assert refused.status_code == 422 and "30日より短いときは" in refused.content.decode()
    done = administrator_client.post("/desk/comments/new/", {**form, "short_reason": "急ぐため"}, follow=True)
    assert "急ぐため" in done.content.decode()
    again = administrator_client.post("/desk/comments/new/", {**form, "short_reason": "急ぐため"})
    assert again.status_code == 422 and "もう使われています" in again.content.decode()


def test_a_resident_comments_and_gets_a_number(asked: Consultation, visitor: Client) -> None:
    assert WORDS not in visitor.get(FORM).content.decode()
    page = visitor.post(FORM, filled(may_publish="on"), follow=True).content.decode()
    assert "意見を受け付けました" in page and "r8-plan-0001" in page
    row = Comment.objects.get(consultation=asked)
    assert (row.words, row.may_publish) == (WORDS, True)
    assert NAME.encode() not in bytes(row.sealed or b"")


def test_the_same_form_twice_is_one_comment(asked: Consultation, visitor: Client) -> None:
    form = filled()
    pages = [visitor.post(FORM, form, follow=True).content.decode() for _ in range(2)]
    assert all("r8-plan-0001" in page for page in pages)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("missing", ["words", "name", "address"])
def test_what_is_missing_is_said_and_what_was_written_stays(asked: Consultation, visitor: Client, missing: str) -> None:
    answer = visitor.post(FORM, filled(**{missing: "　"}))
    assert answer.status_code == 422 and "エラー" in answer.content.decode()
    assert missing == "words" or WORDS in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_town_that_does_not_ask_gets_no_name(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(town_data, "custom_of", lambda schema: town_data.Custom(ask_contact=False))
    row = write(OFFICE, code="r8-plan", said=said())
    announce(OFFICE, code=row.code, revision=row.revision)
    assert 'name="address"' not in visitor.get(FORM).content.decode()
    visitor.post(FORM, filled())
    assert Comment.objects.get().sealed is None


def test_it_closes_by_itself(asked: Consultation, visitor: Client) -> None:
    end()
    refused = visitor.post(FORM, filled())
    assert refused.status_code == 410 and "募集の期間ではありません" in refused.content.decode()
    page = visitor.get("/comments/r8-plan/").content.decode()
    assert "募集は終わりました" in page and "意見を出す" not in page
    with pytest.raises(Refused):
        send()
    assert not Comment.objects.exists()


def test_it_does_not_open_before_its_day(visitor: Client) -> None:
    row = write(OFFICE, code="r8-plan", said=said(opens_on=today() + timedelta(days=1)))
    announce(OFFICE, code=row.code, revision=row.revision)
    assert "まだ始まっていません" in visitor.get("/comments/r8-plan/").content.decode()
    assert visitor.post(FORM, filled()).status_code == 410


def test_a_flood_is_held_back(asked: Consultation, visitor: Client, settings: Any) -> None:
    from madoguchi.foundation.defence.figures import Limit

    settings.MADOGUCHI_LIMITS = {**settings.MADOGUCHI_LIMITS, "comment": Limit(times=3, seconds=600)}
    answers = [visitor.post(FORM, filled()).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert Comment.objects.count() == 3


def test_nobody_learns_a_name_in_public_in_the_audit_or_in_the_log(
    asked: Consultation, visitor: Client, clerk_client: Client, administrator_client: Client, caplog: Any
) -> None:
    with caplog.at_level(logging.DEBUG):
        visitor.post(FORM, filled(), follow=True)
        send(words="もう一つの意見")
        end()
        row = answered()
        put([1, 2], row.number)
        published()
    public = [
        visitor.get(each).content.decode()
        for each in (
            "/comments/",
            "/comments/r8-plan/",
            "/",
        )
    ]
    public.append(visitor.get("/comments/r8-plan/result.csv").content.decode())
    audit = "".join(f"{each.actor}{each.subject}{each.detail}" for each in Entry.objects.all())
    desk = [each.get("/desk/comments/r8-plan/").content.decode() for each in (clerk_client, administrator_client)]
    for text in (*public, audit, *desk):
        assert NAME not in text and ADDRESS not in text
    for text in (*public, audit, caplog.text):
        assert WORDS not in text
    assert NAME not in caplog.text
    assert all(WORDS in each for each in desk)


def test_a_contact_is_opened_by_who_manages_and_recorded(
    asked: Consultation, administrator_client: Client, clerk_client: Client
) -> None:
    row = send()
    assert clerk_client.get("/desk/comments/r8-plan/comments/1/").status_code == 403
    page = administrator_client.get("/desk/comments/r8-plan/comments/1/").content.decode()
    assert NAME in page and ADDRESS in page
    assert Entry.objects.filter(action="comments.contact", subject=f"comment:{row.pk}").count() == 1


def test_comments_are_grouped_answered_and_published(
    asked: Consultation, visitor: Client, administrator_client: Client
) -> None:
    for number in range(3):
        send(words=f"{WORDS}{number}")
    base = "/desk/comments/r8-plan/"
    form = {"revision": "2", "summary": "夜間の開館", "view": "令和9年度に試します", "change": "changed"}
    assert "記録しました" in administrator_client.post(base + "answers/new/", form, follow=True).content.decode()
    stale = administrator_client.post(base + "answers/new/", form)
    assert stale.status_code == 422 and "ほかの人が先に" in stale.content.decode()
    early = administrator_client.post(base + "act/", {"act": "publish", "revision": "3"}, follow=True)
    assert "期間が終わってから" in early.content.decode()
    end()
    left = administrator_client.post(base + "act/", {"act": "publish", "revision": "3"}, follow=True)
    assert "まとめます" not in left.content.decode() and "意見が3件あります" in left.content.decode()
    group = {"revision": "3", "comment": ["1", "2", "3"], "answer": "1"}
    assert "3件の意見をまとめました" in administrator_client.post(base + "assign/", group, follow=True).content.decode()
    assert visitor.get("/comments/r8-plan/result.csv").status_code == 404
    done = administrator_client.post(base + "act/", {"act": "publish", "revision": "4"}, follow=True)
    assert "結果を公表しました" in done.content.decode()
    page = visitor.get("/comments/r8-plan/").content.decode()
    assert "夜間の開館" in page and "令和9年度に試します" in page and "案を直しました" in page
    content = visitor.get("/comments/r8-plan/result.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["意見の数"], row["この要旨の意見の数"], row["案への反映"]) == ("3", "3", "案を直しました")
    with pytest.raises(Refused):
        answered(number=1, summary="別のこと")


def test_an_answer_without_comments_is_taken_apart_before_publishing(asked: Consultation) -> None:
    send()
    first, second = answered(), answered(summary="ほか")
    put([1], first.number)
    found = end()
    with pytest.raises(Refused, match="意見の付いていない考え方"):
        publish(OFFICE, code="r8-plan", revision=found.revision)
    with pytest.raises(Refused, match="意見が付いています"):
        take_apart(OFFICE, code="r8-plan", revision=found.revision, number=first.number)
    take_apart(OFFICE, code="r8-plan", revision=found.revision, number=second.number)
    assert published().state == Consultation.State.ANSWERED


def test_nobody_commented(asked: Consultation, visitor: Client) -> None:
    published()
    assert "意見は寄せられませんでした" in visitor.get("/comments/r8-plan/").content.decode()
    content = visitor.get("/comments/r8-plan/result.csv").content.decode("utf-8-sig")
    assert [row["意見の数"] for row in csv.DictReader(io.StringIO(content))] == ["0"]


def test_a_comment_is_answered_in_its_own_consultation_only(asked: Consultation) -> None:
    row = send()
    other = write(OFFICE, code="other", said=said())
    announce(OFFICE, code="other", revision=other.revision)
    foreign = answer(OFFICE, code="other", revision=2, summary="x", view="x", change=Answer.Change.SAME)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=row.pk).update(answer=foreign)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_application_cannot_change_a_comment(asked: Consultation, as_application: None) -> None:
    row = send()
    for change in (lambda: Comment.objects.filter(pk=row.pk).update(words="x"), row.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_only_who_manages_does_anything(asked: Consultation, clerk_client: Client, outsider_client: Client) -> None:
    assert clerk_client.get("/desk/comments/r8-plan/").status_code == 200
    assert outsider_client.get("/desk/comments/").status_code == 403
    assert clerk_client.post("/desk/comments/r8-plan/act/", {"act": "publish", "revision": "2"}).status_code == 403
    for act in (lambda: write(VISITOR, code="x", said=said()), lambda: publish(VISITOR, code="r8-plan", revision=2)):
        with pytest.raises(Forbidden):
            act()


def test_lists_ask_a_fixed_number_of_queries_and_page_by_number(
    asked: Consultation, administrator_client: Client
) -> None:
    for _ in range(3):
        send()
    few = queries(administrator_client)
    for _ in range(60):
        send()
    assert queries(administrator_client) == few
    page = administrator_client.get("/desk/comments/r8-plan/").content.decode()
    assert "?after=50" in page
    assert "続きを見る" not in administrator_client.get("/desk/comments/r8-plan/?after=50").content.decode()


def queries(client: Client) -> int:
    """How many statements the page of a consultation makes."""
    client.get("/desk/comments/r8-plan/")
    with CaptureQueriesContext(connection) as caught:
        client.get("/desk/comments/r8-plan/")
    return len(caught)


def test_what_waits_is_on_the_dashboard(asked: Consultation) -> None:
    send()
    assert list(work(OFFICE)) == []
    end()
    (line,) = work(OFFICE)
    assert line.count == 1 and line.url == "/desk/comments/r8-plan/"


@pytest.mark.parametrize(
    ("prefix", "words"), [("/en", "Send a comment"), ("/zh-hans", "提出意见"), ("/ko", "의견 내기"), ("", "意見を出す")]
)
def test_in_four_languages(asked: Consultation, visitor: Client, prefix: str, words: str) -> None:
    for address in ("/comments/", "/comments/r8-plan/", FORM):
        page = visitor.get(prefix + address).content.decode()
        assert (words in page) or address == "/comments/"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_numbers_of_their_own(town: Town) -> None:
    row = write(OFFICE, code="r8-plan", said=said(), draft=DRAFT)
    announce(OFFICE, code="r8-plan", revision=row.revision)
    twice = uuid.uuid4()
    barrier = threading.Barrier(6)

    def one(submission: uuid.UUID) -> int:
        try:
            with in_town(town):
                barrier.wait(30)
                return send(submission=submission).number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(one, (twice, twice, *(uuid.uuid4() for _ in range(4))), timeout=120))
    assert sorted(set(numbers)) == [1, 2, 3, 4, 5] and numbers[0] == numbers[1]
    assert Comment.objects.count() == 5


@pytest.mark.parametrize(
    ("state", "offset", "phase"),
    [
        ("draft", 0, Phase.DRAFT),
        ("announced", -1, Phase.COMING),
        ("announced", 0, Phase.OPEN),
        ("announced", 30, Phase.OPEN),
        ("announced", 31, Phase.CLOSED),
        ("answered", 31, Phase.ANSWERED),
    ],
)
def test_both_ends_of_the_period_are_in_it(state: str, offset: int, phase: Phase) -> None:
    first = today()
    assert phase_on(state, first, first + timedelta(days=30), first + timedelta(days=offset)) is phase
    assert receipt("r8-plan", 12) == "r8-plan-0012"


def by_post(**changes: Any) -> dict[str, Any]:
    """The office's form for a letter that arrived today."""
    usual = {"submission": str(uuid.uuid4()), "way": "post", "arrived_on": today().isoformat(), "words": "手紙の意見"}
    return {**usual, "name": NAME, "address": ADDRESS, **changes}


def test_a_letter_is_entered_and_counted_by_its_way(
    asked: Consultation, administrator_client: Client, visitor: Client
) -> None:
    send()
    form = by_post()
    url = "/desk/comments/r8-plan/comments/new/"
    pages = [administrator_client.post(url, form, follow=True).content.decode() for _ in range(2)]
    assert all("受付番号2として記録しました" in page and "郵送" in page for page in pages), "a double click is one"
    assert Comment.objects.count() == 2
    put([1, 2], answered().number)
    published()
    public = visitor.get("/comments/r8-plan/").content.decode()
    assert "このサイト 1" in public and "郵送 1" in public
    assert NAME not in public and "手紙の意見" not in public
    assert "this site 1" in visitor.get("/en/comments/r8-plan/").content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"arrived_on": lambda: today() - timedelta(days=2)}, "募集の期間の外に届いた"),
        ({"arrived_on": lambda: today() + timedelta(days=1)}, "きょうより後"),
        ({"arrived_on": lambda: "きのう"}, "エラー"),
        ({"way": lambda: "online"}, "エラー"),
        ({"words": lambda: " "}, "エラー"),
        ({"name": lambda: ""}, "エラー"),
    ],
)
def test_a_letter_that_cannot_be_taken_is_told(
    asked: Consultation, administrator_client: Client, changes: dict[str, Any], words: str
) -> None:
    wrong = {name: str(value()) for name, value in changes.items()}
    answer = administrator_client.post("/desk/comments/r8-plan/comments/new/", by_post(**wrong))
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_letter_within_the_period_is_entered_after_it_and_none_after_the_result(
    asked: Consultation, administrator_client: Client, clerk_client: Client
) -> None:
    end()
    url = "/desk/comments/r8-plan/comments/new/"
    letter = by_post(arrived_on=(today() - timedelta(days=3)).isoformat())
    assert clerk_client.post(url, letter).status_code == 403
    assert administrator_client.post(url, letter).status_code == 302
    put([1], answered().number)
    published()
    late = administrator_client.post(url, by_post(arrived_on=(today() - timedelta(days=3)).isoformat()))
    assert late.status_code == 422 and "意見を加えられません" in late.content.decode()


SIGNED = "図書館を夜も開けてほしい。灘 波留香より"
SHOWN = "図書館を夜も開けてほしい。■■■■■より"


def shown(client: Client, number: int, words: str) -> Any:
    """Says which words everyone may read."""
    revision = Consultation.objects.get(code="r8-plan").revision
    form = {"revision": str(revision), "shown": words}
    return client.post(f"/desk/comments/r8-plan/comments/{number}/words/", form)


def test_consented_words_are_shown_with_the_result_and_nothing_that_was_blacked_out(
    asked: Consultation, administrator_client: Client, visitor: Client
) -> None:
    send(words=SIGNED, may_publish=True)
    send(words="伏せてほしい意見", may_publish=False)
    assert shown(administrator_client, 1, SHOWN).status_code == 302
    assert shown(administrator_client, 2, "伏せてほしい意見").status_code == 404
    put([1, 2], answered().number)
    end()
    assert SHOWN not in visitor.get("/comments/r8-plan/").content.decode(), "not before the result"
    published()
    for address in ("/comments/r8-plan/", "/en/comments/r8-plan/", "/comments/r8-plan/result.csv"):
        page = visitor.get(address).content.decode()
        assert "波留香" not in page and "伏せてほしい" not in page
        assert address.endswith("csv") or SHOWN in page
    late = shown(administrator_client, 1, "")
    assert late.status_code == 422 and "ほかの人が先に" in late.content.decode()
    audit = "".join(f"{each.subject}{each.detail}" for each in Entry.objects.all())
    assert "図書館" not in audit


@pytest.mark.parametrize("words", ["図書館を朝も開けてほしい。■■■■■より", SHOWN + "。", SHOWN[:-1]])
def test_nothing_is_put_into_a_residents_mouth(asked: Consultation, administrator_client: Client, words: str) -> None:
    send(words=SIGNED, may_publish=True)
    refused = shown(administrator_client, 1, words)
    assert refused.status_code == 422 and "■に置き換えること" in refused.content.decode()
    assert Comment.objects.get().public_words == ""


def test_the_database_shows_no_words_without_consent(asked: Consultation) -> None:
    row = send()
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=row.pk).update(public_words=WORDS)


@given(words=st.text(max_size=40), other=st.text(max_size=40))
def test_blacking_out_changes_no_word(words: str, other: str) -> None:
    assert blacked_out(words, words) and blacked_out(words, "■" * len(words))
    if blacked_out(words, other):
        assert len(other) == len(words) and all(new in (old, "■") for old, new in zip(words, other, strict=True))


def test_the_demo_has_one_open_one_answered_and_one_to_come(town: Town, visitor: Client) -> None:
    make_user("admin", "管理　三枝", "情報推進課", ["administrator"])
    fill(town, 0)
    phases = sorted(each.phase(today()).name for each in Consultation.objects.all())
    assert phases == ["ANSWERED", "COMING", "OPEN"]
    page = visitor.get("/comments/").content.decode()
    assert "募集中" in page and "結果公表" in page and "募集の前" in page
    fill(town, 0)
    assert Consultation.objects.count() == 3
