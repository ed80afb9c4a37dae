"""``madoguchi up`` as a real process tree: it starts, outlives the death of each part, and stops without a trace."""

import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest

from madoguchi.foundation.testing.database import ROOT, lend_blank
from madoguchi.foundation.testing.processes import of_its_own
from madoguchi.foundation.towns.embedded import default_url, stop
from madoguchi.foundation.towns.embedded.leftovers import send, server_processes
from madoguchi.foundation.towns.embedded.sockets import SOCKET

PATIENCE = 150


class City:
    """One ``madoguchi up`` on a folder of its own."""

    def __init__(self, data, port):
        self.data, self.port = data, port
        self.log = data / "up.log"
        self.process = None

    def start(self):
        env = of_its_own(DATA=str(self.data), PORT=str(self.port), RESIDENTS="200")
        command = [sys.executable, "-m", "madoguchi.config.cli", "up"]
        lend_blank(self.data)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        wait_for(lambda: "Ctrl-C" in self.log.read_text() or self.process.poll() is not None)
        assert self.process.poll() is None, self.log.read_text()

    def child(self, words):
        """A child of ours by its command line; it may be about to come back."""
        found = []

        def look():
            found[:] = [child for child in psutil.Process(self.process.pid).children() if words in command_of(child)]
            return found

        wait_for(look)
        return found[0]

    def is_open(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


def wait_for(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def command_of(process):
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def gone(process):
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@pytest.fixture
def city():
    folder = Path(tempfile.mkdtemp(prefix="mado-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    city = City(folder, port)
    yield city
    if city.process and city.process.poll() is None:
        city.process.terminate()
        city.process.wait(60)
    stop(folder)
    shutil.rmtree(folder)


@pytest.mark.slow
def test_a_city_outlives_the_death_of_each_part_and_stops_without_a_trace(city):
    city.start()
    assert city.is_open()
    said = city.log.read_text()
    for words in (
        f"http://localhost:{city.port}/desk/",
        "ひなた町",
        "mado1",
        "kakari",
        "admin",
        "doro",
    ):
        assert words in said
    with psycopg.connect(default_url(city.data)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")
    assert who_is_there(city) == {"madoguchi_app"}

    for part in ("granian", "cli worker"):
        victim = city.child(part)
        victim.kill()
        wait_for(lambda victim=victim: gone(victim))
        assert city.child(part).pid != victim.pid
        wait_for(city.is_open)

    postmaster = psutil.Process(int((city.data / "pg" / "postmaster.pid").read_text().split()[0]))
    postmaster.kill()
    wait_for(lambda: gone(postmaster))
    wait_for(city.is_open)

    killed_with_everything(city)
    (city.data / "run" / SOCKET).touch()
    (city.data / "tmp" / "upload").write_text("what a killed process had in its hands")
    begun = time.monotonic()
    city.start()
    assert time.monotonic() - begun < 30
    with psycopg.connect(default_url(city.data)) as connection:
        assert connection.execute("SELECT * FROM kept").fetchone() == (1,)
    scratch = city.data / "tmp"
    assert list(scratch.iterdir()) == [] and scratch.stat().st_mode & 0o077 == 0
    assert city.child("granian").environ()["TMPDIR"] == str(scratch)

    family = psutil.Process(city.process.pid).children(recursive=True)
    city.process.send_signal(signal.SIGTERM)
    assert city.process.wait(60) == 0
    wait_for(lambda: all(gone(member) for member in family))
    assert not server_processes(city.data / "pg")
    assert not city.is_open()


def who_is_there(city):
    """The roles under which the city serves; nobody of it stays connected as the owner."""
    with psycopg.connect(default_url(city.data)) as connection:
        rows = connection.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'madoguchi' AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return {row[0] for row in rows}


def killed_with_everything(city):
    """As when the power fails: nobody has time to clear up."""
    family = psutil.Process(city.process.pid).children(recursive=True)
    database = server_processes(city.data / "pg")
    city.process.kill()
    send([*family, *database], signal.SIGKILL)
    city.process.wait()
    wait_for(lambda: not server_processes(city.data / "pg"))


@pytest.mark.slow
def test_a_port_in_use_is_said_plainly(city):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", city.port))
        taken.listen()
        command = [sys.executable, "-m", "madoguchi.config.cli", "up"]
        env = of_its_own(DATA=str(city.data), PORT=str(city.port), DEMO="0")
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert f"ポート {city.port} は使われています" in done.stderr
    assert "Traceback" not in done.stderr
    assert not server_processes(city.data / "pg")
