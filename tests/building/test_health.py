"""``/healthz``, asked by whoever watches over the house."""

import pytest
from django.db import connection

from madoguchi.config import health


@pytest.mark.django_db
def test_a_healthy_house(visitor):
    answer = visitor.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() | {"version": ""} == {"status": "ok", "database": True, "migrations": True, "version": ""}


@pytest.mark.django_db
def test_tables_of_an_older_version(visitor, monkeypatch):
    monkeypatch.setattr(health, "CURRENT", set())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


@pytest.mark.django_db
def test_no_database(visitor, monkeypatch):
    visitor.get("/healthz")
    monkeypatch.setattr(health, "database_answers", lambda: False)
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
