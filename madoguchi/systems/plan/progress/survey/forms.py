"""Forms of the survey."""

from __future__ import annotations

from typing import Any

from django import forms

from madoguchi.foundation.calendar import fiscal_year_name
from madoguchi.foundation.web.wareki import WarekiTextField

from ..models import Grade
from ..rules import RESULT_ORDER
from .rules import Answer


class SurveyForm(forms.Form):
    """A survey to be opened; ``years`` are those of which one may ask."""

    year = forms.TypedChoiceField(label="年度", coerce=int)
    deadline = WarekiTextField(label="提出の期限")
    request = forms.CharField(
        label="依頼の文", required=False, max_length=1000, widget=forms.Textarea, help_text="調査票の上に出ます"
    )

    def __init__(self, *args: Any, years: list[int], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["year"].choices = [(year, fiscal_year_name(year)) for year in years]  # type: ignore[attr-defined]


class DeadlineForm(forms.Form):
    """Another deadline."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    deadline = WarekiTextField(label="提出の期限")


class AnswerForm(forms.Form):
    """An answer. While it is only saved, anything may be empty; ``lacks`` says what handing in needs."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    stage = forms.ChoiceField(
        label="実施状況",
        required=False,
        widget=forms.RadioSelect,
        choices=[(stage.value, stage.label) for stage in RESULT_ORDER],
    )
    done = forms.CharField(
        label="取り組んだこと",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="承認されると、公開ページにも出ます",
    )
    reason = forms.CharField(
        label="計画から変わった理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="計画より遅れた・見直した・進み方を変えたときに書きます",
    )
    grade = forms.ChoiceField(label="自己評価", required=False, widget=forms.RadioSelect, choices=Grade.choices)
    improvement = forms.CharField(
        label="次の年度の改善",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="自己評価が C・D のときは、必ず書きます。次の年度の調査票に引き継がれます",
    )

    def answer(self) -> Answer:
        """What the form says."""
        return Answer(**{name: self.cleaned_data[name] for name in Answer.__dataclass_fields__})
