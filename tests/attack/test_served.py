"""The real server, as in service: what it tells strangers, what it bears, and what it writes down."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from madoguchi.config.commands.up import APPLICATION, GRANIAN
from madoguchi.foundation.testing import database
from madoguchi.foundation.testing.processes import on_database
from madoguchi.foundation.testing.staff import HOST
from tests.journeys.serving import free_port, wait_for

pytestmark = pytest.mark.slow

NAME = "渡邉madoq7"
ASKED = "madoq7-asked-for"
COLLECT = (
    "import django; django.setup(); from madoguchi.config.preparing import collect_static; collect_static(lambda w: w)"
)
# Words of the inside: code and its places, settings, SQL, products with their versions.
INSIDE = re.compile(
    r"Traceback|\.py\b|site-packages|DJANGO_SETTINGS|SECRET_KEY|DATABASE_URL|DEBUG|psycopg|\bSELECT\b|"
    r"permission denied|relation |Exception|granian|hyper|wsgi|django/|\b(?:django|wagtail|postgresql|python)[ /]v?\d",
    re.IGNORECASE,
)
BANNER = re.compile(r"^server: granian\r$", re.IGNORECASE | re.MULTILINE)
STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")


class Served:
    """A server with two workers and no ``DEBUG``; what it writes goes to a file."""

    def __init__(self, database_url: str, log: Path) -> None:
        self.port, self.log = free_port(), log
        data = str(database.FOLDER / "served")
        self.environment = on_database(database_url, DATA=data, DEBUG="0", SECRET_KEY="s" * 50)
        with database.one_at_a_time():
            subprocess.run([sys.executable, "-c", COLLECT], env=self.environment, check=True, cwd=database.ROOT)
        command = [sys.executable, "-m", "granian", *GRANIAN, "--workers", "2", "--port", str(self.port), APPLICATION]
        with log.open("wb") as file:
            self.process = subprocess.Popen(command, env=self.environment, stdout=file, stderr=file, cwd=database.ROOT)

    def says(self, words: bytes, *, wait: float = 10) -> bytes:
        """All that comes back for these bytes, until the server closes the line or is silent for so many seconds."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as line, suppress(OSError):
            line.sendall(words)
            while piece := line.recv(65536):
                answer += piece
        return answer

    def asked(self, target: str, *headers: str, method: str = "GET", host: str = HOST, body: str = "") -> bytes:
        """The whole answer to one request, headers included."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
        if body:
            lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
        return self.says(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

    def is_well(self) -> bool:
        """Whether every worker that answers says so."""
        return all(status(self.asked("/healthz")) == 200 for _ in range(6))


@pytest.fixture(scope="module")
def database_of_its_own(server: str, template: str, django_db_setup: None) -> Iterator[str]:
    """The URL of a fresh database that all tests of this file share."""
    name = f"{database.worker_database()}_served"
    database.recreate(server, name, template)
    yield database.at(server, name)
    database.drop(server, name)


@pytest.fixture(scope="module")
def served(database_of_its_own: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that answers."""
    served = Served(database_of_its_own, tmp_path_factory.mktemp("served") / "log")
    try:
        wait_for(f"http://127.0.0.1:{served.port}/healthz")
        yield served
    finally:
        served.process.terminate()
        served.process.wait(timeout=20)


def status(answer: bytes) -> int:
    """The status of an answer; 0 where the line was closed without one."""
    found = STATUS.match(answer)
    return int(found[1]) if found else 0


def insides(answer: bytes) -> list[str]:
    """Words of the inside in the head and body of an answer; the banner may name the server, without a version."""
    return [match.group() for match in INSIDE.finditer(BANNER.sub("", answer.decode("utf-8", "replace")))]


@contextmanager
def shut(database_url: str, table: str) -> Iterator[None]:
    """A table of the town is taken away from the application, as a mishap at the database would."""
    role = conninfo_to_dict(os.environ["APP_DATABASE_URL"])["user"]
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f'REVOKE ALL ON yotsukaido.{table} FROM "{role}"')
        yield
        connection.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON yotsukaido.{table} TO "{role}"')


def refusals(served: Served) -> dict[str, tuple[int, bytes]]:
    """What was asked → the status that it should have, and the answer; each carries a name and a query."""
    query, ask = f"?q={quote(NAME)}&x={ASKED}", served.asked
    log_in = f"username={ASKED}&password={quote(NAME)}"
    return {
        "no such page": (404, ask(f"/nowhere/{query}")),
        "no such page of the desk": (302, ask(f"/desk/residents/people/999999/{query}")),
        "a strange host": (400, ask(f"/{query}", host="evil.example")),
        "a host that is none": (400, ask(f"/{query}", host="a b<script>")),
        "NUL in a form": (403, ask("/desk/login/", method="POST", body=f"{log_in}%00")),
        "a form without a token": (403, ask(f"/desk/login/{query}", method="POST", body=log_in)),
        "a method that is not known": (405, ask(f"/procedures/{query}", method="TRACE")),
        "a form of many gigabytes": (413, ask("/procedures/", "Content-Length: 99999999999", method="POST")),
        "an endless address": (414, ask(f"/procedures/{query}{'a' * 70000}")),
        "a thousand headers": (431, ask(f"/{query}", *(f"X-{number}: {ASKED}" for number in range(1000)))),
    }


def test_no_refusal_tells_of_the_inside(served: Served) -> None:
    answers = refusals(served)
    assert {what: status(answer) for what, (_, answer) in answers.items()} == {
        what: wanted for what, (wanted, _) in answers.items()
    }
    assert {what: found for what, (_, answer) in answers.items() if (found := insides(answer))} == {}
    assert_silent(served)


def test_a_page_that_fails_tells_nothing_and_writes_down_no_word(served: Served, database_of_its_own: str) -> None:
    """The database refuses a table; its message would quote the query."""
    address = f"/procedures/?q={quote(NAME)}&x={ASKED}"
    assert status(served.asked(address)) == 200
    with shut(database_of_its_own, "defence_knock"):
        failed = served.asked(address)
    assert status(failed) == 500 and insides(failed) == []
    assert "SQLSTATE 42501" in served.log.read_text()
    assert_silent(served)


HOST_LINE = f"Host: {HOST}\r\n".encode()
SECOND = b"GET /robots.txt HTTP/1.1\r\n" + HOST_LINE + b"\r\n"
BROKEN = {
    "no request": b"BLAH\r\n\r\n",
    "a version of the future": b"GET / HTTP/9.9\r\n" + HOST_LINE + b"\r\n",
    "the beginning of TLS": b"\x16\x03\x01\x00\xff" * 20 + b"\r\n\r\n",
    "a header with NUL": b"GET / HTTP/1.1\r\n" + HOST_LINE + b"X-\x00: " + ASKED.encode() + b"\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\n" + HOST_LINE + b"Content-Length: 4\r\nContent-Length: 0\r\n\r\nabcd",
    "a length below nothing": b"POST / HTTP/1.1\r\n" + HOST_LINE + b"Content-Length: -1\r\n\r\n",
    "a coding that is none": b"POST / HTTP/1.1\r\n" + HOST_LINE + b"Transfer-Encoding: xchunked\r\n\r\n",
}
# The front would count by one of the two, the server by the other: what lies between becomes a request of its own.
SMUGGLED = (
    b"POST / HTTP/1.1\r\n" + HOST_LINE + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
) % (5 + len(SECOND)) + SECOND


def test_what_is_no_request_is_refused_and_the_server_stays(served: Served) -> None:
    answers = {what: served.says(words, wait=3) for what, words in BROKEN.items()}
    assert {what: status(answer) for what, answer in answers.items()} == dict.fromkeys(BROKEN, 400)
    assert {what: found for what, answer in answers.items() if (found := insides(answer))} == {}
    assert served.is_well()
    assert_silent(served)


def test_no_second_request_is_smuggled_in(served: Served) -> None:
    """Where both lengths are told, one request is answered at most, and the line is closed."""
    answer = served.says(SMUGGLED, wait=3)
    assert len(STATUS.findall(answer)) == 1 and b"User-agent" not in answer
    assert served.is_well()


def test_lines_that_stay_half_said_keep_nobody_out(served: Served) -> None:
    """Forty who begin a header and do not end it, while others ask."""
    lines = [socket.create_connection(("127.0.0.1", served.port), timeout=10) for _ in range(40)]
    try:
        for line in lines:
            line.sendall(f"GET /?q={ASKED} HTTP/1.1\r\nHost: yots".encode())
        assert served.is_well()
    finally:
        for line in lines:
            line.close()
    assert served.is_well()
    assert_silent(served)


def assert_silent(served: Served) -> None:
    """What the server wrote down holds no name and no query that was sent."""
    written = served.log.read_text("utf-8", "replace")
    for word in (NAME, quote(NAME), ASKED):
        assert word not in written, written[-2000:]


def test_a_word_of_the_inside_would_be_found() -> None:
    for told in (b"Server: granian/2.5", b"File /srv/a.py", b"<p>Django 5.2", b"SELECT 1", b"Traceback (most"):
        assert insides(told), told
    assert insides(b"server: granian\r\n") == []
