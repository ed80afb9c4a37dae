"""Test databases: one server, one template made once for the present migrations, a copy for each worker."""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psutil
import psycopg
from psycopg import sql

from madoguchi.foundation.towns.embedded import embedded, url
from madoguchi.foundation.vault.keys import read_keyring

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "var" / "test"
KEYS = FOLDER / "keys"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own below it
ROOM = 4 * 1024**3
TOWNS = ("yotsukaido", "hinata")
PACKAGES = ("django", "django-tenants", "wagtail", "procrastinate")


@contextmanager
def test_server() -> Iterator[str]:
    """URL of the maintenance database of ``DATABASE_URL``'s server, else of an embedded one kept for tests."""
    if given := os.environ.get("DATABASE_URL"):
        yield at(given, "postgres")
        return
    folder = server_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with embedded(folder, durable=False):
        yield url(folder, "postgres")


def server_folder() -> Path:
    """Where the test server's files lie: in memory where there is room, for each test that commits gets a new database.

    Copying the template is ten times as quick there. What checkouts that are gone left behind is removed.
    """
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).total < ROOM:
        return FOLDER
    for note in MEMORY.glob("madoguchi-test-*/checkout"):
        if not Path(note.read_text()).is_dir():
            shutil.rmtree(note.parent, ignore_errors=True)
    mine = MEMORY / f"madoguchi-test-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]}"
    mine.mkdir(exist_ok=True)
    (mine / "checkout").write_text(str(ROOT))
    return mine


def lend_blank(data: Path) -> None:
    """Gives a city that a test starts in a folder of its own the tables of a new town, which take half a minute."""
    if (ROOT / "var" / "blank").is_dir():
        shutil.copytree(ROOT / "var" / "blank", data / "blank", dirs_exist_ok=True)


def at(server: str, database: str) -> str:
    """The URL of another database of the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


def template_name(apps: Iterable[str]) -> str:
    """A name that changes with everything that a fresh town is made of: migrations, data, keys, rights, libraries."""
    digest = hashlib.sha256()
    for path in sorted(ingredients(apps)):
        digest.update(path.name.encode() + path.read_bytes())
    for town in TOWNS:
        digest.update(read_keyring(KEYS / town).fingerprint.id)
    for package in PACKAGES:
        digest.update(version(package).encode())
    digest.update(rights().encode())
    return f"madoguchi_template_{digest.hexdigest()[:12]}"


def ingredients(apps: Iterable[str]) -> Iterator[Path]:
    """Our own files that decide what a fresh town holds."""
    yield from (ROOT / "towns").rglob("*.yaml")
    yield from (ROOT / "madoguchi" / "foundation" / "towns").glob("*.py")
    for app in apps:
        spec = find_spec(app)
        if app.startswith("madoguchi.") and spec and spec.origin:
            yield from (Path(spec.origin).parent / "migrations").glob("*.py")
            yield from Path(spec.origin).parent.glob("opening.py")


def rights() -> str:
    """What the application's role may do: models say it, and no migration changes with it."""
    from madoguchi.foundation.towns.grants import guards
    from madoguchi.foundation.towns.role import role_name

    return f"{role_name()} {list(guards())}"


def as_application(address: str) -> str:
    """The address of a database for the role of the application."""
    from django.conf import settings

    user, password = (quote(str(settings.APPLICATION_DATABASE[key]), safe="") for key in ("USER", "PASSWORD"))
    parts = urlsplit(address)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}{':' if password else ''}{password}@{place}"))


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Lets one process at a time make or remove databases of tests."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "template.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def in_use(template: str) -> Iterator[None]:
    """Keeps a template from being removed while this process copies from it."""
    with lock_of(template).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def drop_unused(server: str) -> None:
    """Removes templates that no test process uses; call it one at a time."""
    for name in names(server, "madoguchi_template_"):
        with lock_of(name).open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            drop(server, name)
            lock_of(name).unlink()


def lock_of(template: str) -> Path:
    """The file that users of a template lock."""
    return FOLDER / f"{template}.lock"


def recreate(server: str, name: str, template: str) -> None:
    """Makes a database anew as a copy of another, ending the sessions of the old one."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        connection.execute(create)


def drop(server: str, name: str) -> None:
    """Removes a database and ends its sessions."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def names(server: str, prefix: str) -> list[str]:
    """Names of the databases that begin so."""
    with psycopg.connect(server, autocommit=True) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        return [row[0] for row in rows]


def drop_abandoned(server: str) -> None:
    """Removes databases whose test process is gone."""
    for name in names(server, "madoguchi_test_"):
        match = re.match(r"madoguchi_test_(\d+)", name)
        if match and not psutil.pid_exists(int(match.group(1))):
            drop(server, name)


def worker_database() -> str:
    """Name of this process's own database."""
    return f"madoguchi_test_{os.getpid()}"
