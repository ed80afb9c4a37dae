"""The two points in time that a page speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone

from ..forms import AsOfForm


@dataclass(frozen=True)
class Moment:
    """``on``: the day of the fact. ``known``: the day until whose end the record is read."""

    on: date
    known: date
    today: date

    @property
    def known_at(self) -> datetime | None:
        """The last moment of the day ``known``; None for the record as it stands now."""
        if self.known >= self.today:
            return None
        return timezone.make_aware(datetime.combine(self.known + timedelta(days=1), time())) - timedelta(microseconds=1)

    @property
    def is_now(self) -> bool:
        """Whether both are today."""
        return self.on == self.known == self.today


def moment_of(request: HttpRequest) -> tuple[AsOfForm, Moment]:
    """The form of the page and its moment: today where nothing was asked, or nothing that could be read."""
    today = timezone.localdate()
    asked = any(key.startswith(("on_", "known_")) for key in request.GET)
    form = AsOfForm(request.GET if asked else None, initial={"on": today, "known": today})
    data = form.cleaned_data if asked and form.is_valid() else {}
    return form, Moment(data.get("on") or today, data.get("known") or today, today)
