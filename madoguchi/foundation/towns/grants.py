"""The application's own role in the database, and what it may do there.

Pages and jobs are served under a role that owns nothing: it reads and writes rows and can change no table. What must
never be changed is out of its reach, whatever the code does:

* a model with ``append_only = True``: rows are added, never changed or deleted;
* a model with ``updatable = ("field", …)``: only these change, and no row is deleted (``deletable = True``: it may be).

Tables are made, changed and removed by their owner, who also gives these rights (again after each migration).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django_tenants.utils import get_public_schema_name
from psycopg import sql

from .role import ensure_role, role_name

# Statements for a whole schema; {schema} and {role} are identifiers.
USE = "GRANT USAGE ON SCHEMA {schema} TO {role}"
READ = "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}"
WRITE = "GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}"
COUNT = "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
# Statistics after a large import; only PostgreSQL 17 and later can give this right.
ANALYZE = "GRANT MAINTAIN ON ALL TABLES IN SCHEMA {schema} TO {role}"
FIRST_WITH_MAINTAIN = 170_000
# For one table.
SEAL = "REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}"
KEEP = "REVOKE UPDATE, DELETE ON {table} FROM {role}"
FORWARD = "REVOKE UPDATE ON SEQUENCE {sequence} FROM {role}"
QUEUE = "GRANT INSERT, UPDATE, DELETE ON {table} TO {role}"
QUEUE_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND starts_with(tablename, 'procrastinate_')"


@dataclass(frozen=True)
class Guard:
    """What of a table the application may change: these columns only; ``deletable``: whole rows may go."""

    table: str
    columns: tuple[str, ...]
    deletable: bool


def guards() -> Iterator[Guard]:
    """The tables that models guard, in a fixed order."""
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        if getattr(model, "append_only", False) or hasattr(model, "updatable"):
            yield guard_of(model)


def guard_of(model: type[Model]) -> Guard:
    """The guard of one model. Raises FieldDoesNotExist for a field that it does not have."""
    names: tuple[str, ...] = () if getattr(model, "append_only", False) else model.updatable  # type: ignore[attr-defined]
    columns = tuple(str(model._meta.get_field(name).column) for name in names)  # type: ignore[union-attr]
    return Guard(model._meta.db_table, columns, bool(getattr(model, "deletable", False)))


def give_rights(*schemas: str) -> None:
    """Gives the application its rights in ``public`` and in these towns' schemas; called by the tables' owner.

    Each schema in one transaction, so that no table is open in between. Raises TownError where the role cannot be made.
    """
    ensure_role()
    with transaction.atomic():
        give_public()
    for schema in schemas:
        with transaction.atomic():
            give_town(schema)


def give_public() -> None:
    """The list of towns may be read; the queue of the jobs is worked on."""
    public = get_public_schema_name()
    for statement in (USE, READ, COUNT):
        perform(statement, schema=public)
    with connection.cursor() as cursor:
        cursor.execute(QUEUE_TABLES, [public])
        tables = [row[0] for row in cursor.fetchall()]
    for table in tables:
        perform(QUEUE, table=(public, table))


def give_town(schema: str) -> None:
    """Rows of a town may be read and written, but for what is guarded."""
    for statement in (USE, READ, WRITE, COUNT, *([ANALYZE] if can_maintain() else [])):
        perform(statement, schema=schema)
    perform(SEAL, table=(schema, "django_migrations"))
    for guard in guards():
        protect(schema, guard)


def protect(schema: str, guard: Guard) -> None:
    """Takes back what the application may not do with one table."""
    table = (schema, guard.table)
    perform(KEEP, table=table)
    perform(FORWARD, sequence=(schema, f"{guard.table}_id_seq"))
    if guard.columns:
        columns = sql.SQL(", ").join(map(sql.Identifier, guard.columns))
        perform("GRANT UPDATE ({columns}) ON {table} TO {role}", table=table, columns=columns)
    if guard.deletable:
        perform("GRANT DELETE ON {table} TO {role}", table=table)


def can_maintain() -> bool:
    """True where the server knows the right to make statistics."""
    return bool(connection.pg_version >= FIRST_WITH_MAINTAIN)  # type: ignore[attr-defined]


def perform(statement: str, *, columns: sql.Composed | None = None, **names: str | tuple[str, str]) -> None:
    """Runs a statement with identifiers put in; a table is given with its schema."""
    quoted = {key: sql.Identifier(*([name] if isinstance(name, str) else name)) for key, name in names.items()}
    parts = {**quoted, "role": sql.Identifier(role_name()), **({"columns": columns} if columns else {})}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**parts))
