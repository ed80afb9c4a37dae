"""The form of the statistics."""

from __future__ import annotations

from django import forms

from madoguchi.foundation.web.wareki import WarekiTextField


class DayForm(forms.Form):
    """Which day."""

    day = WarekiTextField(label="日", required=False, help_text="例：R8.10.31、2026-10-31")
