"""The small hall of the engine's stories, at their desks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from madoguchi.engines.approvals.tests.hall import Hall, build_hall
from madoguchi.foundation.testing.staff import client_of
from madoguchi.foundation.towns.models import Town


@pytest.fixture
def hall(town: Town) -> Hall:
    """The people."""
    return build_hall()


@pytest.fixture
def at_desk(hall: Hall) -> Callable[[str], Client]:
    """Someone of the hall at their desk."""
    return lambda name: client_of(hall.people[name])
