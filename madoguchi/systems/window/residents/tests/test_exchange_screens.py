"""Import and export at the screens, and from the command line."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.commands import CommandError, Result
from madoguchi.foundation.jobs.api import Job
from madoguchi.foundation.jobs.running import perform
from madoguchi.systems.window.residents import commands
from madoguchi.systems.window.residents.exchange.keeping import days_kept, forget_old
from madoguchi.systems.window.residents.models import CarriedColumns, ImportRun, Outcome

from .files import SAMPLE, patterns, text_of, write

pytestmark = pytest.mark.django_db(transaction=True)


def send(client: Client, text: str, **values: str) -> ImportRun:
    file = SimpleUploadedFile("juki.csv", text.encode(), "text/csv")
    answer = client.post(reverse("residents:imports"), {"file": file, "lg_code": SAMPLE, **values})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return ImportRun.objects.latest("pk")


def shown(client: Client, run: ImportRun, **query: str) -> str:
    answer = client.get(reverse("residents:import", args=(run.pk,)), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_file_with_a_fault_comes_back_with_a_list(supervisor_client: Client) -> None:
    lines = patterns()
    lines[3]["生年月日"] = "1950-13-01"
    run = send(supervisor_client, text_of(lines))
    assert "順番を待っています" in shown(supervisor_client, run, part="1")
    perform(run.job_id)
    over = supervisor_client.get(reverse("residents:import", args=(run.pk,)), {"part": "1"})
    assert (over.status_code, "何も取り込みませんでした" in over.content.decode()) == (286, True)
    run.refresh_from_db()
    assert run.outcome == Outcome.REFUSED
    html = shown(supervisor_client, run)
    assert "1950-13-01" in html
    assert "この日付はありません" in html
    listing = supervisor_client.get(reverse("residents:faults", args=(run.pk,)))
    rows = b"".join(listing.streaming_content).decode("utf-8-sig").splitlines()
    assert rows[0] == "行,列,値,誤り,直し方"
    assert rows[1].startswith("5,生年月日,1950-13-01,")
    assert not run.file


def test_a_good_file_is_checked_then_imported(supervisor_client: Client) -> None:
    text = text_of(patterns())
    checked = send(supervisor_client, text, dry_run="on")
    perform(checked.job_id)
    assert "誤りはありません" in shown(supervisor_client, checked)
    run = send(supervisor_client, text)
    perform(run.job_id)
    assert "全部を取り込みました" in shown(supervisor_client, run)
    perform(run.job_id)
    assert CarriedColumns.objects.count() == 26


def test_what_was_sent_lies_sealed_and_not_for_ever(supervisor_client: Client) -> None:
    lines = patterns()
    lines[3]["生年月日"] = "1950-13-01"
    run = send(supervisor_client, text_of(lines))
    sent = Path(run.file.path)
    assert "甲野".encode() not in sent.read_bytes()
    perform(run.job_id)
    run.refresh_from_db()
    assert not sent.exists()
    faults = Path(run.faults.path)
    assert "生年月日".encode() not in faults.read_bytes()
    assert forget_old() == 0
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=days_kept() + 1))
    os.utime(faults, (0, 0))
    assert forget_old() == 1
    assert not faults.exists()
    assert "30日を過ぎて消しました" in shown(supervisor_client, run)
    assert supervisor_client.get(reverse("residents:faults", args=(run.pk,))).status_code == 404


def test_a_job_that_was_done_twice_imports_once(supervisor_client: Client) -> None:
    run = send(supervisor_client, text_of(patterns()))
    perform(run.job_id)
    Job.objects.update(state="waiting")
    perform(run.job_id)
    run.refresh_from_db()
    assert run.outcome == Outcome.IMPORTED
    assert CarriedColumns.objects.count() == 26


def test_thousands_of_faults_are_shown_in_pages(supervisor_client: Client) -> None:
    run = send(
        supervisor_client, text_of({**line, "性別": "9", "住民種別": "8", "住民状態": "7"} for line in patterns() * 5)
    )
    perform(run.job_id)
    first, second = shown(supervisor_client, run), shown(supervisor_client, run, after="100")
    assert "after=100" in first
    assert first != second
    assert "101〜" in second


def test_the_columns_are_explained(supervisor_client: Client) -> None:
    html = supervisor_client.get(reverse("residents:columns")).content.decode()
    assert "個人履歴番号_枝番号" in html
    assert html.count("付帯") > 30


def run_command(name: str, *words: str) -> Result:
    command = next(each for each in commands.COMMANDS if each.path[-1] == name)
    parser = ArgumentParser()
    command.arguments(parser)
    result: Any = command.run(parser.parse_args(list(words)))
    return result


def test_the_commands_do_what_the_screens_do(supervisor: User, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", patterns())
    bad = write(tmp_path / "bad.csv", [{**line, "性別": "9"} for line in patterns()])
    refused = run_command("import", str(bad), "--lg-code", SAMPLE, "--faults", str(tmp_path / "faults.csv"))
    assert refused.status == 1
    assert "2行目　性別　9" in refused.text
    assert (tmp_path / "faults.csv").read_text("utf-8-sig").startswith("行,列,値")
    assert run_command("import", str(path), "--lg-code", SAMPLE, "--dry-run").data["outcome"] == "checked"
    assert run_command("import", str(path)).data["outcome"] == "refused"
    assert run_command("import", str(path), "--lg-code", SAMPLE).data["person_count"] == 26
    run_command("export", str(tmp_path / "out.csv"), "--reason", "試験")
    assert (tmp_path / "out.csv").read_bytes() == path.read_bytes()
    assert Entry.objects.get(action="residents.export").detail["reason"] == "試験"
    with pytest.raises(CommandError, match="理由"):
        run_command("export", str(tmp_path / "out.csv"), "--reason", "　")
    assert "甲野　一郎" in run_command("search", "甲野", "一郎").text
    with pytest.raises(CommandError):
        run_command("import", str(tmp_path / "absent.csv"))
