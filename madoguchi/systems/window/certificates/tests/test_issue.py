"""A clerk issues 住民票の写し at the counter."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people import api as people
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry

from ..models import Certificate

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from madoguchi.foundation.testing.browser import LiveCity

pytestmark = pytest.mark.django_db
ADDRESS = people.Address(
    prefecture="千葉県", city="四街道市", town="大日", lot="9812番地6", postal_code="2840001", lg_code="122289"
)
PREVIOUS = people.Address(prefecture="千葉県", city="千葉市若葉区", town="みつわ台九丁目", lot="98番1号")


def newcomer(name: str, relation: str, sex: str, born: date) -> people.Newcomer:
    """A Japanese newcomer with a 本籍."""
    family, given = name.split("　")
    facts = people.PersonFacts(
        name=name, family_name=family, given_name=given, name_kana="テスト　カナ", sex=sex, birth_on=born,
        domicile="千葉県佐倉市王子台九丁目97番地", koseki_head=name,
    )  # fmt: skip
    return people.Newcomer(facts=facts, relation=(relation,))


@pytest.fixture
def house(clerk: User) -> people.House:
    """A couple with a child who moved in last year."""
    day = timezone.localdate() - timedelta(days=400)
    family = [
        newcomer("渡邉　健一", "02", "1", date(1982, 3, 14)),
        newcomer("渡邉　美咲", "12", "2", date(1985, 8, 22)),
        newcomer("渡邉　陽菜", "20", "2", date(2016, 5, 11)),
    ]
    people.move_in(
        clerk.as_actor(),
        notice=people.Notice(event_on=day, notified_on=day),
        newcomers=family,
        address=ADDRESS,
        previous=PREVIOUS,
    )
    view = people.visible_to(clerk.as_actor())
    hit = view.search(people.understand("渡邉 健一")).hits[0]
    found = view.house_of(hit.person_id)
    assert found is not None
    return found


def form(house: people.House, **changes: object) -> dict[str, object]:
    """The form as the browser sends it."""
    return {
        "kind": "household",
        "people": [member.person_id for member in house.members],
        "shown": ["head", "relationship"],
        "requester": "渡邉　健一",
        "standing": "本人",
        "identity_check": "運転免許証",
        "copies": "1",
        "submission": str(uuid.uuid4()),
        **changes,
    }


def text_of(pdf: bytes) -> str:
    """The text of a PDF without spaces."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).translate(
        str.maketrans("", "", " \u3000\n")
    )


def test_the_paper_says_what_was_asked_and_nothing_more(clerk_client: Client, house: people.House) -> None:
    url = f"/desk/certificates/new/{house.members[0].person_id}/"
    response = clerk_client.post(url, form(house))
    certificate = Certificate.objects.get()
    assert response["Location"] == f"/desk/certificates/{certificate.pk}/"
    pdf = b"".join(clerk_client.get(f"{response['Location']}paper.pdf"))
    text = text_of(pdf)
    assert all(
        name in text for name in ("渡邉健一", "渡邉美咲", "渡邉陽菜", "四街道市大日9812番地6", certificate.serial)
    )
    assert "妻" in text
    assert "佐倉市王子台" not in text
    assert "本籍・筆頭者" in text.split("省略")[0][-80:]


def test_the_same_form_twice_is_one_certificate(clerk_client: Client, house: people.House) -> None:
    url = f"/desk/certificates/new/{house.members[0].person_id}/"
    sent = form(house)
    first, second = clerk_client.post(url, sent), clerk_client.post(url, sent)
    assert first["Location"] == second["Location"]
    assert Certificate.objects.count() == 1


def test_what_was_issued_does_not_change_with_the_record(
    clerk_client: Client, clerk: User, house: people.House
) -> None:
    clerk_client.post(f"/desk/certificates/new/{house.members[0].person_id}/", form(house))
    certificate = Certificate.objects.get()
    before = paperwork.kept(certificate.sha256)
    today = timezone.localdate()
    people.move_within(
        clerk.as_actor(),
        notice=people.Notice(event_on=today, notified_on=today, expected={house.id: house.revision}),
        household_id=house.id,
        person_ids=[member.person_id for member in house.members],
        address=people.Address(prefecture="千葉県", city="四街道市", town="めいわ三丁目", lot="98番12号"),
    )
    assert b"".join(clerk_client.get(f"/desk/certificates/{certificate.pk}/paper.pdf")) == before


def test_a_third_party_must_say_why(clerk_client: Client, house: people.House) -> None:
    response = clerk_client.post(
        f"/desk/certificates/new/{house.members[0].person_id}/", form(house, standing="第三者")
    )
    assert response.status_code == 422
    assert "正当な理由" in response.content.decode()
    assert not Certificate.objects.exists()


def test_a_paper_that_was_altered_is_not_shown(clerk_client: Client, house: people.House, tmp_path: object) -> None:
    clerk_client.post(f"/desk/certificates/new/{house.members[0].person_id}/", form(house))
    certificate = Certificate.objects.get()
    from django.core.files.storage import default_storage

    from madoguchi.engines.paperwork.store import place

    path = default_storage.path(place(certificate.sha256))
    with Path(path).open("ab") as file:
        file.write(b"x")
    with pytest.raises(paperwork.PaperLostError):
        paperwork.kept(certificate.sha256)


def test_who_may_not_see_residents_gets_nothing(outsider_client: Client, house: people.House) -> None:
    response = outsider_client.get(f"/desk/certificates/new/{house.members[0].person_id}/")
    assert response.status_code == 403
    assert "渡邉" not in response.content.decode()


def test_moving_out_paper_names_where_to(clerk_client: Client, clerk: User, house: people.House) -> None:
    leaving = timezone.localdate() + timedelta(days=5)
    people.move_out(
        clerk.as_actor(),
        notice=people.Notice(event_on=leaving, notified_on=timezone.localdate(), expected={house.id: house.revision}),
        household_id=house.id,
        person_ids=[member.person_id for member in house.members],
        destination=people.Address(prefecture="大阪府", city="大阪市北区", town="中之島一丁目", lot="93番"),
    )
    clerk_client.post(f"/desk/certificates/new/{house.members[0].person_id}/", form(house, kind="moving_out"))
    text = text_of(paperwork.kept(Certificate.objects.get().sha256))
    assert "大阪府大阪市北区中之島一丁目93番" in text
    assert "転出証明書" in text.replace(" ", "")


def test_each_issue_and_each_showing_is_recorded(clerk_client: Client, house: people.House) -> None:
    clerk_client.post(f"/desk/certificates/new/{house.members[0].person_id}/", form(house))
    certificate = Certificate.objects.get()
    clerk_client.get(f"/desk/certificates/{certificate.pk}/paper.pdf")
    assert Entry.objects.filter(action="certificates.issue_household").count() == 1
    assert Entry.objects.filter(action="certificates.show").count() == 1


def test_a_paper_for_one_names_no_one_else(clerk_client: Client, house: people.House) -> None:
    child = house.members[2]
    clerk_client.post(f"/desk/certificates/new/{child.person_id}/", form(house, kind="person", shown=[]))
    text = text_of(paperwork.kept(Certificate.objects.get().sha256))
    assert "渡邉陽菜" in text
    assert "渡邉健一" not in text
    assert "渡邉美咲" not in text


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_the_screens_are_accessible(
    live_city: LiveCity, page: Page, house: people.House, clerk: User, axe: Callable[[Page], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    live_city.log_in(page, clerk)
    page.goto(f"{live_city.url}/desk/certificates/new/{house.members[0].person_id}/")
    axe(page)
    page.get_by_role("button", name="交付する").click()
    page.get_by_role("link", name="紙面を開いて印刷").wait_for()
    axe(page)
    page.goto(f"{live_city.url}/desk/certificates/")
    axe(page)
