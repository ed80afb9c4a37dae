"""What a command of ``madoguchi`` is.

A room of the foundation, an engine or a system brings commands in ``commands.py``: ``COMMANDS``, a tuple of
``Command``. The module is imported before Django is ready, so it imports models inside its functions.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """What a command did: ``text`` for a person, ``data`` (JSON) where ``--json`` is given, and the exit status."""

    text: str = ""
    data: Any = None
    status: int = 0


def no_arguments(parser: ArgumentParser) -> None:
    """A command without arguments of its own."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command.

    Attributes:
        path: its words, e.g. ``("residents", "import")``.
        help: one line: Japanese, then English after a slash.
        description: what it does, and examples; shown by ``--help`` as written.
        arguments: adds its arguments.
        run: does it; the exit status is the Result's. A TownError or CommandError is shown without a traceback.
        in_town: takes ``--town`` and runs inside that town.
        changes: may leave the city otherwise than ``up`` prepared it, so that the next start looks again.
        database: runs with Django ready and the database up; False: with neither.
        serves: connects as the application does, without the rights of the tables' owner.
        owner: changes tables, or rows that only their owner may change; refused in words under any other role.
    """

    path: tuple[str, ...]
    help: str
    run: Callable[[Namespace], Result | None]
    description: str = ""
    arguments: Callable[[ArgumentParser], None] = no_arguments
    in_town: bool = False
    database: bool = True
    changes: bool = True
    serves: bool = False
    owner: bool = False


def tell(done: int, total: int | None, words: str) -> None:
    """Says on the error stream how far long work is, on one line that is written anew; only to a person.

    ``total`` is None while it is not known.
    """
    if sys.stderr.isatty():
        far = f"{done:,}" + (f" / {total:,}" if total else "")
        print(f"\r\033[K{words} {far}", end="\n" if done == total else "", file=sys.stderr, flush=True)


class CommandError(Exception):
    """The command cannot be done as asked; the message says why and what to do."""
