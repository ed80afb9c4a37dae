"""``public`` is brought to this version by the migrations of the shared apps, and by no others."""

from __future__ import annotations

import gc

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from madoguchi.config.preparing import applied, pending
from madoguchi.foundation.towns.migrating import migrate_public, migrate_schema, seldom_collecting, wanted

pytestmark = pytest.mark.django_db


def test_public_has_what_the_list_of_towns_and_the_queue_need(town) -> None:
    assert {label for label, _ in wanted("public")} == {"towns", "procrastinate"}
    assert applied("public") == wanted("public")
    connection.set_tenant(town)
    assert not pending()


def test_a_town_has_every_migration_of_every_app() -> None:
    assert applied("yotsukaido") >= wanted("yotsukaido") == set(MigrationLoader(None).disk_migrations)


def test_no_table_of_a_town_is_in_public() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        there = {row[0] for row in cursor.fetchall()}
    labels = {"towns", "procrastinate"}
    own = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in labels}
    assert {table for table in there if not table.startswith("procrastinate_")} <= own | {"django_migrations"}


def test_schemas_of_this_version_stay_as_they_are(town) -> None:
    before = applied("public"), applied(town.schema_name)
    migrate_public()
    migrate_schema(town.schema_name)
    assert (applied("public"), applied(town.schema_name)) == before


def test_the_garbage_is_collected_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with pytest.raises(RuntimeError), seldom_collecting():
        assert gc.get_threshold() != before
        raise RuntimeError
    assert gc.get_threshold() == before
