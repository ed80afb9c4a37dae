"""The pages of the bench's towns, served by real web processes as in service, and someone who opens them."""

from __future__ import annotations

import http.client
import os
import re
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import psutil

if TYPE_CHECKING:
    from madoguchi.foundation.access.models import User
    from madoguchi.foundation.towns.models import Town

WORKERS = 2
SECONDS_TO_OPEN = 90
SECONDS_TO_STOP = 10
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def served(application: str = "") -> Iterator[int]:
    """Runs the block with web processes, started as ``madoguchi up`` starts them; gives their port. ``application``
    is served in place of the house's own."""
    from madoguchi.config.preparing import collect_static

    collect_static(lambda words: None)
    port = free_port()
    process = start_web(port, workers=WORKERS, environment=os.environ, application=application)
    try:
        until_open(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(SECONDS_TO_STOP)


def start_web(port: int, *, workers: int, environment: Mapping[str, str], application: str = "") -> psutil.Popen:
    """Starts web processes as ``madoguchi up`` does; they may not answer yet."""
    from madoguchi.config.commands.up import APPLICATION, GRANIAN

    command = [sys.executable, "-m", "granian", *GRANIAN, "--workers", str(workers), "--port", str(port)]
    command.append(application or APPLICATION)
    return psutil.Popen(command, env={**environment, "LOG_LEVEL": "ERROR"})


def until_open(port: int, process: psutil.Popen) -> None:
    """Waits until web processes answer. Raises RuntimeError where they do not."""
    until = time.monotonic() + SECONDS_TO_OPEN
    while not answers(port):
        if time.monotonic() > until or process.poll() is not None:
            raise RuntimeError("the web processes do not open")
        time.sleep(0.2)


def answers(port: int) -> bool:
    """True when someone answers there, whatever they say."""
    try:
        return Visitor(port, "127.0.0.1").ask("GET", "/healthz").status > 0
    except OSError:
        return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Answer:
    """What a page answered."""

    status: int
    body: bytes
    location: str = ""

    def token(self) -> str:
        """The token of the page's form. Raises ValueError where it has none."""
        found = TOKEN.search(self.body.decode())
        if found is None:
            raise ValueError("no form on the page")
        return found[1]


@dataclass
class Visitor:
    """Someone at a browser, on one connection that is kept."""

    port: int
    host: str
    cookies: dict[str, str] = field(default_factory=dict)
    patience: float = 60
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)

    def get(self, path: str, **query: str) -> Answer:
        """Opens a page. Raises RuntimeError where it does not answer 200."""
        address = f"{path}?{urlencode(query)}" if query else path
        return wanted(self.ask("GET", address), 200, address)

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Sends a form. Raises RuntimeError where it does not lead on to another page."""
        return wanted(self.ask("POST", path, urlencode(fields, doseq=True), FORM), 302, path)

    def ask(
        self, method: str, address: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request."""
        cookie = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        self.line.request(
            method, address, body, {"Host": f"{self.host}:{self.port}", "Cookie": cookie, **(headers or {})}
        )
        response = self.line.getresponse()
        content = response.read()
        for header in response.headers.get_all("Set-Cookie", []):
            key, _, value = header.split(";")[0].partition("=")
            self.cookies[key] = value
        return Answer(response.status, content, response.headers.get("Location", ""))


def wanted(answer: Answer, status: int, address: str) -> Answer:
    """The answer, if it is the one that was wanted."""
    if answer.status != status:
        raise RuntimeError(f"{address}: {answer.status} {answer.body[:300].decode(errors='replace')}")
    return answer


def logged_in(port: int, town: Town, user: User) -> Visitor:
    """A member of staff who is logged in."""
    from django.test import Client

    client = Client(SERVER_NAME=host_of(town))
    client.force_login(user)
    return Visitor(port, host_of(town), {"sessionid": client.cookies["sessionid"].value})


def host_of(town: Town) -> str:
    """The town's host name."""
    return f"{town.schema_name}.localhost"
