"""What a killed server leaves behind, and how to tell it from a living one.

Process numbers are used again, so a lock file that names a living process proves nothing; a PostgreSQL process is known
by its command line: the postmaster's names its data folder, the others' bear the cluster's name.
"""

import contextlib
import hashlib
import os
import signal
from pathlib import Path

import psutil

from .sockets import SOCKET

PATIENCE = 10.0


def cluster_name(cluster: Path) -> str:
    """A short name for a data folder, shown in the titles of the server's processes."""
    return f"madoguchi-{hashlib.sha256(os.fsencode(cluster)).hexdigest()[:12]}"


def server_processes(cluster: Path) -> list[psutil.Process]:
    """Every process of the server of a data folder, also those that outlived their postmaster."""
    name = cluster_name(cluster)
    return [process for process in psutil.process_iter() if belongs(process, cluster, name)]


def belongs(process: psutil.Process, cluster: Path, name: str) -> bool:
    """True for a PostgreSQL process of this data folder."""
    try:
        words = process.cmdline()
    except psutil.Error:
        return False
    if not words:
        return False
    return words[0].startswith(f"postgres: {name}:") or (words[0].endswith("postgres") and str(cluster) in words)


def postmaster(cluster: Path) -> psutil.Process | None:
    """The living postmaster of a data folder; None where its lock file is missing or stale."""
    number = noted_process(cluster / "postmaster.pid")
    try:
        process = psutil.Process(number) if number else None
    except psutil.NoSuchProcess:
        return None
    return process if process and belongs(process, cluster, cluster_name(cluster)) else None


def noted_process(lock: Path) -> int:
    """The process number in a lock file; 0 where there is none."""
    try:
        first = lock.read_text().split("\n", 1)[0].strip()
    except OSError:
        return 0
    return int(first) if first.isdigit() else 0


def sweep(cluster: Path, sockets: Path) -> None:
    """Ends processes that outlived a killed postmaster and removes its lock files and socket.

    Call it only with no living postmaster and with the start lock held.
    """
    _, stubborn = psutil.wait_procs(server_processes(cluster), timeout=PATIENCE / 5)
    send(stubborn, signal.SIGTERM)
    _, stubborn = psutil.wait_procs(stubborn, timeout=PATIENCE)
    send(stubborn, signal.SIGKILL)
    for path in (cluster / "postmaster.pid", sockets / SOCKET, sockets / f"{SOCKET}.lock"):
        path.unlink(missing_ok=True)


def send(processes: list[psutil.Process], number: signal.Signals) -> None:
    """Sends a signal to those that still run."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)
