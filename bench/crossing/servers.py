"""Two web servers beside each other, either of which may be killed at any moment and comes back."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import psutil

from bench.city.web import answers, free_port, start_web, until_open

SECONDS_TO_STOP = 20


class Fleet:
    """Two servers of one process each, as behind a load balancer."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.ports = [free_port(), free_port()]
        self.processes = [start_web(port, workers=1, environment=environment) for port in self.ports]

    def wait(self) -> None:
        """Until both answer. Raises RuntimeError where one does not open."""
        for port, process in zip(self.ports, self.processes, strict=True):
            until_open(port, process)

    def kill(self, which: int) -> None:
        """``kill -9`` of every process of one server, and a new start."""
        for each in family(self.processes[which]):
            with suppress(psutil.NoSuchProcess):
                each.kill()
        self.processes[which].wait()
        self.processes[which] = start_web(self.ports[which], workers=1, environment=self.environment)

    def stop(self) -> None:
        """An orderly end; who still waits for a line that broke is not waited for."""
        everyone = [each for process in self.processes for each in family(process)]
        for process in self.processes:
            process.terminate()
        _, late = psutil.wait_procs(everyone, SECONDS_TO_STOP)
        for process in late:
            process.kill()


def family(process: psutil.Popen) -> list[psutil.Process]:
    """A process and its children, the children first."""
    try:
        return [*process.children(recursive=True), process]
    except psutil.NoSuchProcess:
        return []


@contextmanager
def fleet(environment: Mapping[str, str]) -> Iterator[Fleet]:
    """Two servers that answer."""
    made = Fleet(environment)
    try:
        made.wait()
        yield made
    finally:
        made.stop()


@contextmanager
def killing(servers: Fleet, every: float) -> Iterator[list[int]]:
    """Kills one server after the other, every so many seconds; gives the list of those killed, which grows."""
    stop = threading.Event()
    killed: list[int] = []

    def hunt() -> None:
        for which in itertools.cycle((0, 1)):
            if stop.wait(every):
                return
            servers.kill(which)
            killed.append(which)
            while not answers(servers.ports[which]) and not stop.wait(0.1):
                pass

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        yield killed
    finally:
        stop.set()
        hunter.join()
