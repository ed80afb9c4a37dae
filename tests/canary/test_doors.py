"""Systems read people through ``visible_to`` alone: who reads otherwise is listed here, with the reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODELS = {"Person", "Household", "Act", "Proposal", "Hold", "ProtectionCase", "ProtectionEnding"}
TABLES = re.compile(r"\bpeople_[a-z]+\b")
KNOWN = {
    "systems/security/looks/actions.py": "who a 宛名番号 is; whom the actor may not see is refused",
    "systems/security/looks/demo.py": "whom the demo's staff look at",
    "systems/security/looks/queries.py": "a 宛名番号 and back; whom the actor may not see is left out",
    "systems/window/residents/exchange/register.py": "the file of everyone; without guarded persons where it must be",
    "systems/window/residents/demo/filling.py": "whether the town has people at all",
    "systems/window/seals/actions/recording.py": "a lock on the row; nothing of it is read",
    "systems/window/seals/demo.py": "who registers a seal in the demo",
    "systems/window/residents/views/protection.py": "whose hold is lifted, for those who manage holds",
}


def sources() -> Iterator[tuple[str, str]]:
    """Every file above the engine ``people`` that is no test and no migration: path below the package, and text."""
    package = ROOT / "madoguchi"
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        above = name.startswith(("systems/", "doors/", "config/", "engines/")) and not name.startswith(
            "engines/people/"
        )
        if above and not {"tests", "migrations", "testing"} & set(path.parts):
            yield name, path.read_text(encoding="utf-8")


def reads(text: str) -> list[str]:
    """What a file reads of people past the door: managers of the engine's models, and its tables in SQL."""
    found = []
    tree = ast.parse(text)
    models = MODELS - namesakes(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "versions", "_base_manager"}:
            owner = node.value
            if isinstance(owner, ast.Name) and owner.id in models:
                found.append(f"{owner.id}.{node.attr}")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\b(FROM|JOIN)\b", node.value):
            found += TABLES.findall(node.value)
    return found


def namesakes(tree: ast.AST) -> set[str]:
    """Names that a file takes from its own models, or from another engine's door: the acts of approvals, say."""
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    other = re.compile(r"madoguchi\.engines\.(?!people\b)\w+\.api")
    elsewhere = [
        node
        for node in taken
        if (node.level and (node.module or "").split(".")[-1] == "models") or other.fullmatch(node.module or "")
    ]
    return {alias.asname or alias.name for node in elsewhere for alias in node.names}


def test_nobody_reads_people_past_the_door() -> None:
    met = {name: found for name, text in sources() if (found := reads(text)) and name not in KNOWN}
    assert met == {}, "read through people.api.visible_to, or add the file to KNOWN with the reason why nobody is shown"


def test_what_is_listed_is_there() -> None:
    present = {name for name, text in sources() if reads(text)}
    assert set(KNOWN) - present == set()


def test_a_planted_read_is_found() -> None:
    assert reads("from x import Person\nPerson.objects.filter(pk=1)") == ["Person.objects"]
    assert reads("SQL = 'SELECT name FROM people_identity'") == ["people_identity"]
    assert reads("from madoguchi.engines.people.api import Act\nAct.objects.all()") == ["Act.objects"]
    assert reads("person = view.person(1)\nAct.DoesNotExist") == []


def test_a_namesake_is_not_accused() -> None:
    assert reads("from ..models import Act, Draft\nAct.objects.all()") == []
    assert reads("from madoguchi.engines.approvals.api import Act\nAct.objects.all()") == []
