"""The ends of the chains are stamped hourly, kept outside the database, and confirmed by an authority."""

import json
import shutil
import socket
import subprocess
import time

import pytest

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.audit import authority as port
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.audit.anchors import Anchor, BadAnchorError, append, lay_aside, parse, place
from madoguchi.foundation.audit.authority import HttpAuthority, NoAnswerError
from madoguchi.foundation.audit.models import Lane, Stamp, Token
from madoguchi.foundation.audit.stamps import Head, digest_of, first
from madoguchi.foundation.audit.taking import anchor_stamps, ask_for_tokens, take_stamp
from madoguchi.foundation.audit.verifying import verify
from madoguchi.foundation.jobs.api import Job, State, enqueue
from madoguchi.foundation.jobs.running import perform

from .authority import LocalAuthority, serving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.AUDIT_FOLDER = tmp_path / "audit"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """An authority that the city believes."""
    if not shutil.which("openssl"):
        pytest.fail("openssl is needed")
    return LocalAuthority(tmp_path_factory.mktemp("tsa") / "known")


@pytest.fixture
def tsa(known, settings):
    """The city asks it."""
    known.answer = None
    with serving(known) as url:
        settings.TSA_URL, settings.TSA_CERTIFICATES = url, str(known.root)
        yield known


def hour():
    """What the worker does each hour."""
    job = enqueue(SYSTEM_ACTOR, task="audit.stamp", arguments={})
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE, job.message
    return job.result


def lines(settings):
    return [json.loads(line) for line in (settings.AUDIT_FOLDER / "yotsukaido.log").read_text().splitlines()]


def test_a_stamp_says_where_each_lane_ends_and_stands_on_the_one_before(town):
    record(SYSTEM_ACTOR, action="x", subject="1")
    one = take_stamp()
    lane = Lane.objects.filter(position__gt=0).first()
    assert one.heads[str(lane.pk)] == [lane.position, bytes(lane.head).hex()]
    record(SYSTEM_ACTOR, action="x", subject="2")
    two = take_stamp()
    assert len(two.heads) == 1, "only lanes that grew"
    assert (bytes(one.before), bytes(two.before)) == (first("yotsukaido"), bytes(one.digest))
    assert bytes(two.digest) == digest_of("yotsukaido", two.at, two.heads, bytes(one.digest))


def test_an_hour_without_entries_needs_no_stamp(town):
    record(SYSTEM_ACTOR, action="x", subject="1")
    assert take_stamp()
    assert take_stamp() is None


def test_two_workers_at_the_same_moment_take_one_stamp(town, monkeypatch):
    record(SYSTEM_ACTOR, action="x", subject="1")
    stamp = take_stamp()
    record(SYSTEM_ACTOR, action="x", subject="2")
    monkeypatch.setattr("madoguchi.foundation.audit.taking.known_heads", dict)
    monkeypatch.setattr("madoguchi.foundation.audit.taking.first", lambda schema: bytes(stamp.before))
    monkeypatch.setattr(type(Stamp.objects), "order_by", lambda self, key: Stamp.objects.none())
    assert take_stamp() is None


def test_the_file_has_a_line_for_each_stamp_and_each_once(town, settings):
    record(SYSTEM_ACTOR, action="x", subject="1")
    take_stamp()
    assert (anchor_stamps(), anchor_stamps()) == (1, 0)
    record(SYSTEM_ACTOR, action="x", subject="2")
    take_stamp()
    anchor_stamps()
    assert [line["stamp"] for line in lines(settings)] == list(
        Stamp.objects.order_by("pk").values_list("pk", flat=True)
    )
    assert place("yotsukaido").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kept", [0, 1, 30])
def test_a_line_that_was_cut_short_by_a_crash_is_written_again(town, settings, kept):
    for subject in "ab":
        record(SYSTEM_ACTOR, action="x", subject=subject)
        take_stamp()
    anchor_stamps()
    path = place("yotsukaido")
    whole = path.read_bytes()
    one, two = whole.splitlines(keepends=True)
    path.write_bytes(one + two[:kept])
    assert anchor_stamps() == 1
    assert path.read_bytes() == whole
    path.write_bytes(one[:kept])
    assert anchor_stamps() == 2
    assert path.read_bytes() == whole


def test_a_line_is_read_as_it_was_written():
    from datetime import UTC, datetime

    anchor = Anchor(7, datetime(2026, 11, 25, 3, tzinfo=UTC), {3: Head(12, b"\x01" * 32)}, b"\x02" * 32)
    assert list(parse(anchor.line())) == [anchor]
    with pytest.raises(BadAnchorError, match="2"):
        list(parse(anchor.line() + "{}\n"))


def test_a_town_of_the_same_name_begins_a_file_anew(town, settings):
    record(SYSTEM_ACTOR, action="x", subject="1")
    take_stamp()
    anchor_stamps()
    lay_aside("yotsukaido")
    assert not place("yotsukaido").exists()
    assert len(list(settings.AUDIT_FOLDER.iterdir())) == 1
    assert append("yotsukaido", lambda number: ()) == 0


def test_each_hour_the_authority_confirms_the_stamp(tsa, town):
    record(SYSTEM_ACTOR, action="x", subject="1")
    result = hour()
    assert (result["anchored"], result["confirmed"], result["waiting"]) == (1, 1, 0)
    report = verify()
    assert (report.holds, report.confirmed, report.unchecked, report.anchors) == (True, 1, 0, 1)
    assert hour()["stamp"] is None


def test_the_token_is_one_that_openssl_believes(tsa, town, tmp_path):
    record(SYSTEM_ACTOR, action="x", subject="1")
    hour()
    token = Token.objects.select_related("stamp").get()
    (tmp_path / "reply").write_bytes(bytes(token.token))
    (tmp_path / "data").write_bytes(bytes(token.stamp.digest))
    words = ["openssl", "ts", "-verify", "-in", "reply", "-data", "data", "-CAfile", str(tsa.root),
             "-untrusted", str(tsa.folder / "tsa.pem")]  # fmt: skip
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr


def test_an_authority_that_is_dead_holds_nothing_up_and_is_asked_again(tsa, town, settings):
    alive, settings.TSA_URL = settings.TSA_URL, "http://127.0.0.1:9/"
    for subject in "ab":
        record(SYSTEM_ACTOR, action="x", subject=subject)
        result = hour()
        assert (result["confirmed"], result["anchored"]) == (0, 1)
    assert (result["waiting"], verify().waiting) == (2, 2)
    settings.TSA_URL = alive
    result = hour()
    assert (result["confirmed"], result["waiting"]) == (2, 0)


def test_an_authority_that_never_answers_is_left_after_a_while(monkeypatch, town):
    monkeypatch.setattr(port, "SECONDS", 0.3)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        begun = time.monotonic()
        with pytest.raises(NoAnswerError):
            HttpAuthority(f"http://127.0.0.1:{listener.getsockname()[1]}/").confirm(b"x")
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("answer", [b"", b"not a token", b"x" * 100_000])
def test_nonsense_is_no_confirmation(tsa, town, answer):
    tsa.answer = lambda query: answer
    record(SYSTEM_ACTOR, action="x", subject="1")
    assert hour()["confirmed"] == 0
    assert not Token.objects.exists()


def test_the_answer_to_another_question_is_no_confirmation(tsa, town, settings):
    record(SYSTEM_ACTOR, action="x", subject="1")
    take_stamp()
    earlier = {}
    tsa.answer = lambda query: earlier.setdefault("reply", tsa.confirm(query))
    HttpAuthority(settings.TSA_URL).confirm(b"something else")
    assert ask_for_tokens(HttpAuthority(settings.TSA_URL)) == (0, 1)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "", "nonsense"])
def test_only_the_web_is_asked(url):
    with pytest.raises(NoAnswerError):
        HttpAuthority(url).confirm(b"x")


def test_a_token_of_a_stranger_is_not_believed(tsa, town, settings, tmp_path):
    stranger = LocalAuthority(tmp_path / "stranger")
    tsa.answer = stranger.confirm
    record(SYSTEM_ACTOR, action="x", subject="1")
    hour()
    report = verify()
    assert (report.holds, report.faults) == (False, [])
    assert "署名を確かめられません" in report.troubles[0]


def test_a_token_for_another_stamp_is_not_believed(tsa, town):
    for subject in "ab":
        record(SYSTEM_ACTOR, action="x", subject=subject)
        hour()
    one, two = Token.objects.order_by("pk")
    Token.objects.filter(pk=one.pk).update(token=two.token)
    assert "別のデータ" in verify().troubles[0]


def test_without_a_certificate_it_says_what_it_did_not_check(tsa, town, settings):
    record(SYSTEM_ACTOR, action="x", subject="1")
    hour()
    settings.TSA_CERTIFICATES = ""
    report = verify()
    assert (report.holds, report.unchecked) == (True, 1)
    assert "確かめていません" in str(report)
    settings.TSA_CERTIFICATES = "/nowhere/root.pem"
    assert "TSA_CERTIFICATES を読めません" in verify().troubles[0]


def test_the_worker_asks_for_it_each_hour():
    from madoguchi.foundation.jobs.register import HOURLY

    assert "audit.stamp" in HOURLY
    assert not Job.objects.filter(task="audit.stamp").exists()
