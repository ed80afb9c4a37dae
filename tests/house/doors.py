"""Reads the source: who enters an engine otherwise than by its door, and who points at a table behind it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ENGINE = re.compile(r"^madoguchi\.engines\.(\w+)(?:\.(\w+))?")
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


def sources(root: Path) -> Iterator[Path]:
    """Every Python file of the package that is not a test or a migration."""
    for path in sorted((root / "madoguchi").rglob("*.py")):
        if not {"tests", "migrations", "testing"} & set(path.relative_to(root).parts):
            yield path


def engine_of(root: Path, path: Path) -> str:
    """The engine that a file belongs to; empty for a file of none."""
    parts = path.relative_to(root).parts
    return parts[2] if parts[:2] == ("madoguchi", "engines") and len(parts) > 3 else ""


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every absolute import, also inside functions: line and dotted name (``from a import b`` gives ``a.b``)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def back_doors(root: Path) -> list[str]:
    """``file:line`` of each import of an engine's inside from outside of it."""
    found = []
    for path in sources(root):
        for line, name in imported(ast.parse(path.read_text())):
            match = ENGINE.match(name)
            if match and match[1] != engine_of(root, path) and match[2] != "api":
                found.append(f"{path.relative_to(root)}:{line} {name}")
    return found


def pointed_at(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every relation to a model named by a string: line and ``app.Model``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RELATIONS:
            targets = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "to")]
            yield from (
                (node.lineno, target.value)
                for target in targets
                if isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value
            )


def hidden_tables(root: Path) -> list[str]:
    """``file:line`` of each relation by string to a table that the engine's door does not give out."""
    doors = {path.parent.name: exported(path) for path in (root / "madoguchi/engines").glob("*/api.py")}
    found = []
    for path in sources(root):
        for line, target in pointed_at(ast.parse(path.read_text())):
            app, model = target.split(".")
            if app in doors and app != engine_of(root, path) and model not in doors[app]:
                found.append(f"{path.relative_to(root)}:{line} {target}")
    return found


def exported(path: Path) -> set[str]:
    """The names in ``__all__`` of a file."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()
