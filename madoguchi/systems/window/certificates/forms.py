"""The form of a request for a certificate."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from madoguchi.engines.people.api import House

from .actions import Request
from .models import Kind

ITEMS = [
    ("head", "世帯主の氏名"),
    ("relationship", "続柄"),
    ("domicile", "本籍・筆頭者"),
    ("nationality", "国籍・地域"),
    ("residence_status", "在留資格など"),
    ("card_number", "在留カード等の番号"),
]
CODES = [("resident_code", "住民票コード")]
STANDINGS = [
    ("本人", "本人"),
    ("同じ世帯の人", "同じ世帯の人"),
    ("代理人", "代理人（委任状）"),
    ("第三者", "第三者（正当な理由）"),
]
CHECKS = ["マイナンバーカード", "運転免許証", "旅券", "在留カード", "健康保険の資格確認書など2点", "その他"]


class RequestForm(forms.Form):
    """Who asks for what. The choices of persons are the members of the household."""

    kind = forms.ChoiceField(label="証明書", choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.HOUSEHOLD)
    people = forms.TypedMultipleChoiceField(
        label="載せる人", coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    shown = forms.MultipleChoiceField(
        label="請求があった項目", choices=ITEMS, widget=forms.CheckboxSelectMultiple, required=False
    )
    requester = forms.CharField(label="請求者の氏名", max_length=120)
    standing = forms.ChoiceField(label="請求者の立場", choices=STANDINGS)
    identity_check = forms.ChoiceField(label="本人確認", choices=[(check, check) for check in CHECKS])
    purpose = forms.CharField(label="使いみち", max_length=200, required=False)
    copies = forms.IntegerField(label="通数", min_value=1, max_value=20, initial=1)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, house: House, person_id: int, with_codes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id = person_id
        members = [(member.person_id, member.name) for member in house.members]
        self.fields["people"].choices = members  # type: ignore[attr-defined]
        self.fields["people"].initial = [key for key, _ in members]
        self.fields["requester"].initial = next((name for key, name in members if key == person_id), "")
        if with_codes:
            self.fields["shown"].choices = [*ITEMS, *CODES]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A third party names a reason (住民基本台帳法第12条の3); somebody must be on the paper."""
        data = super().clean() or {}
        if data.get("standing") == "第三者" and not data.get("purpose"):
            self.add_error("purpose", "第三者の請求では、使いみち（正当な理由）を入れてください。")
        if data.get("kind") == Kind.HOUSEHOLD and not data.get("people"):
            self.add_error("people", "載せる人を1人以上選んでください。")
        return data

    def request(self) -> Request:
        """The request that a valid form makes."""
        data = self.cleaned_data
        return Request(
            kind=Kind(data["kind"]), person_id=self.person_id, person_ids=data["people"], shown=data["shown"],
            requester=data["requester"], standing=data["standing"], identity_check=data["identity_check"],
            purpose=data["purpose"], copies=data["copies"], submission=data["submission"],
        )  # fmt: skip
