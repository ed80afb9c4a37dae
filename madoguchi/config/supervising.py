"""Child processes that are kept alive together and stopped in order."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

SECONDS_BETWEEN_LOOKS = 0.3
LONGEST_WAIT = 10.0
PARENT_DEATH_SIGNAL = 1


@dataclass
class Child:
    """One process with its descendants, in a session of its own so that Ctrl-C reaches only the parent."""

    name: str
    command: list[str]
    patience: float
    process: "subprocess.Popen[bytes] | None" = None
    failures: int = 0
    started_at: float = 0.0
    not_before: float = 0.0

    def start(self) -> None:
        """Starts it."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=die_with_parent)

    def is_alive(self) -> bool:
        """True while the process itself runs."""
        return self.process is not None and self.process.poll() is None

    def revive(self) -> None:
        """Starts it again after it died: at once the first time, then with growing patience."""
        now = time.monotonic()
        if self.process is not None:
            self.failures = 0 if now - self.started_at > LONGEST_WAIT * 3 else self.failures + 1
            self.not_before = now + (min(2.0**self.failures, LONGEST_WAIT) if self.failures > 1 else 0)
            print(f"{self.name}が止まったので、もう一度始めます（{self.process.returncode}）", file=sys.stderr)
            end_group(self.process.pid)
            self.process = None
        if now >= self.not_before:
            self.start()

    def stop(self) -> None:
        """Asks it to end what it does, then ends it."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        end_group(self.process.pid)
        self.process.wait()
        self.process = None


def die_with_parent() -> None:
    """In the child, on Linux: asks the kernel for SIGTERM should the parent die."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def end_group(leader: int) -> None:
    """Ends what is left of a child's session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


@dataclass
class Household:
    """Children in the order in which they start; they stop in the opposite order.

    ``note`` is a file that tells a later start what a killed parent may have left running.
    """

    note: Path
    children: list[Child] = field(default_factory=list)

    def clear(self) -> None:
        """Ends what a killed parent left."""
        end_leftovers(self.note)

    def take_in(self, child: Child) -> None:
        """Starts one more."""
        child.start()
        self.children.append(child)
        self.write_note()

    def look_after(self) -> None:
        """Revives those that died."""
        dead = [child for child in self.children if not child.is_alive()]
        for child in dead:
            child.revive()
        if dead:
            self.write_note()

    def stop(self) -> None:
        """Stops all, last first."""
        for child in reversed(self.children):
            child.stop()
        self.note.unlink(missing_ok=True)

    def write_note(self) -> None:
        """Remembers the sessions of the children and when they began."""
        alive = [child.process.pid for child in self.children if child.process]
        self.note.write_text(json.dumps([[pid, began(pid)] for pid in alive]))


def began(pid: int) -> float:
    """When a process began; 0 for one that is gone."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return 0.0


def end_leftovers(note: Path) -> None:
    """Ends the sessions that a killed parent left, and nobody else: a number used again has begun at another time."""
    try:
        sessions = dict(json.loads(note.read_text()))
    except (OSError, ValueError, TypeError):
        return
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            leader = os.getsid(process.pid)
            if leader in sessions and is_of_session(process, leader, sessions[leader]):
                process.kill()
    note.unlink(missing_ok=True)


def is_of_session(process: psutil.Process, leader: int, at: float) -> bool:
    """True for a process of the session that began then."""
    return abs(process.create_time() - at) < 1 if process.pid == leader else process.create_time() >= at > 0
