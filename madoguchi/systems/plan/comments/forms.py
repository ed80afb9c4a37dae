"""Forms of consultations, answers and comments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madoguchi.foundation.uploads import UploadRefused, read_attachment
from madoguchi.foundation.web.wareki import WarekiTextField

from .keeping import MOST_BYTES
from .models import Answer, Comment


class ConsultationForm(forms.Form):
    """A consultation; its code is given once."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    code = forms.SlugField(
        label="記号", max_length=30, help_text="半角の英数字と -。受付番号の頭になります。例：r8-plan"
    )
    title = forms.CharField(label="題名", max_length=100)
    about = forms.CharField(label="何について意見を求めるか", max_length=1000, widget=forms.Textarea)
    link = forms.RegexField(
        label="案のページ",
        regex=r"^/[A-Za-z0-9][A-Za-z0-9/_.-]*$",
        required=False,
        max_length=200,
        help_text="このサイトの中の案のページ。例：/plan/h24_h25/",
        error_messages={"invalid": "/ で始まる、このサイトの中のアドレスを入れてください。"},
    )
    draft = forms.FileField(
        label="案のファイル",
        required=False,
        help_text="画像、PDF、Word・Excel、文字のファイル、CSV。10MBまで。だれでも開けます",
    )
    opens_on = WarekiTextField(label="募集の初めの日", help_text="例：R8.12.1、2026-12-01")
    closes_on = WarekiTextField(label="募集の終わりの日")
    short_reason = forms.CharField(label="期間が短い理由", required=False, max_length=300)

    def clean_code(self) -> str:
        """A code that no address of the desk uses."""
        code = str(self.cleaned_data["code"]).lower()
        if code == "new":
            raise forms.ValidationError("new は使えません。")
        return code

    def clean_draft(self) -> Any:
        """The file as it will be kept; None where none was sent."""
        sent = self.cleaned_data["draft"]
        try:
            return read_attachment(sent.name, sent, most_bytes=MOST_BYTES) if sent else None
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class AnswerForm(forms.Form):
    """Comments in short, and what the town thinks of them."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    summary = forms.CharField(
        label="意見の要旨",
        max_length=1000,
        widget=forms.Textarea,
        help_text="氏名など、だれの意見か分かることは書きません",
    )
    view = forms.CharField(label="市の考え方", max_length=2000, widget=forms.Textarea)
    change = forms.ChoiceField(label="案への反映", choices=Answer.Change.choices, widget=forms.RadioSelect)


class ReleaseForm(forms.Form):
    """Which words of a comment everyone may read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    shown = forms.CharField(
        label="公表することば",
        max_length=2000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "tall"}),
        help_text="名前・住所・勤め先など、だれか分かる字を■に置き換えます。字数は変えません。空にすると公表しません",
    )

    def clean_shown(self) -> str:
        """The words with the line ends of the record."""
        return str(self.cleaned_data["shown"]).replace("\r\n", "\n").strip()


class CommentForm(forms.Form):
    """A resident's comment: name and address only where the town asks for them."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("意見"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("2000字まで。氏名や電話番号は書かないでください"),
    )
    name = forms.CharField(label=_("氏名"), max_length=60, help_text=_("公表しません"))
    address = forms.CharField(label=_("住所"), max_length=150, help_text=_("公表しません"))
    may_publish = forms.BooleanField(
        label=_("意見のことばを公表してもよい"), required=False, help_text=_("名前など、だれか分かる字は■にします")
    )

    def __init__(self, *args: Any, asks_contact: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        for name in () if asks_contact else ("name", "address"):
            del self.fields[name]


class PaperForm(CommentForm):
    """A comment that came on paper, by mail or at the counter."""

    way = forms.ChoiceField(label="届いた方法", choices=[each for each in Comment.Way.choices if each[0] != "online"])
    arrived_on = WarekiTextField(label="届いた日", help_text="消印ではなく、市に届いた日。R8.12.1 のように")
    words = forms.CharField(
        label="意見", max_length=2000, widget=forms.Textarea, help_text="書かれたとおりに。2000字まで"
    )
    field_order = ("submission", "way", "arrived_on", "words", "name", "address", "may_publish")
