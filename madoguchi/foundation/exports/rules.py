"""What an export needs before it may be asked for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .errors import Refused


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Why someone wants a file, and what they will do with it."""

    reason: str
    usage: str
    place: str
    delete_by: date


def check_wish(wish: Wish, today: date, longest: timedelta) -> None:
    """Raises Refused for what is not said, and for a copy that would be kept too long."""
    said = {"reason": wish.reason, "usage": wish.usage, "place": wish.place}
    words = {"reason": "持ち出す理由", "usage": "使いみち", "place": "保管場所"}
    for field, text in said.items():
        if not text.strip():
            raise Refused(f"{words[field]}を入れてください。", field)
    if wish.delete_by < today:
        raise Refused("消去する日は、きょうより後にしてください。", "delete_by")
    if wish.delete_by > today + longest:
        raise Refused(f"消去する日は、{longest.days}日以内にしてください。", "delete_by")
