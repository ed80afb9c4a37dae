"""The planted town, once for each test, and a trap for whatever is logged."""

from __future__ import annotations

import logging
import logging.config
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from madoguchi.foundation.access.models import User

from .people import Walker, walkers, without_sight
from .planting import Planted, plant

__all__ = ["without_sight"]


@pytest.fixture
def planted(clerk: User, supervisor: User) -> Planted:
    """The family and everything around it."""
    return plant(clerk, supervisor)


@pytest.fixture
def hidden_from(planted: Planted, clerk: User, without_sight: None) -> dict[str, Walker]:
    """Everyone from whom she is hidden, by name."""
    from madoguchi.foundation.testing.staff import client_of

    return {**walkers(), "clerk": Walker("clerk", client_of(clerk), clerk)}


class Trap(logging.Handler):
    """Keeps every line as the service would write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        formatters = deepcopy(settings.LOGGING["formatters"])  # configuring takes entries out of what it is given
        configurator = logging.config.DictConfigurator({"version": 1, "formatters": formatters})
        self.setFormatter(configurator.configure_formatter(formatters["line"]))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line that is logged at any level, in the form in which it is written."""
    trap, root = Trap(), logging.getLogger()
    level = root.level
    root.addHandler(trap)
    root.setLevel(logging.DEBUG)
    yield trap.lines
    root.removeHandler(trap)
    root.setLevel(level)


@pytest.fixture
def rows_of() -> Any:
    """Every row of a table as text."""

    def read(table: str, where: str = "true") -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT t::text FROM {table} t WHERE {where}")
            return [row[0] for row in cursor.fetchall()]

    return read
