"""The kinds of long work that engines and systems offer."""

from collections.abc import Callable
from typing import Any

Work = Callable[..., dict[str, Any] | None]
WORK: dict[str, Work] = {}
DAILY: set[str] = set()
HOURLY: set[str] = set()


class JobFailed(Exception):  # noqa: N818 - read as a sentence where it is raised
    """The work cannot be done as asked; the message is shown to the person who asked."""


class UnknownTask(LookupError):  # noqa: N818
    """No engine or system offers work of this name."""


def task(name: str) -> Callable[[Work], Work]:
    """Offers a function as long work, under a name such as ``residents.import``. Write it in ``tasks.py`` of an app.

    The function is called as ``work(progress, **arguments)`` inside the town that asked, outside any transaction, and
    returns the job's result (JSON) or None. It may be called again after it was cut short at any point, even when it
    had finished: doing it twice must come to the same as once.
    """

    def offer(work: Work) -> Work:
        if WORK.get(name, work).__module__ != work.__module__:
            raise ValueError(f"two tasks named {name}")
        WORK[name] = work
        return work

    return offer


def daily(name: str) -> Callable[[Work], Work]:
    """Offers a function as ``task`` does, to be done once a day in every town as ``work(progress)``."""
    DAILY.add(name)
    return task(name)


def hourly(name: str) -> Callable[[Work], Work]:
    """Offers a function as ``task`` does, to be done once in each hour in every town as ``work(progress)``."""
    HOURLY.add(name)
    return task(name)


def work_named(name: str) -> Work:
    """The function offered under a name. Raises UnknownTask."""
    try:
        return WORK[name]
    except KeyError:
        raise UnknownTask(name) from None
