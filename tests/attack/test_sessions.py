"""K: a session cannot be planted, guessed, read by scripts, kept after the end, or carried in an address."""

from __future__ import annotations

import secrets
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import logout
from django.test import Client

from madoguchi.foundation.access.models import User
from madoguchi.foundation.testing.staff import HOST, PASSWORD, client_of
from madoguchi.foundation.testing.walking import Walk

from .city import City
from .test_login import form_of, names

COOKIE = django_settings.SESSION_COOKIE_NAME


def logged_in(client: Client) -> Client:
    """Logs the clerk in by the form."""
    action, fields = form_of(client)
    name, password = names(fields)
    client.post(action, {**fields, name: "attack-clerk", password: PASSWORD})
    return client


def key_of(client: Client) -> str:
    return client.cookies[COOKIE].value if COOKIE in client.cookies else ""


def test_a_planted_session_is_not_the_one_that_is_logged_in(city: City) -> None:
    client = city.client()
    client.cookies[COOKIE] = planted = "p" * 32
    logged_in(client)
    assert key_of(client) not in {"", planted}
    thief = Client(SERVER_NAME=HOST)
    thief.cookies[COOKIE] = planted
    assert thief.get("/desk/").status_code == 302


def test_the_key_before_the_log_in_opens_nothing_after_it(city: City) -> None:
    client = city.client()
    client.get("/desk/")
    session = client.session
    session["seen"] = 1
    session.save()
    client.cookies[COOKIE] = before = session.session_key
    logged_in(client)
    assert key_of(client) != before
    thief = Client(SERVER_NAME=HOST)
    thief.cookies[COOKIE] = before
    assert thief.get("/desk/").status_code == 302


def test_after_the_end_the_key_opens_nothing(city: City) -> None:
    client = client_of(city.clerk)
    key = key_of(client)
    assert client.get("/desk/").status_code == 200
    client.post("/desk/logout/")
    thief = Client(SERVER_NAME=HOST)
    thief.cookies[COOKIE] = key
    assert thief.get("/desk/").status_code == 302


def test_whoever_is_dismissed_is_out_at_once(city: City) -> None:
    client = client_of(city.clerk)
    User.objects.filter(pk=city.clerk.pk).update(is_active=False)
    assert client.get("/desk/").status_code == 302


def test_a_new_password_ends_all_sessions(city: City) -> None:
    client = client_of(city.clerk)
    changed = User.objects.get(pk=city.clerk.pk)
    changed.set_password("another long pass phrase 7")
    changed.save()
    assert client.get("/desk/").status_code == 302


def test_no_session_travels_in_an_address(city: City) -> None:
    key = key_of(client_of(city.clerk))
    thief = Client(SERVER_NAME=HOST)
    for query in (f"?{COOKIE}={key}", f"?session={key}", f";{COOKIE}={key}"):
        assert thief.get(f"/desk/{query}").status_code in {301, 302, 404}
    for address in Walk(client_of(city.clerk)).answers:
        assert key not in address


def test_keys_cannot_be_guessed(city: City) -> None:
    store = import_module(django_settings.SESSION_ENGINE).SessionStore
    keys = {store()._get_new_session_key() for _ in range(200)}
    assert len(keys) == 200
    assert min(map(len, keys)) >= 32 and len(set("".join(keys))) >= 32
    assert store._get_new_session_key.__module__.startswith("django.contrib.sessions")
    assert secrets.compare_digest("a", "a")


def test_cookies_are_closed_to_scripts_and_other_sites(city: City) -> None:
    client = logged_in(city.client())
    client.get("/desk/")
    assert client.cookies
    for name, cookie in client.cookies.items():
        assert cookie["samesite"] in {"Lax", "Strict"}, name
        assert not cookie["domain"], name
        if name != "django_language":
            assert cookie["httponly"], name


@pytest.mark.parametrize("name", ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"])
def test_over_https_each_cookie_is_bound_to_its_host(name: str) -> None:
    from madoguchi.foundation.defence.tests.test_headers import settings_with

    assert settings_with(HTTPS="1")[name].startswith("__Host-")


def test_nothing_of_a_session_is_kept_by_the_next_person(city: City, rf: Any) -> None:
    client = client_of(city.clerk)
    session = client.session
    session["residents.purpose"] = "実態調査"
    session.save()
    request = rf.get("/")
    request.session, request.user = client.session, city.clerk
    logout(request)
    assert not list(request.session.keys())
