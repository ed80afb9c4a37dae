"""Does an answer show that an attack came through?"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from madoguchi.foundation.testing.walking import raw

from .payloads import EVIL, MARK, PRODUCT

INSIDES = re.compile(
    r"Traceback \(most recent|psycopg|ProgrammingError|OperationalError|syntax error at or near|"
    r"django\.[a-z]+\.[a-z]+|site-packages|/[\w/.-]+\.py\b|SELECT .{1,80} FROM (?!pg_sleep)|\bDEBUG = ",
)
CANARY = b"canary-of-" + MARK.encode()
SCRIPTS = (
    ("B", f"<script>{MARK}", "a script of the attacker's in the page"),
    ("B", f'" autofocus onfocus={MARK}', "an attribute of the attacker's in the page"),
    ("B", f'href="javascript:{MARK}', "a link that runs a script"),
    ("B", f"href=javascript:{MARK}", "a link that runs a script"),
    ("B", PRODUCT, "a template of the attacker's was worked out"),
)


def verdicts(answer: Any) -> list[tuple[str, str]]:
    """Items of the check that an answer fails, and what shows it."""
    faults = [("500", f"status {answer.status_code}")] if answer.status_code >= 500 else []
    return [*faults, *of_headers(answer), *of_body(answer)]


def of_headers(answer: Any) -> list[tuple[str, str]]:
    """A header or cookie of the attacker's, or a way to their site."""
    found = []
    if any(name.lower() == f"x-{MARK}" for name in answer.headers) or any("\n" in v for v in answer.headers.values()):
        found.append(("I", "a header of the attacker's"))
    target = urljoin("http://here.invalid/", answer.headers.get("Location", "").replace("\\", "/"))
    if EVIL in (urlsplit(target).hostname or ""):
        found.append(("H", f"sent to {answer.headers['Location']}"))
    if any(EVIL in answer.headers.get(name, "") for name in ("Access-Control-Allow-Origin", "Set-Cookie", "Refresh")):
        found.append(("I", "another site is let in"))
    return found


def of_body(answer: Any) -> list[tuple[str, str]]:
    """Scripts, a file from outside, or words of the inside in an answer."""
    content = raw(answer)
    found = [("G", "the content of a file outside")] if CANARY in content else []
    if "html" not in answer.headers.get("Content-Type", ""):
        return found
    text = content.decode("utf-8", "replace")
    found += [(item, words) for item, sign, words in SCRIPTS if sign in text]
    found += [("500", f"words of the inside: {match.group()[:60]!r}") for match in INSIDES.finditer(text)][:1]
    return found
