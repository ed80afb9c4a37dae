"""A city that is attacked: filled once for each module, and as it was again after each test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from .city import City, build


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block writes is taken back."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:
    """四街道市 with invented people, staff, cases and papers."""
    with django_db_blocker.unblock(), undone():
        yield build()
    with django_db_blocker.unblock():
        connection.set_schema_to_public()


@pytest.fixture
def city(built: City, settings: Any) -> Iterator[City]:
    """The city, where the connection now works; what a test does to it is taken back."""
    settings.MADOGUCHI_LIMITS = {kind: type(limit)(10**6, 60) for kind, limit in settings.MADOGUCHI_LIMITS.items()}
    logging.disable(logging.CRITICAL)
    connection.set_tenant(built.town)
    with undone():
        yield built
    logging.disable(logging.NOTSET)
