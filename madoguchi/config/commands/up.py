"""``madoguchi up``: everything that a city hall needs, in one process tree."""

import errno
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from madoguchi.config import prepared
from madoguchi.config.environment import data_folder, flag, text
from madoguchi.config.running import server, set_up
from madoguchi.config.supervising import SECONDS_BETWEEN_LOOKS, Child, Household
from madoguchi.foundation.commands import Command, CommandError, Result
from madoguchi.foundation.towns.embedded import UnavailableError, start
from madoguchi.foundation.towns.embedded.leftovers import postmaster

DESCRIPTION = """\
埋め込みの PostgreSQL を始め、表を最新にし、架空の市をつくり、ページを開きます。Ctrl-C で、すべてを順に止めます。
途中で電源が落ちても、もう一度 up すれば続きから動きます。
Starts the embedded PostgreSQL, brings tables up to date, fills the demo city and opens the doors. Ctrl-C stops it all.

例 / examples:
  madoguchi up
  PORT=8080 RESIDENTS=90000 madoguchi up
  DATABASE_URL=postgresql://user@host/db DEMO=0 madoguchi up --host 0.0.0.0
"""
SECONDS_TO_OPEN = 90
GRANIAN = ["--interface", "wsgi", "--blocking-threads", "1", "--respawn-failed-workers", "--log-level", "warning"]
APPLICATION = "madoguchi.config.wsgi:application"


def arguments(parser: ArgumentParser) -> None:
    """Where and how large; the environment gives the defaults."""
    parser.add_argument("--host", default=text("HOST", "127.0.0.1"), help="待ち受けるアドレス / address to listen on")
    parser.add_argument("--port", type=int, default=int(text("PORT", "8000")), help="ポート（既定 8000） / port")
    parser.add_argument(
        "--residents", type=int, default=int(text("RESIDENTS", "5000")), help="架空の住民の数 / invented people"
    )
    parser.add_argument(
        "--workers", type=int, default=int(text("WORKERS", "2")), help="ページを返すプロセス / web processes"
    )


class Screen:
    """Steps with the time that each took."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def say(self, words: str) -> None:
        """One line, with the seconds since the start."""
        print(f"[{time.monotonic() - self.begun:5.1f}秒] {words}", flush=True)


def up(args: Namespace) -> Result | None:
    """Runs until it is told to stop."""
    screen = Screen()
    data = data_folder()
    with stoppable(), one_of_a_kind(data):
        household = Household(data / "processes.json")
        household.clear()
        check_port(args.host, args.port)
        screen.say("データベースを始めています")
        with server():
            lines = prepared.recall(data, args.residents) or prepare(args, screen)
            clear_scratch(data)
            run(args, household, screen, lines)
    screen.say("すべて止めました")
    return None


@contextmanager
def stoppable() -> Iterator[None]:
    """SIGTERM and a closed terminal end the block as Ctrl-C does."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    yield


@contextmanager
def one_of_a_kind(data: Path) -> Iterator[None]:
    """Only one ``up`` for a data folder. Raises CommandError for the second."""
    import fcntl

    data.mkdir(parents=True, exist_ok=True)
    with (data / "up.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(f"{data} では、もう madoguchi up が動いています。") from None
        yield


def clear_scratch(data: Path) -> None:
    """Makes ``DATA/tmp`` anew, for this account alone, and gives it to all children as their place for temporary files:
    an upload or an opened paper that a killed process left in the clear is gone with the next start.
    """
    scratch = data.absolute() / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    os.environ["TMPDIR"] = str(scratch)


def prepare(args: Namespace, screen: Screen) -> list[str]:
    """Everything before the doors open; gives the lines to show. Remembered, for it takes some seconds to look."""
    set_up()
    from madoguchi.config.preparing import collect_static, demo_towns, migrate_all, names
    from madoguchi.foundation.web.catalogues import compile_catalogues

    migrate_all(screen.say)
    demo = flag("DEMO", default=True)
    if demo:
        screen.say("そろっています: " + names(demo_towns(args.residents, screen.say)))
    compile_catalogues()
    collect_static(screen.say)
    lines = demo_lines() if demo else []
    prepared.remember(data_folder(), args.residents, lines)
    return lines


def run(args: Namespace, household: Household, screen: Screen, lines: list[str]) -> None:
    """Opens the doors and keeps them open."""
    try:
        screen.say("ページを開いています")
        household.take_in(web(args))
        wait_open(args.port, household)
        household.take_in(worker())
        print(welcome(args.port, lines), flush=True)
        while True:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            look_after_database()
            household.look_after()
    except KeyboardInterrupt:
        screen.say("止めています")
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    finally:
        household.stop()


def check_port(host: str, port: int) -> None:
    """Raises CommandError where another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            if fault.errno != errno.EADDRINUSE:
                raise CommandError(f"{host}:{port} では待ち受けできません（{fault.strerror}）。") from fault
            raise CommandError(f"ポート {port} は使われています。例: PORT={port + 1} make run") from fault


def wait_open(port: int, household: Household) -> None:
    """Waits until pages are served. Raises CommandError where that takes too long."""
    until = time.monotonic() + SECONDS_TO_OPEN
    while not is_open(port):
        if time.monotonic() > until:
            raise CommandError("ページが開きません。上に出ている記録を確かめてください。")
        time.sleep(SECONDS_BETWEEN_LOOKS)
        household.look_after()


def is_open(port: int) -> bool:
    """True when ``/healthz`` says so."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False


def look_after_database() -> None:
    """Starts the embedded server again where it died; PostgreSQL then recovers what was committed."""
    if text("DATABASE_URL") or postmaster(data_folder() / "pg"):
        return
    print("データベースが止まったので、もう一度始めます", file=sys.stderr)
    try:
        start(data_folder())
    except UnavailableError as trouble:
        print(trouble, file=sys.stderr)


def welcome(port: int, lines: list[str]) -> str:
    """Addresses, and the log-ins of the demo."""
    doors = ["", f"  住民のページ  http://localhost:{port}/", f"  職員のページ  http://localhost:{port}/desk/"]
    return "\n".join([*doors, *(line.replace("{port}", str(port)) for line in lines), "", "  Ctrl-C で止めます。", ""])


def demo_lines() -> list[str]:
    """The demo's towns and who may log in; ``{port}`` stands for the port."""
    from django.conf import settings
    from django.db import connection

    from madoguchi.config.demo import logins
    from madoguchi.foundation.towns.queries import open_towns

    towns = [f"  {town.name}　http://{town.schema_name}.localhost:{{port}}/" for town in open_towns()]
    people = [
        f"    {login.username:<14} {login.division}　{login.name}（{login.shows}）"
        for login in logins(settings.DEFAULT_TOWN)
        if login.shows
    ]
    connection.close()
    return ["", *towns, "", f"  デモの職員（すべて架空、パスワードは {settings.MADOGUCHI_DEMO_PASSWORD}）", *people]


def web(args: Namespace) -> Child:
    """The processes that serve pages."""
    listen = ["--host", args.host, "--port", str(args.port), "--workers", str(args.workers)]
    return Child("ページ", [sys.executable, "-m", "granian", *GRANIAN, *listen, APPLICATION], patience=10)


def worker() -> Child:
    """The process that does long work."""
    return Child("予約された処理", [sys.executable, "-m", "madoguchi.config.cli", "worker"], patience=25)


COMMANDS = (
    Command(
        path=("up",),
        help="すべてを始める / start everything",
        description=DESCRIPTION,
        arguments=arguments,
        run=up,
        database=False,
    ),
)
