"""One person, two appointments: which of them acts is chosen, and what it may do follows at once."""

from __future__ import annotations

import pytest
from django.test import Client

from madoguchi.doors.desk.middleware import is_closed
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.actions.appointments import end_appointment
from madoguchi.foundation.access.models import Appointment, User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import appoint, client_of, make_user
from madoguchi.foundation.towns.current import in_town

pytestmark = pytest.mark.django_db
SEAT, COUNTER, HOME = "/desk/seat/", "/desk/counter/", "/desk/"


@pytest.fixture
def beside(outsider: User) -> Appointment:
    """The outsider also works at the counter."""
    return appoint(outsider, "窓口サービス課", ["clerk"], is_main=False)


def test_the_main_appointment_acts_first_and_the_other_when_it_is_chosen(
    outsider: User, outsider_client: Client, beside: Appointment
) -> None:
    assert outsider_client.get(COUNTER).status_code == 403
    answer = outsider_client.post(SEAT, {"appointment": beside.pk, "next": COUNTER})
    assert answer["Location"] == HOME  # what was open may not be open to the new seat
    assert "窓口サービス課　主事 の職で操作しています" in outsider_client.get(HOME).content.decode()
    page = outsider_client.get(COUNTER)
    assert page.status_code == 200
    assert "窓口サービス課　主事" in page.content.decode()
    assert (
        Entry.objects.filter(action="access.sit", user_id=outsider.pk, detail={"appointment": beside.pk}).count() == 1
    )
    assert client_of(outsider).get(COUNTER).status_code == 403  # another session sits where it sat


def test_an_appointment_that_ends_takes_effect_in_the_open_session(
    outsider: User, outsider_client: Client, beside: Appointment
) -> None:
    outsider_client.post(SEAT, {"appointment": beside.pk})
    assert outsider_client.get(COUNTER).status_code == 200
    end_appointment(SYSTEM_ACTOR, appointment_id=beside.pk, on=beside.valid.lower.replace(year=2021), reason="終了")
    assert outsider_client.get(COUNTER).status_code == 403
    assert "道路管理課" in outsider_client.get(HOME).content.decode()


def test_nobody_sits_in_the_seat_of_another(clerk: User, outsider_client: Client, other_town) -> None:
    with in_town(other_town):
        foreign = appoint(make_user("x", "他町　一"), "住民課", ["clerk"])
    theirs = Appointment.objects.get(user=clerk)
    for wanted in (theirs.pk, foreign.pk + 1000, "0", "-1", "x", "٣"):
        answer = outsider_client.post(SEAT, {"appointment": wanted})
        assert answer["Location"] == SEAT
        assert outsider_client.get(COUNTER).status_code == 403


def test_the_purpose_is_chosen_once_for_every_screen(clerk: User, clerk_client: Client) -> None:
    assert "届出の受付" in clerk_client.get(COUNTER).content.decode()
    answer = clerk_client.post(SEAT, {"purpose": "field_survey", "next": "/desk/residents/?q=x"})
    assert answer["Location"] == "/desk/residents/?q=x"
    for address in (COUNTER, "/desk/residents/", "/desk/certificates/notices/"):
        request = clerk_client.get(address).wsgi_request
        assert request.actor.purpose == "実態調査", address
    clerk_client.post(SEAT, {"purpose": ""})
    found = [
        clerk_client.get(each).wsgi_request.actor.purpose for each in (COUNTER, "/desk/certificates/notices/", HOME)
    ]
    assert found == ["届出の受付", "証明の交付", ""]
    assert clerk_client.post(SEAT, {"purpose": "fun"})["Location"] == SEAT


def test_the_way_back_never_leads_out_of_the_house(clerk_client: Client) -> None:
    for address in ("https://evil.example/", "//evil.example", "javascript:alert(1)", ""):
        assert clerk_client.post(SEAT, {"purpose": "", "next": address})["Location"] == HOME


def test_who_has_no_appointment_today_is_told_so(town) -> None:
    client = client_of(make_user("test-free", "無所属　八郎"))
    for address in (HOME, SEAT):
        assert "きょう有効な発令がありません" in client.get(address).content.decode()
    assert client.get(COUNTER).status_code == 403


@pytest.mark.parametrize("flag", [False, True])
def test_nobody_opens_wagtails_registers(administrator: User, flag: bool) -> None:
    administrator.is_superuser = flag
    administrator.save()
    client = client_of(administrator)
    for address in ("/desk/images/", "/desk/documents/", "/desk/collections/"):
        assert client.get(address).status_code == 403, address
    assert client.get(HOME).status_code == 200
    assert client_of().get("/desk/images/").status_code == 302


def test_only_the_frame_of_wagtail_is_open() -> None:
    assert is_closed("wagtailusers_users:index") and is_closed("wagtailadmin_explore_root")
    assert not is_closed("wagtailadmin_home") and not is_closed("residents:search")
