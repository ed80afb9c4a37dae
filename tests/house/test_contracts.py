"""The house's contracts hold, and each of them fails on a planted fault."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .doors import back_doors, hidden_tables

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the house to plant faults in."""
    shutil.copytree(
        ROOT / "madoguchi", tmp_path / "madoguchi", ignore=shutil.ignore_patterns("__pycache__", "static", "*.po")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(root: Path, path: str, line: str) -> None:
    """Writes one faulty line at the end of a file."""
    with (root / path).open("a") as file:
        file.write(f"\n{line}\n")


def broken_contracts(root: Path) -> str:
    """What the import linter prints for a copy."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout


@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("madoguchi/foundation/text/__init__.py", "import madoguchi.engines.people.api", "Imports go downward only"),
        (
            "madoguchi/engines/people/api.py",
            "import madoguchi.systems.window.counter.rules",
            "Imports go downward only",
        ),
        (
            "madoguchi/systems/window/counter/rules.py",
            "import madoguchi.systems.window.residents.system",
            "strangers to each other",
        ),
        ("madoguchi/engines/places/api.py", "def late():\n    import madoguchi.engines.people.api", "lower tiers"),
        ("madoguchi/engines/people/rules/houses.py", "from ..models import Act", "Rules know no database"),
    ],
)
def test_a_planted_import_is_found(copy: Path, path: str, line: str, contract: str) -> None:
    plant(copy, path, line)
    report = broken_contracts(copy)
    assert "BROKEN" in report
    assert contract in report


def test_nobody_enters_an_engine_by_the_back_door() -> None:
    assert back_doors(ROOT) == []


def test_nobody_points_at_a_table_behind_the_door() -> None:
    assert hidden_tables(ROOT) == []


def test_a_back_door_inside_a_function_is_found(copy: Path) -> None:
    plant(
        copy,
        "madoguchi/systems/window/counter/rules.py",
        "def sly():\n    from madoguchi.engines.people.models import Act\n    return Act",
    )
    assert any("counter/rules.py" in each for each in back_doors(copy))


def test_a_foreign_key_by_string_to_a_hidden_table_is_found(copy: Path) -> None:
    plant(
        copy,
        "madoguchi/systems/window/counter/models.py",
        "class Sly(models.Model):\n    key = models.ForeignKey('people.IndividualNumber', on_delete=models.PROTECT)",
    )
    assert any("people.IndividualNumber" in each for each in hidden_tables(copy))
