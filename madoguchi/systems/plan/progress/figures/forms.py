"""The form of a typed value."""

from __future__ import annotations

from typing import Any

from django import forms

from madoguchi.foundation.uploads import UploadRefused, read_attachment
from madoguchi.foundation.web.wareki import WarekiTextField

from .keeping import MOST_BYTES


class TypedForm(forms.Form):
    """A value with its evidence. ``revision`` is that of the value that the page showed; a correction asks why."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    value = forms.DecimalField(label="値", min_value=0, max_digits=14, decimal_places=2, help_text="半角の数字")
    as_of = WarekiTextField(label="いつ現在の値か", help_text="例：R8.3.31、2026-03-31")
    origin = forms.CharField(
        label="出典", max_length=300, help_text="どこから得た値か。例：図書館の貸出管理の月報。公開ページにも出ます"
    )
    evidence = forms.FileField(
        label="根拠のファイル",
        help_text="画像（PNG・JPEG）、PDF、Word・Excel、文字のファイル、CSV。10MBまで。職員だけが開けます",
    )
    reason = forms.CharField(
        label="訂正の理由", max_length=300, error_messages={"required": "前の値を訂正する理由を入れてください。"}
    )

    def __init__(self, *args: Any, correcting: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        if not correcting:
            del self.fields["reason"]

    def clean_evidence(self) -> Any:
        """The file as it will be kept."""
        sent = self.cleaned_data["evidence"]
        try:
            return read_attachment(sent.name, sent, most_bytes=MOST_BYTES)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
