"""Bringing schemas to this version: ``public`` has the tables of the shared apps alone, a town those of the others."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.utils.module_loading import module_has_submodule
from django_tenants.utils import get_public_schema_name

Known = set[tuple[str, str]]
# Each migration renders hundreds of models, which live on: looking for garbage after every 700 of them takes a quarter
# of the time.
OBJECTS_BEFORE_COLLECTING = 200_000


def migrate_public() -> None:
    """The list of towns and the queue of jobs. Migrations of the other apps would do nothing here, in half a minute."""
    for label in shared_labels():
        migrate(get_public_schema_name(), label)


def migrate_schema(schema: str) -> None:
    """Every migration that a schema of a town lacks."""
    migrate(schema)


def wanted(schema: str) -> Known:
    """The migrations that a schema has when it is of this version."""
    known = set(MigrationLoader(None).disk_migrations)
    shared = shared_labels() if schema == get_public_schema_name() else None
    return {(label, name) for label, name in known if shared is None or label in shared}


def shared_labels() -> list[str]:
    """Labels of the apps whose tables are in ``public``, as far as they have migrations."""
    shared = [each for each in apps.get_app_configs() if each.name in settings.SHARED_APPS]
    return [each.label for each in shared if module_has_submodule(each.module, "migrations")]


def migrate(schema: str, *labels: str) -> None:
    """Runs migrations in one schema, of one app where its label is given."""
    with seldom_collecting():
        call_command("migrate_schemas", *labels, schema_name=schema, interactive=False, verbosity=0)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Lets the garbage wait while many objects are made that stay."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
