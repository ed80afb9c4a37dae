"""The ``madoguchi`` command in the test's own process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it wrote for people and about trouble."""

    status: int
    out: str
    err: str


@pytest.fixture
def run_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Said]]:
    """Runs a command on the test's own database; the environment is as it was again afterwards."""
    from madoguchi.config import cli

    monkeypatch.setattr("madoguchi.config.running.database_up", lambda **how: nullcontext())
    before = dict(os.environ)

    def run(*words: str) -> Said:
        status = cli.main(words)
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    yield run
    os.environ.clear()
    os.environ.update(before)
