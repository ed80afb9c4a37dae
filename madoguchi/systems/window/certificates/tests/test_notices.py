"""本人通知: a resident who registered gets a letter when a third party is given a certificate of theirs."""

from __future__ import annotations

import pytest
from django.test import Client

from madoguchi.engines.issuance.api import PaperRequest
from madoguchi.engines.people import api as people
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.systems.window.certificates.models import IssueNotice, NoticeRegistration
from madoguchi.systems.window.certificates.notices import actions, letters
from madoguchi.systems.window.certificates.notices.letters import print_letters

from .families import form, issue, move_in, move_out, new_url, text_of

pytestmark = pytest.mark.django_db
LIST, PRINT, SEND = (
    "/desk/certificates/notices/",
    "/desk/certificates/notices/print/",
    "/desk/certificates/notices/send/",
)
LENDER = {
    "standing": "third_party",
    "requester": "合同会社　つくし信販",
    "address": "千葉県千葉市中央区都町九丁目98番",
    "ground": "1号　権利の行使・義務の履行",
    "purpose": "貸付金の返還を求める訴えの提起",
    "evidence": "金銭消費貸借契約書の写し",
    "shown": [],
}


@pytest.fixture
def house(clerk: User) -> people.House:
    return move_in(clerk.as_actor())


def registered(client: Client, house: people.House, member: int = 0) -> NoticeRegistration:
    """The resident comes to the counter and registers."""
    person = house.members[member].person_id
    url = f"/desk/certificates/registrations/{person}/"
    answer = client.post(url, {"applicant": "渡邉　健一", "identity_check": "運転免許証"}, follow=True)
    assert "登録しました" in answer.content.decode()
    return NoticeRegistration.objects.get(person=person)


def letter_text(client: Client, **posted: str) -> str:
    answer = client.post(PRINT, posted)
    assert answer["Content-Type"] == "application/pdf"
    return text_of(answer.content)


def test_a_letter_tells_of_the_third_party_and_names_nobody(clerk_client: Client, house: people.House) -> None:
    registered(clerk_client, house)
    asked = issue(clerk_client, house, **LENDER)
    assert asked.serial in clerk_client.get(LIST).content.decode()
    text = letter_text(clerk_client)
    assert "渡邉健一" in text and "四街道市大日9812番地6" in text and "第三者" in text
    assert "窓口サービス課" in text and "電話" in text
    assert "つくし信販" not in text and "貸付金" not in text
    assert Entry.objects.filter(action="certificates.notice_print").get().detail == {"count": 1}


@pytest.mark.parametrize("changes", [{}, {"standing": "household"}])
def test_the_family_s_own_requests_are_not_told(clerk_client: Client, house: people.House, changes: dict) -> None:
    registered(clerk_client, house)
    issue(clerk_client, house, **changes)
    assert not IssueNotice.objects.exists()


def test_everyone_on_the_paper_who_registered_is_told(clerk_client: Client, house: people.House) -> None:
    registered(clerk_client, house, 0)
    registered(clerk_client, house, 1)
    issue(clerk_client, house, member=1, **LENDER)
    assert IssueNotice.objects.count() == 2
    assert letter_text(clerk_client).count("四街道市大日9812番地6") == 2


def test_a_paper_for_a_spoiled_one_is_not_told_of_again(
    clerk_client: Client, supervisor_client: Client, house: people.House
) -> None:
    registered(clerk_client, house)
    asked = issue(clerk_client, house, **LENDER)
    why = {"choice": "渡す前に汚れた・破れた"}
    where = supervisor_client.post(f"/desk/papers/{asked.pk}/reissue/", why)["Location"]
    released = clerk_client.post(f"{where}pay/", follow=True).content.decode()
    assert "交付済み" in released and "再発行" in released and asked.serial in released
    assert IssueNotice.objects.count() == 1


def test_nothing_is_owed_before_the_paper_is_handed_out(clerk_client: Client, house: people.House) -> None:
    registered(clerk_client, house)
    assert clerk_client.post(new_url(house), form(house, **LENDER)).status_code == 302
    assert PaperRequest.objects.count() == 1 and not IssueNotice.objects.exists()


def test_a_letter_goes_from_waiting_to_sent_and_may_come_back(clerk_client: Client, house: people.House) -> None:
    registered(clerk_client, house)
    issue(clerk_client, house, **LENDER)
    row = IssueNotice.objects.get()
    letter_text(clerk_client)
    assert "もう一度印刷する" in clerk_client.get(LIST, {"state": "printed"}).content.decode()
    clerk_client.post(SEND, {"notice": [row.pk]})
    clerk_client.post(SEND, {"returned": row.pk})
    row.refresh_from_db()
    assert (row.state, bool(row.printed_at), bool(row.sent_at), bool(row.returned_at)) == ("returned", True, True, True)
    clerk_client.post(SEND, {"returned": row.pk})
    assert Entry.objects.filter(action="certificates.notice_return").count() == 1


def test_a_file_that_was_lost_on_its_way_is_made_again_until_it_is_sent(
    clerk_client: Client, house: people.House
) -> None:
    registered(clerk_client, house)
    issue(clerk_client, house, **LENDER)
    first = letter_text(clerk_client)
    assert letter_text(clerk_client, again="1") == first
    clerk_client.post(SEND, {"notice": [IssueNotice.objects.get().pk]})
    answer = clerk_client.post(PRINT, {"again": "1"}, follow=True)
    assert "送れる通知がありません" in answer.content.decode()


def test_two_clerks_who_print_at_once_do_not_send_one_letter_twice(
    clerk: User, supervisor: User, clerk_client: Client, house: people.House, town, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(clerk_client, house)
    issue(clerk_client, house, **LENDER)
    rows = letters.notices

    def slow(actor, state, size):
        found = rows(actor, state, size)
        if actor.user_id == clerk.pk:
            print_letters(supervisor.as_actor(), town=town)
        return found

    monkeypatch.setattr(letters, "notices", slow)
    with pytest.raises(Refused, match="ほかの職員が先に"):
        print_letters(clerk.as_actor(), town=town)


def test_whoever_has_moved_away_keeps_waiting(clerk: User, clerk_client: Client, house: people.House) -> None:
    registered(clerk_client, house)
    issue(clerk_client, house, **LENDER)
    move_out(clerk.as_actor(), house, days=-3)
    assert "送れる通知がありません" in clerk_client.post(PRINT, follow=True).content.decode()
    assert IssueNotice.objects.get().state == "waiting"


def test_a_registration_ends_with_a_reason_and_may_begin_again(clerk_client: Client, house: people.House) -> None:
    url = f"/desk/certificates/registrations/{registered(clerk_client, house).person_id}/"
    assert clerk_client.post(url, {"reason": ""}).status_code == 422
    assert "登録を終わりました" in clerk_client.post(url, {"reason": "本人の申出"}, follow=True).content.decode()
    issue(clerk_client, house, **LENDER)
    assert not IssueNotice.objects.exists()
    registered_again = clerk_client.post(url, {"applicant": "渡邉　健一", "identity_check": "運転免許証"}, follow=True)
    assert "登録しました" in registered_again.content.decode()


def test_letters_to_someone_protected_are_only_for_those_who_may_see_her(
    clerk: User, supervisor: User, clerk_client: Client, supervisor_client: Client, house: people.House
) -> None:
    registered(clerk_client, house)
    asked = issue(clerk_client, house, **LENDER)
    actions.mark_printed(supervisor.as_actor(), [IssueNotice.objects.get().pk])
    people.place_hold(supervisor.as_actor(), person_id=house.members[0].person_id, reason="protection")
    assert asked.serial not in clerk_client.get(LIST, {"state": "printed"}).content.decode()
    said = clerk_client.post(SEND, {"notice": [IssueNotice.objects.get().pk]}, follow=True).content.decode()
    assert "0通" in said
    assert asked.serial in supervisor_client.get(LIST, {"state": "printed"}).content.decode()
    supervisor_client.post(SEND, {"notice": [IssueNotice.objects.get().pk]})
    assert IssueNotice.objects.get().state == "sent"
