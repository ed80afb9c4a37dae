"""Rows of persons who enter the record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from typing import Any

import jaconv
from django import forms

from madoguchi.engines.people.api import Newcomer, PermitFacts, PersonFacts, PersonRecord
from madoguchi.foundation.codes import (
    Sex,
    UnknownRelationshipError,
    relationship_codes,
    residence_status,
    residence_statuses,
)
from madoguchi.foundation.web.wareki import WarekiTextField

JAPANESE, FOREIGN = "japanese", "foreign"
NATIONALITIES = ((JAPANESE, "日本"), (FOREIGN, "外国"))
SEXES = (("", ""), *Sex.choices())


def statuses() -> list[tuple[str, str]]:
    """Statuses of residence with which one is entered in the record."""
    return [("", ""), *((status.name, status.name) for status in residence_statuses() if status.basis)]


class PermitFields(forms.Form):
    """在留情報 as it is typed."""

    country = forms.CharField(label="国籍・地域", required=False, max_length=60)
    status = forms.ChoiceField(label="在留資格", required=False, choices=statuses)
    expires_on = WarekiTextField(label="在留期間の満了の日", required=False)
    card_number = forms.CharField(label="在留カード等の番号", required=False, max_length=12)

    def permit_of(self, values: Mapping[str, Any]) -> PermitFacts:
        """在留情報 of cleaned values."""
        status = residence_status(values["status"]) if values.get("status") else None
        return PermitFacts(
            country=values.get("country", ""),
            status=status.name if status else "",
            article30_45=str(status.basis) if status and status.basis else "",
            expires_on=values.get("expires_on"),
            card_number=unicodedata.normalize("NFKC", values.get("card_number", "")).upper(),
        )

    def check_permit(self, values: Mapping[str, Any]) -> None:
        """A foreign resident has a nationality and a status (住民基本台帳法第30条の45)."""
        for name in ("country", "status"):
            if name not in self.errors and not values.get(name):
                self.add_error(name, f"{self.fields[name].label}を入れてください。")


class NewcomerForm(PermitFields):
    """One person: what every entry needs in the first row of cells, the rest behind it."""

    person_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="氏名", max_length=200)
    name_kana = forms.CharField(label="振り仮名", required=False, max_length=200)
    birth_on = WarekiTextField(label="生年月日")
    sex = forms.ChoiceField(label="性別", required=False, choices=SEXES)
    relation = forms.CharField(label="続柄", max_length=40)
    nationality = forms.ChoiceField(label="国籍", choices=NATIONALITIES, required=False, initial=JAPANESE)
    domicile = forms.CharField(label="本籍", required=False, max_length=200)
    koseki_head = forms.CharField(label="筆頭者", required=False, max_length=200)
    phone = forms.CharField(label="電話", required=False, max_length=15)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["relation"].widget.attrs |= {"list": "relations", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Checks the relation; a foreign resident needs 在留情報."""
        values = super().clean() or {}
        if "relation" in values:
            try:
                values["relation_codes"] = relationship_codes(values["relation"])
            except UnknownRelationshipError as error:
                self.add_error("relation", str(error))
        if values.get("nationality") == FOREIGN:
            self.check_permit(values)
        return values

    def newcomer(self, known: PersonRecord | None = None) -> Newcomer:
        """The person of a valid row. ``known``: the record of one who comes back; what was not asked stays as it is."""
        values = self.cleaned_data
        foreign = values["nationality"] == FOREIGN
        return Newcomer(
            facts=PersonFacts(**{**kept(known), **asked(values, foreign)}),
            relation=values["relation_codes"],
            person_id=known.person.pk if known else None,
            permit=self.permit_of(values) if foreign else None,
            phone=values.get("phone", ""),
        )


def kept(known: PersonRecord | None) -> dict[str, Any]:
    """Facts of a known person that the form does not ask for."""
    if known is None or known.identity is None:
        return {}
    return {field.name: getattr(known.identity, field.name) for field in dataclass_fields(PersonFacts)}


def asked(values: Mapping[str, Any], foreign: bool) -> dict[str, Any]:
    """The facts that were typed."""
    return {
        **(foreign_name(values) if foreign else japanese_name(values)),
        "birth_on": values["birth_on"],
        "sex": values["sex"],
        "is_foreign": foreign,
        "domicile": "" if foreign else values.get("domicile", ""),
        "koseki_head": "" if foreign else spaced(values.get("koseki_head", "")),
    }


def japanese_name(values: Mapping[str, Any]) -> dict[str, str]:
    """氏 and 名 parted by the space between them; 振り仮名 in katakana."""
    name, kana = spaced(values["name"]), spaced(katakana(values.get("name_kana", "")))
    family, _, given = name.partition("　")
    family_kana, _, given_kana = kana.partition("　")
    return {
        "name": name,
        "family_name": family if given else "",
        "given_name": given,
        "name_kana": kana,
        "family_kana": family_kana if given_kana else "",
        "given_kana": given_kana,
    }


def foreign_name(values: Mapping[str, Any]) -> dict[str, str]:
    """A name in Latin letters as on the card; 振り仮名 where there is one."""
    name = re.sub(r"\s+", " ", values["name"].strip())
    latin = unicodedata.normalize("NFKC", name)
    return {
        "name": latin if latin.isascii() else name,
        "name_romaji": latin.upper() if latin.isascii() else "",
        "name_kana": spaced(katakana(values.get("name_kana", ""))),
    }


def spaced(text: str) -> str:
    """Parts of a name with one full-width space between."""
    return "　".join(text.split())


def katakana(text: str) -> str:
    """Kana of any kind as full-width katakana."""
    return str(jaconv.hira2kata(jaconv.h2z(text)))


NewcomerRows = forms.formset_factory(NewcomerForm, extra=0, max_num=20, absolute_max=20)
FIRST_ROWS = 3


def rows_for(data: Mapping[str, Any] | None, first: list[dict[str, Any]]) -> Any:
    """The rows of a form: as posted, or ``first`` and some empty ones."""
    blank: list[dict[str, Any]] = [{} for _ in range(max(0, FIRST_ROWS - len(first)))]
    rows = NewcomerRows(
        data, initial=[*first, *blank], prefix="n", form_kwargs={"label_suffix": "", "use_required_attribute": False}
    )
    for form in rows.forms:
        form.empty_permitted = not form.initial.get("person_id")
    return rows
