"""What the database's own catalogue says of a town's schema: could it move to another server?"""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
SCHEMAS = ("yotsukaido", "hinata")
SURROGATE_KEYS = {"bigint", "uuid"}

# Tables of others with a 32-bit key; none grows with the number of residents' acts.
SMALL_KEYS = {
    "auth_group",
    "auth_permission",
    "django_content_type",
    "taggit_tag",
    "taggit_taggeditem",
}
SMALL_KEY_PREFIXES = ("wagtail",)
TEXT_KEYS = {"django_session"}


def rows(query, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return cursor.fetchall()


def test_no_foreign_key_leaves_a_schema():
    found = rows("""
        SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
        JOIN pg_class here ON here.oid = conrelid JOIN pg_class there ON there.oid = confrelid
        WHERE contype = 'f' AND here.relnamespace <> there.relnamespace
    """)
    assert found == []


@pytest.mark.parametrize("schema", SCHEMAS)
def test_no_triggers(schema):
    found = rows(
        """
        SELECT tgrelid::regclass::text, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND relnamespace = %s::regnamespace
        """,
        schema,
    )
    assert found == []


@pytest.mark.parametrize("schema", SCHEMAS)
def test_no_functions_views_or_extensions_of_its_own(schema):
    functions = rows("SELECT proname FROM pg_proc WHERE pronamespace = %s::regnamespace", schema)
    views = rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm', 'f') AND relnamespace = %s::regnamespace", schema
    )
    extensions = rows("SELECT extname FROM pg_extension WHERE extnamespace = %s::regnamespace", schema)
    assert functions == views == extensions == []


def test_the_extensions_are_in_public():
    found = rows("SELECT extname, extnamespace::regnamespace::text FROM pg_extension WHERE extname <> 'plpgsql'")
    assert dict(found) == {"btree_gist": "public", "pg_trgm": "public"}


def primary_keys(schema):
    """Table → types of the columns of its primary key."""
    found = rows(
        """
        SELECT relname, array_agg(format_type(atttypid, NULL)) FILTER (WHERE attname IS NOT NULL)
        FROM pg_class
        LEFT JOIN pg_index ON indrelid = pg_class.oid AND indisprimary
        LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
        WHERE relkind IN ('r', 'p') AND relnamespace = %s::regnamespace
        GROUP BY relname
        """,
        schema,
    )
    return {table: types or [] for table, types in found}


def small_key_allowed(table):
    return table in SMALL_KEYS or table.startswith(SMALL_KEY_PREFIXES)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_table_has_a_large_key(schema):
    keys = primary_keys(schema)
    assert len(keys) > 40
    poor = {
        table: types
        for table, types in keys.items()
        if not (len(types) == 1 and types[0] in SURROGATE_KEYS)
        and not (types == ["integer"] and small_key_allowed(table))
        and table not in TEXT_KEYS
    }
    assert poor == {}


def test_the_exceptions_are_still_needed():
    keys = primary_keys("yotsukaido")
    assert {table for table in SMALL_KEYS if keys.get(table) != ["integer"]} == set()
    assert all(keys[table] != ["bigint"] for table in TEXT_KEYS)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_no_default_or_sequence_reaches_out_of_the_schema(schema):
    found = rows(
        """
        SELECT objid::regclass::text, refobjid::regclass::text FROM pg_depend
        JOIN pg_class here ON classid = 'pg_class'::regclass AND here.oid = objid
        JOIN pg_class there ON refclassid = 'pg_class'::regclass AND there.oid = refobjid
        WHERE here.relnamespace = %s::regnamespace AND there.relnamespace <> here.relnamespace
        """,
        schema,
    )
    assert found == []


def test_both_towns_have_the_same_tables():
    assert primary_keys("yotsukaido") == primary_keys("hinata")


def test_no_table_of_a_town_hides_one_of_public():
    hidden = rows("""
        SELECT here.relname FROM pg_class here JOIN pg_class there USING (relname)
        WHERE here.relnamespace = 'yotsukaido'::regnamespace AND there.relnamespace = 'public'::regnamespace
          AND here.relkind = 'r' AND there.relkind = 'r'
    """)
    assert {row[0] for row in hidden} == {"django_migrations"}
