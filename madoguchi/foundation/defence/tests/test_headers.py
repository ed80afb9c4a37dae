"""What every answer of the house says to a browser."""

import json
import os
import subprocess
import sys

import pytest
from django.http import HttpResponse

from madoguchi.foundation.testing.walking import Walk

POLICY = (
    "base-uri 'none'", "default-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "frame-src 'none'",
    "img-src 'self'", "object-src 'none'", "script-src 'self'", "style-src 'self'",
)  # fmt: skip
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
READ = """
import json
from madoguchi.config import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()}, default=str))
"""


def settings_with(**environment):
    """The settings of a process with this environment."""
    given = {key: value for key, value in os.environ.items() if key != "HTTPS"}
    done = subprocess.run(
        [sys.executable, "-c", READ], env={**given, **environment}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def directives(answer):
    return tuple(sorted(each.strip() for each in answer["Content-Security-Policy"].split(";")))


@pytest.mark.django_db
def test_every_answer_of_every_door_bears_the_whole_policy(visitor, supervisor_client):
    """Pages, files, redirects, refusals and pages not found alike."""
    answers = {**Walk(visitor).answers, **Walk(supervisor_client).answers}
    assert len(answers) > 80
    for address, answer in answers.items():
        assert "Content-Security-Policy" in answer, (address, answer.status_code, answer.headers)
        assert directives(answer) == POLICY, address
        said = {name: answer.get(name) for name in ALWAYS}
        strict = {**said, "Referrer-Policy": "same-origin"} if said["Referrer-Policy"] == "no-referrer" else said
        assert strict == ALWAYS, address
        assert "camera=(self)" in answer["Permissions-Policy"], address


@pytest.mark.django_db
def test_nothing_of_the_desk_stays_in_a_cache(visitor, supervisor_client):
    for client in (visitor, supervisor_client):
        answers = Walk(client).answers
        kept = [
            at for at, answer in answers.items() if at.startswith("/desk") and answer["Cache-Control"] != "no-store"
        ]
        assert kept == []
        assert all("noindex" in answer["X-Robots-Tag"] for at, answer in answers.items() if at.startswith("/desk"))


@pytest.mark.django_db
def test_a_page_that_was_made_for_a_session_stays_in_no_cache(visitor, clerk_client):
    assert "no-store" not in visitor.get("/").headers.get("Cache-Control", "")
    clerk_client.get("/desk/")
    assert clerk_client.get("/about/", headers={"accept-language": "ja"}).status_code == 200


@pytest.mark.django_db
def test_a_host_that_is_no_town_is_told_nothing_but_bears_the_headers(visitor):
    answer = visitor.get("/", headers={"host": "nowhere.localhost"})
    assert answer.status_code == 404
    assert directives(answer) == POLICY
    assert {name: answer.get(name) for name in ALWAYS} == ALWAYS


def test_over_https_the_house_insists_on_it():
    told = settings_with(HTTPS="1")
    assert told["SECURE_SSL_REDIRECT"] is True
    assert told["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert told["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert told["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert told["MADOGUCHI_PROXIES"] == ["127.0.0.0/8", "::1"]
    assert told["SESSION_COOKIE_SECURE"] is told["CSRF_COOKIE_SECURE"] is True
    assert told["SESSION_COOKIE_HTTPONLY"] is True
    assert told["SESSION_COOKIE_SAMESITE"] in {"Lax", "Strict"}
    assert told["DEBUG"] is False


def test_without_https_no_proxy_is_believed():
    told = settings_with()
    assert (told["SECURE_PROXY_SSL_HEADER"], told["MADOGUCHI_PROXIES"]) == (None, [])


@pytest.mark.django_db
def test_a_plain_request_is_sent_to_https_and_health_is_not(visitor, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.MADOGUCHI_PROXIES = ["127.0.0.1"]
    visitor.handler.load_middleware()
    told = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert visitor.get("/").headers["Location"] == "https://yotsukaido.localhost/"
    assert visitor.get("/healthz").status_code == 200
    assert "max-age=31536000" in visitor.get("/", **told)["Strict-Transport-Security"]
    assert visitor.get("/", REMOTE_ADDR="203.0.113.7", **told).status_code == 301


@pytest.mark.django_db
def test_a_view_cannot_weaken_the_desk(rf, settings):
    from madoguchi.foundation.defence.headers import HeadersMiddleware

    loose = HeadersMiddleware(lambda request: HttpResponse("x", headers={"Cache-Control": "public, max-age=600"}))
    assert loose(rf.get("/desk/x/"))["Cache-Control"] == "no-store"
    assert loose(rf.get("/about/"))["Cache-Control"] == "public, max-age=600"
