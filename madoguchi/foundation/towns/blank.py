"""The tables of a new town, from a script that is made once for the present migrations.

Hundreds of migrations take half a minute; what they lead to is loaded in two seconds. The script lies in
``DATA/blank`` and holds no data of anybody: it is what the migrations make of an empty schema.
"""

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django_tenants.utils import quote_schema_name

from .files import whole
from .migrating import migrate_schema
from .programs import pipe_from, program, run_script

# A word that nothing else in the script contains: each of its places is the name of the schema.
BLANK = "madoguchi_blank_town"
LOCK = 0x626C616E6B
log = logging.getLogger(__name__)


def lay_out(schema: str) -> None:
    """Makes a schema with the tables of a town, or nothing at all. Raises TownError where PostgreSQL refuses."""
    with tempfile.NamedTemporaryFile() as named:
        named.write(script().replace(BLANK.encode(), quote_schema_name(schema).encode()))
        named.seek(0)
        run_script(named)


def script() -> bytes:
    """The script for the present migrations, made where it is not there yet; one process at a time."""
    path = Path(settings.DATA) / "blank" / f"{fingerprint()}.sql"
    with one_at_a_time():
        if not path.is_file():
            make(path)
        return path.read_bytes()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Lets one process at a time build the blank town in this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def make(path: Path) -> None:
    """Runs all migrations in a schema of their own, writes down what they made, and drops it; older scripts go."""
    log.info("laying out the tables of a town")
    path.parent.mkdir(parents=True, exist_ok=True)
    drop_blank()
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {BLANK}")
        migrate_schema(BLANK)
        for older in path.parent.iterdir():
            older.unlink()
        with whole(path) as file:
            pipe_from([*program("pg_dump"), "--no-owner", "--no-privileges", f"--schema={BLANK}"], file)
    finally:
        drop_blank()


def drop_blank() -> None:
    """Removes the schema that the script is made from, also after a making that was cut short."""
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {quote_schema_name(BLANK)} CASCADE")


def fingerprint() -> str:
    """Changes with whatever decides what an empty town looks like: migrations, libraries, the server."""
    digest = hashlib.sha256(str(connection.pg_version // 10_000).encode())  # type: ignore[attr-defined]
    for package in ("django", "django-tenants", "wagtail"):
        digest.update(version(package).encode())
    for config in apps.get_app_configs():
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(f"{config.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
