"""An administrator closes the log-in of someone who has gone, and opens it again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.login.api import close_login, end_all_sessions, open_login
from madoguchi.foundation.login.models import DeskSession, StaffNotice
from madoguchi.foundation.testing.staff import PASSWORD, client_of, make_user

from .steps import from_desk, give_password, is_in

pytestmark = pytest.mark.django_db
WHY = "退職（11月30日付）"


@pytest.fixture
def second(town) -> User:
    return make_user("test-second", "電算　千里", "情報推進課", ["administrator"])


def logged_in(user: User):
    client = from_desk()
    give_password(client, user)
    assert is_in(client)
    return client


def test_whoever_is_stopped_is_out_at_once_and_stays_out(administrator: User, second: User, clerk: User) -> None:
    at_the_counter = logged_in(clerk)
    assert close_login(administrator.as_actor(), user_id=clerk.pk, reason=WHY) == 1
    assert not is_in(at_the_counter)
    again = from_desk()
    give_password(again, clerk)
    assert not is_in(again)
    ended = DeskSession.objects.get(user=clerk)
    assert (ended.end, ended.get_end_display()) == ("closed", "管理者が終了")
    entry = Entry.objects.get(action="login.close")
    assert (entry.subject, entry.detail, entry.user_id) == (f"staff:{clerk.pk}", {"reason": WHY}, administrator.pk)
    assert list(StaffNotice.objects.values_list("user", flat=True)) == [second.pk]


def test_an_opened_log_in_works_with_the_old_password_and_rights(administrator: User, clerk: User) -> None:
    close_login(administrator.as_actor(), user_id=clerk.pk, reason=WHY)
    open_login(administrator.as_actor(), user_id=clerk.pk, reason="休職から復帰")
    client = logged_in(clerk)
    assert client.get(reverse("counter:screen")).status_code == 200
    assert Entry.objects.filter(action="login.open", subject=f"staff:{clerk.pk}").count() == 1


def test_the_answer_to_a_stopped_log_in_is_that_to_a_wrong_password(administrator: User, clerk: User) -> None:
    wrong = give_password(from_desk("192.0.2.11"), clerk, "not the password at all")
    close_login(administrator.as_actor(), user_id=clerk.pk, reason=WHY)
    stopped = give_password(from_desk("192.0.2.12"), clerk, PASSWORD)
    said = [str(each.context["form"].errors) for each in (wrong, stopped)]
    assert (wrong.status_code, said[0]) == (stopped.status_code, said[1])


def test_all_sessions_of_a_colleague_end_and_she_comes_back_in(administrator: User, clerk: User) -> None:
    desks = [logged_in(clerk) for _ in range(2)]
    own = client_of(administrator)
    assert end_all_sessions(administrator.as_actor(), user_id=clerk.pk, reason="端末を置き忘れた") == 2
    assert [is_in(desk) for desk in desks] == [False, False]
    assert is_in(own)
    logged_in(clerk)
    assert Entry.objects.get(action="login.end_sessions").detail == {
        "count": 2, "why": "closed", "reason": "端末を置き忘れた",
    }  # fmt: skip


@pytest.mark.parametrize("act", [close_login, open_login, end_all_sessions])
def test_nobody_does_it_without_the_right_or_to_themselves_or_without_a_reason(
    act, administrator: User, supervisor: User, clerk: User
) -> None:
    with pytest.raises(Forbidden):
        act(supervisor.as_actor(), user_id=clerk.pk, reason=WHY)
    with pytest.raises(Forbidden):
        act(administrator.as_actor(), user_id=administrator.pk, reason=WHY)
    with pytest.raises(Refused, match="理由"):
        act(administrator.as_actor(), user_id=clerk.pk, reason="　")
    assert not Entry.objects.filter(action__startswith="login.", user_id__in=[administrator.pk, supervisor.pk]).exists()


def test_what_is_so_already_is_refused(administrator: User, clerk: User) -> None:
    with pytest.raises(Refused, match="停止していません"):
        open_login(administrator.as_actor(), user_id=clerk.pk, reason=WHY)
    close_login(administrator.as_actor(), user_id=clerk.pk, reason=WHY)
    with pytest.raises(Refused, match="もう停止"):
        close_login(administrator.as_actor(), user_id=clerk.pk, reason=WHY)


def test_the_screens_stop_and_open_again(administrator_client, clerk: User) -> None:
    logged_in(clerk)
    page = reverse("staff:person", args=[clerk.pk])
    assert "192.0.2.10" in administrator_client.get(page).content.decode()
    close = reverse("staff:close_login", args=[clerk.pk])
    assert "発令は変わりません" in administrator_client.get(close).content.decode()
    assert administrator_client.post(close, {"reason": ""}).status_code == 422
    stopped = administrator_client.post(close, {"reason": WHY}, follow=True).content.decode()
    assert "ログインを停止しました" in stopped and "再開する" in stopped and "停止しています" in stopped
    assert administrator_client.post(close, {"reason": WHY}).status_code == 422
    opened = administrator_client.post(
        reverse("staff:open_login", args=[clerk.pk]), {"reason": "復帰"}, follow=True
    ).content.decode()
    assert "ログインを停止する" in opened and "いまログインしている端末はありません" in opened
    clerk.refresh_from_db()
    assert clerk.is_active


def test_one_s_own_page_offers_none_of_it(administrator: User, administrator_client) -> None:
    page = administrator_client.get(reverse("staff:person", args=[administrator.pk])).content.decode()
    assert "ログインを停止する" not in page
    for name in ("close_login", "open_login", "end_sessions"):
        answer = administrator_client.post(reverse(f"staff:{name}", args=[administrator.pk]), {"reason": WHY})
        assert answer.status_code == 403
