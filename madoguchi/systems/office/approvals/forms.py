"""Forms of the approval screens."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from madoguchi.engines.approvals.api import Stage, State, Wanted, kinds
from madoguchi.foundation.access.models import Division
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_name
from madoguchi.foundation.web.wareki import WarekiTextField

OLDEST = 2020


class Refusing(forms.Form):
    """A form that shows why something was not taken, at the field that is at fault."""

    def refuse(self, refusal: Exception) -> None:
        """Adds the words of a refusal."""
        field = getattr(refusal, "field", "")
        self.add_error(field if field in self.fields else None, str(refusal))


class SeveralFiles(forms.FileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files; gives them as a list, empty for none."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file by itself, as Django judges one."""
        return [super(SeveralFilesField, self).clean(each, None) for each in data or []]


class HeadForm(Refusing):
    """What every draft has beside its kind's own form."""

    due_on = WarekiTextField(
        label="決裁の期限", required=False, help_text="この日までに決めてほしいときだけ。R8.12.25 のように"
    )
    attachments = SeveralFilesField(
        label="添付ファイル",
        required=False,
        help_text="PDF、Word・Excel・PowerPoint、画像（PNG・JPEGなど）、文字・CSVのファイル。何個でも選べます",
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RouteForm(Refusing):
    """Whom the drafter asks beside the route, and a word to those who decide."""

    consulted = forms.TypedMultipleChoiceField(
        label="合議を加える", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    circulated = forms.TypedMultipleChoiceField(
        label="回覧する", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    comment = forms.CharField(
        label="決裁する人への申し送り", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seats: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(seat.appointment_id, f"{seat.division}　{seat.post}　{seat.name}") for seat in seats]
        for name in ("consulted", "circulated"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class DecideForm(Refusing):
    """What a seat does. ``act``: ``approve``, ``return`` or ``refuse``; ``to`` is the step to which it goes back."""

    signatory = forms.IntegerField(widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    comment = forms.CharField(
        label="意見", required=False, max_length=2000, widget=forms.Textarea, help_text="差戻しと否決では、理由を必ず"
    )
    to = forms.TypedChoiceField(label="差し戻す先", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, stages: Iterable[Stage] = (), at: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = [stage.step for stage in stages if stage.step.ordinal < at]
        self.fields["to"].choices = [(0, "起案者"), *((step.ordinal, step.name) for step in before)]  # type: ignore[attr-defined]


class WordForm(Refusing):
    """One word, and the double click."""

    comment = forms.CharField(label="意見", required=False, max_length=2000, widget=forms.Textarea)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)


STATES = [("", "すべて"), *((state.value, state.label) for state in State if state != State.DRAFT)]


class SearchForm(forms.Form):
    """What is looked for among all that one may read."""

    words = forms.CharField(label="ことば", required=False, max_length=100, help_text="件名、伺い文、起案者、部署")
    number = forms.IntegerField(
        label="番号",
        required=False,
        min_value=1,
        max_value=10**9,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="種類", required=False)
    division = forms.TypedChoiceField(label="起案した部署", required=False, coerce=int, empty_value=None)
    drafter = forms.CharField(label="起案者", required=False, max_length=40)
    state = forms.ChoiceField(label="状態", required=False, choices=STATES)
    since = WarekiTextField(label="決裁日（から）", required=False)
    until = WarekiTextField(label="決裁日（まで）", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(fiscal_year(today), OLDEST - 1, -1)
        offered: dict[str, list[tuple[Any, str]]] = {
            "year": [(year, fiscal_year_name(year)) for year in years],
            "kind": [(kind.code, kind.name) for kind in kinds().values()],
            "division": [(row.pk, row.name) for row in Division.objects.on(today)],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", "すべて"), *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was asked."""
        said = self.cleaned_data
        return Wanted(
            words=said["words"],
            number=said["number"],
            fiscal_year=said["year"],
            kind=said["kind"],
            division_id=said["division"],
            drafter=said["drafter"],
            state=said["state"],
            decided=bool(said["since"] or said["until"]),
            since=said["since"],
            until=said["until"],
        )
