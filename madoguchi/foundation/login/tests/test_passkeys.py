"""Passkeys: registering, logging in, and everything that must not be taken."""

from __future__ import annotations

import time

import pytest

from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.login import challenges, passkeys
from madoguchi.foundation.login.models import DeskSession, Passkey, StaffNotice
from madoguchi.foundation.login.tests.authenticator import FLAG, Key
from madoguchi.foundation.login.tests.steps import (
    actions,
    from_desk,
    give_password,
    is_in,
    options,
    register,
    set_marks,
    use,
    with_key,
)
from madoguchi.foundation.testing.staff import client_of, make_user
from madoguchi.foundation.towns.current import in_town

pytestmark = pytest.mark.django_db
NEW_OPTIONS = "/desk/login/passkey/new-options/"
ALONE = "/desk/login/passkey/options/?alone=1"


@pytest.fixture
def required(settings):
    """As in service: everyone has a passkey."""
    settings.PASSKEY_REQUIRED = True


def test_a_clerk_registers_a_passkey_and_logs_in_with_password_and_passkey(clerk, required):
    client = from_desk()
    first = give_password(client, clerk, next="/desk/counter/")
    assert first["Location"] == "/desk/login/enrol/"
    assert not is_in(client)
    key = Key()
    assert register(client, key, path="/desk/login/enrol/")["Location"] == "/desk/counter/"
    assert is_in(client)
    client.post("/desk/logout/")

    again = from_desk()
    assert give_password(again, clerk)["Location"] == "/desk/login/passkey/"
    assert not is_in(again)
    assert use(again, key, "/desk/login/passkey/").status_code == 302
    assert is_in(again)
    assert DeskSession.objects.filter(user=clerk, with_passkey=True).count() == 2
    assert actions(clerk) == ["login.add_passkey", "login.enter", "login.logout", "login.enter"]


def test_without_a_passkey_nothing_else_is_open(clerk, required):
    client = from_desk()
    give_password(client, clerk)
    for path in ("/desk/", "/desk/counter/", "/desk/account/", "/desk/account/password/", "/desk/login/again/"):
        assert client.get(path)["Location"].startswith("/desk/login/?next=")
    skipped = client.post("/desk/login/enrol/", {"do": "skip", "name": "x"})
    assert skipped.status_code == 422
    assert not is_in(client)
    assert "JavaScript を有効に" in client.get("/desk/login/enrol/").content.decode()


def test_a_session_from_before_passkeys_were_asked_for_ends(clerk, settings):
    client = from_desk()
    give_password(client, clerk)
    assert is_in(client)
    settings.PASSKEY_REQUIRED = True
    assert not is_in(client)


def test_in_the_demo_a_passkey_is_offered_and_not_demanded(clerk):
    client = from_desk()
    assert give_password(client, clerk)["Location"] == "/desk/"
    with_key(clerk)
    client = from_desk()
    assert give_password(client, clerk)["Location"] == "/desk/login/passkey/"
    assert client.post("/desk/login/passkey/", {"do": "skip"})["Location"] == "/desk/"
    assert is_in(client)


def test_a_passkey_alone_says_who_it_is(clerk, required):
    key = with_key(clerk)
    client = from_desk()
    asked = options(client, ALONE)
    assert asked["userVerification"] == "required"
    assert not asked.get("allowCredentials")
    assert (
        client.post("/desk/login/by-passkey/", {"answer": key.use(asked), "next": "/desk/counter/"}).status_code == 302
    )
    assert client.get("/desk/account/").context["person"] == clerk
    assert Passkey.objects.get().last_used_at


def test_the_options_ask_for_a_key_that_checks_the_person(clerk):
    asked = options(client_of(clerk), NEW_OPTIONS)
    assert asked["rp"]["id"] == "yotsukaido.localhost"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert clerk.username not in asked["user"]["id"]


@pytest.mark.parametrize(
    "forged",
    [
        {"origin": "https://yotsukaido.localhost"},
        {"origin": "http://yotsukaido.localhost:9999"},
        {"origin": "http://evil.example"},
        {"origin": "http://sub.yotsukaido.localhost"},
        {"host": "hinata.localhost"},
        {"flags": FLAG.UP},
        {"flags": FLAG.UV},
    ],
)
def test_an_answer_of_another_origin_or_without_the_persons_check_is_not_taken(clerk, forged):
    assert register(client_of(clerk), Key(**forged)).status_code == 422
    assert not Passkey.objects.exists()

    key = with_key(clerk)
    for name, value in forged.items():
        setattr(key, name, value)
    client = from_desk()
    assert use(client, key, "/desk/login/by-passkey/", alone=True).status_code == 422
    assert not is_in(client)


def test_a_challenge_is_used_once_even_by_a_failure(clerk):
    key = with_key(clerk)
    client = from_desk()
    asked = options(client, ALONE)
    assert client.post("/desk/login/by-passkey/", {"answer": "{}"}).status_code == 422
    late = client.post("/desk/login/by-passkey/", {"answer": key.use(asked)})
    assert late.status_code == 422
    assert "もう使われています" in late.content.decode()


def test_an_answer_cannot_be_replayed(clerk):
    key = with_key(clerk)
    thief, client = from_desk(), from_desk()
    answer = key.use(options(client, ALONE))
    assert client.post("/desk/login/by-passkey/", {"answer": answer}).status_code == 302
    options(thief, ALONE)
    assert thief.post("/desk/login/by-passkey/", {"answer": answer}).status_code == 422
    client.post("/desk/logout/")
    assert client.post("/desk/login/by-passkey/", {"answer": answer}).status_code == 422


def test_a_challenge_grows_old(clerk):
    key = with_key(clerk)
    client = from_desk()
    answer = key.use(options(client, ALONE))
    session = client.session
    session[challenges.KEPT] = {**session[challenges.KEPT], "at": time.time() - challenges.SECONDS - 1}
    session.save()
    assert client.post("/desk/login/by-passkey/", {"answer": answer}).status_code == 422


def test_a_challenge_of_registering_does_not_log_in(clerk):
    key = with_key(clerk)
    client = client_of(clerk)
    answer = key.use(options(client, NEW_OPTIONS))
    assert client.post("/desk/login/again/", {"answer": answer}).status_code == 422


def test_a_signature_by_another_key_is_not_taken(clerk):
    key = with_key(clerk)
    client = from_desk()
    forged = Key(id=key.id, handle=key.handle, count=99)
    assert use(client, forged, "/desk/login/by-passkey/", alone=True).status_code == 422
    assert "login.failed" in actions()


def test_a_colleagues_passkey_does_not_finish_my_log_in(clerk, supervisor, required):
    theirs = with_key(supervisor)
    with_key(clerk)
    client = from_desk()
    give_password(client, clerk)
    assert use(client, theirs, "/desk/login/passkey/").status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", '{"id": 1}', '{"rawId": "AA", "id": "AA"}', "\x00", "x" * 5000]
)
def test_rubbish_is_refused_calmly(clerk, answer):
    client = client_of(clerk)
    options(client, NEW_OPTIONS)
    refusal = 400 if "\x00" in answer else 422
    assert client.post("/desk/account/passkeys/new/", {"name": "鍵", "answer": answer}).status_code == refusal
    options(client, ALONE)
    assert from_desk().post("/desk/login/by-passkey/", {"answer": answer}).status_code == refusal


def test_a_copy_of_a_passkey_is_noticed_and_told(clerk, administrator):
    key = with_key(clerk)
    copy = Key(**{**vars(key), "count": key.count})
    assert use(from_desk(), key, "/desk/login/by-passkey/", alone=True).status_code == 302
    page = use(from_desk(), copy, "/desk/login/by-passkey/", alone=True)
    assert page.status_code == 422
    assert "複製されたおそれ" in page.content.decode()
    assert Passkey.objects.get().doubted_at
    assert set(StaffNotice.objects.values_list("user", flat=True)) == {clerk.pk, administrator.pk}
    assert "login.doubt_passkey" in actions(clerk)
    assert use(from_desk(), key, "/desk/login/by-passkey/", alone=True).status_code == 302  # the true one still works


def test_a_passkey_that_does_not_count_is_no_copy(clerk):
    key = with_key(clerk, Key(count=0, counts=False))
    for _ in range(2):
        assert use(from_desk(), key, "/desk/login/by-passkey/", alone=True).status_code == 302


def test_several_passkeys_with_names_of_their_own(clerk):
    for _ in range(2):
        with_key(clerk)
    assert list(passkeys.passkeys_of(clerk).values_list("name", flat=True)) == ["職員の鍵", "職員の鍵 2"]
    page = client_of(clerk).get("/desk/account/").content.decode()
    assert "職員の鍵 2" in page
    handles = {bytes(handle) for handle in Passkey.objects.values_list("handle", flat=True)}
    assert len(handles) == 1


def test_the_same_key_is_not_registered_twice(clerk, supervisor):
    key = with_key(clerk)
    page = register(client_of(supervisor), key)
    assert page.status_code == 422
    assert "もう登録されています" in page.content.decode()


def test_there_is_a_limit(clerk):
    for _ in range(passkeys.MOST):
        with_key(clerk)
    assert "10個まで" in register(client_of(clerk), Key()).content.decode()


def test_a_passkey_is_renamed_and_removed_but_never_the_last_one(clerk, settings):
    first, second = with_key(clerk), with_key(clerk)
    settings.PASSKEY_REQUIRED = True
    client = client_of(clerk)
    one, two = passkeys.passkeys_of(clerk)
    assert client.post(f"/desk/account/passkeys/{one.pk}/", {"name": "3番窓口"}).status_code == 302
    one.refresh_from_db()
    assert one.name == "3番窓口"
    client.post(f"/desk/account/passkeys/{one.pk}/", {"do": "remove"})
    assert use(from_desk(), first, "/desk/login/by-passkey/", alone=True).status_code == 422
    page = client.post(f"/desk/account/passkeys/{two.pk}/", {"do": "remove"}, follow=True)
    assert "最後のパスキーは取り消せません" in page.content.decode()
    assert use(from_desk(), second, "/desk/login/by-passkey/", alone=True).status_code == 302


def test_nobody_touches_a_colleagues_passkey(clerk, supervisor, rf):
    with_key(clerk)
    passkey = Passkey.objects.get()
    assert client_of(supervisor).get(f"/desk/account/passkeys/{passkey.pk}/").status_code == 404
    actor = supervisor.as_actor()
    for act in (
        lambda: passkeys.rename(actor, passkey=passkey, name="x"),
        lambda: passkeys.remove(actor, passkey=passkey, required=False),
        lambda: passkeys.register(actor, request=rf.get("/"), user=clerk, name="x", answer="{}"),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_passkey_is_registered_only_by_someone_who_has_just_proved_who_they_are(clerk):
    client = client_of(clerk)
    set_marks(client, proved=301)
    assert client.get("/desk/account/passkeys/new/")["Location"].startswith("/desk/login/again/?next=")


def test_options_are_given_to_nobody_from_the_street(visitor):
    assert visitor.post(NEW_OPTIONS).status_code == 403
    assert visitor.post("/desk/login/passkey/options/").status_code == 403
    assert visitor.get(NEW_OPTIONS).status_code == 405


def test_a_number_as_address_is_explained(clerk):
    from django.test import Client

    response = Client(SERVER_NAME="127.0.0.1").post(ALONE)
    assert response.status_code == 400
    assert "数字のアドレス" in response.json()["error"]


def test_a_passkey_of_one_town_opens_no_other(clerk, other_town):
    key = with_key(clerk)
    with in_town(other_town):
        make_user(clerk.username, clerk.name, "窓口サービス課", ["clerk"])
    client = client_of(host="hinata.localhost")
    key.host, key.origin = "hinata.localhost", "http://hinata.localhost"
    assert use(client, key, "/desk/login/by-passkey/", alone=True).status_code == 422


def test_someone_who_left_is_not_let_in_by_a_passkey(clerk):
    key = with_key(clerk)
    clerk.is_active = False
    clerk.save()
    assert use(from_desk(), key, "/desk/login/by-passkey/", alone=True).status_code == 422
