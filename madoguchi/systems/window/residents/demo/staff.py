"""Demo log-ins of a town's staff, from ``towns/<schema>/staff.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from madoguchi.foundation.towns.data import TOWNS
from madoguchi.foundation.towns.models import Town

PASSWORD = "madoguchi-demo-2026"  # noqa: S105 - the public password of invented people
SETTING = "MADOGUCHI_DEMO_PASSWORD"
COLUMNS = ("name", "division", "post", "roles", "is_superuser")


def demo_password() -> str:
    """The password of all demo log-ins: the setting ``MADOGUCHI_DEMO_PASSWORD``, else the published one."""
    return str(getattr(settings, SETTING, "") or PASSWORD)


def staff_of(schema: str, towns: Path = TOWNS) -> list[dict[str, Any]]:
    """The entries of a town's staff file; none where it has no file."""
    path = towns / schema / "staff.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))["staff"] if path.is_file() else []


def create_demo_staff(town: Town) -> int:
    """Creates those demo log-ins that are missing, with one statement; gives their number. Only in demo installs."""
    if not settings.MADOGUCHI_DEMO:
        return 0
    user = get_user_model()
    there = set(user._default_manager.values_list("username", flat=True))
    entries = [entry for entry in staff_of(town.schema_name) if entry["username"] not in there]
    if not entries:
        return 0
    password = make_password(demo_password())
    user._default_manager.bulk_create([user(**columns(entry), password=password) for entry in entries])
    return len(entries)


def columns(entry: dict[str, Any]) -> dict[str, Any]:
    """The columns of a log-in."""
    return {"username": entry["username"], "is_staff": True, **{key: entry[key] for key in COLUMNS if key in entry}}
