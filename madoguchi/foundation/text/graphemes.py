"""What a reader counts as one character: a base with its variation selector or combining marks."""

from __future__ import annotations

import re

_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_CLUSTER = re.compile(".[\ufe00-\ufe0f\U000e0100-\U000e01ef\u3099\u309a\u0300-\u036f]*", re.DOTALL)


def strip_variation_selectors(text: str) -> str:
    """`text` without SVS and IVS selectors (U+FE00–FE0F, U+E0100–E01EF): the base characters alone."""
    return _SELECTORS.sub("", text)


def clusters(text: str) -> list[str]:
    """The characters as a reader sees them, each with its selector or marks; joined they are `text`."""
    return _CLUSTER.findall(text)


def length(text: str) -> int:
    """How many characters a reader sees."""
    return len(clusters(text))
