"""Forms of the export screens."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from madoguchi.foundation.exports.api import Wish, exports
from madoguchi.foundation.refusals import Refused
from madoguchi.foundation.uploads import UploadRefused, check_text
from madoguchi.foundation.web.screens import tell
from madoguchi.foundation.web.wareki import WarekiTextField


class WishForm(forms.Form):
    """Why a file is to leave, and what becomes of it."""

    reason = forms.CharField(
        label="持ち出す理由", max_length=500, help_text="起案番号があれば入れてください", widget=forms.Textarea
    )
    usage = forms.CharField(label="使いみち", max_length=200, help_text="例：新しいシステムへの移行の確認")
    place = forms.CharField(label="保管場所", max_length=200, help_text="例：庁内の共有フォルダー（情報推進課のみ）")
    delete_by = WarekiTextField(label="消去する日", help_text="手元の写しを消す日。R8.12.25 のように")
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def wish(self) -> Wish:
        """What was said."""
        data = self.cleaned_data
        return Wish(**{name: data[name] for name in ("reason", "usage", "place", "delete_by")})

    def refuse(self, refusal: Refused) -> None:
        """Shows why it was not taken, at the field that is at fault."""
        tell(self, refusal)


class FoundForm(forms.Form):
    """A file that turned up somewhere."""

    export = forms.ChoiceField(label="データの種類")
    file = forms.FileField(label="見つかったファイル", help_text="一部だけでも調べられます。並べ替えずに送ってください")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["export"].choices = [(offer.code, offer.name) for offer in exports().values()]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """The file, if it is text in an encoding that we read."""
        file = self.cleaned_data["file"]
        try:
            check_text(file)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class DecisionForm(forms.Form):
    """Approving or refusing. ``persons`` is the number that stands on the approver's screen."""

    comment = forms.CharField(label="意見", required=False, max_length=500, widget=forms.Textarea)
    persons = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
