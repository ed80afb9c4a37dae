"""The invented people of the demo: staff from ``towns/<schema>/staff.yaml``, and what the systems' manifests bring."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module

import yaml
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.actions.appointments import appoint
from madoguchi.foundation.access.actions.opening import bring
from madoguchi.foundation.access.actions.staff import register_staff
from madoguchi.foundation.access.models import Division, User
from madoguchi.foundation.access.town_data import read_access
from madoguchi.foundation.registry import System, systems
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.data import TOWNS
from madoguchi.foundation.towns.models import Town

REASON = "デモの発令（架空）"


@dataclass(frozen=True, kw_only=True)
class Post:
    """One appointment of the demo: ``since`` its first day, ``until`` the first day after it."""

    division: str
    post: str
    since: date
    until: date | None = None
    roles: tuple[str, ...] = ()
    is_main: bool = True


@dataclass(frozen=True, kw_only=True)
class Login:
    """A log-in of the demo. ``shows`` is said of it when a city starts; empty for those that are not told."""

    username: str
    name: str
    posts: tuple[Post, ...]
    shows: str = ""

    @property
    def division(self) -> str:
        """The division of the 本務 of now."""
        return next((post.division for post in self.posts if post.is_main and not post.until), "")

    @property
    def roles(self) -> list[str]:
        """Every role that an appointment of now brings."""
        return sorted({role for post in self.posts if not post.until for role in post.roles})


def logins(schema: str) -> list[Login]:
    """The invented staff of a town; none where the town has no ``staff.yaml``."""
    path = TOWNS / schema / "staff.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["staff"] if path.is_file() else []
    return [Login(**{**entry, "posts": tuple(Post(**post) for post in entry["posts"])}) for entry in entries]


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


@transaction.atomic
def add_logins(town: Town) -> int:
    """The log-ins of a town that are not there yet, with their appointments; gives their number."""
    there = set(User.objects.values_list("username", flat=True))
    missing = [login for login in logins(town.schema_name) if login.username not in there]
    if missing:
        bring(SYSTEM_ACTOR, data=read_access(town.schema_name))
        divisions = {division.name: division.pk for division in Division.objects.all()}
        for login in missing:
            add_login(login, divisions)
        password = make_password(settings.MADOGUCHI_DEMO_PASSWORD)
        User.objects.filter(username__in=[login.username for login in missing]).update(password=password)
    return len(missing)


def add_login(login: Login, divisions: dict[str, int]) -> None:
    """One member of staff, who cannot log in yet, with all appointments."""
    user = register_staff(SYSTEM_ACTOR, username=login.username, name=login.name)
    for post in login.posts:
        appoint(
            SYSTEM_ACTOR,
            user_id=user.pk,
            division_id=divisions[post.division],
            post=post.post,
            start=post.since,
            end=post.until,
            is_main=post.is_main,
            roles=post.roles,
            reason=REASON,
        )
