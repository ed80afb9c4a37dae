"""「人口と世帯」 on the residents' home."""

from __future__ import annotations

from .queries import latest as last_day


def latest(town: str) -> dict[str, object] | None:
    """The sums of the last closed day; None before the first one. ``town`` is the schema that the page is of."""
    closed = last_day()
    return {"closed": closed} if closed else None
