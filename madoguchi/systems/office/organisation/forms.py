"""Forms of the organisation. Last days are typed; the record keeps the first day after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from madoguchi.engines.organisation.api import Absence, Place
from madoguchi.foundation.access.models import User
from madoguchi.foundation.web.wareki import WarekiTextField

DATE_HINT = "R8.12.1、令和8年12月1日、2026-12-01 のように入れます。"
WHO_SEES = "本人・所属の長・人事の担当だけが見られます。"
ORDER_HINT = "第2順位の人は、第1順位の人も不在のときに代決します。"
OPENS, CLOSES = time(8, 30), time(17, 15)
POST, SEAT = "post", "seat"
Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def day_after(day: date | None) -> date | None:
    """The first day after a last day."""
    return day + timedelta(days=1) if day else None


class ChartForm(forms.Form):
    """Which day, and what to look for."""

    q = forms.CharField(label="さがす", required=False, max_length=60)
    on = WarekiTextField(label="日", required=False)


class TimeField(forms.TimeField):
    """A time of the day."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class AbsenceForm(forms.Form):
    """An absence: of oneself, of one of the members of staff that one leads, or by number."""

    start_day = WarekiTextField(label="始まりの日", help_text="例：R8.12.1、2026-12-01")
    start_time = TimeField(label="始まりの時刻")
    end_day = WarekiTextField(label="終わりの日")
    end_time = TimeField(label="終わりの時刻")
    kind = forms.ChoiceField(label="理由の種類", choices=Absence.Kind.choices, help_text=WHO_SEES)

    def __init__(self, *args: Any, me: int, people: Mapping[int, str], by_number: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.me = me
        others = [(str(key), name) for key, name in people.items() if key != me]
        if by_number:
            field = forms.CharField(label="職員番号", required=False, help_text="空けておくと、自分の不在になります。")
            self.fields = {"username": field, **self.fields}
        elif others:
            choices = [(str(me), "自分"), *others]
            self.fields = {"member": forms.ChoiceField(label="職員", choices=choices), **self.fields}

    def clean_username(self) -> int:
        """The member of staff with that number; oneself where none is typed. Raises ValidationError."""
        username = self.cleaned_data["username"].strip()
        if not username:
            return self.me
        found = User.objects.filter(username=username, is_staff=True).values_list("pk", flat=True).first()
        if found is None:
            raise forms.ValidationError("この職員番号の職員はいません。")
        return int(found)

    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "user_id": int(data.get("username") or data.get("member") or self.me),
            "start": timezone.make_aware(datetime.combine(data["start_day"], data["start_time"])),
            "end": timezone.make_aware(datetime.combine(data["end_day"], data["end_time"])),
            "kind": data["kind"],
        }


def office_hours() -> dict[str, Any]:
    """Today's office hours, or tomorrow's where these are over."""
    now = timezone.localtime()
    day = now.date() if now.time() < CLOSES else now.date() + timedelta(days=1)
    return {"start_day": day, "start_time": OPENS, "end_day": day, "end_time": CLOSES}


class DeputyForm(forms.Form):
    """Who stands in for whom."""

    of = forms.ChoiceField(label="だれの代わりに", help_text="職名で定めると、人が替わっても続きます。")
    by = forms.ChoiceField(label="代決する人")
    order = forms.IntegerField(label="順位", min_value=1, max_value=9, initial=1, help_text=ORDER_HINT)
    start = WarekiTextField(label="始まりの日", help_text=DATE_HINT)
    last = WarekiTextField(label="最後の日", required=False, help_text="決まっていなければ空けておきます。")

    def __init__(self, *args: Any, whom: Groups, who: Groups, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = ("", "選んでください")
        self.fields["of"].choices = [empty, *whom]  # type: ignore[attr-defined]
        self.fields["by"].choices = [empty, *who]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "of": place_of(data["of"]),
            "by": place_of(data["by"]),
            "order": data["order"],
            "start": data["start"],
            "end": day_after(data["last"]),
        }


def place_of(value: str) -> Place:
    """The place of a choice: ``seat:12``, or ``post:7:課長`` for a post in a division."""
    kind, number, *post = value.split(":", 2)
    if kind == SEAT:
        return Place(appointment_id=int(number))
    return Place(division_id=int(number), post=post[0])


class EndForm(forms.Form):
    """The last day of something."""

    last = WarekiTextField(label="最後の日", help_text=DATE_HINT)


class TransfersForm(forms.Form):
    """A file of transfers."""

    title = forms.CharField(label="件名", max_length=100, help_text="例：令和9年4月1日付け人事異動")
    file = forms.FileField(label="CSVファイル", help_text="UTF-8 か Shift_JIS")


class DivisionsForm(TransfersForm):
    """A file of divisions."""

    title = forms.CharField(label="件名", max_length=100, help_text="例：令和9年度組織改正")
    day = WarekiTextField(label="施行日", help_text="この日から、ファイルのとおりの組織になります。例：R9.4.1")
    form = forms.ChoiceField(
        label="ファイルの形",
        choices=[("own", "コード・名称・上位コード・並び順"), ("names", "局・部・課・室・係の名称（コードなし）")],
        widget=forms.RadioSelect,
        initial="own",
    )
    field_order = ["title", "day", "form", "file"]
