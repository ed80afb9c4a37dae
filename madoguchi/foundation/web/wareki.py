"""Form fields for dates in 和暦: era, year, month, day apart (portal), or one box in any notation (desk)."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madoguchi.foundation.calendar import DateError, format_wareki, parse_date

WESTERN = "西暦"
ERAS: tuple[tuple[str, Promise], ...] = (
    ("令和", _("令和")),
    ("平成", _("平成")),
    ("昭和", _("昭和")),
    ("大正", _("大正")),
    ("明治", _("明治")),
    (WESTERN, _("西暦")),
)
PARTS = re.compile(r"(\D+?)(元|\d+)年(\d+)月(\d+)日")


class WarekiDateWidget(forms.MultiWidget):
    """Era, year, month and day as four typed controls. The value is a date, or four strings as typed."""

    template_name = "web/parts/ymd.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        numeric = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 4, "class": "input"}
        boxes = [forms.TextInput(attrs=dict(numeric)) for _part in range(3)]
        eras = forms.Select(choices=ERAS, attrs={"autocomplete": "off", "class": "input"})
        super().__init__([eras, *boxes], attrs)

    def decompress(self, value: dt.date | None) -> list[str]:
        """令和, 8, 11, 20 of a date; a fresh field begins at 令和."""
        match = PARTS.fullmatch(format_wareki(value, "long")) if value else None
        return list(match.groups()) if match else ["令和", "", "", ""]

    def hint(self) -> str:
        """The Western year beside the era's, for those who count in it."""
        today = timezone.localdate()
        era, year, *_rest = self.decompress(today)
        words = {"era": gettext(era), "year": year, "western": today.year}
        return gettext("%(era)s%(year)s年は%(western)s年です。") % words


class WarekiDateField(forms.MultiValueField):
    """A date typed as era, year, month and day. Cleans to ``datetime.date`` or None where it is not required."""

    widget = WarekiDateWidget
    default_error_messages = {"incomplete": _("年・月・日をすべて入力してください。")}

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False) for _part in range(4)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def clean(self, value: Sequence[str | None] | None) -> dt.date | None:
        """Reads the four parts. Raises ValidationError that says which date does not exist, and why."""
        parts = [unicodedata.normalize("NFKC", part or "").strip() for part in value or ()]
        if not any(parts[1:]):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(parts):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        day = parsed(joined(*parts))
        self.run_validators(day)
        return day

    def compress(self, data_list: Sequence[Any]) -> dt.date | None:
        """The date of four strings that are already complete."""
        return parsed(joined(*data_list)) if data_list else None


class WarekiTextField(forms.CharField):
    """A date in one box, in any notation (R8.11.20, 令和8年11月20日, 2026-11-20). Cleans to a date or None."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"})

    def to_python(self, value: Any) -> Any:
        """The date that was typed. Raises ValidationError with the reason where there is no such day."""
        if value is None or isinstance(value, dt.date):
            return value
        text = super().to_python(value)
        return parsed(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """R8.11.20 for a date; what was typed where it was wrong."""
        return format_wareki(value, "short") if isinstance(value, dt.date) else value


def joined(era: str, year: str, month: str, day: str) -> str:
    """Four parts as one date in writing."""
    if era == WESTERN:
        return f"{year}年{month}月{day}日"
    return f"{era}{year}年{month}月{day}日"


def parsed(text: str) -> dt.date:
    """The date of a text. Raises ValidationError in the calendar's own words."""
    try:
        return parse_date(text)
    except DateError as error:
        raise ValidationError(str(error), code="invalid") from error
