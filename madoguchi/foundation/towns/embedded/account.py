"""The account that PostgreSQL runs under: the caller's, or an unprivileged one when the caller is root."""

import os
import pwd
import shutil
import stat
import subprocess
from functools import cache
from pathlib import Path
from typing import IO

NAME = "madoguchi"
TRAVERSE = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
READ = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


@cache
def account() -> pwd.struct_passwd | None:
    """None for an ordinary user; for root (whom PostgreSQL refuses) the account to run it under."""
    if os.geteuid() != 0:
        return None
    return existing(NAME) or created(NAME) or existing("nobody")


def existing(name: str) -> pwd.struct_passwd | None:
    """The account of that name, None where there is none."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def created(name: str) -> pwd.struct_passwd | None:
    """A new system account that cannot log in, None where the machine has no way to make one."""
    if not (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")):
        return None
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
    subprocess.run(command, check=False, capture_output=True)
    return existing(name)


def own(folder: Path) -> None:
    """Makes a folder private (mode 700) to the server's account, and reachable for it. Creates it."""
    folder.mkdir(parents=True, exist_ok=True)
    if user := account():
        os.chown(folder, user.pw_uid, user.pw_gid)
        open_way(folder)
    folder.chmod(0o700)


def open_way(path: Path) -> None:
    """Lets the server's account pass through (not list) the folders above ``path``."""
    for folder in path.absolute().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def open_programs(bin_folder: Path) -> None:
    """Lets the server's account read and run PostgreSQL's programs (root with umask 077 may have hidden them)."""
    if account() is None:
        return
    install = bin_folder.resolve().parent
    open_way(install)
    for path in [install, *install.rglob("*")]:
        wanted = READ | (TRAVERSE if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0)
        if path.stat().st_mode & wanted != wanted:
            path.chmod(path.stat().st_mode | wanted)


def run(command: list[str], *, cwd: Path, output: IO[str]) -> int:
    """Runs one of PostgreSQL's programs under the server's account, with a fixed locale and no ``PG…`` variables.

    ``output`` is a real file: a daemon that inherits a pipe would keep its reader waiting. Gives the exit status.
    """
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    user = account()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**env, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        check=False,
        **identity,  # type: ignore[call-overload]
    )
    return done.returncode
