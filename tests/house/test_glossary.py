"""Every package and every model has one name, and it is in the glossary."""

import csv
from collections import Counter
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("foundation/*", "engines/*", "systems/*/*", "doors/*")


def entries() -> list[dict[str, str]]:
    """The rows of the glossary."""
    with (ROOT / "docs/glossary.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def known() -> set[str]:
    """Every identifier of the glossary."""
    return {entry["identifier"] for entry in entries()}


def test_each_japanese_term_has_one_english_name() -> None:
    assert [ja for ja, count in Counter(entry["ja"] for entry in entries()).items() if count > 1] == []
    assert all(entry["ja"] and entry["en"] and entry["identifier"] and entry["kind"] for entry in entries())


def test_every_package_is_in_the_glossary() -> None:
    folders = {path.parent.name for floor in FLOORS for path in ROOT.glob(f"madoguchi/{floor}/__init__.py")}
    assert folders - known() == set()


def test_every_model_is_in_the_glossary() -> None:
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("madoguchi.")}
    assert models - known() == set()


def test_the_glossary_names_nothing_that_is_gone() -> None:
    models = {model.__name__ for model in apps.get_models()}
    folders = {path.parent.name for floor in FLOORS for path in ROOT.glob(f"madoguchi/{floor}/__init__.py")}
    named = {entry["identifier"] for entry in entries() if entry["kind"] not in {"word"}}
    assert named - models - folders == set()
