"""What must be so before the doors open: tables of this version, static files, the demo's towns and people."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django_tenants.utils import get_public_schema_name

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.towns.actions import create_town, remove
from madoguchi.foundation.towns.data import known_towns, read_town
from madoguchi.foundation.towns.grants import give_rights
from madoguchi.foundation.towns.migrating import Known, migrate_public, migrate_schema, wanted
from madoguchi.foundation.towns.models import Town

Say = Callable[[str], None]


def migrate_all(say: Say = print) -> list[str]:
    """Brings ``public`` and every town that is behind to this version; gives their schemas.

    Afterwards the application has its rights in all of them. Raises TownError where its role cannot be made.
    """
    public = get_public_schema_name()
    done = [public] if migrate_if_behind(public, wanted(public), migrate_public, say) else []
    towns = list(Town.objects.exclude(opened_at=None).values_list("schema_name", flat=True))
    known = wanted(towns[0]) if towns else set()
    done += [schema for schema in towns if migrate_if_behind(schema, known, partial(migrate_schema, schema), say)]
    give_rights(*towns)
    return done


def migrate_if_behind(schema: str, known: Known, migrate: Callable[[], None], say: Say) -> bool:
    """Migrates one schema unless it has every migration; True where there was something to do."""
    if known <= applied(schema):
        return False
    say(f"表を最新にしています: {schema}")
    migrate()
    return True


def applied(schema: str) -> Known:
    """The migrations that a schema has."""
    connection.set_schema(schema, include_public=False)  # type: ignore[attr-defined]
    try:
        return set(MigrationRecorder(connection).applied_migrations())
    finally:
        connection.set_schema_to_public()  # type: ignore[attr-defined]


def pending() -> bool:
    """True where ``public`` or the present town lacks a migration of this version."""
    schema = connection.schema_name  # type: ignore[attr-defined]
    town = connection.tenant  # type: ignore[attr-defined]
    try:
        return not all(wanted(name) <= applied(name) for name in {get_public_schema_name(), schema})
    finally:
        connection.set_tenant(town)  # type: ignore[attr-defined]


def collect_static(say: Say = print) -> bool:
    """Gathers static files under ``DATA/static`` unless they are those of the last time; True where it did."""
    note, now = Path(settings.STATIC_ROOT) / ".made-of", fingerprint()
    if note.is_file() and note.read_text() == now:
        return False
    say("画面の部品を集めています")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    note.write_text(now)
    return True


def fingerprint() -> str:
    """Changes when our static files, or the packages that bring others, do."""
    digest = hashlib.sha256()
    for path in sorted(own_static_files()):
        state = path.stat()
        digest.update(f"{path}{state.st_size}{state.st_mtime_ns}".encode())
    for package in ("django", "wagtail", "whitenoise"):
        digest.update(version(package).encode())
    return digest.hexdigest()


def own_static_files() -> Iterator[Path]:
    """Static files of this house and of the front-end packages."""
    package = Path(__file__).resolve().parents[1]
    yield from (path for path in package.glob("**/static/**/*") if path.is_file())
    for _, folder in settings.STATICFILES_DIRS:
        yield from (path for path in Path(folder).rglob("*") if path.is_file())


def demo_towns(residents: int, say: Say = print) -> list[Town]:
    """The towns of ``towns/`` with invented people; what an earlier start left half made is made anew.

    ``residents`` is the number of people of the default town; the others get a twenty-fifth of it.
    """
    from madoguchi.config.demo import fill

    made = []
    for schema in sorted(known_towns(), key=lambda name: name != settings.DEFAULT_TOWN):
        town = demo_town(schema, say)
        is_first = schema == settings.DEFAULT_TOWN
        fill(town, residents if is_first else max(residents // 25, 100), say)
        made.append(town)
    return made


def demo_town(schema: str, say: Say) -> Town:
    """One town, created unless it is there and open."""
    found = Town.objects.filter(schema_name=schema).first()
    if found and found.opened_at:
        return found
    if found:
        remove(found)
    data = read_town(schema)
    say(f"{data.name}を作っています")
    return create_town(SYSTEM_ACTOR, data=data, is_default=schema == settings.DEFAULT_TOWN)


def names(towns: Iterable[Town]) -> str:
    """Names of towns in one line."""
    return "、".join(town.name for town in towns)
