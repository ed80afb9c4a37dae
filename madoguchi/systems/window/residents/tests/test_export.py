"""The register leaves: whole, in its own format, marked by the order of its lines."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pyzipper
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR, Actor, Forbidden
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.exports.api import (
    ExportRequest,
    State,
    Wish,
    ask_export,
    decide_export,
    reveal_password,
    take,
    trace,
)
from madoguchi.foundation.jobs.running import perform
from madoguchi.systems.window.residents.actions import new_run
from madoguchi.systems.window.residents.exchange.columns import NAMES
from madoguchi.systems.window.residents.exchange.importing import import_file
from madoguchi.systems.window.residents.exports import EXPORTS, outline

from .files import SAMPLE, patterns, write

pytestmark = pytest.mark.django_db
OPTIONS = {"encoding": "utf-8", "newline": "LF"}


@pytest.fixture
def imported(town: object, tmp_path: Path) -> Path:
    """The sample families in the record."""
    path = write(tmp_path / "in.csv", patterns())
    run = new_run(SYSTEM_ACTOR, path=path, dry_run=False, lg_code=SAMPLE)
    run = import_file(SYSTEM_ACTOR, run=run, path=path, tell=lambda done, total, words: None)
    assert run.outcome == "imported"
    return path


def leave(supervisor: User, head: User, **options: str) -> tuple[ExportRequest, bytes]:
    """Asks, approves, writes and takes; gives the plain file."""
    wish = Wish(reason="移行", usage="移行", place="庁内", delete_by=timezone.localdate() + timedelta(days=9))
    asked = ask_export(supervisor.as_actor(), export="residents.register", options={**OPTIONS, **options}, wish=wish)
    decide_export(head.as_actor(), request_id=asked.pk, approve=True, persons=asked.persons_asked)
    asked.refresh_from_db()
    perform(asked.job_id)
    asked.refresh_from_db()
    if asked.state != State.READY:
        return asked, b""
    password = reveal_password(head.as_actor(), request_id=asked.pk)
    request, path = take(supervisor.as_actor(), request_id=asked.pk)
    archive = pyzipper.AESZipFile(path)
    archive.setpassword(password.encode())
    return request, archive.read(archive.namelist()[0])


def lines(content: bytes, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))


def test_the_copy_holds_the_same_lines_in_its_own_order(imported: Path, supervisor: User, head: User) -> None:
    request, content = leave(supervisor, head)
    original = lines(imported.read_bytes())
    found = lines(content)
    assert found[0] == original[0] == list(NAMES)
    assert sorted(found) == sorted(original)
    assert (request.persons_written, request.rows_written) == (26, 26)
    assert request.columns == list(NAMES)


def test_a_found_copy_tells_who_took_it(
    imported: Path, supervisor: User, head: User, auditor: User, tmp_path: Path
) -> None:
    taken = [leave(supervisor, head) for _ in range(4)]
    for request, content in taken:
        path = tmp_path / f"{request.pk}.csv"
        rows = lines(content)
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # saved again by a spreadsheet
            csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
        found = trace(auditor.as_actor(), export="residents.register", path=path)
        assert found[0].likeness == 1.0
        assert request in [each.request for each in found if each.likeness == 1.0]
    with pytest.raises(Forbidden):
        trace(supervisor.as_actor(), export="residents.register", path=path)


def test_the_screen_says_whose_copy_was_found(
    imported: Path, supervisor: User, head: User, auditor_client: Client, supervisor_client: Client
) -> None:
    taken = [leave(supervisor, head) for _ in range(2)]
    request, content = taken[0]
    answer = found_file(auditor_client, content)
    page = answer.content.decode()
    assert request.number in page and "調べた結果" in page
    assert request in [each.request for each in answer.context["found"] if each.likeness == 1.0]
    assert Entry.objects.filter(action="exports.trace").count() == 1
    assert found_file(supervisor_client, content).status_code == 403


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空です"),
        (b"%PDF-1.7 ...", "PDFのファイルです"),
        ("宛名番号,氏名\n1,甲\n".encode(), "122列の住民データの行がありません"),
        ('"甲\n'.encode(), "引用符"),
    ],
)
def test_what_is_no_copy_is_told_at_its_field(auditor_client: Client, content: bytes, words: str) -> None:
    answer = found_file(auditor_client, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def found_file(client: Client, content: bytes) -> Any:
    """The answer to a file that turned up."""
    file = SimpleUploadedFile("found.csv", content, content_type="text/csv")
    return client.post(reverse("exports:trace"), {"export": "residents.register", "file": file})


def test_signs_that_the_encoding_lacks_end_it_with_words(imported: Path, supervisor: User, head: User) -> None:
    from madoguchi.engines.people.models import Identity

    Identity.versions.filter(name__startswith="甲野").update(name="𠮷野　一郎")
    request, content = leave(supervisor, head, encoding="cp932", newline="CR")
    assert (request.state, content) == (State.FAILED, b"")
    assert "CP932では書けない文字" in request.message


def test_the_count_is_that_of_the_lines_also_without_guarded_persons(imported: Path, supervisor: User) -> None:
    actor = supervisor.as_actor()
    below = Actor(actor.user_id, actor.name, permissions=actor.permissions - {"people.protection.see"})
    assert outline(actor, OPTIONS).persons == outline(below, OPTIONS).persons == 26
    with pytest.raises(Forbidden):
        outline(Actor(1, "窓口　一子"), OPTIONS)
    assert [offer.code for offer in EXPORTS] == ["residents.register"]
