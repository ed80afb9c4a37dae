"""Every requirement of OWASP ASVS 5.0, level 1 and 2, has one answer, and every proof is there."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ("yes", "partly", "no", "not applicable")
LEVELS = {"1": 70, "2": 183}
# Section by section, how many of level 1 and of level 2: they stand in this order, those of level 3 last.
SECTIONS = {
    "V1": ((0, 2), (5, 4), (2, 9), (0, 3), (1, 1)),
    "V2": ((1, 2), (2, 1), (1, 3), (0, 1)),
    "V3": ((0, 0), (2, 0), (1, 3), (2, 4), (3, 2), (0, 0), (0, 2)),
    "V4": ((1, 2), (0, 1), (0, 2), (1, 3)),
    "V5": ((0, 1), (2, 1), (2, 0), (0, 3)),
    "V6": ((1, 2), (8, 4), (2, 2), (2, 2), (0, 5), (0, 3), (0, 0), (0, 4)),
    "V7": ((0, 3), (4, 0), (0, 2), (2, 3), (0, 2), (0, 2)),
    "V8": ((1, 1), (2, 1), (1, 0), (0, 1)),
    "V9": ((3, 0), (1, 3)),
    "V10": ((0, 2), (0, 2), (0, 4), (5, 6), (0, 5), (0, 2), (0, 3)),
    "V11": ((0, 2), (0, 3), (2, 1), (1, 3), (0, 1), (0, 1)),
    "V12": ((1, 2), (2, 0), (0, 4)),
    "V13": ((0, 1), (0, 5), (0, 2), (1, 4)),
    "V14": ((0, 2), (1, 3), (1, 2)),
    "V15": ((1, 2), (1, 2), (1, 6)),
    "V16": ((0, 1), (0, 5), (0, 4), (0, 3), (0, 3)),
    "V17": ((0, 1), (0, 4), (0, 2)),
}


def rows() -> list[dict[str, str]]:
    """The rows of the checklist."""
    with (ROOT / "docs/asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected() -> list[tuple[str, str]]:
    """Every id of level 1 and 2 with its level, in order."""
    return [
        (f"{chapter}.{section}.{number}", "1" if number <= ones else "2")
        for chapter, sizes in SECTIONS.items()
        for section, (ones, twos) in enumerate(sizes, start=1)
        for number in range(1, ones + twos + 1)
    ]


@cache
def functions(path: Path) -> frozenset[str]:
    """The names of all functions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def stands(proof: str) -> bool:
    """Whether a proof is there: a path of the house, and the test in it where one is named."""
    name, _, test = proof.partition("::")
    path = ROOT / name
    if not path.is_file() or ROOT not in path.resolve().parents:
        return False
    return not test or (test.startswith("test_") and test in functions(path))


def faults(row: dict[str, str]) -> list[str]:
    """What is wrong with one row."""
    found = [f"{row['id']}: no such proof: {proof}" for proof in row["proof"].split() if not stands(proof)]
    if row["answer"] not in ANSWERS:
        found.append(f"{row['id']}: no such answer: {row['answer']}")
    if row["answer"] == "yes" and not row["proof"]:
        found.append(f"{row['id']}: yes without a proof")
    if row["answer"] != "yes" and not row["note"]:
        found.append(f"{row['id']}: {row['answer']} without a note")
    return found


def told() -> dict[str, tuple[int, ...]]:
    """Chapter → counts of answers, as ``docs/security.md`` has them; ``all`` for the sum."""
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| (V\d+|all)\b[^|]*\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    assert len(lines) == len({line[0] for line in lines})
    return {chapter: tuple(map(int, counts)) for chapter, *counts in lines}


def counted() -> dict[str, tuple[int, ...]]:
    """The same counts of the checklist itself."""
    found = Counter((chapter, row["answer"]) for row in rows() for chapter in (row["id"].partition(".")[0], "all"))
    return {chapter: tuple(found[chapter, answer] for answer in ANSWERS) for chapter in (*SECTIONS, "all")}


def test_each_requirement_has_one_row_in_order() -> None:
    assert [(row["id"], row["level"]) for row in rows()] == expected()
    assert Counter(row["level"] for row in rows()) == LEVELS


def test_each_row_has_an_answer_and_what_it_rests_on() -> None:
    assert [fault for row in rows() for fault in faults(row)] == []


def test_each_row_is_whole_and_has_a_topic() -> None:
    assert [row["id"] for row in rows() if None in row or None in row.values()] == []
    assert [row["id"] for row in rows() if not 3 <= len(row["topic"].split()) <= 10] == []


def test_the_lines_end_as_those_of_every_file() -> None:
    assert b"\r" not in (ROOT / "docs/asvs.csv").read_bytes()


def test_the_summary_counts_as_the_checklist_does() -> None:
    assert told() == counted()


GOOD = {"id": "V0.0.0", "answer": "yes", "proof": "tests/house/test_asvs.py::test_a_false_proof_is_found", "note": ""}


@pytest.mark.parametrize(
    "change",
    [
        {"proof": "tests/house/test_asvs.py::test_that_nobody_wrote"},
        {"proof": "tests/house/test_asvs.py::stands"},
        {"proof": "tests/house/nothing_here.py"},
        {"proof": "../outside.py"},
        {"proof": ""},
        {"answer": "mostly"},
        {"answer": "no", "note": ""},
    ],
)
def test_a_false_proof_is_found(change: dict[str, str]) -> None:
    assert faults(GOOD) == []
    assert faults({**GOOD, **change}) != []
