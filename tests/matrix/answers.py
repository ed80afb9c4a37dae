"""What an answer comes to, in one word; and the table of what is expected."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.db import transaction

from .roles import ROLES, Knocker

OK, LOGIN, FORBIDDEN, MISSING, METHOD = "ok", "login", "forbidden", "missing", "method"
WORDS = {
    OK: "the page, a redirect into the house, or a form with faults",
    LOGIN: "asked to log in",
    FORBIDDEN: "403",
    MISSING: "404",
    METHOD: "405",
}
BY_STATUS = {401: LOGIN, 403: FORBIDDEN, 404: MISSING, 405: METHOD}
LOG_IN = "/desk/login/"
FOLDER = Path(__file__).parent
URLS, OBJECTS, COMMANDS = FOLDER / "urls.csv", FOLDER / "objects.csv", FOLDER / "commands.csv"


def word(response: Any) -> str:
    """The answer in one word; an error or an answer of the limits by its number, which no table may expect."""
    if response.status_code in (301, 302, 303) and response["Location"].startswith(LOG_IN):
        return LOGIN
    if response.status_code in (429, 503) or response.status_code >= 500:
        return str(response.status_code)
    return BY_STATUS.get(response.status_code, OK)


def knock(knocker: Knocker, address: str, body: dict[str, str] | None = None) -> str:
    """GET and POST of an address: ``ok``, or ``ok/method`` where they differ. What they wrote is taken back."""
    got = once(knocker, "get", address)
    posted = once(knocker, "post", address, body or {})
    return got if got == posted else f"{got}/{posted}"


def once(knocker: Knocker, method: str, address: str, *body: dict[str, str]) -> str:
    """One request, and nothing left of it."""
    point = transaction.savepoint()
    try:
        response = getattr(knocker.client(), method)(address, *body)
        if response.streaming:
            b"".join(response.streaming_content)
        return word(response)
    finally:
        transaction.savepoint_rollback(point)


def table(path: Path) -> dict[str, dict[str, str]]:
    """Name → row of a table. Raises ValueError for a name that stands twice."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["name"]: row for row in rows}
    if len(found) != len(rows):
        raise ValueError(f"{path.name} has a name twice")
    return found


def gives_way(cell: str) -> bool:
    """True where GET or POST is expected to succeed."""
    return OK in cell.split("/")


def may_enter(row: dict[str, str]) -> list[str]:
    """The roles that a row lets in."""
    return [role for role in ROLES if gives_way(row[role])]
