"""Files go in whole or not at all, and come out as they went in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from madoguchi.engines.people.api import Address, Notice, move_out, move_within, understand, visible_to
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.window.residents.actions import new_run
from madoguchi.systems.window.residents.exchange.exporting import NotInEncoding, export_file
from madoguchi.systems.window.residents.exchange.importing import import_file
from madoguchi.systems.window.residents.exchange.keeping import opened
from madoguchi.systems.window.residents.models import CarriedColumns, ImportRun, Outcome

from .families import move_in_family
from .files import SAMPLE, patterns, person, write

pytestmark = pytest.mark.django_db


def quiet(done: int, total: int | None, words: str) -> None:
    pass


def import_path(user: User, path: Path, *, dry_run: bool = False, lg_code: str = SAMPLE) -> ImportRun:
    actor = user.as_actor()
    run = new_run(actor, path=path, dry_run=dry_run, lg_code=lg_code)
    return import_file(actor, run=run, path=path, tell=quiet)


def export_text(user: User, folder: Path, encoding: str = "utf-8", newline: str = "LF") -> bytes:
    path = folder / "out.csv"
    export_file(user.as_actor(), path=path, reason="試験", encoding=encoding, newline=newline, tell=quiet)
    return path.read_bytes()


def test_the_published_sample_comes_back_byte_for_byte(shared: Path, supervisor: User, tmp_path: Path) -> None:
    sample = shared / "data" / "juki" / "mado_resident_columns.csv"
    run = import_path(supervisor, sample)
    assert run.outcome == Outcome.IMPORTED, run.fault_summary
    assert (run.line_count, run.person_count, run.household_count) == (3, 3, 3)
    assert export_text(supervisor, tmp_path) == sample.read_bytes()


@pytest.mark.parametrize(
    ("encoding", "newline"), [("utf-8", "LF"), ("utf-8", "CR"), ("utf-8-sig", "CR"), ("cp932", "CR")]
)
def test_eleven_households_come_back_byte_for_byte(
    supervisor: User, tmp_path: Path, encoding: str, newline: str
) -> None:
    path = write(tmp_path / "in.csv", patterns(), encoding, {"LF": "\n", "CR": "\r\n"}[newline])
    assert import_path(supervisor, path).outcome == Outcome.IMPORTED
    assert export_text(supervisor, tmp_path, encoding, newline) == path.read_bytes()


def test_histories_come_back_and_are_read_as_of_their_days(supervisor: User, tmp_path: Path) -> None:
    new = person(
        1,
        100,
        "甲野",
        "一郎",
        "世帯主",
        "1980-03-05",
        異動年月日="2020-05-01",
        住所を定めた年月日="2020-05-01",
        住所_番地号表記="７番地",
        個人履歴番号="2",
    )
    old = {
        **new,
        "個人履歴番号": "1",
        "最新フラグ": "0",
        "異動年月日": "2010-04-01",
        "住所を定めた年月日": "2010-04-01",
        "住所_番地号表記": "１番地",
        "氏名": "旧名　一郎",
        "世帯主氏名": "旧名　一郎",
        "氏_日本人": "旧名",
    }
    path = write(tmp_path / "in.csv", [old, new])
    run = import_path(supervisor, path)
    assert run.outcome == Outcome.IMPORTED, run.fault_summary
    assert export_text(supervisor, tmp_path) == path.read_bytes()
    view = visible_to(supervisor.as_actor())
    someone = CarriedColumns.objects.filter(run=run).values_list("person_id", flat=True)[0]
    then, now = view.person(someone, on=date(2015, 1, 1)), view.person(someone, on=date(2021, 1, 1))
    assert (then.name, now.name) == ("旧名　一郎", "甲野　一郎")
    assert then.dwelling and now.dwelling
    assert (then.dwelling.lot, now.dwelling.lot) == ("１番地", "７番地")


def test_what_the_record_changed_since_comes_from_the_record(supervisor: User, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", patterns())
    import_path(supervisor, path)
    actor = supervisor.as_actor()
    hit = visible_to(actor).search(understand("壬生")).hits[0]
    house = visible_to(actor).house_of(hit.person_id)
    assert house
    notice = Notice(event_on=date(2026, 10, 1), notified_on=date(2026, 10, 2), expected={house.id: house.revision})
    to = Address(
        prefecture="千葉県", city="四街道市", town="大日", lot="9999番地", postal_code="2840001", lg_code="122289"
    )
    move_within(actor, notice=notice, household_id=house.id, person_ids=[hit.person_id], address=to)
    before, after = path.read_text("utf-8").split("\n"), export_text(supervisor, tmp_path).decode().split("\n")
    assert [number for number, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [22]
    assert "大日,9999番地" in after[22]
    assert "2026-10-01,0,2026-10-02,9022" in after[22]
    assert after[22].endswith(before[22][-60:])


def test_the_history_of_a_household_has_one_head_at_a_time(supervisor: User, tmp_path: Path) -> None:
    import_path(supervisor, write(tmp_path / "in.csv", patterns()))
    view = visible_to(supervisor.as_actor())
    widow = view.search(understand("戊島冬子")).hits[0]
    now, then = view.house_of(widow.person_id), view.house_of(widow.person_id, on=date(2015, 1, 1))
    assert now and now.head
    assert now.head.name == "戊島　冬子"
    assert then is None or (then.head and then.head.name == "戊島　三郎")


def test_import_is_found_by_search_and_seen_in_the_audit(supervisor: User, tmp_path: Path) -> None:
    run = import_path(supervisor, write(tmp_path / "in.csv", patterns()))
    hits = visible_to(supervisor.as_actor()).search(understand("コウノ"))
    assert hits is not None
    entry = Entry.objects.get(action="residents.import")
    assert entry.subject == f"import:{run.pk}"
    assert entry.detail["lines"] == 26


def test_one_bad_line_refuses_the_whole_file(supervisor: User, tmp_path: Path) -> None:
    lines = patterns()
    lines[11]["性別"] = "9"
    run = import_path(supervisor, write(tmp_path / "in.csv", lines))
    assert run.outcome == Outcome.REFUSED
    assert run.fault_count == 1
    with opened(run.faults) as path:
        rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert rows[1].startswith("13,性別,9,")
    assert not CarriedColumns.objects.exists()
    assert not visible_to(supervisor.as_actor()).search(understand("甲野")).hits


def test_a_dry_run_only_checks(supervisor: User, tmp_path: Path) -> None:
    run = import_path(supervisor, write(tmp_path / "in.csv", patterns()), dry_run=True)
    assert run.outcome == Outcome.CHECKED
    assert not CarriedColumns.objects.exists()


def test_the_same_file_again_changes_nothing(supervisor: User, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", patterns())
    import_path(supervisor, path)
    again = import_path(supervisor, path)
    assert again.outcome == Outcome.ALREADY
    assert "既に取り込まれています" in again.message
    assert CarriedColumns.objects.count() == 26
    other = import_path(supervisor, write(tmp_path / "other.csv", patterns()[21:22]))
    assert other.outcome == Outcome.REFUSED
    assert [reason for _column, reason, _count in other.fault_summary] == [
        "この宛名番号は既に使われています。",
        "この世帯番号は既に使われています。",
        "この住民票コードは既に使われています。",
    ]


def test_a_run_that_dies_while_writing_leaves_nothing(
    supervisor: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from madoguchi.systems.window.residents.exchange import importing

    def die(*arguments: object) -> None:
        raise KeyboardInterrupt

    path = write(tmp_path / "in.csv", patterns())
    monkeypatch.setattr(importing, "carry", die)
    with pytest.raises(KeyboardInterrupt):
        import_path(supervisor, path)
    assert not CarriedColumns.objects.exists()
    assert not visible_to(supervisor.as_actor()).search(understand("甲野")).hits
    monkeypatch.undo()
    assert import_path(supervisor, path).person_count == 26


def test_signs_that_cp932_lacks_refuse_such_an_export(supervisor: User, tmp_path: Path) -> None:
    import_path(supervisor, write(tmp_path / "in.csv", [person(1, 1, "𠮷田", "一", "世帯主", "1980-03-05")]))
    with pytest.raises(NotInEncoding, match="𠮷"):
        export_text(supervisor, tmp_path, "cp932")
    assert "𠮷田" in export_text(supervisor, tmp_path).decode()


def test_rights(clerk: User, supervisor: User, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", patterns())
    with pytest.raises(Forbidden):
        import_path(clerk, path)
    with pytest.raises(Forbidden):
        export_text(clerk, tmp_path)
    with pytest.raises(ValueError, match="理由"):
        export_file(supervisor.as_actor(), path=tmp_path / "o.csv", reason=" ", tell=quiet)
    export_text(supervisor, tmp_path)
    assert Entry.objects.get(action="residents.export").detail["reason"] == "試験"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "moment", ["氏名等を書き込んでいます", "検索キーを作っています", "記録が持たない列を控えています"]
)
def test_a_database_that_dies_in_the_middle_leaves_nothing(supervisor: User, tmp_path: Path, moment: str) -> None:
    import psycopg
    from django.db import DatabaseError, connection

    path = write(tmp_path / "in.csv", patterns())
    actor = supervisor.as_actor()
    run = new_run(actor, path=path, dry_run=False, lg_code=SAMPLE)
    schema = connection.tenant

    def kill(done: int, total: int | None, words: str) -> None:
        if words == moment:
            pid = connection.connection.info.backend_pid
            with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [pid])

    with pytest.raises((DatabaseError, psycopg.Error)):
        import_file(actor, run=run, path=path, tell=kill)
    connection.close()
    connection.set_tenant(schema)
    assert not CarriedColumns.objects.exists()
    run.refresh_from_db()
    assert run.outcome == Outcome.RUNNING
    again = import_file(actor, run=run, path=path, tell=quiet)
    assert (again.outcome, CarriedColumns.objects.count()) == (Outcome.IMPORTED, 26)


def test_people_of_the_record_move_to_another_town_as_a_file(
    clerk: User, supervisor: User, other_town: Town, tmp_path: Path
) -> None:
    house = move_in_family(clerk)
    child = house.members[2].person_id
    notice = Notice(event_on=date(2026, 12, 1), notified_on=date(2026, 11, 1), expected={house.id: house.revision})
    to = Address(prefecture="東京都", city="千代田区", town="千代田", lot="9番", lg_code="131016")
    move_out(clerk.as_actor(), notice=notice, household_id=house.id, person_ids=[child], destination=to)
    text = export_text(supervisor, tmp_path)
    assert text.decode().count("渡邉　健一,渡邉,健一") == 1
    path = tmp_path / "moved.csv"
    path.write_bytes(text)
    with in_town(other_town):
        run = import_path(supervisor, path, lg_code="122289")
        assert run.outcome == Outcome.IMPORTED, run.fault_summary
        assert export_text(supervisor, tmp_path) == text


def test_the_constraints_of_the_database_have_the_last_word(
    supervisor: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from madoguchi.systems.window.residents.exchange import importing

    path = write(tmp_path / "in.csv", patterns())
    import_path(supervisor, path)
    monkeypatch.setattr(importing, "taken_faults", lambda whole: [])
    other = import_path(supervisor, write(tmp_path / "other.csv", patterns()[21:22]))
    assert other.outcome == Outcome.REFUSED
    assert other.fault_summary[0][1] == "データベースの制約に反するため、何も記録しませんでした。"
    assert CarriedColumns.objects.count() == 26
