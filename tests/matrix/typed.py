"""What is typed for each command, and what is seen of it while it runs."""

from __future__ import annotations

import os
import shlex
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from django.db import ProgrammingError, connection

from madoguchi.config import cli, prepared, running
from madoguchi.config.databases import APPLICATION, AS, present
from madoguchi.engines.issuance.models import Closing
from madoguchi.foundation.access import SYSTEM_ACTOR, Actor
from madoguchi.foundation.testing.database import as_application
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.data import TOWNS
from madoguchi.foundation.towns.embedded.binaries import binaries
from madoguchi.foundation.towns.queries import town_named
from madoguchi.foundation.towns.role import role_name
from madoguchi.systems.window.residents.commands import console
from madoguchi.systems.window.residents.tests.files import SAMPLE, patterns, write
from tests.canary.signs import signs_in, text_of_pdf

from .city import City

OK, REFUSED, STOPPED = "ok", "refused", "stopped"
ANSWERS = {
    OK: "done",
    REFUSED: "told in words that it cannot be done",
    STOPPED: "denied by the database itself",
}
DENIED = "42501"
BY_HAND = "SELECT name FROM yotsukaido.people_identity; CREATE TABLE yotsukaido.by_hand (n int)"
CODE = f"from django.db import connection as c; k = c.cursor(); {{}}; k.execute({BY_HAND.partition('; ')[2]!r})"
READ = f"k.execute({BY_HAND.partition(';')[0]!r}); print(k.fetchall())"
TYPED = {
    "town list": "",
    "town create": "minato --name みなと町 --lg-code 990027 --prefecture 日和県",
    "town export": "yotsukaido FILE.zip",
    "town delete": "hinata --confirm ひなた町",
    "staff create-administrator": "--username new --name 新　一 --division 総務課",
    "staff recover": "test-clerk --reason 試験",
    "db shell": "",
    "db url": "",
    "db migrate": "",
    "manage": f"tenant_command shell --schema=yotsukaido -c {shlex.quote(CODE.format(READ))}",
    "help": "",
    "indicators count": "",
    "indicators show": "",
    "vault rotate": "",
    "vault status": "",
    "audit verify": "",
    "approvals verify": "",
    "papers report": "DRAWER FILE.pdf",
    "papers sweep": "",
    "population close": "",
    "population show": "",
    "population verify": "",
    "plan list": "",
    "plan load": f"{TOWNS}/hinata/plan/r8_r9.csv --code new --name 新しい計画 --years 2026-2027",
    "plan report": "",
    "residents import": f"SAMPLE --lg-code {SAMPLE}",
    "residents export": "FILE.csv --reason 試験",
    "residents search": "見張",
}
ORDINARY = ("友田　一葉", "見張　剛")
NAMES = {SYSTEM_ACTOR.name: "system", console().name: "console"}


@dataclass
class Seen:
    """What one run showed, in the words of the table."""

    answer: str
    role: str = "none"
    actor: str = "-"
    changes: str = "nothing"
    reveals: str = "no"
    looks_again: str = "no"


@contextmanager
def watched(seen: Seen, actors: set[str]) -> Iterator[None]:
    """Notes as whom the database is used, whose rights are asked, and whether the next start is to look again."""
    may = Actor.may

    def asked(self: Actor, permission: str) -> bool:
        actors.add(self.name)
        return may(self, permission)

    @contextmanager
    def database_up(*, serves: bool = False) -> Iterator[None]:
        if serves:
            os.environ[AS] = APPLICATION
        connection.close()
        connection.settings_dict.update(present())
        connection.set_schema_to_public()  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_user")
            seen.role = "application" if cursor.fetchone() == (role_name(),) else "owner"
        yield

    def forget(data: Path) -> None:
        seen.looks_again = "yes"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Actor, "may", asked)
        patch.setattr(running, "database_up", database_up)
        patch.setattr(prepared, "forget", forget)
        yield


@contextmanager
def environment(city: City, role: str) -> Iterator[None]:
    """The database is the city's; with the role "application" an operator has asked for that."""
    before = dict(os.environ)
    os.environ |= {"DATABASE_URL": city.url, "APP_DATABASE_URL": as_application(city.url)}
    os.environ.pop(AS, None)
    if role == APPLICATION:
        os.environ[AS] = APPLICATION
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def typed_into(text: str) -> Iterator[None]:
    """What programs that a command starts read from the keyboard."""
    kept = os.dup(0)
    with TemporaryFile() as file:
        file.write(text.encode())
        file.seek(0)
        os.dup2(file.fileno(), 0)
        try:
            yield
        finally:
            os.dup2(kept, 0)
            os.close(kept)


def run(city: City, name: str, capfd: pytest.CaptureFixture[str], role: str = "") -> Seen:
    """Runs a command on the city as it was filled, in its own role or in the one that is given."""
    folder, actors, seen = city.afresh(), set[str](), Seen(OK)
    words = [*name.split(), *shlex.split(filled(name, folder))]
    before = city.state()
    capfd.readouterr()
    with environment(city, role), watched(seen, actors), typed_into(f"\\set ON_ERROR_STOP on\n{BY_HAND};\n"):
        try:
            seen.answer = REFUSED if cli.main(words) else OK
        except ProgrammingError as denied:
            assert getattr(denied.__cause__, "sqlstate", "") == DENIED, denied
            seen.answer = STOPPED
    connection.close()
    out, err = capfd.readouterr()
    after = city.state()
    seen.changes = before.changed(after)
    seen.actor = "+".join(sorted(NAMES.get(who, who) for who in actors | before.actors(after))) or "-"
    seen.reveals = revealed(out.encode() + err.encode() + b"".join(map(text_of, folder.iterdir())))
    return seen


def filled(name: str, folder: Path) -> str:
    """What is typed after a command, with files in a folder."""
    words = TYPED[name].replace("FILE", str(folder / "file"))
    if "SAMPLE" in words:
        words = words.replace("SAMPLE", str(write(folder.parent / "sample.csv", strangers())))
    if "DRAWER" in words:
        words = words.replace("DRAWER", str(closed_drawer()))
    return words


def closed_drawer() -> int:
    """The drawer that was closed."""
    with in_town(town_named("yotsukaido")):
        return int(Closing.objects.latest("pk").drawer_id)


def strangers() -> list[dict[str, str]]:
    """Lines of people whose numbers nobody has."""
    far = 700_000_000
    numbers = ("宛名番号", "世帯番号")
    return [{**line, **{name: str(int(line[name]) + far) for name in numbers if line.get(name)}} for line in patterns()]


def text_of(path: Path) -> bytes:
    """Everything that a file says, also where it is packed."""
    if path.suffix == ".pdf":
        return text_of_pdf(path.read_bytes())
    if path.suffix != ".zip":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive, suppress(KeyError):
        dump = archive.extract("schema.dump", path.parent / "unpacked")
        done = subprocess.run([str(binaries() / "pg_restore"), "-f", "-", dump], capture_output=True, check=True)
        return done.stdout
    return b""


def revealed(output: bytes) -> str:
    """Whose data came out: of the protected, of other people, of nobody."""
    if signs_in(output, ""):
        return "protected"
    return "people" if any(name.encode() in output for name in ORDINARY) else "no"
