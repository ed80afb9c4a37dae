"""Running measures one after the other."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from .city.towns import DATA, peopled
from .figures import Figure
from .timing import Watch, postmaster_of

if TYPE_CHECKING:
    from madoguchi.foundation.towns.models import Town

MEASURES = {
    "search": "データベースでの検索",
    "pages": "検索画面（HTTP）",
    "acts": "転入の記録",
    "approvals": "決裁の一覧（HTTP）",
    "audit": "監査記録",
    "papers": "住民票の写し",
    "crossing": "証明書の取り違え",
    "indicators": "指標",
    "imports": "住民データの取込み",
    "demo": "架空の市",
}
MILLION = 1_000_000
SPARING = 5


@dataclass(frozen=True)
class Bench:
    """What is measured on.

    ``people`` is the size of the city; with ``million`` the search is measured in a second one too. ``quick`` takes a
    fifth of the samples.
    """

    people: int
    million: bool
    quick: bool
    say: Callable[[str], None]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sizes of the towns in which is searched."""
        return tuple(dict.fromkeys((self.people, MILLION))) if self.million else (self.people,)

    def town(self, people: int = 0) -> Town:
        """The town of that size (the city's own size where none is given)."""
        return peopled(people or self.people, self.say)

    def samples(self, count: int) -> int:
        """How many samples to take."""
        return max(count // SPARING, 10) if self.quick else count


def run(bench: Bench, names: Sequence[str]) -> Iterator[Figure]:
    """The figures of these measures, as they come."""
    for size in bench.sizes:
        bench.town(size)
    for name in names:
        bench.say(MEASURES[name])
        watch = Watch(postmaster_of(DATA))
        for figure in import_module(f"bench.measures.{name}").run(bench):
            yield replace(figure, others=watch.others())


def write_json(path: Path, figures: Sequence[Figure]) -> None:
    """All figures, and the machine that they were taken on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"machine": machine(), "figures": [figure.as_json() for figure in figures]}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    from django.db import connection

    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "postgresql": connection.pg_version,  # type: ignore[attr-defined]
        "load_at_end": os.getloadavg(),
    }
