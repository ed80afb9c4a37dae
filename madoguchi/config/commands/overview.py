"""``madoguchi help``: every command on one page."""

from argparse import Namespace

from madoguchi.foundation.commands import Command, Result


def overview(args: Namespace) -> Result:
    """All commands with their one line."""
    from madoguchi.config.commands import all_commands

    rows = [(" ".join(command.path), command.help) for command in all_commands()]
    lines = [f"  madoguchi {name:<22} {words}" for name, words in rows]
    text = "\n".join(["命令の一覧 / commands", "", *lines, "", "くわしくは: madoguchi <命令> --help"])
    return Result(text, [{"command": name, "help": words} for name, words in rows])


COMMANDS = (Command(path=("help",), help="命令の一覧 / all commands", run=overview, database=False),)
