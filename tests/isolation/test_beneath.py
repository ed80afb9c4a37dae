"""What lies beneath the addresses: rows, jobs, files, caches, keys, commands."""

from __future__ import annotations

from inspect import signature
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist, SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from madoguchi.config.cli import parser
from madoguchi.config.commands import all_commands
from madoguchi.foundation import vault
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.commands import CommandError
from madoguchi.foundation.jobs.api import Job, enqueue
from madoguchi.foundation.jobs.register import WORK, work_named
from madoguchi.foundation.jobs.tasks import run_job
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town
from madoguchi.foundation.vault.errors import VaultError
from tests.canary.signs import SIGNS, signs_in

from .conftest import Neighbour

pytestmark = pytest.mark.django_db
# What each command in a town is asked; "FILE" is a file of its own.
COMMANDS = {
    "staff create-administrator": "--username new --name 新 --division 総務課",
    "staff recover": "test-clerk --reason 試験",
    "approvals verify": "",
    "vault rotate": "",
    "vault status": "",
    "papers report": "1 FILE",
    "papers sweep": "",
    "indicators count": "",
    "indicators show": "",
    "population close": "",
    "population show": "",
    "population verify": "",
    "plan list": "",
    "plan load": "FILE --code new --name 新しい計画 --years 2026-2027",
    "plan report": "",
    "residents import": "FILE",
    "residents export": "FILE --reason 試験",
    "residents search": SIGNS["given"],
}


def test_every_model_of_the_house_reads_the_present_town_only(neighbour: Neighbour) -> None:
    """No manager, view or default leads to another schema."""
    for model in apps.get_models():
        if model.__module__.startswith("madoguchi.") and not model._meta.app_config.name.endswith("towns"):
            for row in model._base_manager.values_list()[:200]:
                assert signs_in(repr(row).encode(), model.__name__) == []


def test_the_database_names_no_other_town_in_the_search_path(town: Town, other_town: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schemas(false)")
        assert other_town.schema_name not in cursor.fetchone()[0]


@pytest.mark.parametrize("name", sorted(WORK))
def test_a_job_of_one_town_touches_nothing_in_the_other(name: str, town: Town, neighbour: Neighbour) -> None:
    """Each kind of job, with what it takes; where it takes a number, that of a row of the other town."""
    with in_town(neighbour.town):
        before = state_of(neighbour.town)
    _, *taken = signature(work_named(name)).parameters
    job = Job.objects.create(task=name, arguments=dict.fromkeys(taken, neighbour.planted.victim), requested_by="試験")
    try:
        run_job(town.schema_name, job.pk)
    except Exception as fault:
        assert signs_in(repr(fault).encode(), name) == []
    with in_town(neighbour.town):
        assert state_of(neighbour.town) == before


def state_of(town: Town) -> dict[str, int]:
    """How many rows each table of a town has."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{town.schema_name}"."{table}"')
            counts[table] = cursor.fetchone()[0]
        return counts


def test_a_job_is_known_in_its_own_town_only(town: Town, other_town: Town) -> None:
    job = enqueue(SYSTEM_ACTOR, task=sorted(WORK)[0], arguments={})
    with in_town(other_town):
        assert not Job.objects.filter(pk=job.pk, task=job.task).exists()


def test_files_of_the_other_town_are_out_of_reach(other_town: Town) -> None:
    with in_town(other_town):
        default_storage.save("secret.txt", ContentFile(b"x"))
    assert not default_storage.exists("secret.txt")
    for way in (f"../{other_town.schema_name}/secret.txt", f"x/../../{other_town.schema_name}/secret.txt"):
        with pytest.raises(SuspiciousFileOperation):
            default_storage.open(way)


def test_what_is_cached_in_one_town_is_not_found_in_the_other(other_town: Town) -> None:
    with in_town(other_town):
        cache.set("who", "日向")
    assert cache.get("who") is None


def test_what_one_town_sealed_the_other_cannot_open(other_town: Town) -> None:
    with in_town(other_town):
        sealed = vault.seal(b"x", purpose="tests.note", bound_to="person:1")
    with pytest.raises(VaultError):
        vault.unseal(sealed, purpose="tests.note", bound_to="person:1")


def test_every_command_that_works_in_a_town_is_tried() -> None:
    assert {" ".join(command.path) for command in all_commands() if command.in_town} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_in_one_town_says_and_does_nothing_in_the_other(
    name: str, town: Town, neighbour: Neighbour, people: None, tmp_path: Path, own_keys: Path
) -> None:
    file = tmp_path / "file"
    words = [str(file) if word == "FILE" else word for word in COMMANDS[name].split()]
    args = parser().parse_args([*name.split(), *words, "--town", town.schema_name])
    with in_town(neighbour.town):
        before = state_of(neighbour.town)
    try:
        result = args.command.run(args)
        said = f"{result.text} {result.data}" if result else ""
    except (CommandError, ObjectDoesNotExist, OSError) as refusal:
        said = repr(refusal)
    written = file.read_bytes() if file.is_file() else b""
    asked_for = frozenset(sign for sign, text in SIGNS.items() if any(text in word or word in text for word in words))
    assert signs_in(said.encode() + written, name, asked_for) == []
    with in_town(neighbour.town):
        assert state_of(neighbour.town) == before
