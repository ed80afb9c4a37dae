"""Sessions end by themselves, and nothing but a person keeps them alive."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from madoguchi.foundation.access.models import User
from madoguchi.foundation.login.models import DeskSession
from madoguchi.foundation.login.sessions import MARKS
from madoguchi.foundation.login.tests.steps import (
    PASSWORD,
    actions,
    from_desk,
    give_password,
    is_in,
    set_marks,
    use,
    with_key,
)
from madoguchi.foundation.testing.staff import client_of, make_user
from madoguchi.foundation.towns.current import in_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clerk):
    """The clerk's browser after a true log-in."""
    client = from_desk()
    give_password(client, clerk)
    return client


def test_ten_idle_minutes_end_a_session_and_lead_back_to_the_page(desk, clerk):
    set_marks(desk, seen=601)
    response = desk.get("/desk/counter/?event=move_in")
    assert response["Location"] == "/desk/login/?next=%2Fdesk%2Fcounter%2F%3Fevent%3Dmove_in"
    page = desk.get(response["Location"]).content.decode()
    assert "操作がないまま時間がたったので、ログアウトしました" in page
    assert give_password(desk, clerk, next="/desk/counter/?event=move_in")["Location"] == "/desk/counter/?event=move_in"
    assert actions(clerk)[1] == "login.idle"
    assert DeskSession.objects.order_by("id").first().end == "idle"


def test_a_form_that_comes_too_late_is_not_taken_and_its_page_opens_again(desk):
    set_marks(desk, seen=601)
    response = desk.post(
        "/desk/account/password/", {"old": PASSWORD}, HTTP_REFERER="http://yotsukaido.localhost/desk/account/password/"
    )
    assert response["Location"] == "/desk/login/?next=%2Fdesk%2Faccount%2Fpassword%2F"
    assert "まだ受け付けていません" in desk.get(response["Location"]).content.decode()


def test_a_page_elsewhere_is_no_way_back(desk):
    set_marks(desk, seen=601)
    response = desk.post("/desk/account/password/", {}, HTTP_REFERER="http://evil.example/desk/")
    assert response["Location"] == "/desk/login/?next=%2Fdesk%2F"


@pytest.mark.parametrize(
    "target", ["http://evil.example/", "//evil.example", "javascript:alert(1)", "https:evil.example"]
)
def test_the_log_in_leads_nowhere_else(clerk, target):
    assert give_password(from_desk(), clerk, next=target)["Location"] == "/desk/"


def test_nine_idle_minutes_do_not_end_it(desk):
    set_marks(desk, seen=590)
    assert is_in(desk)


def test_acting_keeps_it_alive_and_polling_does_not(desk):
    set_marks(desk, seen=300)
    desk.get("/desk/account/", headers={"HX-Request": "true"})
    desk.get("/desk/session/", headers={"X-Requested-With": "fetch"})
    desk.get("/desk/account/", headers={"Sec-Fetch-Mode": "navigate"})
    assert left(desk) == pytest.approx(300, abs=3)
    desk.get("/desk/account/")
    assert left(desk) == pytest.approx(600, abs=3)


def left(client):
    """Seconds left, as the page asks."""
    return client.get("/desk/session/", headers={"X-Requested-With": "fetch"}).json()["left"]


def test_hours_of_polling_do_not_keep_it_alive(desk):
    set_marks(desk, seen=601)
    response = desk.get("/desk/account/", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert not response.content


def test_going_on_needs_an_act(desk):
    set_marks(desk, seen=570)
    answer = desk.post("/desk/session/go-on/", headers={"X-Requested-With": "fetch", "X-Acted": "1"}).json()
    assert answer["left"] == pytest.approx(600, abs=2)
    assert answer["token"]
    set_marks(desk, seen=601)
    assert desk.post("/desk/session/go-on/", headers={"X-Requested-With": "fetch", "X-Acted": "1"}).status_code == 401


def test_twelve_hours_end_it_however_busy(desk):
    set_marks(desk, begun=12 * 3600 + 1, seen=1)
    assert not is_in(desk)


def test_the_minutes_are_a_setting(desk, settings):
    settings.DESK_IDLE_MINUTES = 1
    set_marks(desk, seen=61)
    assert not is_in(desk)


def test_what_everybody_may_open_stays_open(desk):
    set_marks(desk, seen=601)
    assert desk.get("/").status_code == 200
    assert not is_in(desk)


def test_the_key_of_a_session_changes_at_the_log_in(clerk):
    client = from_desk()
    client.post("/desk/login/passkey/options/?alone=1")
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    give_password(client, clerk)
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert before != after
    assert not Session.objects.filter(session_key=before).exists()


def make_twin(user):
    """Someone of the same number and name in the town that the connection works in."""
    if User.objects.filter(pk=user.pk).exists():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('access_user', 'id'), %s, false)", [user.pk])
    twin = make_user("twin", user.name, "窓口サービス課", ["clerk"])
    assert twin.pk == user.pk


def test_a_session_of_one_town_is_nothing_in_another(desk, clerk, other_town):
    key = desk.cookies[settings.SESSION_COOKIE_NAME].value
    data = dict(desk.session)
    thief = client_of(host="hinata.localhost")
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert thief.get("/desk/account/").status_code == 302
    with in_town(other_town):  # not even where its data were copied, and a person of the same number is there
        make_twin(clerk)
        User.objects.filter(pk=clerk.pk).update(password=clerk.password)
        twin = User.objects.get(pk=clerk.pk)
        copied = client_of(twin, host="hinata.localhost")
        assert copied.get("/desk/account/").status_code == 200
        session = copied.session
        session[MARKS] = data[MARKS]
        session.save()
        assert copied.get("/desk/account/").status_code == 302


def test_a_session_that_tests_began_is_taken_on(clerk):
    client = Client(SERVER_NAME="yotsukaido.localhost")
    client.force_login(clerk)
    assert is_in(client)
    set_marks(client, seen=601)
    assert not is_in(client)


def test_i_see_where_i_am_logged_in_and_end_the_others(clerk):
    here, there = from_desk(), from_desk("198.51.100.4")
    here.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Edg/140.0"
    there.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone) AppleWebKit Version/19 Safari/605"
    for client in (here, there):
        give_password(client, clerk)
    page = here.get("/desk/account/").content.decode()
    assert "Edge・Windows" in page
    assert "Safari・iPhone" in page
    assert "198.51.100.4" in page
    assert here.post("/desk/account/sessions/end/").status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert "198.51.100.4" not in here.get("/desk/account/").content.decode()


def test_log_out_ends_it(desk):
    assert desk.post("/desk/logout/")["Location"] == "/desk/login/?out=1"
    assert not is_in(desk)
    assert desk.get("/desk/logout/").status_code == 405


def test_before_what_is_most_sensitive_one_is_asked_again(desk, clerk):
    set_marks(desk, proved=301)
    asked = desk.get("/desk/account/passkeys/new/")
    assert asked["Location"] == "/desk/login/again/?next=%2Fdesk%2Faccount%2Fpasskeys%2Fnew%2F"
    assert desk.post("/desk/login/again/", {"password": "wrong"}).status_code == 422
    done = desk.post("/desk/login/again/", {"password": PASSWORD, "next": "/desk/account/passkeys/new/"})
    assert done["Location"] == "/desk/account/passkeys/new/"
    assert desk.get("/desk/account/passkeys/new/").status_code == 200
    assert "login.again" in actions(clerk)


def test_asked_again_by_passkey(clerk):
    key = with_key(clerk)
    client = client_of(clerk)
    set_marks(client, proved=301)
    assert use(client, key, "/desk/login/again/", next="/desk/account/passkeys/new/").status_code == 302
    assert client.get("/desk/account/passkeys/new/").status_code == 200


def test_a_colleagues_password_does_not_prove_who_i_am(desk, supervisor):
    set_marks(desk, proved=301)
    supervisor.set_password("another-password-entirely")
    supervisor.save()
    assert desk.post("/desk/login/again/", {"password": "another-password-entirely"}).status_code == 422


def test_a_form_sent_too_long_after_the_proof_is_not_carried_out(desk):
    set_marks(desk, proved=301)
    response = desk.post(
        "/desk/account/passkeys/new/",
        {"name": "x"},
        HTTP_REFERER="http://yotsukaido.localhost/desk/account/passkeys/new/",
    )
    assert response["Location"] == "/desk/login/again/?next=%2Fdesk%2Faccount%2Fpasskeys%2Fnew%2F"
    assert "受け付けていません" in desk.get(response["Location"]).content.decode()


def test_cookies_are_closed_to_scripts_and_other_sites(desk):
    for name in (settings.SESSION_COOKIE_NAME, settings.DEVICE_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = desk.cookies.get(name)
        assert name == settings.CSRF_COOKIE_NAME or cookie["httponly"]
        assert cookie["samesite"] in {"Lax", "Strict"}
        assert cookie["path"] == "/"
        assert not cookie["domain"]


def test_with_https_every_cookie_is_bound_to_the_host(tmp_path):
    import json
    import os
    import subprocess
    import sys

    code = (
        "import json; from madoguchi.config import settings as s; print(json.dumps(["
        "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DEVICE_COOKIE_NAME,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.PASSKEY_REQUIRED,"
        " s.MESSAGE_STORAGE.endswith('SessionStorage')]))"
    )
    environment = {**os.environ, "HTTPS": "1", "DEMO": "0", "DATA": str(tmp_path), "SECRET_KEY": "x" * 50}
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert json.loads(said) == ["__Host-sessionid", "__Host-csrftoken", "__Host-device", *[True] * 4]


def test_wagtails_own_pages_of_accounts_are_ours(desk):
    assert "自分のログイン" in desk.get("/desk/account/").content.decode()
    for old in ("/desk/users/", "/desk/users/edit/1/", "/desk/groups/new/", "/desk/password_reset/"):
        assert desk.get(old).status_code in {403, 404}


def test_the_dialog_stands_on_every_page_of_the_desk(desk):
    for page in ("/desk/", "/desk/account/", "/desk/counter/"):
        assert 'id="session-end"' in desk.get(page).content.decode(), page
