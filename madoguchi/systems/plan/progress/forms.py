"""Forms of the plan's screens."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from .loading.content import Card
from .loading.reading import MOST_BYTES
from .rules import RESULT_ORDER

CSV_HELP = "CSV（UTF-8 または Shift_JIS）、1MBまで"


class LoadForm(forms.Form):
    """A plan and its files."""

    code = forms.SlugField(
        label="計画の記号",
        max_length=20,
        help_text="半角の英数字と _。例：h24_h25。同じ記号なら、その計画を読み直します",
    )
    name = forms.CharField(label="計画の名", max_length=100)
    first = forms.IntegerField(
        label="初めの年度", min_value=1990, max_value=2100, help_text="西暦。例：平成24年度は 2012"
    )
    last = forms.IntegerField(
        label="終わりの年度", min_value=1990, max_value=2100, help_text="西暦。例：平成25年度は 2013"
    )
    measures = forms.FileField(label="施策のファイル", help_text=CSV_HELP)
    words = forms.FileField(label="目標と説明のファイル", required=False, help_text=CSV_HELP)
    reason = forms.CharField(
        label="理由", required=False, max_length=300, help_text="公開した計画の内容を変えるときは、理由が要ります"
    )

    def clean_measures(self) -> UploadedFile:
        """The file of measures, where it is not too large."""
        return small(self.cleaned_data["measures"])

    def clean_words(self) -> UploadedFile | None:
        """The file of words, where there is one."""
        return small(self.cleaned_data["words"]) if self.cleaned_data["words"] else None

    def card(self) -> Card:
        """What plan it is."""
        data = self.cleaned_data
        return Card(code=data["code"], name=data["name"], first=data["first"], last=data["last"])


def small(file: UploadedFile) -> UploadedFile:
    """A file that is not too large. Raises ValidationError."""
    if (file.size or 0) > MOST_BYTES:
        raise forms.ValidationError("ファイルが大きすぎます（1MBまで）。")
    return file


class ReportForm(forms.Form):
    """What became of a measure in a year. ``revision`` is that of the report that the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    stage = forms.ChoiceField(
        label="実施状況", widget=forms.RadioSelect, choices=[(stage.value, stage.label) for stage in RESULT_ORDER]
    )
    reason = forms.CharField(
        label="計画から変わった理由",
        required=False,
        max_length=300,
        help_text="計画より遅れた・見直した・進み方を変えたときに書きます",
    )
    note = forms.CharField(
        label="取り組んだこと", required=False, max_length=1000, widget=forms.Textarea, help_text="公開ページにも出ます"
    )
