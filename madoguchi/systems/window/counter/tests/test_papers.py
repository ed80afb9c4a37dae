"""Due procedures after recording: asked, done, printed."""

from __future__ import annotations

import io

import pytest

from .people import settle
from .steps import address, confirm, press, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clerk, clerk_client):
    """The family has moved; the grandmother stays."""
    from ..models import Case

    house = settle(clerk.as_actor())
    ids = [member.person_id for member in house.members]
    url = address("move_within", ids[0])
    typed = {"event_on": "R8.11.14", "notified_on": "R8.11.20", "address": "めいわ三丁目98番12号", "people": ids[:4]}
    assert press(clerk_client, url, confirm(clerk_client, url, **typed)).status_code == 302
    return Case.objects.get()


def words(pdf: bytes) -> str:
    from pypdf import PdfReader

    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


def test_everything_comes_out_as_one_pdf(clerk_client, case):
    from pypdf import PdfReader

    made = clerk_client.get(f"/desk/counter/case/{case.pk}/papers.pdf")
    assert made["Content-Type"] == "application/pdf" and made.content.startswith(b"%PDF")
    said = words(made.content).replace(" ", "")
    assert "手続きのご案内" in said and "こども保育課" in said and "令和8年11月30日（月）" in said
    assert "児童手当氏名住所等変更届" in said and "千葉県四街道市めいわ三丁目98番12号" in said
    assert len(PdfReader(io.BytesIO(made.content)).pages) >= 4
    assert case.dues.filter(printed_at__isnull=False).count() == len(
        [due for due in case.dues.all() if due.form and due.state == "todo"]
    )


def test_one_form_is_already_filled(clerk_client, case):
    due = case.dues.get(code="school-move")
    said = words(clerk_client.get(f"/desk/counter/case/{case.pk}/papers.pdf?only={due.pk}").content)
    assert "渡邉" in said and "陽菜" in said and "美咲" not in said
    assert "平成28年5月11日" in said and "学校教育課" in said and "大日9812番地6" in said


def test_the_guide_alone_names_the_divisions(clerk_client, case):
    said = words(clerk_client.get(f"/desk/counter/case/{case.pk}/papers.pdf?only=guide").content)
    assert "学校教育課" in said and "国保年金課" in said and "犬を飼っているか" in said


def test_what_is_not_there_is_not_printed(clerk_client, outsider_client, case):
    base = f"/desk/counter/case/{case.pk}/papers.pdf"
    without_form = case.dues.get(code="setai-head").pk
    for only in ("999999", "nonsense", str(without_form)):
        assert clerk_client.get(f"{base}?only={only}").status_code == 404
    assert outsider_client.get(base).status_code == 403


def test_an_answer_makes_a_procedure_due_or_not(clerk_client, case):
    dog, moped = case.dues.get(code="dog"), case.dues.get(code="water")
    clerk_client.post(f"/desk/counter/case/{case.pk}/due/{dog.pk}/", {"state": "todo"})
    clerk_client.post(f"/desk/counter/case/{case.pk}/due/{moped.pk}/", {"state": "unneeded"})
    dog.refresh_from_db(), moped.refresh_from_db()
    assert (dog.state, moped.state) == ("todo", "unneeded")
    page = clerk_client.get(f"/desk/counter/case/{case.pk}/")
    assert "環境政策課" in page.context["round"] and "犬を飼っているか" not in [
        due.question for due in page.context["asks"]
    ]
    said = words(clerk_client.get(f"/desk/counter/case/{case.pk}/papers.pdf?only={dog.pk}").content)
    assert "犬の登録事項変更届" in said.replace(" ", "")


def test_done_says_when_and_by_whom_and_can_be_taken_back(clerk_client, case):
    due = case.dues.get(code="school-move")
    url = f"/desk/counter/case/{case.pk}/due/{due.pk}/"
    clerk_client.post(url, {"state": "done"})
    due.refresh_from_db()
    assert due.done_at and due.done_by == "窓口サービス課　窓口　一子"
    clerk_client.post(url, {"state": "later"})
    due.refresh_from_db()
    assert due.state == "later" and due.done_at is None and due.done_by == ""
    assert clerk_client.post(url, {"state": "nonsense"}).status_code == 404
    assert clerk_client.get(url).status_code == 405


def test_no_more_is_promised_than_is_so(clerk_client, case):
    page = clerk_client.get(f"/desk/counter/case/{case.pk}/")
    assert "この手続は担当課で受け付けます" in text(page) and "（仮）" in text(page)


def test_a_person_of_another_case_is_not_reachable_through_this_one(clerk_client, case):
    due = case.dues.first()
    assert clerk_client.post(f"/desk/counter/case/{case.pk + 1}/due/{due.pk}/", {"state": "done"}).status_code == 404
