"""Rows taken out of the record and put back bare are the rows that were there."""

from __future__ import annotations

import pytest
from django.db import connection

from bench.city.rows import Bare, delete, marks, tables, written
from bench.measures.acts import arrive, arriving
from bench.measures.plans import explained
from madoguchi.engines.people.models import Act, Identity, Membership
from madoguchi.engines.people.queries.search import search, understand
from madoguchi.foundation.access import Actor


@pytest.fixture
def officer():
    """A clerk at the window."""
    return Actor(7, "窓口　一子", "窓口サービス課", frozenset({"people.act", "people.view"}))


@pytest.mark.django_db
def test_an_act_s_rows_are_found_taken_out_and_written_again(officer):
    family, names = next(arriving()), tables()
    before = marks(names)
    act = arrive(officer, family)
    pieces = written(before, marks(names))
    assert {"people_act", "people_person", "people_household", "people_membership"} <= {rows.table for rows in pieces}
    delete(pieces)
    assert not Act.objects.filter(pk=act.pk).exists()
    with connection.cursor() as cursor:
        for rows in pieces:
            statement, values = rows.insert()
            cursor.execute(statement.as_string(connection.connection), values)
    assert Act.objects.get(pk=act.pk).summary == act.summary
    assert Identity.versions.known().filter(opened_by=act).count() == len(family.members)
    assert Membership.versions.known().filter(opened_by=act, is_head=True).count() == 1


@pytest.mark.django_db
def test_a_plan_names_the_indexes_that_served(officer):
    arrive(officer, next(arriving()))
    plan = explained(lambda: search(understand("佐藤")))
    assert "Execution Time" in plan.text
    assert plan.indexes and all(
        name == "全件" or name.startswith(("search_", "people_searchkey")) for name in plan.indexes
    )


def test_a_bare_connection_speaks_to_the_bench_s_own_server_only(monkeypatch):
    asked = []
    monkeypatch.setattr("bench.city.rows.psycopg.connect", lambda url, **_: asked.append(url) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Bare()
    assert "/var/bench" in asked[0]
