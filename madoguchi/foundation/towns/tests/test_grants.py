"""The application's role reads and writes rows, and nothing that must stand can be changed by it."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.database import as_application as address_of
from madoguchi.foundation.towns.errors import TownError
from madoguchi.foundation.towns.grants import Guard, give_rights, guards
from madoguchi.foundation.towns.role import ensure_role, role_name

pytestmark = pytest.mark.django_db
SCHEMAS = ("yotsukaido", "hinata")
TABLES = """
SELECT relname, has_table_privilege(%(role)s, oid, 'SELECT'), has_table_privilege(%(role)s, oid, 'INSERT'),
       has_table_privilege(%(role)s, oid, 'UPDATE'), has_table_privilege(%(role)s, oid, 'DELETE'),
       has_table_privilege(%(role)s, oid, 'TRUNCATE') OR has_table_privilege(%(role)s, oid, 'TRIGGER')
         OR has_table_privilege(%(role)s, oid, 'REFERENCES') OR pg_has_role(%(role)s, relowner, 'MEMBER'),
       ARRAY(SELECT attname FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
             AND has_column_privilege(%(role)s, pg_class.oid, attnum, 'UPDATE') ORDER BY attname)
  FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = %(schema)s::regnamespace ORDER BY relname
"""


def rows(query, **values):
    with connection.cursor() as cursor:
        cursor.execute(query, {"role": role_name(), **values})
        return cursor.fetchall()


def rights(schema):
    """Table → (read, add, change, delete, more than that, columns that may change)."""
    return {name: (*held, columns) for name, *held, columns in rows(TABLES, schema=schema)}


def test_the_role_is_nobody():
    held = rows(
        "SELECT rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = %(role)s"
    )
    assert held == [(True, False, False, False, False)]
    schemas = rows("SELECT nspname FROM pg_namespace WHERE has_schema_privilege(%(role)s, oid, 'CREATE')")
    assert [name for (name,) in schemas if not name.startswith("pg_")] == []


@pytest.mark.parametrize("schema", SCHEMAS)
def test_rows_of_a_town_are_read_and_written_but_for_what_is_guarded(schema):
    guarded = {guard.table: guard for guard in guards()}
    found = rights(schema)
    assert set(guarded) <= set(found)
    for table, (reads, adds, changes, deletes, more, columns) in found.items():
        assert reads and not more, table
        if table == "django_migrations":
            assert not (adds or changes or deletes or columns)
        elif guard := guarded.get(table):
            assert (adds, changes, deletes) == (True, False, guard.deletable), table
            assert columns == sorted(guard.columns), table
        else:
            assert (adds, changes, deletes) == (True, True, True), table


def test_the_list_of_towns_is_read_and_the_queue_is_worked_on():
    found = rights("public")
    for table, (reads, adds, changes, deletes, more, _) in found.items():
        queue = table.startswith("procrastinate_")
        assert (reads, adds, changes, deletes, more) == (True, queue, queue, queue, False), table
    assert {"towns_town", "towns_domain", "procrastinate_jobs"} <= set(found)


def test_what_must_stand_is_guarded():
    guarded = {guard.table: guard for guard in guards()}
    assert guarded["audit_entry"] == Guard("audit_entry", (), False)
    assert guarded["audit_lane"] == Guard("audit_lane", ("head", "position"), False)
    assert guarded["people_act"] == Guard("people_act", ("summary", "details"), False)
    assert guarded["people_identity"].columns == ("recorded", "closed_by_id")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'somebody else'",
        "UPDATE audit_entry SET digest = content",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "TRUNCATE audit_lane CASCADE",
        "DELETE FROM audit_lane",
        "DROP TABLE audit_entry",
        "ALTER TABLE audit_entry ADD COLUMN note text",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "CREATE INDEX ON audit_entry (actor)",
        "SELECT setval('audit_entry_id_seq', 1)",
        "DELETE FROM people_act",
        "UPDATE people_act SET recorder = 'somebody else'",
        "UPDATE people_identity SET name = 'somebody else'",
        "UPDATE towns_town SET opened_at = NULL",
        "CREATE TABLE yotsukaido.mine (n int)",
        "CREATE SCHEMA mine",
        "COPY audit_entry TO PROGRAM 'cat'",
    ],
)
def test_the_application_is_refused(as_application, statement):
    record(SYSTEM_ACTOR, action="x", subject="y")
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.filter(action="x", actor="システム").count() == 1


def test_who_logs_in_as_the_application_cannot_become_the_owner(database_url):
    with psycopg.connect(address_of(database_url), autocommit=True) as session:
        assert session.execute("SELECT current_user").fetchone() == (role_name(),)
        for statement in ("SET ROLE postgres", "SET SESSION AUTHORIZATION postgres"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(statement)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("UPDATE yotsukaido.audit_entry SET actor = ''")


def test_rights_given_again_are_the_same():
    before = rights("hinata")
    give_rights("hinata")
    assert rights("hinata") == before


def test_a_column_that_is_no_longer_updatable_is_closed():
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT UPDATE (actor) ON audit_entry TO {role_name()}")
    give_rights("yotsukaido")
    assert rights("yotsukaido")["audit_entry"][-1] == []


@pytest.mark.parametrize("name", ["postgres", "mado_strong"])
def test_a_role_that_could_do_everything_is_refused_with_words(settings, name):
    with connection.cursor() as cursor:
        if name != "postgres":
            cursor.execute(f"CREATE ROLE {name} SUPERUSER")
    settings.APPLICATION_DATABASE = {**settings.APPLICATION_DATABASE, "USER": name}
    with pytest.raises(TownError, match="別の役割"):
        ensure_role()


def test_an_owner_who_may_make_no_role_is_told_what_to_do(settings):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE mado_poor; SET LOCAL ROLE mado_poor")
    settings.APPLICATION_DATABASE = {**settings.APPLICATION_DATABASE, "USER": "mado_new"}
    with pytest.raises(TownError, match="APP_DATABASE_URL"), transaction.atomic():
        ensure_role()


def test_a_role_is_made_with_a_password_that_is_never_told(settings):
    settings.APPLICATION_DATABASE = {"USER": "mado_fresh", "PASSWORD": "a secret", "GIVEN": False}
    ensure_role()
    ensure_role()
    (kept,) = rows("SELECT rolpassword FROM pg_authid WHERE rolname = %(role)s")[0]
    assert kept.startswith("SCRAM-SHA-256$")
