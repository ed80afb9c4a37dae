"""Ten thousand certificates in pairs through two servers: none may cross, or be charged twice or for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bench.crossing.campaign import run_campaign
from bench.figures import Bar, Beside, Figure
from bench.running import Bench
from madoguchi.config.preparing import collect_static
from madoguchi.foundation.towns.current import in_town

PAIRS, KILL_EVERY, SEED = 5_000, 20.0, 20261126
NONE = Bar(0)
COUNTED = {
    "crossed": "他人の証明書が出た件数",
    "twice": "二重に徴収した件数",
    "unpapered": "証明書なしで徴収した件数",
    "lost": "受け付けて失った件数",
}


def run(bench: Bench) -> Iterator[Figure]:
    """The faults by kind, and how many certificates a second came out meanwhile."""
    collect_static(lambda words: None)
    town, pairs = bench.town(), bench.samples(PAIRS)
    with in_town(town):
        outcome = run_campaign(town, pairs=pairs, kill_every=KILL_EVERY, environment={}, seed=SEED)
    common = {"measure": "crossing", "people": bench.people, "n": outcome.verdict.papers, "warm_up": 0}
    note = f"切れた通信 {outcome.cut:,}件・停止させたサーバー {outcome.kills}回"
    for key, name in COUNTED.items():
        yield Figure(name=name, value=getattr(outcome.verdict, key), unit="件", bar=NONE, note=note, **common)  # type: ignore[arg-type]
    yield Figure(
        name="障害の中の証明書",
        value=outcome.verdict.papers / outcome.seconds,
        unit="件/秒",
        beside=(Beside("求めた件数", len(outcome.asked) / outcome.seconds),),
        **common,  # type: ignore[arg-type]
    )
