"""Keys that a test may damage or change."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def own_keys(settings, tmp_path) -> Path:
    """Copies of the session's keys."""
    settings.KEYS_ROOT = shutil.copytree(settings.KEYS_ROOT, tmp_path / "keys")
    return settings.KEYS_ROOT
