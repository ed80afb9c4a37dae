"""Starting and stopping the embedded server. Safe to call from several processes at once, and after any crash."""

import fcntl
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from .account import open_programs, own, run
from .binaries import binaries, version_of
from .configuration import configuration
from .leftovers import cluster_name, postmaster, sweep
from .sockets import DATABASE, default_url, socket_folder, url

SECONDS_TO_START = 120
SECONDS_TO_STOP = 60
FIRST_WITH_BUILTIN_LOCALE = 17


class UnavailableError(RuntimeError):
    """The embedded server could not be started or stopped; the message names its log."""


@contextmanager
def embedded(data: Path, *, durable: bool = True) -> Iterator[str]:
    """Runs the server of a data folder while the block runs; gives the URL of the application's database.

    Processes may do this at once: the first starts the server, the last to leave stops it. A killed process counts as
    having left. Raises UnavailableError, NoPostgresError.
    """
    data = data.resolve()
    with lock_file(data, "postgres.users") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield start(data, durable=durable)
        finally:
            stop_if_last(data, users)


def stop_if_last(data: Path, users: IO[str]) -> None:
    """Stops the server unless another process still holds the users' lock."""
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    stop(data)


def start(data: Path, *, durable: bool = True) -> str:
    """Makes sure that the server of a data folder runs; gives the URL of the application's database.

    The server outlives the caller until ``stop``. What a killed server left behind is cleared away; PostgreSQL itself
    recovers the data. Raises UnavailableError, NoPostgresError.
    """
    data = data.resolve()
    with start_lock(data):
        bring_up(data, durable=durable)
        ensure_database(data)
    return default_url(data)


def stop(data: Path) -> None:
    """Stops the server of a data folder after a checkpoint, ending its sessions; does nothing where none runs."""
    data = data.resolve()
    with start_lock(data):
        if postmaster(data / "pg"):
            control(data, "stop", "-m", "fast", "-w", "-t", str(SECONDS_TO_STOP))


def is_running(data: Path) -> bool:
    """True when the server of a data folder answers."""
    try:
        psycopg.connect(url(data.resolve(), "postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def launch(data: Path, *, durable: bool) -> None:
    """Starts the server of a data folder, made on first use; its lock files must be nobody's."""
    cluster, sockets = data / "pg", socket_folder(data)
    open_programs(binaries())
    own(sockets)
    own(cluster)
    if not (cluster / "PG_VERSION").is_file():
        initialise(cluster)
    check_version(cluster)
    sweep(cluster, sockets)
    text = configuration(sockets, name=cluster_name(cluster), durable=durable)
    (cluster / "postgresql.conf").write_text(text)
    (cluster / "postgresql.conf").chmod(0o644)
    control(data, "start", "-w", "-t", str(SECONDS_TO_START))


def initialise(cluster: Path) -> None:
    """Makes an empty database cluster: UTF-8, sorted by code point whatever the machine's locale is."""
    locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
    if version_of(binaries()) >= FIRST_WITH_BUILTIN_LOCALE:
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [str(binaries() / "initdb"), "-D", str(cluster), "-U", "postgres", "--auth=trust", *locale]
    perform(command, cluster)


def check_version(cluster: Path) -> None:
    """Raises UnavailableError where the data were written by another major version than the programs'."""
    written, programs = (cluster / "PG_VERSION").read_text().strip(), str(version_of(binaries()))
    if written != programs:
        raise UnavailableError(
            f"{cluster} は PostgreSQL {written} のデータですが、この環境の PostgreSQL は {programs} です。"
            "pg_upgrade で移行するか、PostgreSQL " + written + " を入れてください。"
        )


def control(data: Path, *words: str) -> None:
    """Runs ``pg_ctl`` on the server of a data folder. Raises UnavailableError where it fails."""
    cluster = data / "pg"
    perform([str(binaries() / "pg_ctl"), "-D", str(cluster), *words], cluster)


def perform(command: list[str], cluster: Path) -> None:
    """Runs one of PostgreSQL's programs. Raises UnavailableError with what it said where it fails."""
    with tempfile.TemporaryFile("w+") as output:
        if run(command, cwd=cluster, output=output):
            output.seek(0)
            said = output.read()[-2000:]
            raise UnavailableError(
                f"PostgreSQL の {Path(command[0]).name} に失敗しました。記録: {cluster / 'log'}\n{said}"
            )


def bring_up(data: Path, *, durable: bool) -> None:
    """Waits for a server that is recovering or dying, launches one where there is none. Raises UnavailableError."""
    until = time.monotonic() + SECONDS_TO_START
    while not is_running(data):
        if time.monotonic() > until:
            raise UnavailableError(f"PostgreSQL が応答しません。記録: {data / 'pg' / 'log'}")
        if postmaster(data / "pg"):
            time.sleep(0.05)
        else:
            launch(data, durable=durable)


def ensure_database(data: Path) -> None:
    """Creates the application's database on first use."""
    with psycopg.connect(url(data, "postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(DATABASE))
            connection.execute(create)


@contextmanager
def start_lock(data: Path) -> Iterator[None]:
    """Lets one process at a time start or stop the server of a data folder."""
    with lock_file(data, "postgres.lock") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def lock_file(data: Path, name: str) -> Iterator[IO[str]]:
    """An open file in the data folder to lock on."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / name).open("a") as file:
        yield file
