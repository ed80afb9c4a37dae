"""Entries of a town that ran before there were chains."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.audit.models import Entry

from .chains import broken

OLD = """
INSERT INTO audit_entry (user_id, actor, action, subject, purpose, detail)
SELECT number, '窓口', 'people.look', 'person:' || number, '', '{"b": [1], "a": "字"}'
  FROM generate_series(1, 20) number
"""


def migrate(*targets):
    MigrationExecutor(connection).migrate(list(targets))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_they_are_tied_as_they_stand_and_what_comes_follows(town):
    migrate(("audit", "0001_initial"))
    with connection.cursor() as cursor:
        cursor.execute(OLD)
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes("audit"))
    assert Entry.objects.filter(subject__startswith="person:").count() == 20
    assert broken() == []
    record(SYSTEM_ACTOR, action="x", subject="y")
    assert broken() == []
