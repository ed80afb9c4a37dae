"""Someone with every right in the database tampers with the trail; the verification names what they did."""

import json

import pytest
from django.db import connection

from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record, record_looks
from madoguchi.foundation.audit.chain import content_of, end_of, genesis, link
from madoguchi.foundation.audit.models import Entry, Lane, Stamp
from madoguchi.foundation.audit.taking import anchor_stamps, take_stamp
from madoguchi.foundation.audit.verifying import verify
from madoguchi.foundation.audit.verifying.faults import Kind

from .chains import said_by

pytestmark = pytest.mark.django_db
CLERK = Actor(user_id=7, name="窓口　一子", division="窓口サービス課")


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    """The file outside the database, of this test alone."""
    settings.AUDIT_FOLDER = tmp_path / "audit"


@pytest.fixture
def trail(town):
    """Twelve entries in one lane: single ones, and a block of five."""
    Entry.objects.all().delete()
    for lane in Lane.objects.all():
        Lane.objects.filter(pk=lane.pk).update(head=genesis(lane.pk), position=0)
    for number in range(4):
        record(CLERK, action="people.look", subject=f"person:{number}", detail={"n": number})
    record_looks(CLERK, action="people.search", subjects=[f"person:{number}" for number in range(10, 15)])
    for number in range(4, 7):
        record(CLERK, action="people.look", subject=f"person:{number}")
    assert verify().holds
    return list(Entry.objects.order_by("position"))


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def only_fault():
    report = verify()
    assert len(report.faults) == 1, report
    return report.faults[0]


def rewrite_head(lane):
    """Makes a lane end where its last entry now stands, as a careful attacker would."""
    last = Entry.objects.filter(lane=lane).order_by("-position").first()
    rows = Entry.objects.filter(lane=lane, block=last.block).order_by("position") if last else []
    head = end_of(bytes(row.digest) for row in rows) if last else genesis(lane)
    Lane.objects.filter(pk=lane).update(head=head, position=last.position if last else 0)


COLUMNS = {
    "at": "at + interval '1 microsecond'",
    "user_id": "8",
    "actor": "'somebody else'",
    "division": "'課税課'",
    "appointment_id": "1",
    "action": "'people.move_in'",
    "subject": "'person:999'",
    "purpose": "'仕事'",
    "emergency": "'地震'",
    "detail": "'{\"n\": 9}'",
    "block": "block + 1",
    "content": "sha256('x')",
    "digest": "sha256('x')",
    "id": "id + 1000",
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("place", [0, 2, 6, 11])
def test_a_changed_entry_is_named(trail, column, place):
    sql(f"UPDATE audit_entry SET {column} = {COLUMNS[column]} WHERE id = %s", trail[place].pk)
    fault = only_fault()
    assert (fault.kind, fault.position) == (Kind.CHANGED, place + 1)
    assert str(fault.entry) in str(fault)


def test_an_entry_that_was_changed_with_its_digests_is_named(trail):
    entry = trail[5]
    entry.subject = "person:999"
    content = content_of(said_by(entry))
    sql("UPDATE audit_entry SET subject = %s, content = %s WHERE id = %s", entry.subject, content, entry.pk)
    assert (only_fault().kind, only_fault().entry) == (Kind.CHANGED, entry.pk)


@pytest.mark.parametrize("place", [0, 3, 4, 6, 8, 9])
def test_a_removed_entry_is_named(trail, place):
    sql("DELETE FROM audit_entry WHERE id = %s", trail[place].pk)
    fault = only_fault()
    assert (fault.kind, fault.position) == (Kind.REMOVED, place + 1)


@pytest.mark.parametrize("place", [0, 3, 5, 9])
def test_a_removed_entry_is_named_also_when_the_others_close_up(trail, place):
    sql("DELETE FROM audit_entry WHERE id = %s", trail[place].pk)
    for entry in trail[place + 1 :]:
        block = entry.block - 1 if entry.block > trail[place].position else entry.block
        sql("UPDATE audit_entry SET position = position - 1, block = %s WHERE id = %s", block, entry.pk)
    fault = only_fault()
    assert (fault.kind, fault.lane) == (Kind.REMOVED, trail[0].lane_id)
    assert place + 1 <= fault.position <= place + 5


@pytest.mark.parametrize(("one", "other"), [(0, 1), (1, 3), (2, 6), (4, 5), (5, 8), (3, 11), (8, 9)])
def test_entries_put_in_each_others_place_are_named(trail, one, other):
    first, second = trail[one], trail[other]
    sql("UPDATE audit_entry SET position = -1 WHERE id = %s", first.pk)
    sql("UPDATE audit_entry SET position = %s, block = %s WHERE id = %s", first.position, first.block, second.pk)
    sql("UPDATE audit_entry SET position = %s, block = %s WHERE id = %s", second.position, second.block, first.pk)
    fault = only_fault()
    assert (fault.kind, fault.position) == (Kind.REORDERED, one + 1)


@pytest.mark.parametrize(("one", "other"), [(0, 1), (2, 6), (4, 5), (3, 11)])
@pytest.mark.parametrize("with_digests", [False, True])
def test_what_entries_say_put_in_each_others_place_is_named(trail, one, other, with_digests):
    for entry, source in ((trail[one], trail[other]), (trail[other], trail[one])):
        values = {**said_by(source)._asdict(), "content": source.content if with_digests else entry.content}
        Entry.objects.filter(pk=entry.pk).update(**values)
    fault = only_fault()
    assert (fault.kind, fault.position) == (Kind.REORDERED, one + 1)


def test_an_entry_moved_to_the_end_is_named(trail):
    sql("UPDATE audit_entry SET position = 13, block = 13 WHERE id = %s", trail[2].pk)
    assert (only_fault().kind, only_fault().position) == (Kind.REORDERED, 3)


@pytest.mark.parametrize("count", [1, 3, 5, 12])
def test_a_cut_off_tail_is_named(trail, count):
    sql("DELETE FROM audit_entry WHERE position > %s", 12 - count)
    fault = only_fault()
    assert (fault.kind, fault.position) == (Kind.CUT_OFF, 13 - count)


@pytest.mark.parametrize("count", [1, 3, 12])
def test_a_cut_off_tail_is_named_by_the_stamp_though_the_lane_was_rewritten(trail, count):
    take_stamp()
    sql("DELETE FROM audit_entry WHERE position > %s", 12 - count)
    rewrite_head(trail[0].lane_id)
    fault = only_fault()
    assert (fault.kind, fault.position) == (Kind.CUT_OFF, 13 - count)
    assert "時点" in fault.why


def test_a_cut_off_tail_is_named_by_the_file_though_everything_in_the_database_was_rewritten(trail):
    take_stamp()
    anchor_stamps()
    sql("DELETE FROM audit_entry WHERE position > 8")
    sql("DELETE FROM audit_stamp")
    rewrite_head(trail[0].lane_id)
    report = verify()
    assert [(fault.kind, fault.position) for fault in report.faults] == [(Kind.CUT_OFF, 9)]
    assert "外のファイル" in report.faults[0].why
    assert len(report.troubles) == 1


def test_a_chain_that_was_written_anew_differs_from_what_the_file_remembers(trail):
    """An attacker changes one entry and computes every digest after it again, stamps included."""
    take_stamp()
    anchor_stamps()
    Stamp.objects.all().delete()
    sql("UPDATE audit_entry SET actor = 'somebody else' WHERE id = %s", trail[10].pk)
    head = end_of([bytes(trail[9].digest)])
    for entry in Entry.objects.filter(position__gt=10).order_by("position"):
        content = content_of(said_by(entry))
        digest = link(head, entry.pk, content)
        Entry.objects.filter(pk=entry.pk).update(content=content, digest=digest)
        head = end_of([digest])
    Lane.objects.filter(pk=trail[0].lane_id).update(head=head)
    fault = only_fault()
    assert fault.kind == Kind.CHANGED
    assert "書き直されています" in fault.why


def test_an_entry_slipped_in_at_the_end_is_named(trail):
    last = trail[-1]
    last.pk, last.position, last.block = last.pk + 1, 13, 13
    last.digest = link(end_of([bytes(last.digest)]), last.pk, bytes(last.content))
    last.save(force_insert=True)
    assert (only_fault().kind, only_fault().position) == (Kind.CHANGED, 13)


def test_a_lane_that_was_taken_away_is_named(trail):
    take_stamp()
    sql("DELETE FROM audit_entry")
    sql("DELETE FROM audit_lane WHERE id = %s", trail[0].lane_id)
    assert {fault.kind for fault in verify().faults} == {Kind.CUT_OFF}


def test_a_stamp_that_was_changed_is_named(trail):
    take_stamp()
    sql("UPDATE audit_stamp SET at = at - interval '1 day'")
    report = verify()
    assert (report.holds, report.faults) == (False, [])
    assert "時点" in report.troubles[0]


def test_a_line_of_the_file_that_was_changed_is_named(trail, settings):
    take_stamp()
    anchor_stamps()
    path = settings.AUDIT_FOLDER / "yotsukaido.log"
    path.write_text(path.read_text().replace('"stamp"', '"stump"'))
    assert verify().troubles == ["データベースの外のファイルの 1 行目を読めません。"]


def test_the_oldest_of_several_faults_comes_first(trail):
    other = Lane.objects.exclude(pk=trail[0].lane_id).order_by("pk").first()
    sql("UPDATE audit_entry SET lane_id = %s, position = 1, block = 1 WHERE id = %s", other.pk, trail[11].pk)
    sql("UPDATE audit_entry SET actor = '' WHERE id = %s", trail[1].pk)
    assert [fault.entry for fault in verify().faults][:1] == [trail[1].pk]


@pytest.fixture
def run(run_command):
    """Runs a command; gives status and output."""

    def call(*words):
        said = run_command(*words)
        return said.status, said.out

    return call


def test_the_command_says_that_all_is_well(run, trail):
    status, out = run("audit", "verify")
    assert status == 0
    assert "yotsukaido: 監査記録 12 件" in out
    assert out.count("書かれたとおり") == 2


def test_the_command_ends_with_one_and_names_the_entry(run, trail):
    sql("UPDATE audit_entry SET actor = 'x' WHERE id = %s", trail[3].pk)
    status, out = run("audit", "verify", "--town", "yotsukaido")
    assert (status, f"× 記録 {trail[3].pk}" in out) == (1, True)
    status, out = run("audit", "verify", "--town", "yotsukaido", "--json")
    (report,) = json.loads(out)
    assert (status, report["ok"]) == (1, False)
    assert (report["faults"][0]["kind"], report["faults"][0]["entry"]) == ("changed", trail[3].pk)
