"""What the stories of approvals need."""

from __future__ import annotations

import pytest

from madoguchi.foundation.towns.models import Town

from .hall import Hall, build_hall


@pytest.fixture
def hall(town: Town) -> Hall:
    """The small hall, in 四街道市."""
    return build_hall()
