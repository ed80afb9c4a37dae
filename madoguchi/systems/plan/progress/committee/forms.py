"""Forms of the committee."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from madoguchi.foundation.access.models import Appointment
from madoguchi.foundation.web.wareki import WarekiTextField

from ..models import Body, Meeting, Member, Role, Verdict
from .meetings import Said
from .members import Person

NOBODY = "職員でない方（下に氏名を入れる）"


class BodyForm(forms.Form):
    """A body."""

    name = forms.CharField(label="会議体の名", max_length=60, help_text="例：GIS検討部会")
    code = forms.SlugField(label="記号", max_length=20, help_text="半角の英数字。画面のアドレスに使います")
    under = forms.ModelChoiceField(Body.objects.all(), label="上の会議体", required=False)
    purpose = forms.CharField(label="役割", max_length=300, required=False)


class MemberForm(forms.Form):
    """A member: someone of the staff, or a name."""

    appointment = forms.TypedChoiceField(label="職員", coerce=int, empty_value=None, required=False)
    name = forms.CharField(label="氏名", max_length=60, required=False, help_text="職員でない方のとき")
    post = forms.CharField(label="所属・職", max_length=100, required=False, help_text="職員でない方のとき")
    role = forms.ChoiceField(label="役", choices=Role.choices, initial=Role.MEMBER)
    title = forms.CharField(
        label="呼び名", max_length=60, required=False, help_text="例：会長・最高情報責任者（CIO）。空なら役の名"
    )
    since = WarekiTextField(label="いつから")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["appointment"].choices = [("", NOBODY), *staff()]  # type: ignore[attr-defined]

    def person(self) -> Person:
        """Who is to sit there."""
        data = self.cleaned_data
        return Person(appointment_id=data["appointment"], name=data["name"], post=data["post"])


def staff() -> list[tuple[int, str]]:
    """Appointments of today in words; one query."""
    found = Appointment.objects.on(timezone.localdate()).order_by("division__order", "division__code", "pk")
    rows = found.values_list("pk", "division__name", "post", "user__name")
    return [(pk, f"{division}　{post}　{name}") for pk, division, post, name in rows]


class EndForm(forms.Form):
    """The last day of a membership."""

    last_day = WarekiTextField(label="任期の最後の日")


class MeetingForm(forms.Form):
    """A meeting that is called."""

    held_on = WarekiTextField(label="開催日")
    place = forms.CharField(label="場所", max_length=100, required=False)
    agenda = forms.CharField(label="議題", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def said(self) -> Said:
        """What the form says."""
        return Said(
            **{name: self.cleaned_data[name] for name in Said.__dataclass_fields__ if name in self.cleaned_data}
        )


class MinutesForm(MeetingForm):
    """A meeting that is written down."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    attended = forms.TypedMultipleChoiceField(
        label="出席した委員", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.CharField(
        label="議事録", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    decisions = forms.CharField(
        label="決定したこと", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, members: list[Member], **values: Any) -> None:
        super().__init__(*args, **values)
        choices = [(each.pk, f"{each.called}　{each.name}") for each in members]
        self.fields["attended"].choices = choices  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """A paper of a meeting."""

    file = forms.FileField(label="資料を加える", help_text="画像・PDF・Word・Excel・PowerPoint・テキスト・CSV")


class EvaluationForm(forms.Form):
    """What a meeting said of a measure."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label="会議", empty_label=None)
    verdict = forms.ChoiceField(label="評価", choices=Verdict.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="意見",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="次の年度の調査票に出ます。公表する報告にも載ります",
    )

    def __init__(self, *args: Any, meetings: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]
