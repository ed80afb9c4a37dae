"""How a screen draws an impression: in millimetres, with the two squares of the rule around it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from ..law import law_on
from ..models import Impression, Scan

FIELD = 30.0


@dataclass(frozen=True)
class Drawing:
    """An impression in a field of 30 mm; places and sizes in millimetres. Without a scale, its width fills 18 mm."""

    url: str
    width: float
    height: float
    small: int
    large: int
    measured: bool
    field: float = FIELD

    @property
    def x(self) -> float:
        """Left edge of the impression."""
        return round((self.field - self.width) / 2, 2)

    @property
    def y(self) -> float:
        """Upper edge of the impression."""
        return round((self.field - self.height) / 2, 2)

    @property
    def small_at(self) -> float:
        """Left and upper edge of the small square."""
        return (self.field - self.small) / 2

    @property
    def large_at(self) -> float:
        """Left and upper edge of the large square."""
        return (self.field - self.large) / 2

    @property
    def alternative(self) -> str:
        """In words."""
        if not self.measured:
            return "読み取った印影。大きさは分かっていない"
        return (
            f"印影。横{self.width:.1f}ミリ、縦{self.height:.1f}ミリ。{self.small}ミリと{self.large}ミリの枠を重ねている"
        )


def scan_drawing(scan: Scan) -> Drawing:
    """A scan, as large as it is known to be."""
    width, height, measured = scan.width_mm, scan.height_mm, scan.width_mm is not None
    if width is None or height is None:
        width, height = 18.0, 18.0 * scan.height / scan.width
    url = reverse("seals:scan_picture", args=(scan.token,)) + f"?{scan.turned_by}"
    return draw(url, width, height, measured)


def impression_drawing(impression: Impression) -> Drawing:
    """A kept impression."""
    url = reverse("seals:impression", args=(impression.sha256,))
    return draw(url, float(impression.width_mm), float(impression.height_mm), True)


def draw(url: str, width: float, height: float, measured: bool) -> Drawing:
    """A drawing; one that is larger than the field is shown in a larger field."""
    law = law_on(timezone.localdate())
    field = max(FIELD, round(max(width, height) * 1.1, 1))
    return Drawing(url, round(width, 2), round(height, 2), law.smallest_side, law.largest_side, measured, field)
