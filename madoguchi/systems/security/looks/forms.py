"""Forms of the access records."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madoguchi.foundation.web.wareki import WarekiDateField, WarekiTextField

from .models import Kind, Unusual

LONGEST_SPAN = 366
CHECKS = ("マイナンバーカード", "運転免許証", "旅券", "在留カード", "健康保険の資格確認書など2点")


class FilterForm(forms.Form):
    """Which unusual looks."""

    state = forms.ChoiceField(label="状態", choices=Unusual.State, required=False)
    kind = forms.ChoiceField(label="理由", choices=[("", "すべて"), *Kind.choices], required=False)
    division = forms.ChoiceField(label="所属", required=False)

    def __init__(self, *args: Any, divisions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = [("", "すべて"), *((name, name) for name in divisions)]  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """What a head found out."""

    note = forms.CharField(
        label="確認した内容",
        help_text="だれに何を聞き、どう判断したかを書きます。住民の氏名や住所は書かないでください。",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NumberForm(forms.Form):
    """Whose access record."""

    number = forms.IntegerField(label="宛名番号", min_value=1, widget=forms.TextInput(attrs={"inputmode": "numeric"}))


class StaffForm(forms.Form):
    """What a member of staff did, on which days."""

    staff = forms.TypedChoiceField(label="職員", coerce=int)
    first = WarekiTextField(label="初めの日", required=False)
    last = WarekiTextField(label="終わりの日", required=False)

    def __init__(self, *args: Any, staff: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = staff  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A week where no days are given; a year at most."""
        data = super().clean() or {}
        last: date = data.get("last") or timezone.localdate()
        first: date = data.get("first") or last - timedelta(days=6)
        if first > last:
            self.add_error("first", "初めの日が、終わりの日より後です。")
        elif (last - first).days > LONGEST_SPAN:
            self.add_error("first", "1年以内の期間にしてください。")
        return {**data, "first": first, "last": last}


class WatchForm(NumberForm):
    """Someone to look out for."""

    reason = forms.CharField(label="理由", max_length=120, help_text="例：市長、市議会議員、報道された人")


class StaffPersonForm(NumberForm):
    """Which resident a member of staff is."""

    staff = forms.TypedChoiceField(label="職員", coerce=int)

    def __init__(self, *args: Any, staff: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = staff  # type: ignore[attr-defined]
        self.order_fields(["staff", "number"])


class SlipForm(forms.Form):
    """How it was made sure that this is the person."""

    identity_check = forms.ChoiceField(label="本人確認", choices=[(check, check) for check in CHECKS])


class OpenForm(forms.Form):
    """A resident's code and date of birth."""

    code = forms.CharField(
        label=_("確認票の番号"),
        help_text=_("16文字。ハイフンはあってもなくても、小文字でもかまいません。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    born = WarekiDateField(label=_("生年月日"))
