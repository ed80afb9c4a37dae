"""E: no folder shows what lies in it, and nothing lies open beside the house."""

from __future__ import annotations

import re
from typing import Any

import pytest

from madoguchi.foundation.testing.walking import Walk, body

from .city import City

LISTING = re.compile(r"Index of /|Directory listing|Parent Directory|<title>Index", re.IGNORECASE)
FOLDERS = ("/static/", "/static/web/", "/static/../", "/files/", "/files/yotsukaido/", "/media/", "/desk/static/")
LEFT_BEHIND = (
    ".git/config", ".git/HEAD", ".env", ".secrets.baseline", "requirements.txt", "pyproject.toml", "Makefile",
    "backup.zip", "dump.sql", "settings.py", "wsgi.py", "config.yaml", "secret-key", "var/secret-key",
    "phpinfo.php", "server-status", "WEB-INF/web.xml", ".DS_Store", "debug", "console", "__debug__/", "metrics",
    "admin/", "api/docs", "api/openapi.json", "swagger.json", "graphql", "openapi.json",
)  # fmt: skip
ENCODINGS = ("{}", "%2e%2e/{}", "static/%2e%2e/{}", "static/..%2f{}", "static/..\\{}", "static/....//{}", "//{}")


def lists(answer: Any) -> bool:
    """Whether an answer shows a folder."""
    return bool(LISTING.search(body(answer)))


@pytest.mark.parametrize("who", ["", "administrator"], ids=["visitor", "administrator"])
def test_no_folder_is_shown(city: City, who: str) -> None:
    client = city.client(who)
    answers = {**Walk(client).answers, **{folder: client.get(folder) for folder in FOLDERS}}
    assert [address for address, answer in answers.items() if lists(answer)] == []
    assert [folder for folder in FOLDERS if answers[folder].status_code == 200] == []


def test_a_folder_that_is_shown_is_found(city: City, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.attack.holes"
    assert lists(city.client().get("/listing"))


@pytest.mark.parametrize("shape", ENCODINGS)
def test_nothing_that_was_left_behind_is_served(city: City, shape: str) -> None:
    client = city.client()
    found = {name: client.get("/" + shape.format(name)).status_code for name in LEFT_BEHIND}
    assert {name: status for name, status in found.items() if status not in {302, 301, 400, 404}} == {}
