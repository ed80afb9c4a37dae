"""Administrators change rights at their screens; others read, or are turned away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.approvals.api import Decision, Draft, draft_about
from madoguchi.engines.approvals.api import inbox as waiting_for
from madoguchi.foundation.access.models import Appointment, Division, Grant, User
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.testing.staff import appoint, client_of, make_user
from madoguchi.systems.security.staff.work import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(town) -> User:
    return make_user("test-second", "電算　千里", "情報推進課", ["administrator"])


@pytest.fixture
def second_client(second: User) -> Client:
    return client_of(second)


def url(name: str, *args: int) -> str:
    return reverse(f"staff:{name}", args=args)


def page(client: Client, name: str, *args: int, status: int = 200, **query: str) -> str:
    answer = client.get(url(name, *args), query)
    assert answer.status_code == status
    return answer.content.decode()


def typed(day: date) -> str:
    return format_wareki(day, "short")


def appointment_form(**changes: object) -> dict[str, object]:
    today = timezone.localdate()
    division = Division.objects.get(name="窓口サービス課").pk
    known = {"division": division, "post": "主事", "is_main": "0", "roles": ["clerk"], "start": typed(today)}
    return {**known, "reason": "年末の応援", **changes}


def test_an_appointment_goes_from_the_form_to_the_second_administrator(
    administrator_client: Client, second_client: Client, outsider: User
) -> None:
    answer = administrator_client.post(url("appoint", outsider.pk), appointment_form(), follow=True)
    assert "二人目が承認すると有効になります" in answer.content.decode()
    asked = Appointment.objects.get(user=outsider, state="waiting")
    inbox = page(second_client, "approvals")
    assert "道路　四郎" in inbox and "総合窓口の利用" in inbox
    assert "自分の申請です" in page(administrator_client, "approvals")
    answer = second_client.post(url("decide_appointment", asked.pk), {"decision": "approve"}, follow=True)
    assert "「承認」として記録しました" in answer.content.decode()
    assert Decision.objects.get().draft.title == "発令：道路　四郎を窓口サービス課　主事に"
    shown = page(administrator_client, "person", outsider.pk)
    assert "窓口サービス課" in shown and "役割「窓口担当」がもつ" in shown


def test_a_refusal_needs_words_and_is_told(administrator_client: Client, second_client: Client, outsider: User) -> None:
    administrator_client.post(url("appoint", outsider.pk), appointment_form())
    asked = Appointment.objects.get(user=outsider, state="waiting")
    decide = url("decide_appointment", asked.pk)
    answer = second_client.post(decide, {"decision": "refuse"}, follow=True)
    assert "意見に理由を入れてください" in answer.content.decode()
    second_client.post(decide, {"decision": "refuse", "comment": "担当外です"})
    asked.refresh_from_db()
    assert (asked.state, asked.comment) == ("refused", "担当外です")
    assert Draft.objects.get().state == "refused"


def test_who_asked_takes_it_back_with_its_draft(administrator_client: Client, second: User, outsider: User) -> None:
    administrator_client.post(url("appoint", outsider.pk), appointment_form())
    asked = Appointment.objects.get(user=outsider, state="waiting")
    assert [row.draft for row in waiting_for(second.as_actor())] == [draft_about(asked)]
    answer = administrator_client.post(url("take_back", asked.pk), follow=True)
    assert "「取下げ」として記録しました" in answer.content.decode()
    assert (Draft.objects.get().state, waiting_for(second.as_actor())) == ("dropped", [])


def test_where_nobody_else_may_approve_nothing_is_kept(administrator_client: Client, outsider: User) -> None:
    answer = administrator_client.post(url("appoint", outsider.pk), appointment_form())
    assert answer.status_code == 422
    assert "本人のほかにいません" in answer.content.decode()
    assert not Appointment.objects.filter(user=outsider, state="waiting").exists()


def test_what_cannot_be_is_said_at_the_field(administrator_client: Client, outsider: User) -> None:
    before = typed(timezone.localdate() - timedelta(days=1))
    for changes, words in (
        ({"start": "きのう"}, "エラー"),
        ({"last": before}, "終わりの日は"),
        ({"post": " "}, "入力"),
        ({"division": Division.objects.get(name="道路管理課").pk, "roles": []}, "同じ期間"),
    ):
        answer = administrator_client.post(url("appoint", outsider.pk), appointment_form(**changes))
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_nobody_is_offered_their_own_rights(administrator: User, administrator_client: Client) -> None:
    shown = page(administrator_client, "person", administrator.pk)
    assert "自分の権限です" in shown
    assert url("appoint", administrator.pk) not in shown
    answer = administrator_client.post(url("appoint", administrator.pk), appointment_form())
    assert answer.status_code == 422
    assert "自分の権限は、自分では変えられません" in answer.content.decode()


def test_an_appointment_ends_on_the_day_that_was_typed(administrator_client: Client, outsider: User) -> None:
    seat = Appointment.objects.get(user=outsider)
    last = timezone.localdate() + timedelta(days=5)
    administrator_client.post(url("end", seat.pk), {"last": typed(last), "reason": "退職"})
    seat.refresh_from_db()
    assert seat.last_day == last
    assert "道路　四郎" in page(administrator_client, "ending")


def test_a_grant_from_the_form_to_its_end(administrator_client: Client, second_client: Client, outsider: User) -> None:
    today = timezone.localdate()
    form = {
        "allows": "1",
        "right": "people.view",
        "division": Division.objects.get(name="道路管理課").pk,
        "purposes": ["levy"],
        "start": typed(today),
        "reason": "所有者の調査",
    }
    shown = administrator_client.post(url("new_grant"), form, follow=True).content.decode()
    assert "二人目が承認すると有効になります" in shown
    row = Grant.objects.get(right="people.view")
    assert "自分の申請は、自分では承認できません" in shown
    second_client.post(url("decide_grant", row.pk), {"decision": "approve"})
    assert "道路管理課への許可" in page(second_client, "person", outsider.pk, purpose="levy")
    assert "道路管理課への許可" not in page(second_client, "person", outsider.pk, purpose="notice")
    assert "賦課の調査" in page(second_client, "grant", row.pk)
    listed = page(second_client, "grants")
    assert "道路管理課" in listed and "権限が広がる変更の承認" in listed
    assert "調整はありません" in page(second_client, "grants", ended="1")
    administrator_client.post(url("end_grant", row.pk), {"last": typed(today), "reason": "終了"})
    row.refresh_from_db()
    assert row.last_day == today


def test_a_withdrawal_and_its_lifting(administrator_client: Client, second_client: Client, clerk: User) -> None:
    today = typed(timezone.localdate())
    form = {"allows": "0", "right": "people.view", "username": clerk.username, "start": today, "reason": "調査中"}
    administrator_client.post(url("new_grant"), form)
    row = Grant.objects.get(effect="withdraw")
    assert "できない" in page(administrator_client, "person", clerk.pk)
    shown = administrator_client.post(url("end_grant", row.pk), {"last": today, "reason": "調査の終了"}, follow=True)
    assert "二人目が承認" in shown.content.decode()
    lifting = Grant.objects.get(effect="lift")
    second_client.post(url("decide_grant", lifting.pk), {"decision": "approve"})
    row.refresh_from_db()
    assert row.last_day == timezone.localdate()
    assert "停止の解除" in page(administrator_client, "grants", ended="1")


def test_one_takes_back_ones_own(administrator_client: Client, second_client: Client, outsider: User) -> None:
    administrator_client.post(url("appoint", outsider.pk), appointment_form())
    seat = Appointment.objects.get(user=outsider, state="waiting")
    second_client.post(url("take_back", seat.pk))
    seat.refresh_from_db()
    assert seat.state == "waiting"
    administrator_client.post(url("take_back", seat.pk))
    seat.refresh_from_db()
    assert seat.state == "withdrawn"
    form = {
        "allows": "1",
        "right": "people.view",
        "role": "viewer",
        "start": typed(timezone.localdate()),
        "reason": "x",
    }
    administrator_client.post(url("new_grant"), form)
    administrator_client.post(url("take_back_grant", Grant.objects.get(reason="x").pk))
    assert Grant.objects.get(reason="x").state == "withdrawn"


def test_a_grant_form_tells_what_is_wrong(administrator_client: Client) -> None:
    today = typed(timezone.localdate())
    for changes, words in (
        ({}, "どれかを選んでください"),
        ({"username": "nobody"}, "この職員番号の職員はいません"),
        ({"role": "administrator"}, "自分の権限が広がる"),
    ):
        form = {"allows": "1", "right": "people.view", "start": today, "reason": "調査", **changes}
        answer = administrator_client.post(url("new_grant"), form)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_a_newcomer_is_registered_and_renamed(administrator_client: Client) -> None:
    answer = administrator_client.post(url("new"), {"username": "n-100", "name": "新人　百子"})
    made = User.objects.get(username="n-100")
    assert answer["Location"] == url("appoint", made.pk)
    administrator_client.post(url("name", made.pk), {"name": "新婚　百子"})
    assert "新婚　百子" in page(administrator_client, "person", made.pk)
    again = administrator_client.post(url("new"), {"username": "n-100", "name": "別人"})
    assert (again.status_code, "もう使われています" in again.content.decode()) == (422, True)


def test_divisions_are_shown_as_a_tree(administrator_client: Client, clerk: User) -> None:
    shown = page(administrator_client, "divisions")
    assert shown.index("市長部局") < shown.index("窓口サービス課") < shown.index("教育委員会")
    assert "窓口　一子" in shown
    desk = Division.objects.get(name="窓口サービス課")
    assert "窓口担当" in page(administrator_client, "division", desk.pk)
    form = {
        "code": "1990",
        "name": "新しい課",
        "parent": desk.parent_id,
        "start": typed(timezone.localdate()),
        "order": "5",
    }
    administrator_client.post(url("new_division"), form)
    made = Division.objects.get(code="1990")
    assert made.path == ["1000", "1990"]
    administrator_client.post(url("end_division", made.pk), {"last": typed(timezone.localdate())})
    made.refresh_from_db()
    assert made.valid.upper == timezone.localdate() + timedelta(days=1)
    stuck = administrator_client.post(url("end_division", desk.pk), {"last": typed(timezone.localdate())})
    assert (stuck.status_code, "発令があります" in stuck.content.decode()) == (422, True)


def test_the_table_of_roles_names_every_right_in_japanese(administrator_client: Client) -> None:
    shown = page(administrator_client, "roles")
    assert "権限が広がる変更の承認" in shown and "住民の検索と閲覧" in shown and "窓口担当" in shown


def test_the_list_is_searched_and_goes_on_at_the_same_cost(administrator_client: Client, clerk: User) -> None:
    assert "窓口　一子" in page(administrator_client, "list", q="一子")
    assert "窓口　一子" in page(administrator_client, "list", q="窓口サービス test-cl")
    assert "見つかりませんでした" in page(administrator_client, "list", q="いない人")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(administrator_client, "list")
        return len(captured)

    few = queries()
    for number in range(40):
        make_user(f"many-{number:02}", f"大勢　{number}", "建築課")
    assert queries() == few
    first = administrator_client.get(url("list"))
    second = administrator_client.get(url("list"), {"after": first.context["after"]})
    shown = [row.username for answer in (first, second) for row in answer.context["rows"]]
    assert len(shown) == len(set(shown)) == User.objects.count()


def test_heads_and_auditors_read_and_others_learn_nothing(
    head_client: Client, auditor_client: Client, clerk_client: Client, visitor: Client, clerk: User
) -> None:
    for name, args in (("list", ()), ("person", (clerk.pk,)), ("divisions", ()), ("roles", ()), ("grants", ())):
        for client in (head_client, auditor_client):
            page(client, name, *args)
        page(clerk_client, name, *args, status=403)
        assert visitor.get(url(name, *args)).status_code == 302
    assert url("new") not in page(auditor_client, "list")
    for name, args in (("new", ()), ("appoint", (clerk.pk,)), ("new_grant", ()), ("new_division", ())):
        page(head_client, name, *args, status=403)
        assert head_client.post(url(name, *args)).status_code == 403
    assert auditor_client.post(url("decide_grant", 1), {"decision": "approve"}).status_code == 403


def test_the_dashboard_tells_what_waits(
    administrator: User, second: User, administrator_client: Client, outsider: User
) -> None:
    administrator_client.post(url("appoint", outsider.pk), appointment_form())
    appoint(outsider, "建築課", is_main=False, end=timezone.localdate() + timedelta(days=3))
    lines = {line.label: line.count for line in work(second.as_actor())}
    assert lines == {"まもなく終わる発令": 1}
    assert [row.draft.kind for row in waiting_for(second.as_actor())] == ["staff.appointment"]
    assert not waiting_for(administrator.as_actor())
    assert list(work(outsider.as_actor())) == []


def test_what_is_not_there_is_not_found(administrator_client: Client) -> None:
    for name in ("person", "division", "grant", "end", "end_grant", "end_division", "appoint", "name"):
        page(administrator_client, name, 999_999, status=404)
