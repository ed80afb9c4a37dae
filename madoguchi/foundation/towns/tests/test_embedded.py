"""The embedded server starts, stops, and comes back after every kind of death."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import psycopg
import pytest

from madoguchi.foundation.testing.database import ROOT
from madoguchi.foundation.towns.embedded import default_url, embedded, is_running, start, stop
from madoguchi.foundation.towns.embedded.account import account
from madoguchi.foundation.towns.embedded.leftovers import cluster_name, postmaster, send, server_processes
from madoguchi.foundation.towns.embedded.server import UnavailableError
from madoguchi.foundation.towns.embedded.sockets import SOCKET, socket_folder

HOLD = """
import sys, pathlib
from madoguchi.foundation.towns.embedded import embedded
with embedded(pathlib.Path(sys.argv[1]), durable=False) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def data():
    """A short folder that is stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mado-"))
    folder.chmod(0o755)
    yield folder
    stop(folder)
    shutil.rmtree(folder)


def query(url, text):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(text)
        return cursor.fetchone()[0] if cursor.description else None


def holder(data):
    """Another process that uses the server until its input is closed."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def leave(process):
    process.stdin.close()
    assert process.wait(60) == 0


def kill_everything(data):
    send(server_processes(data / "pg"), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while server_processes(data / "pg") and time.monotonic() < deadline:
        time.sleep(0.05)


def test_it_starts_stops_and_sorts_by_code_point(data):
    with embedded(data) as url:
        assert query(url, "SELECT string_agg(x, '' ORDER BY x) FROM unnest(ARRAY['b','B','あ','a']) x") == "Babあ"
        assert query(url, "SHOW server_encoding") == "UTF8"
        assert query(url, "SHOW fsync") == "on"
        assert query(url, "SHOW synchronous_commit") == "on"
        assert query(url, "SHOW listen_addresses") == ""
        assert query(url, "SHOW plan_cache_mode") == "force_custom_plan"
    assert not is_running(data)


def test_nobody_else_reaches_it(data):
    with embedded(data, durable=False):
        assert socket_folder(data).stat().st_mode & 0o077 == 0
        assert (data / "pg").stat().st_mode & 0o077 == 0


def test_what_was_committed_survives_a_kill_of_the_postmaster(data):
    url = start(data)
    query(url, "CREATE TABLE kept (n int)")
    query(url, "INSERT INTO kept VALUES (1)")
    postmaster(data / "pg").kill()
    assert query(start(data), "SELECT n FROM kept") == 1


def test_what_was_committed_survives_a_kill_of_every_process(data):
    url = start(data)
    query(url, "CREATE TABLE kept AS SELECT 7 AS n")
    kill_everything(data)
    assert (data / "pg" / "postmaster.pid").exists()
    assert query(start(data), "SELECT n FROM kept") == 7


def test_a_lock_file_that_names_a_living_stranger_is_no_obstacle(data):
    start(data, durable=False)
    kill_everything(data)
    lock = data / "pg" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:], ""]))
    (data / "run" / f"{SOCKET}.lock").write_text("\n".join([str(os.getpid()), *lines[1:], ""]))
    assert query(start(data, durable=False), "SELECT 1") == 1


def test_an_old_socket_is_no_obstacle(data):
    start(data, durable=False)
    stop(data)
    with socket.socket(socket.AF_UNIX) as old:
        old.bind(str(data / "run" / SOCKET))
    assert (data / "run" / SOCKET).exists()
    assert query(start(data, durable=False), "SELECT 1") == 1


def test_two_that_start_at_once_share_one_server_and_the_last_stops_it(data):
    first, second = holder(data), holder(data)
    assert first.stdout.readline() == second.stdout.readline() == f"{default_url(data)}\n"
    assert len([p for p in server_processes(data / "pg") if p.pid == postmaster(data / "pg").pid]) == 1
    leave(first)
    assert is_running(data)
    leave(second)
    assert not is_running(data)


def test_a_user_that_was_killed_counts_as_having_left(data):
    with embedded(data, durable=False):
        other = holder(data)
        other.stdout.readline()
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert not is_running(data)


def test_a_long_folder_gets_a_short_socket(data):
    deep = data / ("long-name-" * 12)
    with embedded(deep, durable=False) as url:
        assert query(url, "SELECT 1") == 1
        assert socket_folder(deep).stat().st_mode & 0o077 == 0
        assert str(deep) not in url
        assert url == default_url(deep)


def test_a_folder_with_spaces_and_quotes(data):
    odd = data / "市役所 'A' b"
    with embedded(odd, durable=False) as url:
        assert query(url, "SELECT 1") == 1


def test_the_environment_changes_nothing(data, monkeypatch):
    monkeypatch.setenv("LC_ALL", "tr_TR.ISO-8859-9")
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")
    with embedded(data, durable=False) as url:
        assert query(url, "SELECT lower('I')") == "i"


def test_data_of_another_version_are_left_alone(data):
    start(data, durable=False)
    stop(data)
    version = data / "pg" / "PG_VERSION"
    kept = version.read_text()
    version.write_text("9\n")
    with pytest.raises(UnavailableError, match="PostgreSQL 9"):
        start(data)
    version.write_text(kept)


def test_clusters_are_told_apart():
    assert cluster_name(Path("/a")) != cluster_name(Path("/b"))


def test_an_ordinary_user_runs_it_as_themselves(data):
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    with embedded(data / "warm-up", durable=False):
        pass
    os.chown(data, user.pw_uid, user.pw_gid)
    child = os.fork()
    if child == 0:
        os._exit(live_as(user, data / "theirs"))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def live_as(user, data):
    """In a child process: becomes that user and uses a server. Gives the exit status."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
    account.cache_clear()
    try:
        with embedded(data, durable=False) as url:
            owner = postmaster(data / "pg").uids().real
            return 0 if owner == user.pw_uid and query(url, "SELECT 1") == 1 else 1
    except BaseException:
        traceback.print_exc()
        return 2
