"""The bench's own server and towns; a town is kept between runs for as long as it would come out the same."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from madoguchi.foundation.towns.models import Town

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "var" / "bench"
INGREDIENTS = (
    "madoguchi/engines/people/migrations/*.py",
    "madoguchi/foundation/access/migrations/*.py",
    "madoguchi/engines/people/actions/search_keys.py",
    "madoguchi/foundation/text/*.py",
    "madoguchi/systems/window/residents/demo/data/*names.csv",
    "bench/city/families.py",
    "bench/city/names.py",
)
Say = Callable[[str], None]


@contextmanager
def server(*, fresh: bool, say: Say) -> Iterator[None]:
    """Runs the block with Django ready on the bench's embedded server, with settings as in service (fsync on).

    ``fresh`` removes what earlier runs left. ``DATABASE_URL`` is not used: no town of a real install is touched.
    """
    from madoguchi.foundation.towns.embedded import stop

    os.environ.pop("DATABASE_URL", None)
    os.environ["DATA"] = str(DATA)
    if fresh:
        say("測定用のデータベースを作り直します")
        stop(DATA)
        shutil.rmtree(DATA, ignore_errors=True)
    from madoguchi.config.running import database_up

    with database_up():
        from madoguchi.config.preparing import migrate_all

        migrate_all(say)
        yield


def fingerprint() -> str:
    """Changes with everything that decides what a town of the bench holds."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in INGREDIENTS for path in ROOT.glob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def peopled(people: int, say: Say) -> Town:
    """The town with that many people in its record, filled on first use; one half full or outdated is made anew."""
    from madoguchi.engines.people.api import write_batch
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.towns.current import in_town

    from .families import Families

    found = find(f"bench{people}")
    if found and found.profile.get("made_of") == fingerprint():
        return found
    town = new(f"bench{people}", say)
    say(f"{people:,}人の市を作っています")
    with in_town(town):
        write_batch(SYSTEM_ACTOR, Families().batches(people))
        vacuum()
        town.profile = {**town.profile, "made_of": fingerprint()}
        town.save(update_fields=["profile"])
    return town


def new(schema: str, say: Say) -> Town:
    """An empty town; one of that name is removed before."""
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.towns.actions import create_town
    from madoguchi.foundation.towns.data import TownData

    remove(schema)
    data = TownData(schema=schema, lg_code=lg_code(schema), name=f"測定市 {schema}", prefecture="千葉県")
    return create_town(SYSTEM_ACTOR, data=data, say=say)


def lg_code(schema: str) -> str:
    """A code that no municipality has (the 99th prefecture), with its check digit, by the schema's name."""
    from madoguchi.foundation.codes import lg_code_check_digit

    five = f"99{int(hashlib.sha256(schema.encode()).hexdigest(), 16) % 1000:03}"
    return five + lg_code_check_digit(five)


def remove(schema: str) -> None:
    """Removes a town of the bench, if it is there."""
    from madoguchi.foundation.towns import actions

    if town := find(schema):
        actions.remove(town)


def find(schema: str) -> Town | None:
    """The town of a schema."""
    from madoguchi.foundation.towns.models import Town

    return Town.objects.filter(schema_name=schema).first()


def vacuum() -> None:
    """What autovacuum does within minutes in service: dead rows gone, pages known to be visible, statistics fresh."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, relname) FROM pg_stat_user_tables WHERE schemaname = current_schema()"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("CHECKPOINT")
