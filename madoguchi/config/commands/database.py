"""``madoguchi db`` and ``madoguchi manage``."""

import subprocess
from argparse import REMAINDER, ArgumentParser, Namespace

from madoguchi.foundation.commands import Command, Result


def shell(args: Namespace) -> Result:
    """PostgreSQL's own shell on our database."""
    from madoguchi.foundation.towns.programs import environment, program

    return Result(status=subprocess.run(program("psql"), env=environment(), check=False).returncode)


def url(args: Namespace) -> Result:
    """Where the database is."""
    from madoguchi.config.environment import data_folder, text
    from madoguchi.foundation.towns.embedded import default_url

    address = text("DATABASE_URL") or default_url(data_folder())
    return Result(address, {"url": address})


def migrate(args: Namespace) -> Result:
    """Tables of all towns to this version."""
    from madoguchi.config.preparing import migrate_all

    done = migrate_all()
    return Result("更新しました: " + "、".join(done) if done else "すべて最新です", {"migrated": done})


def words(parser: ArgumentParser) -> None:
    """Everything after ``manage`` is Django's."""
    parser.add_argument("words", nargs=REMAINDER, help="Django の命令と引数 / Django's command and its arguments")


def manage(args: Namespace) -> None:
    """Hands over to Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["madoguchi manage", *args.words])


COMMANDS = (
    Command(path=("db", "shell"), help="psql をひらく / open psql", run=shell),
    Command(path=("db", "url"), help="接続先 / address of the database", run=url, database=False),
    Command(path=("db", "migrate"), help="表を最新にする / bring tables up to date", run=migrate, owner=True),
    Command(
        path=("manage",),
        help="Django の命令 / a command of Django",
        description="例 / example:\n  madoguchi manage tenant_command shell --schema=yotsukaido",
        arguments=words,
        run=manage,
    ),
)
