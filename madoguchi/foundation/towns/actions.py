"""Creating and deleting towns."""

import logging
import re
import shutil
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tenants.utils import quote_schema_name

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.audit.anchors import lay_aside
from madoguchi.foundation.registry import installed_apps
from madoguchi.foundation.vault.sealing import folder_of

from .blank import BLANK, lay_out
from .current import in_town
from .data import TownData
from .errors import TownError
from .grants import give_rights
from .migrating import migrate_schema
from .models import Domain, Town
from .queries import town_named

PERMISSION = "towns.manage"
FIRST_OF_ALL = ("madoguchi.foundation.vault", "madoguchi.foundation.access")
SCHEMA = re.compile(r"[a-z][a-z0-9_]{1,39}")
RESERVED = {"public", "information_schema", "www", BLANK}
log = logging.getLogger(__name__)


def create_town(
    actor: Actor,
    *,
    data: TownData,
    domains: tuple[str, ...] = (),
    is_default: bool = False,
    say: Callable[[str], None] = log.info,
) -> Town:
    """Makes a town that people can use: its row, host names (``<schema>.localhost`` first), schema, tables, first data.

    Takes some seconds, the first time since an update half a minute. Where it fails nothing is left. Each engine and
    system may bring ``opening.py`` with ``set_up(actor, town)``, called inside the new town.

    Raises Forbidden, TownError.
    """
    require(actor, PERMISSION)
    check_free(data)
    town = add_rows(data, (f"{data.schema}.localhost", *domains), is_default)
    try:
        say(f"{town.name}の表を作っています")
        make_schema(town)
        open_town(actor, town)
    except BaseException:
        remove(town)
        raise
    return town


def check_free(data: TownData) -> None:
    """Raises TownError where the name cannot be a schema or the town is there already."""
    if not SCHEMA.fullmatch(data.schema) or data.schema in RESERVED or data.schema.startswith("pg_"):
        raise TownError(f"「{data.schema}」は使えません。英小文字で始まる英小文字・数字・_ の2〜40字にしてください。")
    if Town.objects.filter(schema_name=data.schema).exists():
        raise TownError(f"団体「{data.schema}」はもうあります。")
    if Town.objects.filter(lg_code=data.lg_code).exists():
        raise TownError(f"団体コード {data.lg_code} の団体はもうあります。")


@transaction.atomic
def add_rows(data: TownData, domains: tuple[str, ...], is_default: bool) -> Town:
    """The rows of a town in the list of towns, closed as yet."""
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    if is_default:
        Town.objects.filter(is_default=True).update(is_default=False)
    town = Town(
        schema_name=data.schema,
        lg_code=data.lg_code,
        name=data.name,
        prefecture=data.prefecture,
        profile=data.profile,
        is_default=is_default,
    )
    town.save()
    for index, domain in enumerate(dict.fromkeys(domains)):
        Domain.objects.create(domain=domain, tenant=town, is_primary=index == 0)
    return town


def make_schema(town: Town) -> None:
    """The town's schema with all tables, and the application's rights in them."""
    lay_out(town.schema_name)
    give_rights(town.schema_name)


def migrate(town: Town) -> None:
    """Brings the town's tables to this version, and gives the application its rights in them."""
    migrate_schema(town.schema_name)
    give_rights(town.schema_name)


def open_town(actor: Actor, town: Town) -> None:
    """Gives a town its first data and opens it, in one transaction of that town."""
    with in_town(town), transaction.atomic():
        for package in (*FIRST_OF_ALL, *installed_apps()):
            if find_spec(f"{package}.opening"):
                import_module(f"{package}.opening").set_up(actor, town)
        record(actor, action="towns.create", subject=f"town:{town.lg_code}")
        town.opened_at = timezone.now()
        town.save(update_fields=["opened_at"])


def delete_town(actor: Actor, *, schema: str, name: str) -> None:
    """Removes a town whole: schema, rows, files, keys, jobs. ``name`` is the town's name, typed again as confirmation.

    It cannot be undone: export first. Raises Forbidden, TownError where the name differs.
    """
    require(actor, PERMISSION)
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    town = town_named(schema)
    if name != town.name:
        raise TownError(f"名前が違います。削除するには団体の名称「{town.name}」をそのまま入力してください。")
    remove(town)
    log.warning("town %s (%s) deleted by %s", town.schema_name, town.name, actor)


def remove(town: Town) -> None:
    """Removes the traces of a town, opened or not."""
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE args ->> 'town' = %s", [town.schema_name])
        cursor.execute(f"DROP SCHEMA IF EXISTS {quote_schema_name(town.schema_name)} CASCADE")
        Town.objects.filter(pk=town.pk).delete()
    lay_aside(town.schema_name)
    shutil.rmtree(files_of(town.schema_name), ignore_errors=True)
    shutil.rmtree(folder_of(town.schema_name), ignore_errors=True)


def files_of(schema: str) -> Path:
    """Folder of a town's files."""
    return Path(settings.MEDIA_ROOT) / schema
