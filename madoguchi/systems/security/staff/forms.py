"""Forms of staff and their rights. Last days are typed; the record keeps the first day after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from madoguchi.foundation.access.models import Division, Purpose, Role, User
from madoguchi.foundation.registry import permission_names
from madoguchi.foundation.web.wareki import WarekiTextField

DATE_HINT = "R8.12.1、令和8年12月1日、2026-12-01 のように入れます。"


def day_after(day: date | None) -> date | None:
    """The first day after a last day."""
    return day + timedelta(days=1) if day else None


class ReasonForm(forms.Form):
    """Every change says why."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class StaffForm(forms.Form):
    """A new member of staff."""

    username = forms.CharField(label="職員番号", max_length=60, help_text="ログインに使います。後から変えられません。")
    name = forms.CharField(label="氏名", max_length=60)


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label="氏名", max_length=60)


class AppointmentForm(ReasonForm):
    """発令."""

    division = forms.ModelChoiceField(label="部署", queryset=Division.objects.none(), empty_label="選んでください")
    post = forms.CharField(label="職名", max_length=40, help_text="主事、係長、課長 など")
    is_main = forms.ChoiceField(
        label="本務・兼務",
        choices=[("1", "本務（いまの本務は、始まりの日の前日で終わります）"), ("0", "兼務（本務に加えます）")],
        widget=forms.RadioSelect,
        initial="1",
    )
    roles = forms.MultipleChoiceField(
        label="役割",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="役割のない発令では、職員だれもが使う画面（計画、起案など）だけを使えます。",
    )
    start = WarekiTextField(label="始まりの日", help_text=DATE_HINT)
    last = WarekiTextField(label="最後の日", required=False, help_text="決まっていなければ空けておきます。")
    field_order = ["division", "post", "is_main", "roles", "start", "last", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        gone = Division.objects.filter(valid__endswith__lte=today)
        self.fields["division"].queryset = Division.objects.exclude(pk__in=gone).order_by("path")  # type: ignore[attr-defined]
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role.code, f"{role.name}：{role.description}" if role.description else role.name)
            for role in Role.objects.all()
        ]

    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "division_id": data["division"].pk,
            "post": data["post"],
            "is_main": data["is_main"] == "1",
            "roles": data["roles"],
            "start": data["start"],
            "end": day_after(data["last"]),
            "reason": data["reason"],
        }


class EndForm(ReasonForm):
    """The last day of something, and why."""

    last = WarekiTextField(label="最後の日", help_text=DATE_HINT)
    field_order = ["last", "reason"]


class DivisionForm(forms.Form):
    """A new division."""

    code = forms.CharField(label="コード", max_length=20)
    name = forms.CharField(label="名称", max_length=40)
    parent = forms.ModelChoiceField(
        label="上位の部署", queryset=Division.objects.none(), required=False, empty_label="なし（最上位）"
    )
    start = WarekiTextField(label="設置の日", help_text=DATE_HINT)
    order = forms.IntegerField(label="並び順", min_value=0, max_value=9999, initial=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Division.objects.on(timezone.localdate()).order_by("path")
        self.fields["parent"].queryset = there  # type: ignore[attr-defined]


class DivisionEndForm(forms.Form):
    """The last day of a division."""

    last = WarekiTextField(label="最後の日", help_text=DATE_HINT)


class GrantForm(ReasonForm):
    """A right that is allowed or withdrawn."""

    allows = forms.ChoiceField(
        label="内容",
        choices=[("1", "許可する（二人目の承認で有効になる）"), ("0", "停止する（すぐに有効になる）")],
        widget=forms.RadioSelect,
        initial="1",
    )
    right = forms.ChoiceField(label="権限")
    role = forms.ModelChoiceField(
        label="役割", queryset=Role.objects.all(), required=False, empty_label="問わない", to_field_name="code"
    )
    division = forms.ModelChoiceField(
        label="部署",
        queryset=Division.objects.none(),
        required=False,
        empty_label="問わない",
        help_text="下位の部署も含みます。",
    )
    username = forms.CharField(label="職員番号", required=False, help_text="一人だけに限るときに入れます。")
    purposes = forms.ModelMultipleChoiceField(
        label="利用目的",
        queryset=Purpose.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        to_field_name="code",
        help_text="選ばなければ、どの目的でも有効です。",
    )
    start = WarekiTextField(label="始まりの日", help_text=DATE_HINT)
    last = WarekiTextField(label="最後の日", required=False, help_text="決まっていなければ空けておきます。")
    field_order = ["allows", "right", "role", "division", "username", "purposes", "start", "last", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Division.objects.on(timezone.localdate()).order_by("path")
        self.fields["division"].queryset = there  # type: ignore[attr-defined]
        names = [(right, f"{name}（{right}）") for right, name in permission_names().items()]
        self.fields["right"].choices = [("", "選んでください"), *names]  # type: ignore[attr-defined]

    def clean_username(self) -> User | None:
        """The member of staff with that number. Raises ValidationError."""
        username = self.cleaned_data["username"].strip()
        found = User.objects.filter(username=username, is_staff=True).first() if username else None
        if username and found is None:
            raise forms.ValidationError("この職員番号の職員はいません。")
        return found


class DecisionForm(forms.Form):
    """The second person's opinion."""

    comment = forms.CharField(
        label="意見",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="却下するときは、理由を入れてください。",
    )
