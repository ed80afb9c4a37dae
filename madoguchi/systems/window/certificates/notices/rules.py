"""Of which releases a registered person is told. The town decides (要綱); the choice here is 仮."""

from __future__ import annotations

from madoguchi.engines.issuance.api import Standing

TOLD_OF = {
    Standing.AGENT: "代理人",
    Standing.THIRD_PARTY: "第三者",
    Standing.PROFESSIONAL: "第三者",
}
"""Standing → what the letter calls whoever asked: 公用 is left out, and nobody is named."""


def is_told(standing: str) -> bool:
    """Whether a release to someone of this standing is told."""
    return Standing(standing) in TOLD_OF


def called(standing: str) -> str:
    """What the letter says of whoever asked."""
    return TOLD_OF[Standing(standing)]
