"""What an impression must be: the system checks what it can measure, the clerk ticks what only eyes can judge."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..law import Law
from .names import Names, basis_of
from .refusals import Refusal

NEAR_MM = 0.5
"""A measurement is good to about half a millimetre: nearer to a limit, a ruler decides."""


@dataclass(frozen=True)
class Check:
    """One thing that only eyes can judge: the tick, and the ground where it cannot be given."""

    code: str
    words: str
    ground: str


CHECKS = (
    Check("firm", "ゴム印など、変形しやすい印鑑ではない", "deformable"),
    Check("legible", "印影が鮮明で、文字を判読できる", "unclear"),
    Check("rim", "外枠があり、欠けていない", "rim"),
    Check("name_only", "氏名のほかに、職業・資格などを表していない", "extra_words"),
    Check("will", "本人の意思による申請であることを確かめた", "incapable"),
)


def unticked(ticked: Collection[str]) -> list[Check]:
    """Checks that the clerk has not ticked."""
    return [check for check in CHECKS if check.code not in ticked]


def size_faults(width: float | None, height: float | None, law: Law) -> list[Refusal]:
    """Too small (fits in the small square), too large (does not fit in the large one), or not measured."""
    if not width or not height:
        words = "印影の大きさが分かりません。横の長さを定規で測って入れてください。"
        return [Refusal("not_measured", "width_mm", words)]
    seen = f"（横{width:.1f}mm・縦{height:.1f}mm）"
    if width <= law.smallest_side and height <= law.smallest_side:
        words = f"印影が一辺{law.smallest_side}mmの正方形に収まるため、登録できません{seen}。"
        return [Refusal("too_small", "picture", words)]
    if width > law.largest_side or height > law.largest_side:
        words = f"印影が一辺{law.largest_side}mmの正方形に収まらないため、登録できません{seen}。"
        return [Refusal("too_large", "picture", words)]
    return []


def near_limits(width: float, height: float, law: Law) -> bool:
    """Whether the size is so near to a limit that it must be measured by ruler."""
    largest = max(width, height)
    return abs(largest - law.smallest_side) <= NEAR_MM or abs(largest - law.largest_side) <= NEAR_MM


def impression_faults(
    text: str, names: Names, law: Law, *, width: float | None, height: float | None, ticked: Collection[str]
) -> list[Refusal]:
    """Every ground in the impression on which it cannot be registered."""
    faults = size_faults(width, height, law)
    if not text.strip():
        faults.append(Refusal("other_name", "text", "印影が表している文字を入れてください。"))
    elif basis_of(text, names, ignored=law.ignored_endings) is None:
        words = (
            f"「{text}」は、住民票の氏名・氏・名・旧氏・通称のどれでもなく、その組合せでもないため、登録できません。"
        )
        faults.append(Refusal("other_name", "text", words))
    faults += [Refusal(check.ground, "checks", f"「{check.words}」を確かめてください。") for check in unticked(ticked)]
    return faults
