"""The form of a request for a certificate: it asks what law asks in the standing that was chosen."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from madoguchi.engines.issuance.api import Need, Request, Standing, beyond_basics, lacking, needs, tariff

from .models import Kind
from .snapshots import STATEMENT
from .subject import Subject
from .wanted import CODE, NUMBER, Wanted

ITEMS = [
    ("head", "世帯主の氏名"),
    ("relationship", "続柄"),
    ("domicile", "本籍・筆頭者"),
    ("nationality", "国籍・地域"),
    ("residence_status", "在留資格など"),
    ("card_number", "在留カード等の番号"),
]
NUMBER_ITEM, CODE_ITEM = (NUMBER, "個人番号"), (CODE, "住民票コード")
USUAL = ("birth", "sex", "address", "since")
CHECKS = ("マイナンバーカード", "運転免許証", "旅券", "在留カード", "健康保険の資格確認書など2点", "その他")
CARDS = {
    Standing.PROFESSIONAL: ("会員証・身分証明書（写真付き）", "補助者証", *CHECKS),
    Standing.OFFICIAL: ("職員証（身分証明書）", *CHECKS),
}
OWN = {Standing.SELF, Standing.HOUSEHOLD}
EXTRA = "extra_reason"
LONG = {"purpose", "evidence", EXTRA}


class RequestForm(forms.Form):
    """Who asks for what. Which fields there are depends on the kind and on the standing."""

    kind = forms.CharField(widget=forms.HiddenInput)
    standing = forms.CharField(widget=forms.HiddenInput)
    people = forms.TypedMultipleChoiceField(
        label="載せる人", coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    shown = forms.MultipleChoiceField(
        label="請求があった項目", choices=ITEMS, widget=forms.CheckboxSelectMultiple, required=False
    )
    opening = forms.TypedChoiceField(label="個人番号の閲覧の承認", coerce=int, required=False, empty_value=None)
    requester = forms.CharField(label="請求者の氏名", max_length=120)
    identity_check = forms.ChoiceField(label="本人確認")
    copies = forms.IntegerField(label="通数", min_value=1, max_value=20, initial=1)
    counter = forms.ChoiceField(label="会計窓口")
    exemption = forms.ChoiceField(label="手数料", required=False)
    exemption_reason = forms.CharField(
        label="手数料を取らない理由", max_length=200, required=False, help_text="無料にするときだけ"
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self,
        *args: Any,
        subject: Subject,
        kind: Kind,
        standing: Standing,
        counter: str = "",
        with_codes: bool = False,
        openings: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.chosen, self.as_whom = subject, kind, standing
        self.rates = tariff(timezone.localdate())
        self.needs = needs(standing)
        self.fields["kind"].initial, self.fields["standing"].initial = kind.value, standing.value
        self.offer_people()
        self.offer_items(with_codes, openings)
        self.offer_money(counter)
        self.ask_what_law_asks()

    def offer_people(self) -> None:
        """The members of the household; everyone is chosen for those of the household, the person alone for others."""
        members = self.subject.members
        if self.chosen in {Kind.PERSON, Kind.REMOVED}:
            del self.fields["people"]
        else:
            all_of_them = self.as_whom in OWN or self.chosen == Kind.MOVING_OUT
            self.fields["people"].choices = members  # type: ignore[attr-defined]
            self.fields["people"].initial = [key for key, _ in members] if all_of_them else [self.subject.person_id]
        if self.as_whom == Standing.SELF:
            self.fields["requester"].initial = self.subject.name

    def offer_items(self, with_codes: bool, openings: Sequence[tuple[int, str]]) -> None:
        """The items that may be asked for; 個人番号 and 住民票コード are for the person and the household alone."""
        if self.chosen == Kind.MOVING_OUT or self.as_whom not in OWN:
            openings = ()
        if self.chosen == Kind.MOVING_OUT:
            del self.fields["shown"]
        else:
            items = self.statement_items() if self.chosen == Kind.STATEMENT else list(ITEMS)
            items += [CODE_ITEM] if with_codes and self.as_whom in OWN else []
            items += [NUMBER_ITEM] if openings else []
            self.fields["shown"].choices = items  # type: ignore[attr-defined]
        if openings:
            self.fields["opening"].choices = [("", "載せない"), *openings]  # type: ignore[attr-defined]
        else:
            del self.fields["opening"]

    def statement_items(self) -> list[tuple[str, str]]:
        """The items of 住民票記載事項証明書, the usual ones chosen."""
        self.fields["shown"].initial = list(USUAL)
        self.fields["shown"].label = "証明する項目"
        return [(key, label) for key, (label, _) in STATEMENT.items() if key != CODE]

    def offer_money(self, counter: str) -> None:
        """Counters, and reasons for which nothing is charged. 公用 is free."""
        counters = self.rates.counters
        self.fields["counter"].choices = [(name, name) for name in counters]  # type: ignore[attr-defined]
        self.fields["counter"].initial = counter if counter in counters else counters[0]
        choices = [("", self.price()), *((each.code, each.name) for each in self.rates.exemptions)]
        self.fields["exemption"].choices = choices  # type: ignore[attr-defined]
        if self.as_whom == Standing.OFFICIAL:
            self.fields["exemption"].initial = "official"

    def price(self) -> str:
        """The fee in words; 仮 where it is not known for certain."""
        from .paper_kinds import BY_KIND

        return f"1通 {self.rates.fee(BY_KIND[self.chosen].fee):,}円{'（仮）' if self.rates.provisional else ''}"

    def ask_what_law_asks(self) -> None:
        """A field for each thing that law asks for in this standing."""
        for need in self.needs:
            self.fields[need.key] = field_of(need)
        if self.as_whom in {Standing.THIRD_PARTY, Standing.PROFESSIONAL} and "shown" in self.fields:
            hint = "項目を選んだときだけ（住民基本台帳法第12条の3第7項）"
            self.fields[EXTRA] = forms.CharField(
                label="基礎証明事項以外が必要な理由", required=False, max_length=200, help_text=hint
            )
        checks = CARDS.get(self.as_whom, CHECKS)
        self.fields["identity_check"].choices = [(check, check) for check in checks]  # type: ignore[attr-defined]

    @property
    def asked_by_law(self) -> list[tuple[forms.BoundField, int]]:
        """The fields that law asks for, with their width in the desk's columns."""
        keys = [need.key for need in self.needs] + ([EXTRA] if EXTRA in self.fields else [])
        return [(self[key], 12 if key in LONG else 6) for key in keys]

    def clean(self) -> dict[str, Any]:
        """What law asks for is there; somebody is on the paper; a reason where nothing is charged."""
        data = super().clean() or {}
        for key, sentence in lacking(self.as_whom, said(data)):
            self.add_error(key, sentence)
        if "people" in self.fields and not data.get("people"):
            self.add_error("people", "載せる人を1人以上選んでください。")
        elif "people" in self.fields and self.subject.person_id not in data["people"]:
            self.add_error("people", f"請求の対象の{self.subject.name}さんを選んでください。")
        self.check_items(data)
        self.check_exemption(data)
        return data

    def check_items(self, data: dict[str, Any]) -> None:
        """Items beyond the basic ones need a reason from those outside the household; a statement says something."""
        shown = data.get("shown") or []
        if self.chosen == Kind.STATEMENT and not shown:
            self.add_error("shown", "証明する項目を1つ以上選んでください。")
        if self.chosen != Kind.STATEMENT and beyond_basics(self.as_whom, shown) and not data.get(EXTRA):
            self.add_error(
                EXTRA, "基礎証明事項以外の項目が必要な理由を入れてください（住民基本台帳法第12条の3第7項）。"
            )
        if NUMBER in shown and not data.get("opening"):
            self.add_error("opening", "個人番号を載せるには、承認を受けた閲覧を選んでください。")

    def check_exemption(self, data: dict[str, Any]) -> None:
        """公用 is for offices; some reasons must be explained."""
        code = data.get("exemption") or ""
        if code == "official" and self.as_whom != Standing.OFFICIAL:
            self.add_error("exemption", "公用は、国・地方公共団体の機関の請求だけです。")
        if code and self.rates.exemption(code).explain and not data.get("exemption_reason"):
            self.add_error("exemption_reason", "手数料を取らない理由を入れてください。")

    def wanted(self) -> Wanted:
        """What a valid form wants on the paper."""
        data = self.cleaned_data
        return Wanted(
            kind=self.chosen, person_id=self.subject.person_id, person_ids=data.get("people") or (),
            shown=data.get("shown") or (), opening_id=data.get("opening"),
        )  # fmt: skip

    def request(self) -> Request:
        """The request that a valid form makes."""
        data, wanted = self.cleaned_data, self.wanted()
        return Request(
            person_id=wanted.person_id, person_ids=wanted.named, requester=data["requester"], standing=self.as_whom,
            identity_check=data["identity_check"], particulars=said(data), asked=self.asked(wanted.shown),
            copies=data["copies"], counter=data["counter"], exemption=data["exemption"],
            exemption_reason=data["exemption_reason"], submission=data["submission"],
        )  # fmt: skip

    def asked(self, shown: Sequence[str]) -> dict[str, Any]:
        """The items chosen, in words."""
        labels = dict(self.fields["shown"].choices) if "shown" in self.fields else {}  # type: ignore[attr-defined]
        return {"項目": [labels[key] for key in shown]} if shown else {}


def said(data: dict[str, Any]) -> dict[str, str]:
    """What a form says of the particulars that law asks for."""
    known = {need.key for standing in Standing for need in needs(standing)} | {EXTRA}
    return {key: str(value) for key, value in data.items() if key in known and value}


def field_of(need: Need) -> forms.Field:
    """The field for something that law asks for."""
    hint = "　".join(part for part in (need.hint, f"住民基本台帳法{need.law}") if part)
    if need.choices:
        choices = [("", "選んでください"), *((choice, choice) for choice in need.choices)]
        return forms.ChoiceField(label=need.label, choices=choices, required=False, help_text=hint)
    return forms.CharField(label=need.label, required=False, max_length=200, help_text=hint)
