"""PostgreSQL's own programs, working on our database."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connection

from .embedded.binaries import binaries
from .errors import TownError

CHUNK = 1024 * 1024
LINES_OF_HEAD = 40
TOO_NEW = b"SET transaction_timeout"
# Half a script must not be committed: a division by zero ends psql with an error.
ABANDON = b"\n;SELECT 1/0;\n"


def program(name: str) -> list[str]:
    """The command line of a PostgreSQL program that works on our database."""
    options = connection.settings_dict
    words = [str(binaries() / name), "--username", options["USER"], "--no-password", "--dbname", options["NAME"]]
    words += ["--host", options["HOST"]] if options["HOST"] else []
    return words + (["--port", options["PORT"]] if options["PORT"] else [])


def environment() -> dict[str, str]:
    """The environment of those programs: the password goes there, where no list of processes shows it."""
    password = connection.settings_dict["PASSWORD"]
    return {**os.environ, **({"PGPASSWORD": password} if password else {})}


def pipe_from(command: list[str], target: IO[bytes]) -> None:
    """Copies what a program writes. Raises TownError where it fails."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=said)
        assert process.stdout is not None
        with process.stdout as output:
            shutil.copyfileobj(output, target, CHUNK)
        check(process, said)


def restore(dump: Path) -> None:
    """Runs a dump in one transaction, also on a server older than the programs. Raises TownError where it fails."""
    read = [str(binaries() / "pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    with tempfile.TemporaryFile() as wrong:
        reader = subprocess.Popen(read, stdout=subprocess.PIPE, stderr=wrong)
        assert reader.stdout is not None
        with reader.stdout as source, writer() as target:
            copy_sql(source, target)
            check(reader, wrong)


def run_script(source: IO[bytes]) -> None:
    """Runs a script of ``pg_dump`` in one transaction. Raises TownError where it fails."""
    with writer() as target:
        copy_sql(source, target)


@contextmanager
def writer() -> Iterator[IO[bytes]]:
    """Takes SQL into one transaction, committed at the end where no error was raised. Raises TownError."""
    command = [
        *program("psql"),
        *["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"],
    ]
    with tempfile.TemporaryFile() as refused:
        process = subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stderr=refused)
        assert process.stdin is not None
        try:
            with contextlib.suppress(BrokenPipeError), process.stdin as target:
                try:
                    yield target
                except BaseException:
                    target.write(ABANDON)
                    raise
        finally:
            process.wait()
        check(process, refused)


def copy_sql(source: IO[bytes], target: IO[bytes]) -> None:
    """Copies a script without the settings at its head that servers before 17 do not know."""
    for _ in range(LINES_OF_HEAD):
        line = source.readline()
        if not line.startswith(TOO_NEW):
            target.write(line)
    shutil.copyfileobj(source, target, CHUNK)


def check(process: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
    """Waits for a program. Raises TownError with its words where it failed."""
    if process.wait():
        said.seek(0)
        words = said.read().decode(errors="replace")[-2000:]
        raise TownError(f"{Path(str(process.args[0])).name} が失敗しました。\n{words}")  # type: ignore[index]
