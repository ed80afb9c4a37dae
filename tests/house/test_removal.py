"""A system is removed by removing its folder: the rest of the house stands."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(
    "__pycache__", "*.po", "var", "node_modules", ".venv", ".git", ".mypy_cache", ".ruff_cache", ".hypothesis"
)
STANDS = """
import django
django.setup()
from django.core.management import call_command
from django.urls import get_resolver
from madoguchi.foundation.registry import systems
call_command("check")
call_command("makemigrations", "--check", "--dry-run", verbosity=0)
get_resolver().reverse_dict
print(",".join(system.code for system in systems()))
"""


@pytest.fixture
def house() -> Iterator[Path]:
    """A copy of the house that uses the installed files; in a folder that PostgreSQL's account may enter."""
    with tempfile.TemporaryDirectory(prefix="madoguchi-house-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "house"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        (copy / "node_modules").symlink_to(ROOT / "node_modules")
        yield copy


def run(house: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Runs Python in the copy."""
    environment = {**os.environ, "PYTHONPATH": str(house), "DJANGO_SETTINGS_MODULE": "madoguchi.config.settings"}
    return subprocess.run(
        [sys.executable, *command], cwd=house, env=environment, capture_output=True, text=True, check=False, timeout=600
    )


def system_folders() -> list[str]:
    """Every system, as district/name."""
    return sorted("/".join(path.parent.parts[-2:]) for path in (ROOT / "madoguchi/systems").glob("*/*/system.py"))


@pytest.mark.slow
@pytest.mark.parametrize("name", system_folders())
def test_the_house_stands_without_a_system(house: Path, name: str) -> None:
    shutil.rmtree(house / "madoguchi/systems" / name)
    done = run(house, "-W", "ignore", "-c", STANDS)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.strip().splitlines()[-1].split(",")) == len(system_folders()) - 1


@pytest.mark.slow
def test_the_other_systems_still_pass_their_tests(house: Path) -> None:
    shutil.rmtree(house / "madoguchi/systems/window/counter")
    tests = ["madoguchi/systems/window/certificates", "madoguchi/doors/portal", "madoguchi/foundation/registry"]
    paths = [path for path in tests if (house / path).exists()]
    done = run(house, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not browser", *paths)
    assert done.returncode == 0, done.stdout[-3000:]
