"""``madoguchi population``: close, show, verify."""

from __future__ import annotations

from argparse import Namespace

from madoguchi.foundation.commands import Command, Result


def close_days(args: Namespace) -> Result:
    """Closes every day that has ended."""
    from madoguchi.foundation.access import SYSTEM_ACTOR

    from .actions import close_due

    count = close_due(SYSTEM_ACTOR)
    return Result(f"{count}日分を締めました" if count else "締める日はありません", {"closed": count})


def show(args: Namespace) -> Result:
    """The last closed day."""
    from .queries import latest

    closed = latest()
    if closed is None:
        return Result("締めた日がまだありません", None, status=1)
    words = f"{closed.day}　人口 {closed.total:,}（男 {closed.men:,}　女 {closed.women:,}）　世帯 {closed.households:,}"
    names = ("men", "women", "unstated", "foreigners", "households")
    return Result(words, {"day": closed.day, **{name: getattr(closed, name) for name in names}, **closed.tables})


def verify(args: Namespace) -> Result:
    """Counts every closed day anew from the record and compares."""
    from .checking import differing

    found = differing()
    text = "\n".join(f"{day}　締めた数字が記録と合いません" for day in found) or "すべての日が記録と合います"
    return Result(text, {"differing": found}, status=1 if found else 0)


COMMANDS = (
    Command(
        path=("population", "close"),
        help="終わった日の人口を締める / close the days that have ended",
        run=close_days,
        in_town=True,
    ),
    Command(
        path=("population", "show"), help="最後に締めた日の人口 / the last closed day", run=show, in_town=True,
        changes=False,
    ),
    Command(
        path=("population", "verify"),
        help="締めた数字を記録から数え直して比べる / count closed days anew and compare",
        run=verify,
        in_town=True,
        changes=False,
    ),
)  # fmt: skip
