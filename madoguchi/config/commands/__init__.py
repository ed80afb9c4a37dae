"""The commands of ``madoguchi``: our own, and those that the foundation, engines and systems bring."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from madoguchi.foundation.commands import Command
from madoguchi.foundation.registry import find_systems, foundation_rooms, installed_apps

OWN = ("up", "towns", "staff", "worker", "database", "bench", "overview", "vault")


def all_commands() -> tuple[Command, ...]:
    """Every command, ours first."""
    return tuple(command for module in modules() for command in import_module(module).COMMANDS)


def modules() -> Iterator[str]:
    """Names of the modules that bring commands."""
    for name in OWN:
        yield f"{__name__}.{name}"
    for package in dict.fromkeys([*foundation_rooms(), *installed_apps(), *find_systems()]):
        if find_spec(f"{package}.commands"):
            yield f"{package}.commands"
