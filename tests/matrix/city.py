"""A city on which every command is run, each time as if it were the first."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
from django.db import connection
from django.utils import timezone
from psycopg import sql
from pytest_django import Settings

from madoguchi.engines.issuance.models import PaperRequest
from madoguchi.engines.issuance.models.papers import BEGUN
from madoguchi.foundation.testing import database
from madoguchi.foundation.testing.plugin import connect_to, disconnect
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.population.actions import close
from tests.canary.planting import plant

from .objects import issuance
from .objects.certificates import issued
from .people import maker

FOLDERS = {"keys": "KEYS_ROOT", "files": "MEDIA_ROOT", "audit": "AUDIT_FOLDER"}
KINDS = {"tables", "rows", *FOLDERS}
"""What of a city may differ; ``audit`` are the entries and their file."""
TABLES = """
SELECT nspname, relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
 WHERE relkind IN ('r', 'p') AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 1, 2
"""
SHAPE = """
SELECT md5(string_agg(concat_ws(' ', nspname, relname, relkind, relowner, relacl, attname, atttypid, attacl), ','
                      ORDER BY nspname, relname, attnum))
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
"""
ROWS = "SELECT {name}, md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM {table} t"
Entries = frozenset[tuple[str, int, str]]


@dataclass(frozen=True)
class State:
    """What a city is at a moment: digests by kind, and every entry of the audit as (town, number, actor)."""

    parts: dict[tuple[str, str], str]
    entries: Entries

    def changed(self, later: State) -> str:
        """The kinds that differ, "nothing" where none does."""
        differing = {key for key in {*self.parts, *later.parts} if self.parts.get(key) != later.parts.get(key)}
        return "+".join(sorted({kind for kind, _ in differing})) or "nothing"

    def actors(self, later: State) -> set[str]:
        """Who acted in between, as the audit has it."""
        return {actor for _, _, actor in later.entries - self.entries}


class City:
    """The tests' two towns with people, papers and closed days, kept aside so that they can be had again."""

    def __init__(self, server: str, settings: Settings, folder: Path, town: Town) -> None:
        self.server, self.settings, self.folder, self.count = server, settings, folder, 0
        self.name = database.worker_database()
        self.kept = f"{self.name}_kept"
        self.own = folder / "own"
        shutil.copytree(database.KEYS, folder / "kept" / "keys")
        self.work_in(folder / "kept")
        fill(town)
        disconnect()
        database.recreate(server, self.kept, self.name)

    @property
    def url(self) -> str:
        """The address of the database, for its owner."""
        return database.at(self.server, self.name)

    def work_in(self, folder: Path) -> None:
        """Keys, files and the audit's file lie there from now on."""
        for name, setting in FOLDERS.items():
            (folder / name).mkdir(parents=True, exist_ok=True)
            setattr(self.settings, setting, folder / name)

    def afresh(self) -> Path:
        """Everything as it was when it was filled; gives a folder for a command's own files."""
        self.count += 1
        folder = self.folder / str(self.count)
        shutil.copytree(self.folder / "kept", folder)
        self.work_in(folder)
        disconnect()
        database.recreate(self.server, self.name, self.kept)
        self.own = folder / "own"
        self.own.mkdir()
        return self.own

    def state(self) -> State:
        """The city as it stands, read as the owner of the tables."""
        with psycopg.connect(self.url) as session:
            tables = session.execute(TABLES).fetchall()
            parts = {("tables", ""): str(session.execute(SHAPE).fetchone())}
            each = [
                sql.SQL(ROWS).format(name=sql.Literal(f"{schema}.{table}"), table=sql.Identifier(schema, table))
                for schema, table in tables
            ]
            for name, digest in session.execute(sql.SQL(" UNION ALL ").join(each)):
                parts["audit" if ".audit_" in name else "rows", name] = digest
            towns = [schema for schema, table in tables if table == "audit_entry"]
            entries = [
                (town, *row)
                for town in towns
                for row in session.execute(
                    sql.SQL("SELECT id, actor FROM {}").format(sql.Identifier(town, "audit_entry"))
                )
            ]
        return State(parts | self.files(), frozenset(entries))

    def files(self) -> dict[tuple[str, str], str]:
        """Keys, files and the audit's file."""
        return {
            (kind, str(path.relative_to(root))): hashlib.sha256(path.read_bytes()).hexdigest()
            for kind, setting in FOLDERS.items()
            for root in [Path(getattr(self.settings, setting))]
            for path in root.rglob("*")
            if path.is_file()
        }

    def leave(self) -> None:
        """Nothing of it stays."""
        disconnect()
        connect_to(self.url)
        disconnect()
        database.drop(self.server, self.kept)


def entries_of(town: str) -> sql.Composed:
    """A question for a town's entries of the audit."""
    return sql.SQL("SELECT id, actor FROM {}").format(sql.Identifier(town, "audit_entry"))


def fill(town: Town) -> None:
    """The protected family and a friend of theirs; a drawer that was closed, a paper nobody came for, a closed day."""
    clerk = make_user("test-clerk", "窓口　一子", "窓口サービス課", ["clerk"])
    chief = make_user("test-supervisor", "係長　二郎", "窓口サービス課", ["clerk", "supervisor"], "係長")
    plant(clerk, chief)
    issued(town)
    issuance.drawer()
    yesterday = timezone.now() - timedelta(days=1)
    assert PaperRequest.objects.filter(state__in=BEGUN).update(requested_at=yesterday)
    close(maker(), day=timezone.localdate() - timedelta(days=2))


@contextmanager
def city_of(server: str, settings: Settings, folder: Path, town: Town) -> Iterator[City]:
    """A city for the time of a test that commits."""
    found = None
    try:
        found = City(server, settings, folder, town)
        yield found
    finally:
        if found:
            found.leave()
        connection.close()
