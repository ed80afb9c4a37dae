"""個人番号 at the screens: one asks, another decides, who asked sees it for some minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.approvals.api import Decision, Draft, draft_about, inbox
from madoguchi.engines.people.api import House, Notice, Opening, decide_opening, set_individual_number
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import make_user

from .families import move_in_family

pytestmark = pytest.mark.django_db
NUMBER = "621498320257"
SPACED = "6214 9832 0257"


@pytest.fixture
def house(clerk: User) -> House:
    """A family; the head's number is recorded."""
    family = move_in_family(clerk)
    notice = Notice(event_on=timezone.localdate())
    set_individual_number(clerk.as_actor(), notice=notice, person_id=family.members[0].person_id, value=NUMBER)
    return family


def ask(client: Client, house: House, **changes: Any) -> Any:
    """The form, filled and sent."""
    person = house.members[0].person_id
    url = reverse("residents:ask_number", args=(person,))
    mark = client.get(url).context["form"]["submission"].value()
    values = {"people": [person], "purpose": "use", "reason": "国保の資格の確認", "submission": str(mark), **changes}
    return client.post(url, values)


def shown(client: Client, name: str, *args: int, **query: str) -> str:
    answer = client.get(reverse(f"residents:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_two_people_open_a_number(
    clerk_client: Client, supervisor_client: Client, supervisor: User, house: House
) -> None:
    assert ask(clerk_client, house).status_code == 302
    opening = Opening.objects.get()
    assert "ほかの承認者の決定を待っています" in shown(clerk_client, "opening", opening.pk)
    assert [row.draft for row in inbox(supervisor.as_actor())] == [draft_about(opening)]
    assert "番号法第9条第1項" in shown(supervisor_client, "openings")
    page = shown(supervisor_client, "opening", opening.pk)
    assert "国保の資格の確認" in page
    assert house.members[0].name in page
    decide = reverse("residents:decide_opening", args=(opening.pk,))
    answer = supervisor_client.post(decide, {"decision": "approve"}, follow=True).content.decode()
    assert "承認しました" in answer
    assert "番号を表示する" not in answer
    assert NUMBER not in answer

    assert "番号を表示する" in shown(clerk_client, "opening", opening.pk)
    answer = clerk_client.post(reverse("residents:numbers", args=(opening.pk,)))
    assert SPACED in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    seconds, url = answer.headers["Refresh"].split("; url=")
    assert 890 <= int(seconds) <= 900
    assert url == reverse("residents:opening", args=(opening.pk,))
    assert Entry.objects.filter(action="people.open_number").count() == 1


def test_the_number_is_on_no_other_page_and_in_no_session(
    clerk_client: Client, clerk: User, supervisor: User, supervisor_client: Client, house: House
) -> None:
    ask(clerk_client, house)
    opening = decide_opening(supervisor.as_actor(), opening_id=Opening.objects.get().pk, approve=True)
    clerk_client.post(reverse("residents:numbers", args=(opening.pk,)))
    person = house.members[0].person_id
    pages = [("person", person), ("timeline", person), ("opening", opening.pk), ("household", house.id)]
    for client in (clerk_client, supervisor_client):
        for name, key in pages:
            text = shown(client, name, key)
            assert NUMBER not in text
            assert SPACED not in text
        assert house.members[0].name not in shown(client, "search", q=NUMBER)
    assert not any(NUMBER in str(session.get_decoded()) for session in Session.objects.all())
    assert not any(NUMBER in f"{entry.subject}{entry.detail}" for entry in Entry.objects.all())


def test_nobody_else_and_not_later(
    clerk_client: Client, supervisor: User, supervisor_client: Client, outsider_client: Client, house: House
) -> None:
    ask(clerk_client, house)
    opening = decide_opening(supervisor.as_actor(), opening_id=Opening.objects.get().pk, approve=True)
    url = reverse("residents:numbers", args=(opening.pk,))
    assert supervisor_client.post(url).status_code == 403
    assert outsider_client.post(url).status_code == 403
    assert clerk_client.get(url).status_code == 302
    Opening.objects.update(open_until=timezone.now() - timedelta(seconds=1))
    answer = clerk_client.post(url, follow=True).content.decode()
    assert "見られる時間が過ぎました" in answer
    assert SPACED not in answer


def test_where_nobody_else_may_approve_it_is_told(supervisor_client: Client, house: House) -> None:
    answer = ask(supervisor_client, house)
    assert answer.status_code == 422
    assert "本人のほかにいません" in answer.content.decode()
    assert not Opening.objects.exists()


def test_nobody_approves_their_own(supervisor_client: Client, house: House) -> None:
    make_user("test-second-chief", "係長　五郎", "窓口サービス課", ["clerk", "supervisor"], "係長")
    ask(supervisor_client, house)
    opening = Opening.objects.get()
    assert "自分では承認できません" in shown(supervisor_client, "opening", opening.pk)
    supervisor_client.post(reverse("residents:decide_opening", args=(opening.pk,)), {"decision": "approve"})
    opening.refresh_from_db()
    assert opening.state == "waiting"
    answer = supervisor_client.post(reverse("residents:withdraw_opening", args=(opening.pk,)), follow=True)
    assert "取り下げました" in answer.content.decode()
    assert Draft.objects.get().state == "dropped"


def test_who_asked_may_end_it(clerk_client: Client, supervisor: User, house: House) -> None:
    ask(clerk_client, house)
    opening = decide_opening(supervisor.as_actor(), opening_id=Opening.objects.get().pk, approve=True)
    close = reverse("residents:close_opening", args=(opening.pk,))
    assert "もう表示できません" in clerk_client.post(close, follow=True).content.decode()
    assert "もう終わっています" in clerk_client.post(close, follow=True).content.decode()


def test_a_refusal_needs_a_word(clerk_client: Client, supervisor_client: Client, house: House) -> None:
    ask(clerk_client, house)
    url = reverse("residents:decide_opening", args=(Opening.objects.get().pk,))
    assert "理由を入れて" in supervisor_client.post(url, {"decision": "refuse"}, follow=True).content.decode()
    supervisor_client.post(url, {"decision": "refuse", "comment": "対象が広すぎます"})
    assert "対象が広すぎます" in shown(clerk_client, "opening", Opening.objects.get().pk)
    assert "対象が広すぎます" not in Decision.objects.get().document, "words about residents stay with the opening"
    assert "却下" in shown(clerk_client, "openings", decided="1")


def test_a_wish_without_reason_or_for_someone_elsewhere_is_refused(clerk_client: Client, house: House) -> None:
    for wrong in ({"reason": ""}, {"purpose": "x"}, {"people": [999_999]}, {"people": []}):
        assert ask(clerk_client, house, **wrong).status_code == 422
    assert not Opening.objects.exists()


def test_a_double_click_asks_once(clerk_client: Client, supervisor: User, house: House) -> None:
    person = house.members[0].person_id
    url = reverse("residents:ask_number", args=(person,))
    mark = clerk_client.get(url).context["form"]["submission"].value()
    values = {"people": [person], "purpose": "use", "reason": "確認", "submission": str(mark)}
    assert clerk_client.post(url, values).url == clerk_client.post(url, values).url
    assert (Opening.objects.count(), Draft.objects.count()) == (1, 1)


def test_a_clerk_sees_only_their_own(clerk_client: Client, supervisor_client: Client, house: House) -> None:
    make_user("test-second-chief", "係長　五郎", "窓口サービス課", ["clerk", "supervisor"], "係長")
    ask(supervisor_client, house)
    opening = Opening.objects.get()
    assert clerk_client.get(reverse("residents:opening", args=(opening.pk,))).status_code == 404
    assert "承認を待つ閲覧はありません" in shown(clerk_client, "openings")
