"""Forms of the log-in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from madoguchi.foundation.access.models import User

from .emergency import SHORTEST_REASON
from .models import EmergencyAccess
from .passwords import LONGEST
from .people import divisions

CURRENT = {"autocomplete": "current-password"}
NEW = {"autocomplete": "new-password"}
USERNAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class LogInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(label="職員番号", max_length=150, widget=forms.TextInput(USERNAME))
    password = forms.CharField(label="パスワード", max_length=LONGEST, strip=False, widget=forms.PasswordInput(CURRENT))


class AgainForm(forms.Form):
    """The password once more."""

    password = forms.CharField(label="パスワード", max_length=LONGEST, strip=False, widget=forms.PasswordInput(CURRENT))


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new = forms.CharField(
        label="新しいパスワード",
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(NEW),
        help_text="12文字以上。覚えやすい単語をいくつかつなげると、長く強くなります。記号や数字の組合せは求めません。",
    )
    repeated = forms.CharField(
        label="新しいパスワード（確認）", max_length=LONGEST, strip=False, widget=forms.PasswordInput(NEW)
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_new(self) -> str:
        """Raises ValidationError for a password that is short, common or guessable."""
        new = str(self.cleaned_data["new"])
        validate_password(new, self.user)
        return new

    def clean_repeated(self) -> str:
        """Raises ValidationError where the two differ."""
        repeated = str(self.cleaned_data["repeated"])
        if "new" in self.cleaned_data and repeated != self.cleaned_data["new"]:
            raise ValidationError("上に入れたものと違います。もう一度入れてください。")
        return repeated


class PasswordForm(NewPasswordForm):
    """One's own password: the old one is asked too."""

    old = forms.CharField(
        label="いまのパスワード", max_length=LONGEST, strip=False, widget=forms.PasswordInput(CURRENT)
    )
    field_order = ["old", "new", "repeated"]

    def clean(self) -> dict[str, Any] | None:
        """Raises ValidationError where old and new are the same."""
        data = super().clean()
        if self.cleaned_data.get("old") and self.cleaned_data.get("old") == self.cleaned_data.get("new"):
            self.add_error("new", "いまのパスワードとは違うものにしてください。")
        return data


class PasskeyForm(forms.Form):
    """A name for a passkey."""

    name = forms.CharField(
        label="パスキーの名前",
        max_length=36,
        help_text="どの端末・どの鍵か、あとで分かる名前にします。例：3番窓口の端末、自分のセキュリティーキー",
    )


class CodeForm(forms.Form):
    """User name and the code that an administrator handed over."""

    username = forms.CharField(label="職員番号", max_length=150, widget=forms.TextInput(USERNAME))
    code = forms.CharField(
        label="回復の符号",
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text="管理者から手渡された16文字。ハイフンや小文字のままでもかまいません。",
    )


class AskRecoveryForm(forms.Form):
    """Whose log-in, and why."""

    user = forms.ModelChoiceField(label="職員", queryset=User.objects.none(), empty_label="選んでください")
    reason = forms.CharField(
        label="理由",
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text="本人であることをどう確かめたかも書きます。例：端末を替えた。職員証と顔で本人を確認した。",
    )

    def __init__(self, *args: Any, but: int | None, **options: Any) -> None:
        super().__init__(*args, **options)
        sits = divisions()
        field: Any = self.fields["user"]
        field.queryset = User.objects.filter(is_active=True, is_staff=True).exclude(pk=but or 0).order_by("username")
        field.label_from_instance = lambda user: f"{user.get_full_name()}（{user.username}　{sits.get(user.pk, '—')}）"


class EmergencyForm(forms.Form):
    """Why extra rights are needed."""

    reason = forms.CharField(
        label="理由",
        max_length=400,
        min_length=SHORTEST_REASON,
        widget=forms.Textarea({"rows": 4}),
        help_text="だれの、何のために、なぜいま必要かを書きます。住民の氏名は書かず、整理番号などで示します。",
    )
    agreed = forms.BooleanField(label="すべての閲覧が記録され、責任者が後で確認することを理解しました")


class ReviewForm(forms.Form):
    """What a head found."""

    verdict = forms.ChoiceField(label="結果", choices=EmergencyAccess.Verdict.choices, widget=forms.RadioSelect)
    comment = forms.CharField(
        label="所見", max_length=400, widget=forms.Textarea({"rows": 4}), help_text="何を確かめたかを書きます。"
    )
