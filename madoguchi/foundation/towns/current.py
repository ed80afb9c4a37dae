"""Working inside one town."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django_tenants.utils import tenant_context

from .models import Town


@contextmanager
def in_town(town: Town) -> Iterator[Town]:
    """Reads and writes of the block go to the town's schema; afterwards to where they went before."""
    with tenant_context(town):
        yield town


def current_schema() -> str:
    """The schema that reads and writes go to now; ``public`` outside any town."""
    return str(connection.schema_name)  # type: ignore[attr-defined]
