"""Why something is not done with a plan, in words for the person at the screen."""

from __future__ import annotations

from collections.abc import Iterable

from madoguchi.foundation import refusals

from .loading.faults import Fault


class Refused(refusals.Refused):
    """It cannot be loaded, published or reported as wished. ``field`` names the form's field that is at fault."""


class Faulty(Exception):  # noqa: N818 - read as a sentence where it is raised
    """Files of a plan have faults; nothing was written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"ファイルに誤りが{len(self.faults)}件あります。何も記録していません。")
