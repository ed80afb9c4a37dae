"""Papers at rest: sealed, whole, and shown only as they were issued."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from madoguchi.engines.paperwork.api import PaperLostError, keep, kept
from madoguchi.engines.paperwork.sealed import STORES
from madoguchi.engines.paperwork.store import path_of
from madoguchi.foundation.testing.processes import on_database
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.vault.sealing import keyring

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 \xe4\xbd\x8f\xe6\xb0\x91\xe7\xa5\xa8 " * 300_000
SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture(autouse=True)
def no_papers():
    """Every test begins without papers."""
    shutil.rmtree(default_storage.path("papers"), ignore_errors=True)


def test_a_kept_paper_cannot_be_read_from_the_disk():
    assert keep(PDF) == SHA256
    lies = path_of(SHA256).read_bytes()
    assert PDF[:20] not in lies
    assert path_of(SHA256).stat().st_mode & 0o077 == 0
    assert kept(SHA256) == PDF


def test_keeping_the_same_paper_again_writes_nothing():
    keep(PDF)
    before = path_of(SHA256).stat().st_mtime_ns
    assert keep(PDF) == SHA256
    assert path_of(SHA256).stat().st_mtime_ns == before


def test_a_damaged_paper_is_not_shown_and_is_put_right():
    keep(PDF)
    path = path_of(SHA256)
    whole = path.read_bytes()
    for wrong in (whole[:-1], whole[:2000] + b"x" + whole[2001:], b"", b"%PDF-1.7 another"):
        path.write_bytes(wrong)
        with pytest.raises(PaperLostError):
            kept(SHA256)
        keep(PDF)
        assert kept(SHA256) == PDF


def test_a_paper_under_another_papers_name_is_not_shown(other_town):
    keep(PDF)
    other = hashlib.sha256(b"x").hexdigest()
    path_of(other).parent.mkdir(parents=True)
    path_of(other).write_bytes(path_of(SHA256).read_bytes())
    with pytest.raises(PaperLostError):
        kept(other)
    with in_town(other_town), pytest.raises(PaperLostError):
        kept(SHA256)


def test_papers_from_before_are_read_and_sealed_by_the_daily_job():
    path_of(SHA256).parent.mkdir(parents=True)
    path_of(SHA256).write_bytes(PDF)
    assert kept(SHA256) == PDF
    (papers,) = STORES
    assert papers.counts() == {b"": 1}
    assert list(papers.reseal(keyring().current.id)) == [1]
    assert papers.counts() == {keyring().current.id: 1}
    assert kept(SHA256) == PDF


def test_a_crash_while_writing_leaves_no_paper(monkeypatch):
    def dies(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", dies)
    with pytest.raises(KeyboardInterrupt):
        keep(PDF)
    monkeypatch.undo()
    assert not [path for path in path_of(SHA256).parent.iterdir() if path.is_file()]
    with pytest.raises(PaperLostError):
        kept(SHA256)
    assert keep(PDF) == SHA256


KEEPER = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connection
from madoguchi.foundation.towns.models import Town
from madoguchi.engines.paperwork.store import keep
connection.set_tenant(Town.objects.get(schema_name="yotsukaido"))
settings.MEDIA_ROOT = sys.argv[1]
print(sys.stdin.readline().strip(), flush=True)
for _ in range(20):
    keep(b"%PDF-1.7 " + b"same" * 100_000)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_servers_keep_the_same_paper_at_once(database_url, town):
    own = on_database(database_url)
    command = [sys.executable, "-W", "ignore", "-c", KEEPER, str(settings.MEDIA_ROOT)]
    servers = [
        subprocess.Popen(command, env=own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for server in servers:
        server.stdin.write("go\n")
        server.stdin.flush()
    assert [server.wait(60) for server in servers] == [0, 0]
    pdf = b"%PDF-1.7 " + b"same" * 100_000
    assert kept(hashlib.sha256(pdf).hexdigest()) == pdf
    assert [path.suffix for path in path_of(hashlib.sha256(pdf).hexdigest()).parent.iterdir()] == [".pdf"]
