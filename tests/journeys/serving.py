"""The real web server on a test database, and a browser-like client that survives its being killed."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests

from madoguchi.foundation.testing.processes import on_database

HOST = "yotsukaido.localhost"
PATIENCE = 60.0


class Server:
    """granian with two workers, as ``madoguchi up`` starts it, and started again as ``up`` does when it dies."""

    def __init__(self, database_url: str, data: Path) -> None:
        self.port = free_port()
        self.command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "1", "--workers", "2",
            "--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error",
            "madoguchi.config.wsgi:application",
        ]  # fmt: skip
        self.environment = on_database(database_url, DATA=str(data), DEBUG="1", SECRET_KEY=secret())
        self.process = self.start()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> psutil.Popen:
        """The server's processes."""
        return psutil.Popen(self.command, env=self.environment)

    def kill(self) -> None:
        """``kill -9`` of every process of the server at once, and a new start."""
        for each in [*self.process.children(recursive=True), self.process]:
            each.kill()
        self.process.wait()
        self.process = self.start()

    def stop(self) -> None:
        """An orderly end."""
        self.process.terminate()
        self.process.wait(timeout=20)


@contextmanager
def serving(database_url: str, data: Path) -> Iterator[Server]:
    """A server that answers."""
    server = Server(database_url, data)
    try:
        wait_for(f"{server.url}/healthz")
        yield server
    finally:
        server.stop()


def secret() -> str:
    """The key of this process, so that its log-ins hold in the server."""
    from django.conf import settings

    return settings.SECRET_KEY


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str) -> None:
    """Waits until the server answers. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if requests.get(url, timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise TimeoutError(url)


class Clerk:
    """A logged-in member of staff who tries again when the line breaks."""

    def __init__(self, base: str, session_cookie: str) -> None:
        self.base = base
        self.session = requests.Session()
        self.session.headers["Host"] = HOST
        self.session.cookies.set("sessionid", session_cookie)

    def get(self, path: str) -> requests.Response:
        """Reads a page."""
        return self.insist("GET", path)

    def post(self, path: str, data: dict[str, object]) -> requests.Response:
        """Sends a form; the very same form again where no answer came."""
        return self.insist("POST", path, data=data, allow_redirects=False)

    def insist(self, method: str, path: str, **how: object) -> requests.Response:
        """Asks until the server answers as it should. Raises TimeoutError."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self.session.request(method, self.base + path, timeout=20, **how)  # type: ignore[arg-type]
                if answer.status_code < 500:
                    return answer
            except requests.RequestException:
                time.sleep(0.1)
        raise TimeoutError(path)


@contextmanager
def killing(server: Server, every: float) -> Iterator[list[float]]:
    """Kills the server again and again; gives the moments at which it did."""
    stop, moments = threading.Event(), []

    def hunt() -> None:
        while not stop.wait(every):
            server.kill()
            moments.append(time.monotonic())
            wait_for(f"{server.url}/healthz")

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        yield moments
    finally:
        stop.set()
        hunter.join()
