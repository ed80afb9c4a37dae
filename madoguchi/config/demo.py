"""The invented people of the demo: staff from ``towns/<schema>/staff.yaml``, and what the systems' manifests bring."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import yaml
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from madoguchi.foundation.access.models import User
from madoguchi.foundation.registry import System, systems
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.data import TOWNS
from madoguchi.foundation.towns.models import Town


@dataclass(frozen=True, kw_only=True)
class Login:
    """A log-in of the demo. ``shows`` is said of it when a city starts; empty for those that are not told."""

    username: str
    name: str
    division: str
    post: str
    roles: list[str]
    is_superuser: bool = False
    shows: str = ""

    def user(self, password: str) -> User:
        """The member of staff, unsaved; ``password`` is hashed already."""
        columns = {key: value for key, value in vars(self).items() if key != "shows"}
        return User(**columns, is_staff=True, password=password)


def logins(schema: str) -> list[Login]:
    """The invented staff of a town; none where the town has no ``staff.yaml``."""
    path = TOWNS / schema / "staff.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["staff"] if path.is_file() else []
    return [Login(**entry) for entry in entries]


def fill(town: Town, residents: int, say: Callable[[str], None]) -> None:
    """Brings the invented data of each system that a town does not have yet, each in one transaction of that town."""
    with in_town(town):
        add_logins(town)
        for system in systems():
            if system.demo and system.code not in town.demo:
                fill_one(town, system, residents, say)


def fill_one(town: Town, system: System, residents: int, say: Callable[[str], None]) -> None:
    """One system's invented data, and the note that they are there."""
    module, _, function = system.demo.rpartition(".")
    begun = time.monotonic()
    with transaction.atomic():
        getattr(import_module(module), function)(town, residents)
        town.demo = [*town.demo, system.code]
        town.save(update_fields=["demo"])
    say(f"{town.name}: {system.name}の架空のデータ（{time.monotonic() - begun:.1f}秒）")


def add_logins(town: Town) -> int:
    """The log-ins of a town that are not there yet, in one statement; gives their number."""
    there = set(User.objects.values_list("username", flat=True))
    missing = [login for login in logins(town.schema_name) if login.username not in there]
    if missing:
        password = make_password(settings.MADOGUCHI_DEMO_PASSWORD)
        User.objects.bulk_create([login.user(password) for login in missing])
    return len(missing)
