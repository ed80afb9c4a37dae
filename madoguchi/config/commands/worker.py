"""``madoguchi worker``."""

from argparse import ArgumentParser, Namespace

from madoguchi.foundation.commands import Command


def arguments(parser: ArgumentParser) -> None:
    """How much at once."""
    parser.add_argument("--concurrency", type=int, default=2, metavar="N", help="同時に行う処理の数 / jobs at once")


def work(args: Namespace) -> None:
    """Works until it is told to stop."""
    from madoguchi.foundation.jobs.worker import run_worker

    run_worker(concurrency=args.concurrency)


COMMANDS = (
    Command(
        path=("worker",),
        help="予約された処理を行う / do the long work that people asked for",
        description="`madoguchi up` が自分で始めるので、別に動かすのは何台かに分けるときだけです。\n"
        "Started by `madoguchi up` itself; run it alone only when you spread the load over several machines.",
        arguments=arguments,
        run=work,
        changes=False,
        serves=True,
    ),
)
