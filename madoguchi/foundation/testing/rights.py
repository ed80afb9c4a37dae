"""Working with the rights of the application's role, as pages and jobs do in service."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from madoguchi.foundation.testing.staff import uses_database


@pytest.fixture
def as_application(town: object) -> Iterator[None]:
    """From here on the test, and every page that it opens, works under the application's role."""
    with application_role():
        yield


@pytest.fixture(autouse=True)
def _everything_as_application(request: pytest.FixtureRequest, _test_in_a_town: None) -> Iterator[None]:
    """With ``TEST_AS_APPLICATION=1`` every test with a database works so, to find code that wants more rights."""
    if os.environ.get("TEST_AS_APPLICATION") and uses_database(request):
        with application_role():
            yield
    else:
        yield


@contextmanager
def application_role() -> Iterator[None]:
    """This connection, and those that are opened within the block, have the rights of the application."""
    from django.db import connection, transaction

    from madoguchi.foundation.towns.role import role_name

    options = connection.settings_dict["OPTIONS"]
    options["options"] = f"-c role={role_name()}"
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f'SET ROLE "{role_name()}"')
    else:
        connection.close()
    try:
        yield
    finally:
        options.pop("options")
        if not connection.in_atomic_block:
            connection.close()
        elif not transaction.get_rollback():
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
