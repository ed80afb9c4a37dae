"""One object of each kind for the addresses of a system: a module for each name space.

``objects(town) -> dict`` gives parameter → value for the present town; made by the system's own actions, never by rows.
    Where one parameter means different things, a key may be the name of a URL, with parameter → value of its own.
``BODIES`` (optional): URL name → what POST sends, where an empty form would not get as far as the object.
``QUERIES`` (optional): name of a row → address with an object in its query, for ``objects.csv``.
``mixed(town) -> dict`` (optional) gives URL name → values that name objects which do not belong together.
``guarded(town) -> dict`` (optional) gives URL name → values that name a protected person, or something of theirs.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from madoguchi.foundation.towns.models import Town

Values = dict[str, Any]


def modules() -> dict[str, Any]:
    """Name space → module."""
    return {found.name: import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)}


def objects(town: Town) -> dict[str, Values]:
    """Name space → parameter → value, in the present town."""
    return {space: module.objects(town) for space, module in modules().items()}


def values_for(name: str, values: Values) -> Values:
    """The values for one URL of a name space: those for all of them, and its own."""
    shared = {key: value for key, value in values.items() if not isinstance(value, dict)}
    own = values.get(name.rpartition(":")[2])
    return {**shared, **(own if isinstance(own, dict) else {})}


def constants(kind: str) -> dict[str, Any]:
    """What all modules say in a constant (``BODIES``, ``QUERIES``), together."""
    return {name: value for module in modules().values() for name, value in getattr(module, kind, {}).items()}


def named(kind: str, town: Town) -> dict[str, Values]:
    """URL name → values, from all modules that have ``mixed`` or ``guarded``."""
    found: dict[str, Values] = {}
    for module in modules().values():
        if hasattr(module, kind):
            found |= getattr(module, kind)(town)
    return found
