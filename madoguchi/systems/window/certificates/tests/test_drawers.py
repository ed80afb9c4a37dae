"""The fees of a day: taken at a counter, counted in the evening, closed, and never changed afterwards."""

from __future__ import annotations

import pytest
from django.test import Client

from madoguchi.engines.issuance.models import Drawer
from madoguchi.engines.people import api as people
from madoguchi.foundation.access.models import User

from .families import issue, move_in, text_of
from .test_notices import LENDER

pytestmark = pytest.mark.django_db
DRAWERS = "/desk/papers/drawers/"


@pytest.fixture
def house(clerk: User) -> people.House:
    return move_in(clerk.as_actor())


def page(client: Client, url: str = DRAWERS, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def counted(client: Client, drawer: Drawer, seen: int, **money: object) -> tuple[int, str]:
    answer = client.post(f"{DRAWERS}{drawer.pk}/", {"seen": seen, "change": 0, **money}, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_counted_drawer_is_closed_and_the_next_fee_opens_another(clerk_client: Client, house: people.House) -> None:
    for _ in range(3):
        issue(clerk_client, house)
    drawer = Drawer.objects.get()
    assert "900円" in page(clerk_client)
    status, said = counted(clerk_client, drawer, 900, n500=1, n100=4)
    assert status == 200 and "会計を締めました" in said
    issue(clerk_client, house)
    assert sorted(Drawer.objects.values_list("round", flat=True)) == [1, 2]
    assert clerk_client.get(f"{DRAWERS}{Drawer.objects.get(round=2).pk}/report.pdf").status_code == 404


def test_the_report_says_what_was_taken_and_counted(clerk_client: Client, house: people.House) -> None:
    issue(clerk_client, house, copies="2")
    drawer = Drawer.objects.get()
    counted(clerk_client, drawer, 600, n100=6)
    report = text_of(clerk_client.get(f"{DRAWERS}{drawer.pk}/report.pdf").content)
    assert "1番窓口" in report and "600" in report


def test_what_does_not_add_up_needs_a_reason(clerk_client: Client, house: people.House) -> None:
    issue(clerk_client, house)
    drawer = Drawer.objects.get()
    status, said = counted(clerk_client, drawer, 300, n100=2)
    assert status == 422 and "数えた現金は200円で、台帳より100円足りない" in said
    status, said = counted(clerk_client, drawer, 300, n100=2, reason="つり銭の渡し過ぎ")
    assert status == 200 and "会計を締めました" in said
    assert "つり銭の渡し過ぎ" in page(clerk_client, f"{DRAWERS}{drawer.pk}/")


def test_a_fee_taken_while_counting_is_told(clerk_client: Client, house: people.House) -> None:
    issue(clerk_client, house)
    drawer = Drawer.objects.get()
    issue(clerk_client, house)
    status, _ = counted(clerk_client, drawer, 300, n100=3)
    assert status == 422
    assert page(clerk_client).count("600円") >= 1


def test_a_second_closing_changes_nothing(clerk_client: Client, house: people.House) -> None:
    issue(clerk_client, house)
    drawer = Drawer.objects.get()
    counted(clerk_client, drawer, 300, n100=3)
    before = page(clerk_client, f"{DRAWERS}{drawer.pk}/")
    counted(clerk_client, drawer, 300, n100=1, reason="もう一度")
    after = page(clerk_client, f"{DRAWERS}{drawer.pk}/")
    assert "もう一度" not in after and before.count("300円") == after.count("300円")


def test_a_free_paper_leaves_a_line_of_nothing(clerk_client: Client, house: people.House) -> None:
    issue(clerk_client, house, exemption="statute", exemption_reason="戸籍法施行規則の証明")
    assert "0円" in page(clerk_client, f"{DRAWERS}{Drawer.objects.get().pk}/")


def test_the_register_of_third_parties_has_their_requests_alone(clerk_client: Client, house: people.House) -> None:
    own, lender = issue(clerk_client, house), issue(clerk_client, house, **LENDER)
    register = page(clerk_client, "/desk/papers/", outside="1")
    assert lender.serial in register and own.serial not in register
    told = page(clerk_client, f"/desk/papers/{lender.pk}/")
    for words in ("つくし信販", "貸付金の返還を求める訴えの提起", "住民基本台帳法第12条の3第1項"):
        assert words in told


@pytest.mark.parametrize("lacks", ["address", "ground", "purpose", "evidence"])
def test_a_third_party_says_all_that_law_asks_for(clerk_client: Client, house: people.House, lacks: str) -> None:
    from .families import form, new_url

    answer = clerk_client.post(new_url(house), form(house, **{**LENDER, lacks: ""}))
    assert answer.status_code == 422
    assert "住民基本台帳法第12条の3" in answer.content.decode()
