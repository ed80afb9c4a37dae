"""Forms of 支援措置 and of holds."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from madoguchi.engines.people.api import AgencyKind, EndReason, HoldReason, Member, ProtectionKind
from madoguchi.foundation.refusals import Refused
from madoguchi.foundation.text import to_halfwidth
from madoguchi.foundation.web.screens import tell
from madoguchi.foundation.web.wareki import WarekiTextField

EARLY = (EndReason.REQUESTED, EndReason.UNNEEDED, EndReason.MOVED, EndReason.MISTAKEN)


class RefusableForm(forms.Form):
    """A form that shows why an act was refused."""

    def refuse(self, refusal: Refused) -> None:
        """Shows why an act was refused, at the fields that it names."""
        tell(self, refusal)


class DecisionFields(RefusableForm):
    """When it was asked for and decided, and who confirmed that it is needed."""

    applied_on = WarekiTextField(label="申出日", help_text="例：R8.11.20")
    decided_on = WarekiTextField(label="決定日", help_text="必要性を確認し、申出者に連絡した日。この日から1年です")
    agency_kind = forms.ChoiceField(label="意見を聴いた相談機関の種類", choices=AgencyKind)
    agency = forms.CharField(label="相談機関の名", max_length=80, help_text="例：四街道警察署 生活安全課")
    grounds = forms.CharField(
        label="確認した意見・資料",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="相手方の氏名や被害の詳しい内容は書かないでください",
    )


class StartForm(DecisionFields):
    """A new case: what it is about, and who of the household is protected together."""

    kind = forms.ChoiceField(label="被害の区分", choices=ProtectionKind, widget=forms.RadioSelect)
    together = forms.TypedMultipleChoiceField(
        label="併せて保護する人", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("kind", "applied_on", "decided_on", "agency_kind", "agency", "grounds", "together")

    def __init__(self, *args: Any, household: tuple[Member, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["together"].choices = [  # type: ignore[attr-defined]
            (member.person_id, f"{member.name}（{member.relation_text}）") for member in household
        ]
        if not household:
            del self.fields["together"]


class RenewForm(DecisionFields):
    """The renewal of a case."""

    field_order = ("applied_on", "decided_on", "agency_kind", "agency", "grounds")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].help_text = "必要性を確認し、申出者に連絡した日"


class AccountForm(RefusableForm):
    """How it came to an end, in words."""

    account = forms.CharField(
        label="確かめた経緯", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="だれに、いつ、どのように確かめたか",
    )  # fmt: skip


class EndingForm(AccountForm):
    """An end before the last day: of the whole case, or for one who is protected together."""

    reason = forms.ChoiceField(label="終える理由", choices=[(each.value, each.label) for each in EARLY])
    person = forms.TypedChoiceField(label="だれについて", coerce=int, empty_value=None, required=False)
    field_order = ("person", "reason", "account")

    def __init__(self, *args: Any, others: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "全員（支援措置を終える）"), *others]  # type: ignore[attr-defined]


class PersonForm(RefusableForm):
    """One more person, by 宛名番号."""

    number = forms.CharField(
        label="併せて保護する人の宛名番号",
        max_length=15,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )

    def clean_number(self) -> int:
        """Digits in any width."""
        digits = to_halfwidth(self.cleaned_data["number"]).strip()
        if not re.fullmatch(r"\d{1,15}", digits):
            raise forms.ValidationError("宛名番号を数字で入れてください。")
        return int(digits)


class HoldForm(RefusableForm):
    """A person is to be served by a supervisor."""

    reason = forms.ChoiceField(label="理由", choices=HoldReason, widget=forms.RadioSelect)
    account = forms.CharField(label="経緯", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
