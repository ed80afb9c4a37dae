"""What was seen is what is recorded: a mark of the content that was shown before saving."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from .forms import EventForm

APART = frozenset({"submission", "expected", "revisions"})


def mark_of(form: EventForm) -> str:
    """A digest of everything that a valid form would record; equal for equal content."""
    content = {key: value for key, value in form.cleaned_data.items() if key not in APART}
    rows = [row.cleaned_data for row in form.rows.forms] if hasattr(form, "rows") and form.rows.is_bound else []
    return hashlib.sha256(repr([ordered(content), *(ordered(row) for row in rows)]).encode()).hexdigest()


def ordered(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Items in the order of their names."""
    return sorted(values.items())
