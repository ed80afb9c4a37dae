"""A clerk issues 住民票の写し at the counter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from madoguchi.engines.issuance.api import PaperRequest, State
from madoguchi.engines.people import api as people
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry

from .families import form, issue, move_in, move_out, new_url, pdf_of, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from madoguchi.foundation.testing.browser import LiveCity

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(clerk: User) -> people.House:
    """A couple with a child who moved in last year."""
    return move_in(clerk.as_actor())


def test_the_paper_says_what_was_asked_and_nothing_more(clerk_client: Client, house: people.House) -> None:
    asked = issue(clerk_client, house)
    assert asked.state == State.RELEASED
    text = text_of(pdf_of(clerk_client, asked))
    assert all(name in text for name in ("渡邉健一", "渡邉美咲", "渡邉陽菜", "四街道市大日9812番地6", asked.serial))
    assert "妻" in text
    assert "佐倉市王子台" not in text
    assert "本籍・筆頭者" in text.split("省略")[0][-80:]


def test_the_same_form_twice_is_one_certificate_and_one_charge(clerk_client: Client, house: people.House) -> None:
    sent = form(house)
    first, second = clerk_client.post(new_url(house), sent), clerk_client.post(new_url(house), sent)
    assert first["Location"] == second["Location"]
    for _ in range(2):
        clerk_client.post(f"{first['Location']}pay/")
    asked = PaperRequest.objects.get()
    assert [line.amount for line in asked.fee_lines.all()] == [300]


def test_a_form_filled_anew_under_the_same_submission_gives_nobody_elses_paper(
    clerk_client: Client, clerk: User, house: people.House
) -> None:
    other = move_in(clerk.as_actor(), "甲野", child=False)
    sent = form(house)
    clerk_client.post(new_url(house), sent)
    again = clerk_client.post(new_url(other), form(other, submission=sent["submission"]))
    assert again.status_code == 422
    assert "既に" in again.content.decode()
    assert PaperRequest.objects.count() == 1


def test_the_audit_says_for_which_purpose_a_paper_was_handed_out(clerk_client: Client, house: people.House) -> None:
    asked = issue(clerk_client, house)
    pdf_of(clerk_client, asked)
    for action in ("papers.request", "papers.release", "papers.show"):
        assert Entry.objects.filter(action=action).latest("pk").purpose == "証明の交付", action


def test_nothing_can_be_printed_before_it_is_paid(clerk_client: Client, house: people.House) -> None:
    where = clerk_client.post(new_url(house), form(house))["Location"]
    assert clerk_client.get(f"{where}paper.pdf").status_code == 302
    picture = clerk_client.get(f"{where}preview/1.png")
    assert picture["Content-Type"] == "image/png"
    assert b"".join(picture).startswith(b"\x89PNG")


def test_what_was_issued_does_not_change_with_the_record(
    clerk_client: Client, clerk: User, house: people.House
) -> None:
    asked = issue(clerk_client, house)
    before = pdf_of(clerk_client, asked)
    today = timezone.localdate()
    people.move_within(
        clerk.as_actor(),
        notice=people.Notice(event_on=today, notified_on=today, expected={house.id: house.revision}),
        household_id=house.id,
        person_ids=[member.person_id for member in house.members],
        address=people.Address(prefecture="千葉県", city="四街道市", town="めいわ三丁目", lot="98番12号"),
    )
    assert before.startswith(b"%PDF-")
    assert pdf_of(clerk_client, asked) == before


def test_an_altered_file_is_never_handed_out(clerk_client: Client, house: people.House) -> None:
    from madoguchi.engines.paperwork.store import place

    where = clerk_client.post(new_url(house), form(house))["Location"]
    asked = PaperRequest.objects.select_related("paper").get()
    path = Path(default_storage.path(place(asked.paper.sha256)))
    path.write_bytes(path.read_bytes() + b"x")
    clerk_client.post(f"{where}pay/")
    assert pdf_of(clerk_client, asked)[-1:] != b"x", "it was set again from the snapshot, to the same hash"


def test_who_may_not_see_residents_gets_nothing(outsider_client: Client, house: people.House) -> None:
    response = outsider_client.get(new_url(house))
    assert response.status_code == 403
    assert "渡邉" not in response.content.decode()


def test_moving_out_paper_names_where_to_and_costs_nothing(
    clerk_client: Client, clerk: User, house: people.House
) -> None:
    move_out(clerk.as_actor(), house)
    asked = issue(clerk_client, house, kind="moving_out", shown=[])
    text = text_of(pdf_of(clerk_client, asked))
    assert "大阪府大阪市北区中之島一丁目93番" in text
    assert "転出証明書" in text
    assert asked.fee == 0


def test_a_removed_record_says_why_and_where_to(clerk_client: Client, clerk: User, house: people.House) -> None:
    move_out(clerk.as_actor(), house, days=-3)
    asked = issue(clerk_client, house, kind="removed", people=[])
    text = text_of(pdf_of(clerk_client, asked))
    for value in ("除票", "転出", "大阪府大阪市北区中之島一丁目93番", "渡邉健一", "四街道市大日9812番地6"):
        assert value in text
    assert "渡邉美咲" not in text


def test_a_resident_has_no_removed_record(clerk_client: Client, house: people.House) -> None:
    page = clerk_client.get(f"{new_url(house)}?kind=removed").content.decode()
    assert "除票の写し" not in page


def test_a_statement_says_only_the_items_that_were_chosen(clerk_client: Client, house: people.House) -> None:
    asked = issue(
        clerk_client, house, kind="statement", people=[house.members[0].person_id], shown=["birth", "relationship"]
    )
    text = text_of(pdf_of(clerk_client, asked))
    assert "昭和57年3月14日" in text
    assert "世帯主" in text
    assert "大日" not in text
    assert "渡邉美咲" not in text


def test_each_issue_and_each_showing_is_recorded(clerk_client: Client, house: people.House) -> None:
    pdf_of(clerk_client, issue(clerk_client, house))
    for action in ("papers.request", "papers.release", "papers.show"):
        assert Entry.objects.filter(action=action).count() == 1


def test_a_paper_for_one_names_no_one_else(clerk_client: Client, house: people.House) -> None:
    text = text_of(pdf_of(clerk_client, issue(clerk_client, house, member=2, kind="person", shown=[])))
    assert "渡邉陽菜" in text
    assert "渡邉健一" not in text
    assert "渡邉美咲" not in text


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_a_clerk_issues_by_keys_alone_and_every_screen_is_accessible(
    live_city: LiveCity, page: Page, house: people.House, clerk: User, axe: Callable[[Page], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    live_city.log_in(page, clerk)
    page.goto(f"{live_city.url}{new_url(house)}")
    axe(page)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="300円を受け取って交付する").wait_for()
    page.wait_for_function("() => document.querySelector('.sheet').naturalWidth > 700")
    axe(page)
    page.keyboard.press("F9")
    page.get_by_role("link", name="紙面を開いて印刷").wait_for()
    axe(page)
    page.goto(f"{live_city.url}/desk/papers/")
    axe(page)
