"""婚姻・離婚 and other changes of a name; 在留情報 and nationality."""

from __future__ import annotations

from typing import Any

from django import forms

from madoguchi.engines.people.api import (
    ActKind,
    change_alias,
    change_former_name,
    change_name,
    change_permit,
    gain_nationality,
    lose_nationality,
)

from ..relations import Table, table
from .base import EventForm, PersonField, Scene, needs_new_head, people_choices
from .newcomers import PermitFields, japanese_name, katakana, spaced
from .plans import Plan

NAME, FORMER, ALIAS = "name", "former", "alias"
PERMIT, GAIN, LOSS = "permit", "gain", "loss"


class OnePersonForm(EventForm):
    """An event of one member of the household."""

    person = PersonField("対象の人")

    def prepare(self) -> None:
        """The person who was looked up comes first."""
        self.fields["person"].choices = people_choices(self.scene.members)  # type: ignore[attr-defined]

    def first_values(self, scene: Scene) -> dict[str, Any]:
        """The person who was looked up."""
        return {**super().first_values(scene), "person": scene.person_id}

    def one(self, kind: str, action: Any, **arguments: Any) -> Plan:
        """A plan about the chosen person."""
        person_id = self.cleaned_data["person"]
        return Plan(
            kind=kind,
            action=action,
            notice=self.notice(),
            arguments={"person_id": person_id, **arguments},
            subjects=(person_id,),
        )


class IdentityForm(OnePersonForm):
    """氏名・戸籍の表示, 旧氏 and 通称 (住民基本台帳法第8条, 施行令第30条の14, 第30条の16)."""

    template = "counter/events/identity.html"
    WHAT = ((NAME, "氏名・戸籍の表示"), (FORMER, "旧氏"), (ALIAS, "通称"))

    what = forms.ChoiceField(label="変わるもの", choices=WHAT, initial=NAME)
    reason = forms.ChoiceField(
        label="届出",
        required=False,
        choices=[(word, word) for word in ("婚姻", "離婚", "養子縁組", "離縁", "氏の変更", "名の変更", "本人の請求")],
    )
    name = forms.CharField(label="新しい氏名・旧氏・通称", required=False, max_length=200)
    name_kana = forms.CharField(label="振り仮名", required=False, max_length=200)
    domicile = forms.CharField(label="新しい本籍", required=False, max_length=200)
    koseki_head = forms.CharField(label="新しい筆頭者", required=False, max_length=200)

    def plan(self) -> Plan:
        """What changes: only what was typed for a name; an empty 旧氏 or 通称 is deleted."""
        values = self.cleaned_data
        name, kana = spaced(values["name"]), spaced(katakana(values["name_kana"]))
        if values["what"] == FORMER:
            return self.one(ActKind.FORMER_NAME_CHANGE, change_former_name, family_name=name, family_kana=kana)
        if values["what"] == ALIAS:
            return self.one(ActKind.ALIAS_CHANGE, change_alias, alias=name, alias_kana=kana)
        return self.one(ActKind.NAME_CHANGE, change_name, changes=self.changes(values))

    def changes(self, values: dict[str, Any]) -> dict[str, str]:
        """The columns that change."""
        typed = japanese_name(values) if values["name"] else {}
        for column in ("domicile", "koseki_head"):
            if values[column]:
                typed[column] = spaced(values[column]) if column == "koseki_head" else values[column]
        return {column: value for column, value in typed.items() if value}


class NationalityForm(PermitFields, OnePersonForm):
    """在留情報の変更, 国籍取得・帰化, 国籍喪失."""

    template = "counter/events/nationality.html"
    WHAT = ((PERMIT, "在留情報の変更"), (GAIN, "国籍取得・帰化"), (LOSS, "国籍喪失"))

    what = forms.ChoiceField(label="届出の種類", choices=WHAT, initial=PERMIT)
    name = forms.CharField(label="新しい氏名", required=False, max_length=200)
    name_kana = forms.CharField(label="振り仮名", required=False, max_length=200)
    domicile = forms.CharField(label="本籍", required=False, max_length=200)
    koseki_head = forms.CharField(label="筆頭者", required=False, max_length=200)
    stays = forms.BooleanField(label="外国人住民として残る（在留資格がある）", required=False)

    @property
    def kind_of_change(self) -> str:
        """Which change is chosen so far."""
        return str(self.posted.get("what", PERMIT))

    @property
    def leaves(self) -> bool:
        """Whether the person is removed from the record."""
        return self.kind_of_change == LOSS and not self.posted.get("stays")

    def tables(self) -> list[Table]:
        """Relations of those who remain without their head."""
        who = str(self.posted.get("person") or self.initial.get("person") or "")
        rest = [member for member in self.scene.members if str(member.person_id) != who]
        return [table("stay", "残る世帯の続柄", rest, self.posted)] if self.leaves and needs_new_head(rest) else []

    def clean(self) -> dict[str, Any]:
        """What the chosen change needs."""
        values = super().clean() or {}
        if self.kind_of_change == PERMIT or (self.kind_of_change == LOSS and not self.leaves):
            self.check_permit(values)
        if self.kind_of_change == GAIN:
            for name in ("name", "domicile", "koseki_head"):
                if not values.get(name):
                    self.add_error(name, f"{self.fields[name].label}を入れてください。")
        return values

    def plan(self) -> Plan:
        """The change that was chosen."""
        values = self.cleaned_data
        if values["what"] == PERMIT:
            return self.one(ActKind.PERMIT_CHANGE, change_permit, permit=self.permit_of(values))
        if values["what"] == GAIN:
            facts = {
                **japanese_name(values),
                "domicile": values["domicile"],
                "koseki_head": spaced(values["koseki_head"]),
            }
            return self.one(ActKind.NATIONALITY_GAIN, gain_nationality, facts=facts)
        return self.one(
            ActKind.NATIONALITY_LOSS,
            lose_nationality,
            household_id=self.house.id,
            permit=None if self.leaves else self.permit_of(values),
            stayer_relations=values.get("stay"),
        )
