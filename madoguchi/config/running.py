"""Getting ready: the database up, Django set up."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from madoguchi.config.databases import APPLICATION, AS
from madoguchi.config.environment import data_folder, text
from madoguchi.foundation.commands import CommandError
from madoguchi.foundation.towns.embedded import UnavailableError, embedded
from madoguchi.foundation.towns.embedded.binaries import OLDEST, NoPostgresError

VERSION_UNIT = 10_000
OWNED = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.django_migrations')"
NOT_OWNER = (
    "この操作には、表の持ち主の役割が要ります。いまの役割（{role}）では行えません。"
    "DATABASE_AS を外し、DATABASE_URL に持ち主を指定してください。"
)
UNREACHABLE = {
    False: "データベースに接続できません。DATABASE_URL を確かめてください。",
    True: "アプリケーションの役割でデータベースに接続できません。APP_DATABASE_URL を確かめるか、"
    "`madoguchi db migrate` で役割を用意してください。",
}


@contextmanager
def database_up(*, serves: bool = False) -> Iterator[None]:
    """Runs the block with a database: ``DATABASE_URL``'s, else the embedded one; with ``serves`` under the role of the
    application, else as the owner of the tables. Raises CommandError.
    """
    with server():
        set_up(serves=serves)
        yield


@contextmanager
def server() -> Iterator[None]:
    """The embedded server while the block runs; nothing where ``DATABASE_URL`` names another."""
    if text("DATABASE_URL"):
        yield
        return
    try:
        manager = embedded(data_folder())
        manager.__enter__()
    except (UnavailableError, NoPostgresError) as trouble:
        raise CommandError(str(trouble)) from trouble
    try:
        yield
    finally:
        manager.__exit__(None, None, None)


def set_up(*, serves: bool = False) -> None:
    """Makes Django ready and looks whether the database will do. Raises CommandError."""
    if serves:
        os.environ[AS] = APPLICATION
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.config.settings")
    import django

    django.setup()
    logging.captureWarnings(True)
    check_database()


def check_database() -> None:
    """Raises CommandError where no PostgreSQL of a version that we know answers."""
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as trouble:
        raise CommandError(f"{UNREACHABLE[text(AS) == APPLICATION]}\n{trouble}") from trouble
    version = connection.pg_version // VERSION_UNIT  # type: ignore[attr-defined]
    if version < OLDEST:
        raise CommandError(f"PostgreSQL {version} は古すぎます。{OLDEST} 以上にしてください。")


def check_owner() -> None:
    """Raises CommandError where the database is used by another role than the tables' owner; before the first
    migration there is none.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(OWNED)
        if cursor.fetchone() == (False,):
            cursor.execute("SELECT current_user")
            raise CommandError(NOT_OWNER.format(role=cursor.fetchone()[0]))
