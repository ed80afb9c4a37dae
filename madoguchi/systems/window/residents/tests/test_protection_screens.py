"""Screens of 支援措置 over HTTP: who may open them, what they refuse, what others are shown."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.approvals.api import Decision, inbox, shown
from madoguchi.engines.people.api import (
    Hold,
    House,
    ProtectionCase,
    ProtectionEnding,
    place_hold,
    start_protection,
)
from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import client_of, make_user

from .families import move_in_family

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "violence",
    "agency_kind": "police",
    "agency": "四街道警察署",
    "applied_on": "R8.11.1",
    "decided_on": "R8.11.2",
}


@pytest.fixture
def house(clerk: User) -> House:
    """渡邉健一, 美咲 and 陽菜."""
    return move_in_family(clerk)


@pytest.fixture
def wife(house: House) -> int:
    """美咲."""
    return house.members[1].person_id


@pytest.fixture
def case(supervisor: User, wife: int) -> ProtectionCase:
    """美咲 is protected."""
    today = timezone.localdate()
    return start_protection(supervisor.as_actor(), applicant_id=wife, kind="violence", agency_kind="police",
                            agency="四街道警察署", applied_on=today, decided_on=today)  # fmt: skip


def words(response: Any) -> str:
    """The page."""
    return response.content.decode()


def test_registering_by_the_form(supervisor_client: Client, house: House, wife: int) -> None:
    url = reverse("residents:protect", args=[wife])
    assert "渡邉　陽菜（子）" in words(supervisor_client.get(url))
    wrong = supervisor_client.post(url, {**FORM, "agency": "", "decided_on": "R8.10.1"})
    assert wrong.status_code == 422 and not ProtectionCase.objects.exists()
    refused = supervisor_client.post(url, {**FORM, "decided_on": "R8.10.1"})
    assert refused.status_code == 422 and "決定日が申出日より前です" in words(refused)
    child = house.members[2].person_id
    done = supervisor_client.post(url, {**FORM, "together": [child]}, follow=True)
    assert "支援措置を登録しました" in words(done) and "渡邉　陽菜" in words(done)
    assert set(ProtectionCase.objects.get().persons.values_list("person", flat=True)) == {wife, child}


@pytest.mark.parametrize("who", ["clerk", "viewer", "administrator", "auditor", "outsider"])
def test_nobody_else_opens_these_screens(
    request: pytest.FixtureRequest, who: str, case: ProtectionCase, wife: int, house: House
) -> None:
    client = client_of(request.getfixturevalue(who))
    for name, args in (
        ("protections", []), ("protection", [case.pk]), ("protect", [house.members[0].person_id]),
        ("protect_renew", [case.pk]), ("protect_end", [case.pk]), ("hold", [house.members[0].person_id]),
    ):  # fmt: skip
        answer = client.get(reverse(f"residents:{name}", args=args))
        assert answer.status_code in {302, 403}, name
        assert "支援措置" not in words(answer) and "渡邉" not in words(answer)


def test_the_head_sees_and_does_not_manage(head: User, case: ProtectionCase, wife: int) -> None:
    client = client_of(head)
    page = words(client.get(reverse("residents:protection", args=[case.pk])))
    assert "渡邉　美咲さんの支援措置" in page and "更新する" not in page and "期間の前に終える" not in page
    assert "支援措置の内容を見る" in words(client.get(reverse("residents:person", args=[wife])))
    assert client.get(reverse("residents:protect_end", args=[case.pk])).status_code == 403


def test_an_emergency_shows_the_person_and_not_all_of_them(clerk: User, case: ProtectionCase, wife: int) -> None:
    client, person = client_of(clerk), reverse("residents:person", args=[wife])
    assert "渡邉　美咲" not in words(client.get(person))
    client.post("/desk/emergencies/new/", {"reason": "救急隊が住所を確かめているため。", "agreed": "on"})
    page = words(client.get(person))
    assert "渡邉　美咲" in page and "支援措置の内容を見る" not in page
    for url in (reverse("residents:protections"), reverse("residents:protection", args=[case.pk])):
        assert client.get(url).status_code == 403


def test_one_more_person_by_number(supervisor_client: Client, case: ProtectionCase, house: House) -> None:
    url = reverse("residents:protect_person", args=[case.pk])
    child = house.members[2]
    assert "見つかりません" in words(supervisor_client.post(url, {"number": "999999999"}))
    assert "数字で" in words(supervisor_client.post(url, {"number": "abc"}))
    done = supervisor_client.post(url, {"number": str(child.number)}, follow=True)
    assert "対象者を加えました" in words(done)
    assert "既に対象者です" in words(supervisor_client.post(url, {"number": str(child.number)}))


def test_two_supervisors_end_a_case(supervisor: User, supervisor_client: Client, clerk_client: Client,
                                    case: ProtectionCase, wife: int) -> None:  # fmt: skip
    user = make_user("second", "係長　三郎", "窓口サービス課", ["clerk", "supervisor"], "係長")
    second = client_of(user)
    url = reverse("residents:protect_end", args=[case.pk])
    assert "ほかの係長が承認すると終わります" in words(supervisor_client.get(url))
    assert supervisor_client.post(url, {"reason": "requested", "account": ""}).status_code == 422
    supervisor_client.post(url, {"reason": "requested", "account": "来庁して申し出た"})
    ending = reverse("residents:protect_ending", args=[ProtectionEnding.objects.get().pk])
    own = supervisor_client.post(ending, {"do": "approve"}, follow=True)
    assert "自分では決められません" in words(own)
    draft = inbox(user.as_actor())[0].draft
    assert "支援" not in f"{draft.kind_name}{draft.title}{shown(draft)}", "a draft does not tell who is protected"
    for client in (supervisor_client, second):
        assert "支援" not in words(client.get(reverse("approvals:inbox"))).split("<main")[1]
    place = second.get(reverse("approvals:inbox")).content.decode().split('class="hit" href="')[1].split('"')[0]
    assert "承認して保護を解く" in words(second.get(place, follow=True))
    assert clerk_client.get(place).status_code == 403
    assert "理由を入れて" in words(second.post(ending, {"do": "refuse"}, follow=True))
    assert clerk_client.get(reverse("residents:person", args=[wife])).status_code == 403
    assert "承認しました" in words(second.post(ending, {"do": "approve"}, follow=True))
    assert clerk_client.get(reverse("residents:person", args=[wife])).status_code == 200


def test_a_refused_end_leaves_its_words_with_the_case(supervisor_client: Client, case: ProtectionCase) -> None:
    second = client_of(make_user("second", "係長　三郎", "窓口サービス課", ["clerk", "supervisor"], "係長"))
    url = reverse("residents:protect_end", args=[case.pk])
    supervisor_client.post(url, {"reason": "requested", "account": "来庁して申し出た"})
    ending = reverse("residents:protect_ending", args=[ProtectionEnding.objects.get().pk])
    done = words(second.post(ending, {"do": "refuse", "comment": "本人にもう一度確かめる"}, follow=True))
    assert "保護は続きます" in done and "本人にもう一度確かめる" in done
    assert "本人に" not in Decision.objects.get().document
    again = words(second.post(ending, {"do": "approve"}, follow=True))
    assert "既に「却下」" in again


def test_an_expired_case_waits_for_a_person(supervisor_client: Client, clerk_client: Client, case: ProtectionCase,
                                            wife: int) -> None:  # fmt: skip
    from django.db.backends.postgresql.psycopg_any import DateRange

    begin = timezone.localdate() - timedelta(days=400)
    ProtectionCase.objects.update(
        applied_on=begin, decided_on=begin, valid=DateRange(begin, begin + timedelta(days=365))
    )
    assert "期限切れ確認待ち" in words(supervisor_client.get(reverse("residents:protections")))
    home = words(supervisor_client.get(reverse("wagtailadmin_home")))
    assert "期限切れ確認待ち1件" in home and "work__item--urgent" in home
    assert clerk_client.get(reverse("residents:person", args=[wife])).status_code == 403
    mark = words(supervisor_client.get(reverse("residents:person", args=[wife])))
    assert "終了を確認していません。保護は続いています" in mark
    url = reverse("residents:protect_end", args=[case.pk])
    done = supervisor_client.post(url, {"account": "本人に電話で確かめた"}, follow=True)
    assert "終了を確認し、保護を解きました" in words(done)
    assert clerk_client.get(reverse("residents:person", args=[wife])).status_code == 200


def test_a_hold_is_placed_and_lifted(supervisor_client: Client, clerk_client: Client, wife: int) -> None:
    url = reverse("residents:hold", args=[wife])
    supervisor_client.post(url, {"reason": "guardian", "account": "後見の登記を確認中"})
    assert "成年後見等の確認" in words(supervisor_client.get(reverse("residents:person", args=[wife])))
    stopped = words(clerk_client.get(reverse("residents:person", args=[wife])))
    assert "この方の手続は係長が承ります" in stopped and "後見" not in stopped
    supervisor_client.post(reverse("residents:lift", args=[Hold.objects.get().pk]))
    assert clerk_client.get(reverse("residents:person", args=[wife])).status_code == 200


def test_every_reason_gives_the_same_page(supervisor: User, clerk_client: Client, house: House) -> None:
    pages = set()
    for reason in ("protection", "record", "guardian", "requested"):
        Hold.objects.all().delete()
        place_hold(supervisor.as_actor(), person_id=house.members[1].person_id, reason=reason)
        answer = clerk_client.get(reverse("residents:person", args=[house.members[1].person_id]))
        assert answer.status_code == 403 and answer["Cache-Control"] == "no-store"
        pages.add(re.sub(r'(csrfmiddlewaretoken" value|data-token|data-left)="\w+"', "", words(answer)))
    assert len(pages) == 1


def test_another_division_sees_the_basic_items(viewer: User, house: House) -> None:
    client = client_of(viewer)
    husband = house.members[0].person_id
    page = words(client.get(reverse("residents:person", args=[husband])))
    assert "渡邉　健一" in page and "大日9812番地" in page and page.count("表示できません（窓口サービス課へ）") >= 6
    assert "渡邉　美咲" not in page and "履歴を見る" not in page
    assert client.get(reverse("residents:timeline", args=[husband])).status_code == 403
    assert client.get(reverse("residents:household", args=[house.id])).status_code == 403
    found = words(client.get(reverse("residents:search"), {"q": "渡辺"}))
    assert "渡邉　美咲" in found and "人世帯" not in found and "世帯主" not in found


def test_lists_cost_the_same_at_any_size(
    supervisor: User, supervisor_client: Client, clerk: User, case: ProtectionCase, django_assert_max_num_queries: Any
) -> None:
    url = reverse("residents:protections")
    supervisor_client.get(url)
    today = timezone.localdate()
    for number in range(6):
        other = move_in_family(clerk, on=today - timedelta(days=100 + number)).members[0].person_id
        start_protection(supervisor.as_actor(), applicant_id=other, kind="other", agency_kind="other", agency="署",
                         applied_on=today, decided_on=today)  # fmt: skip
    with django_assert_max_num_queries(20):
        assert words(supervisor_client.get(url)).count("措置中") == 7
