"""Keys that a test may damage or change."""

import shutil
from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def own_keys(settings: Settings, tmp_path: Path) -> Path:
    """Copies of this process's keys, and a folder for files of its own: what one test seals anew, no other can open."""
    settings.KEYS_ROOT = shutil.copytree(settings.KEYS_ROOT, tmp_path / "keys")
    settings.MEDIA_ROOT = tmp_path / "files"
    return Path(settings.KEYS_ROOT)
