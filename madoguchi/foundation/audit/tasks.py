"""Hourly work of the audit."""

from typing import Any

from madoguchi.foundation.jobs.api import Progress, hourly

from .authority import authority
from .taking import anchor_stamps, ask_for_tokens, take_stamp


@hourly("audit.stamp")
def stamp(progress: Progress) -> dict[str, Any]:
    """Stamps the ends of the chains, writes them outside the database, and has an authority confirm them.

    Where ``TSA_URL`` names none, nobody is asked. One that does not answer is asked again the next hour; nothing waits
    for it.
    """
    taken = take_stamp()
    anchored = anchor_stamps()
    asked = authority()
    confirmed, waiting = ask_for_tokens(asked) if asked else (0, 0)
    return {"stamp": taken.pk if taken else None, "anchored": anchored, "confirmed": confirmed, "waiting": waiting}
