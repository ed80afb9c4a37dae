"""Finds what is built: a folder is the only thing that adds or removes an engine or a system."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from .manifest import System

PACKAGE = Path(__file__).resolve().parents[2]


def installed_apps() -> list[str]:
    """Django apps of all engines and systems that bring an ``apps.py``, lower floors first."""
    found = [*PACKAGE.glob("engines/*/apps.py"), *PACKAGE.glob("systems/*/*/apps.py")]
    return [dotted(path.parent) for path in sorted(found)]


def foundation_rooms() -> list[str]:
    """The packages of the ground floor."""
    return [dotted(path.parent) for path in sorted(PACKAGE.glob("foundation/*/__init__.py"))]


def dotted(folder: Path) -> str:
    """``madoguchi.systems.window.counter`` for the folder of that package."""
    return ".".join(folder.relative_to(PACKAGE.parent).parts)


@cache
def find_systems() -> dict[str, System]:
    """Package name → manifest of every system, in the order of their codes."""
    packages = [dotted(path.parent) for path in PACKAGE.glob("systems/*/*/system.py")]
    found = {name: import_module(f"{name}.system").SYSTEM for name in packages}
    return dict(sorted(found.items(), key=lambda item: item[1].code))


def systems() -> tuple[System, ...]:
    """The manifests of every system."""
    return tuple(find_systems().values())


def permission_names() -> dict[str, str]:
    """Permission → 名称, from every manifest, in the order of the systems' codes."""
    return {permission: name for system in systems() for permission, name in system.permissions.items()}


@cache
def usual_purpose(module: str) -> str:
    """The purpose for which the screens of a module look at people: of its system's manifest, or of its engine's
    ``desk.py`` (``PURPOSE``); "" where neither names one.
    """
    for name, system in find_systems().items():
        if module.startswith(f"{name}."):
            return system.purpose
    engine = next((name for name in installed_apps() if module.startswith(f"{name}.")), "")
    if not engine or not find_spec(f"{engine}.desk"):
        return ""
    return str(getattr(import_module(f"{engine}.desk"), "PURPOSE", ""))
