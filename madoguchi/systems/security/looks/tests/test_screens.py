"""The head, the auditor and the clerk at their screens."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from madoguchi.engines.people.api import Person, visible_to
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.actions import record_looks
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import make_user
from madoguchi.systems.security.looks import actions
from madoguchi.systems.security.looks.finding import find
from madoguchi.systems.security.looks.models import Kind, Slip, StaffPerson, Unusual, Watched

pytestmark = pytest.mark.django_db
URL = "/desk/looks/"
NAMES = ("山田", "太郎", "花子", "木村", "佐藤", "大日", "めいわ")


def text(response) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def looked(families, head):
    """A clerk who is 山田　太郎 has looked at themselves and at their neighbour."""
    user = make_user("yamada", "窓口　タロウ", "窓口サービス課", ["clerk"])
    own, neighbour = families["yamada"].members[0].person_id, families["kimura"].members[0].person_id
    actions.note_staff_person(head.as_actor(), user_id=user.pk, number=Person.objects.get(pk=own).number)
    visible_to(user.as_actor("住民からの照会")).people([own, neighbour])
    find(timezone.localdate())
    return Unusual.objects.get(kind=Kind.NEIGHBOUR, user_id=user.pk)


def test_the_head_sees_what_waits_and_confirms_it(looked, head_client):
    page = text(head_client.get(URL))
    assert "近所の人" in page
    assert "窓口　タロウ" in page
    assert f"宛名番号 {looked.person.number}" in page
    case = head_client.get(f"{URL}unusual/{looked.pk}/")
    assert "住民からの照会" in text(case)
    done = head_client.post(f"{URL}unusual/{looked.pk}/confirm/", {"note": "照会の電話を受けた記録がある。"})
    assert done.status_code == 302
    looked.refresh_from_db()
    assert (looked.state, looked.decider) == ("confirmed", "窓口サービス課　見守　正子")
    assert Entry.objects.filter(action="looks.confirm", subject=f"unusual:{looked.pk}").count() == 1
    assert "近所の人" not in re.sub(r"<select.*?</select>", "", head_client.get(URL).content.decode(), flags=re.S)
    assert "照会の電話" in text(head_client.get(f"{URL}unusual/{looked.pk}/"))
    assert "近所の人" in text(head_client.get(f"{URL}?state=confirmed"))


def test_nothing_is_confirmed_without_words_twice_or_by_oneself(looked, head, head_client):
    assert head_client.post(f"{URL}unusual/{looked.pk}/confirm/", {"note": " "}).status_code == 422
    own = Unusual.objects.create(
        day=looked.day, kind=Kind.CLOSED, user_id=head.pk, looks=1, first=looked.first, last=looked.last
    )
    with pytest.raises(actions.Refused, match="ほかの責任者"):
        actions.confirm(head.as_actor(), unusual_id=own.pk, note="x")
    actions.confirm(head.as_actor(), unusual_id=looked.pk, note="x")
    with pytest.raises(actions.Refused, match="先に確認"):
        actions.confirm(head.as_actor(), unusual_id=looked.pk, note="y")


def test_the_auditor_reads_and_does_not_confirm(looked, auditor, auditor_client):
    assert "近所の人" in text(auditor_client.get(URL))
    assert "責任者の確認を待っています" in text(auditor_client.get(f"{URL}unusual/{looked.pk}/"))
    assert auditor_client.post(f"{URL}unusual/{looked.pk}/confirm/", {"note": "x"}).status_code == 403
    assert auditor_client.get(f"{URL}watching/").status_code == 403


def pages(looked: Unusual) -> list[str]:
    today = timezone.localdate().isoformat()
    return [
        URL,
        f"{URL}unusual/{looked.pk}/",
        f"{URL}people/",
        f"{URL}people/{looked.person_id}/",
        f"{URL}staff/?staff={looked.user_id}&first={today}&last={today}",
    ]


def test_no_name_and_no_address_is_on_any_page(looked, auditor_client, head_client):
    for url in [*pages(looked), f"{URL}people/{looked.person_id}/?names=1", f"{pages(looked)[-1]}&names=1"]:
        page = text(auditor_client.get(url))
        assert not [name for name in NAMES if name in page], url
    for url in [*pages(looked), f"{URL}watching/"]:
        page = text(head_client.get(url))
        assert not [name for name in NAMES if name in page], url


def test_names_are_shown_to_those_who_may_and_that_is_a_look(looked, head, head_client):
    before = Entry.objects.filter(user_id=head.pk, action="people.look").count()
    assert "木村　実" in text(head_client.get(f"{URL}people/{looked.person_id}/?names=1"))
    assert Entry.objects.filter(user_id=head.pk, action="people.look").count() == before + 1


def test_who_looked_at_this_person(looked, auditor_client):
    page = text(auditor_client.get(f"{URL}people/", {"number": looked.person.number}, follow=True))
    assert f"宛名番号 {looked.person.number} の記録を見た人" in page
    assert "窓口サービス課　窓口　タロウ" in page
    assert auditor_client.get(f"{URL}people/", {"number": 999_999_999}).status_code == 422
    assert auditor_client.get(f"{URL}people/999999999/").status_code == 404


def test_what_a_member_of_staff_did(looked, auditor_client):
    page = text(auditor_client.get(f"{URL}staff/", {"staff": looked.user_id}))
    assert page.count("記録の閲覧") >= 2
    assert "0時から23時まで" in auditor_client.get(f"{URL}staff/", {"staff": looked.user_id}).content.decode()
    late = auditor_client.get(f"{URL}staff/", {"staff": looked.user_id, "first": "R8.1.5", "last": "R8.1.4"})
    assert late.status_code == 422


def test_a_long_list_goes_on_page_by_page(looked, auditor_client):
    user = User.objects.get(pk=looked.user_id)
    record_looks(user.as_actor(), action="people.look", subjects=[f"person:{looked.person_id}"] * 120)
    seen, url = 0, f"{URL}people/{looked.person_id}/"
    for _ in range(3):
        page = auditor_client.get(url).content.decode()
        seen += page.count('<th scope="row" class="nowrap">')
        following = re.search(r'rel="next" href="(\?after=\d+)"', page)
        url = f"{URL}people/{looked.person_id}/{following[1]}" if following else ""
    assert seen >= 121
    assert not url


@pytest.mark.parametrize("index", [0, 1, 3, 4])
def test_the_number_of_queries_does_not_grow(looked, auditor_client, index, django_assert_max_num_queries):
    user = User.objects.get(pk=looked.user_id)
    everyone = [f"person:{key}" for key in Person.objects.values_list("pk", flat=True)]
    for _ in range(2):
        with django_assert_max_num_queries(24):
            assert auditor_client.get(pages(looked)[index]).status_code == 200
        record_looks(user.as_actor(), action="people.look", subjects=everyone * 10)


@pytest.mark.parametrize("kind", ["clerk", "outsider", "administrator"])
def test_others_are_refused(looked, request, kind):
    client: Client = request.getfixturevalue(f"{kind}_client")
    for url in [*pages(looked), f"{URL}watching/"]:
        assert client.get(url).status_code == 403, url


def test_a_clerk_finds_no_audit_on_a_persons_page_but_the_slip(families, yamada, clerk_client, supervisor_client):
    page = clerk_client.get(f"/desk/residents/people/{yamada.person_id}/").content.decode()
    assert f"{URL}people/{yamada.person_id}/slip/" in page
    assert f'href="{URL}people/{yamada.person_id}/"' not in page


def test_the_head_keeps_the_list_of_those_many_are_curious_about(families, yamada, head_client):
    number = Person.objects.get(pk=yamada.person_id).number
    assert head_client.post(f"{URL}watching/add/", {"number": number, "reason": "市長"}).status_code == 302
    again = head_client.post(f"{URL}watching/add/", {"number": number, "reason": "市長"})
    assert (again.status_code, "もう登録されています" in text(again)) == (422, True)
    assert head_client.post(f"{URL}watching/add/", {"number": 5, "reason": "市長"}).status_code == 422
    row = Watched.objects.get()
    assert head_client.post(f"{URL}watching/{row.pk}/end/").status_code == 302
    row.refresh_from_db()
    assert (row.until, row.ended_by) == (timezone.localdate(), "窓口サービス課　見守　正子")
    assert "仮" in text(head_client.get(f"{URL}watching/"))


def test_a_member_of_staff_is_one_resident(families, yamada, clerk, supervisor, head_client):
    number = Person.objects.get(pk=yamada.person_id).number
    assert head_client.post(f"{URL}watching/staff/", {"staff": clerk.pk, "number": number}).status_code == 302
    assert head_client.post(f"{URL}watching/staff/", {"staff": supervisor.pk, "number": number}).status_code == 422
    row = StaffPerson.objects.get()
    assert head_client.post(f"{URL}watching/staff/{row.pk}/end/").status_code == 302
    assert head_client.post(f"{URL}watching/staff/{row.pk}/end/").status_code == 404


def test_the_clerk_gives_a_slip(families, yamada, clerk, clerk_client):
    url = f"{URL}people/{yamada.person_id}/slip/"
    assert "閲覧の確認票を渡す" in text(clerk_client.get(url))
    done = clerk_client.post(url, {"identity_check": "運転免許証"})
    assert (done.status_code, done["Content-Type"]) == (200, "application/pdf")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(done.content)).pages)
    code = re.search(r"([2-9A-Z]{4}-){3}[2-9A-Z]{4}", words)
    assert code
    slip = Slip.objects.get()
    assert bytes(slip.code) == actions.fingerprint(actions.normal(code[0]))
    assert slip.valid_until - slip.given_at == timedelta(days=14)
    assert Entry.objects.filter(action="looks.give_slip", subject=f"person:{yamada.person_id}").count() == 1
    assert code[0].replace("-", "") not in str(list(Slip.objects.values()))


def test_a_new_slip_ends_the_one_before(families, yamada, clerk):
    one = actions.give_slip(clerk.as_actor(), person_id=yamada.person_id, identity_check="旅券")
    actions.give_slip(clerk.as_actor(), person_id=yamada.person_id, identity_check="旅券")
    one.slip.refresh_from_db()
    assert one.slip.revoked_at is not None


def test_who_may_not_give_slips_is_refused(families, yamada, outsider, auditor):
    for user in (outsider, auditor):
        with pytest.raises(Forbidden):
            actions.give_slip(user.as_actor(), person_id=yamada.person_id, identity_check="旅券")
