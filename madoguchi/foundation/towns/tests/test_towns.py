"""A town is made, taken out whole, deleted, and brought in again."""

import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from madoguchi.foundation import vault
from madoguchi.foundation.access import SYSTEM_ACTOR, Forbidden
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.jobs.api import Job, enqueue
from madoguchi.foundation.jobs.relay import queued_jobs
from madoguchi.foundation.jobs.tests import work  # noqa: F401 - offers the tasks
from madoguchi.foundation.towns import actions
from madoguchi.foundation.towns.actions import create_town, delete_town, files_of
from madoguchi.foundation.towns.archive import export_town, import_town, keys_of
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.data import TownData, known_towns, read_town
from madoguchi.foundation.towns.errors import TownError
from madoguchi.foundation.towns.models import Town
from madoguchi.foundation.towns.queries import list_towns, town_named
from madoguchi.foundation.vault.sealing import folder_of

pytestmark = pytest.mark.django_db(transaction=True)
MINATO = TownData(schema="minato", lg_code="990027", name="みなと町", prefecture="日和県", profile={"phone": "000"})


def schemas():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace")
        return {row[0] for row in cursor.fetchall()}


def fill(town):
    """Staff, a file and a waiting job."""
    with in_town(town):
        User.objects.create(username="minato-1", name="港　一子")
        default_storage.save("maps/港.txt", ContentFile("海".encode()))
        return enqueue(SYSTEM_ACTOR, task="tests.count_staff", arguments={"expected": 1})


@pytest.mark.slow
def test_a_new_town_is_usable_within_a_minute(visitor):
    begun = time.monotonic()
    town = create_town(SYSTEM_ACTOR, data=MINATO, domains=("minato.example",))
    assert time.monotonic() - begun < 60
    assert list(town.domains.order_by("id").values_list("domain", flat=True)) == ["minato.localhost", "minato.example"]
    assert "みなと町" in [entry.name for entry in list_towns()]
    with in_town(town):
        assert set(Entry.objects.values_list("action", flat=True)) == {"access.bring", "towns.create"}


def test_a_name_that_is_a_word_of_sql_is_a_name_all_the_same():
    town = create_town(SYSTEM_ACTOR, data=TownData(schema="order", lg_code="990035", name="x", prefecture="y"))
    with in_town(town):
        assert User.objects.create(username="order-1", name="港　一子").pk


@pytest.mark.slow
def test_a_town_moves_in_one_file(tmp_path):
    town = create_town(SYSTEM_ACTOR, data=MINATO)
    job = fill(town)
    path = export_town(SYSTEM_ACTOR, schema="minato", path=tmp_path / "minato.zip")
    assert path.stat().st_mode & 0o077 == 0
    assert set(zipfile.ZipFile(path).namelist()) == {"town.json", "schema.dump", "files/maps/港.txt"}

    delete_town(SYSTEM_ACTOR, schema="minato", name="みなと町")
    assert "minato" not in schemas()
    assert not files_of("minato").exists()
    assert not Town.objects.filter(lg_code="990027").exists()
    assert queued_jobs("minato") == []

    town = import_town(SYSTEM_ACTOR, path=path)
    assert (town.name, town.profile) == ("みなと町", {"phone": "000"})
    with in_town(town):
        assert User.objects.get().name == "港　一子"
        assert default_storage.open("maps/港.txt").read().decode() == "海"
        assert Job.objects.get(pk=job.pk).handed_over_at is None
        assert User.objects.create(username="minato-2", name="港　二子").pk > User.objects.get(username="minato-1").pk
        assert set(Entry.objects.values_list("action", flat=True)) == {
            "access.bring",
            "towns.create",
            "towns.export",
            "towns.import",
        }


@pytest.mark.slow
def test_a_town_moves_with_its_keys_in_a_file_of_their_own(tmp_path):
    town = create_town(SYSTEM_ACTOR, data=MINATO)
    with in_town(town):
        sealed = vault.seal("海".encode(), purpose="tests.note", bound_to="person:1")
    path = export_town(SYSTEM_ACTOR, schema="minato", path=tmp_path / "minato.zip")
    assert keys_of(path).stat().st_mode & 0o077 == 0
    assert not any(name.startswith("keys") for name in zipfile.ZipFile(path).namelist())
    delete_town(SYSTEM_ACTOR, schema="minato", name="みなと町")
    assert not folder_of("minato").exists()

    carried = keys_of(path).rename(tmp_path / "elsewhere.keys")
    with pytest.raises(TownError, match="--keys"):
        import_town(SYSTEM_ACTOR, path=path)
    other = tmp_path / "hinata.keys"
    other.write_text(carried.read_text().replace("minato", "hinata"))
    with pytest.raises(TownError, match="この団体のものではありません"):
        import_town(SYSTEM_ACTOR, path=path, keys=other)
    assert "minato" not in schemas()
    assert not folder_of("minato").exists()

    with in_town(import_town(SYSTEM_ACTOR, path=path, keys=carried)):
        assert vault.unseal(sealed, purpose="tests.note", bound_to="person:1").decode() == "海"
    assert all(file.stat().st_mode & 0o177 == 0 for file in folder_of("minato").iterdir())


@pytest.mark.slow
def test_a_town_that_cannot_be_made_leaves_nothing(monkeypatch):
    def fail(actor, town):
        raise RuntimeError("no first data")

    monkeypatch.setattr(actions, "open_town", fail)
    with pytest.raises(RuntimeError):
        create_town(SYSTEM_ACTOR, data=MINATO)
    assert "minato" not in schemas()
    assert not Town.objects.filter(schema_name="minato").exists()


@pytest.mark.parametrize("schema", ["Minato", "public", "pg_minato", "minato;drop", "m", "港"])
def test_a_name_that_cannot_be_a_schema_is_refused(schema):
    with pytest.raises(TownError):
        create_town(SYSTEM_ACTOR, data=TownData(schema=schema, lg_code="990035", name="x", prefecture="y"))


def test_the_same_town_cannot_be_made_twice():
    with pytest.raises(TownError, match="もうあります"):
        create_town(SYSTEM_ACTOR, data=read_town("hinata"))
    with pytest.raises(TownError, match="990019"):
        create_town(SYSTEM_ACTOR, data=TownData(schema="other", lg_code="990019", name="x", prefecture="y"))


def test_a_town_is_deleted_only_by_its_full_name():
    with pytest.raises(TownError, match="ひなた町"):
        delete_town(SYSTEM_ACTOR, schema="hinata", name="hinata")
    assert town_named("hinata").opened_at


def test_staff_without_the_right_make_export_or_delete_no_town(administrator, tmp_path):
    actor = administrator.as_actor()
    for act in (
        lambda: create_town(actor, data=MINATO),
        lambda: export_town(actor, schema="hinata", path=tmp_path / "x.zip"),
        lambda: delete_town(actor, schema="hinata", name="ひなた町"),
        lambda: import_town(actor, path=tmp_path / "x.zip"),
    ):
        with pytest.raises(Forbidden):
            act()
    assert not list(tmp_path.iterdir())


def test_an_unknown_town_is_answered_with_those_there_are():
    with pytest.raises(TownError, match="yotsukaido"):
        town_named("atlantis")


def test_a_file_that_is_no_town_is_refused(tmp_path):
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(b"PK but no archive")
    with pytest.raises(TownError, match="読めません"):
        import_town(SYSTEM_ACTOR, path=wrong)
    with zipfile.ZipFile(wrong, "w") as archive:
        archive.writestr("something.txt", "else")
    with pytest.raises(TownError, match="書き出しファイルではありません"):
        import_town(SYSTEM_ACTOR, path=wrong)


def test_a_broken_export_brings_nothing_in(tmp_path):
    path = export_town(SYSTEM_ACTOR, schema="hinata", path=tmp_path / "hinata.zip")
    delete_town(SYSTEM_ACTOR, schema="hinata", name="ひなた町")
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(broken, "w") as cut:
        cut.writestr("town.json", whole.read("town.json"))
        cut.writestr("schema.dump", whole.read("schema.dump")[:5000])
    with pytest.raises(TownError, match="pg_restore"):
        import_town(SYSTEM_ACTOR, path=broken)
    assert "hinata" not in schemas()
    assert not Town.objects.filter(schema_name="hinata").exists()


def check_digit(first_five: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first_five, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10 if total >= 11 else 11 - total)


@pytest.mark.parametrize("schema", known_towns())
def test_the_data_of_each_town_is_complete(schema):
    data = read_town(schema)
    assert data.schema == schema == Path(schema).name
    assert data.lg_code[5] == check_digit(data.lg_code[:5])
    for key in ("names", "office", "address", "hours", "closed"):
        assert set(data.profile[key]) == {"ja", "en", "zh-hans", "ko"}, key
    assert {"phone", "mayor"} <= set(data.profile["provisional"])
