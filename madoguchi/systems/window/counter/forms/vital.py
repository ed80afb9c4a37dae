"""出生 and 死亡."""

from __future__ import annotations

from typing import Any

from django import forms

from madoguchi.engines.people.api import ActKind, Newcomer, PersonFacts, birth, death
from madoguchi.foundation.codes import Sex, UnknownRelationshipError, relationship_codes

from ..relations import Table, table
from .base import EventForm, PersonField, Scene, needs_new_head, people_choices
from .newcomers import FOREIGN, NATIONALITIES, PermitFields, asked
from .plans import Plan


class BirthForm(PermitFields, EventForm):
    """出生 (戸籍法第49条): the child enters the household; the day of birth is the day of the event."""

    template = "counter/events/birth.html"

    name = forms.CharField(label="子の氏名", max_length=200)
    name_kana = forms.CharField(label="振り仮名", required=False, max_length=200)
    sex = forms.ChoiceField(label="性別", choices=(("", ""), *Sex.choices()))
    relation = forms.CharField(label="続柄", max_length=40, initial="子")
    nationality = forms.ChoiceField(label="国籍", choices=NATIONALITIES, required=False)
    domicile = forms.CharField(label="本籍", required=False, max_length=200)
    koseki_head = forms.CharField(label="筆頭者", required=False, max_length=200)

    def prepare(self) -> None:
        """The day of the event is the day of birth."""
        self.fields["event_on"].label = "出生の日"
        self.fields["relation"].widget.attrs |= {"list": "relations", "autocomplete": "off"}

    def first_values(self, scene: Scene) -> dict[str, Any]:
        """A child is born into the family of the head, unless told otherwise."""
        head = scene.house.head if scene.house else None
        family = head.name.partition("　")[0] + "　" if head and "　" in head.name and not head.is_foreign else ""
        kana = head.kana.partition("　")[0] + "　" if head and family and "　" in head.kana else ""
        return {**super().first_values(scene), "name": family, "name_kana": kana}

    def clean(self) -> dict[str, Any]:
        """The relation; 在留情報 of a foreign child."""
        values = super().clean() or {}
        try:
            values["relation_codes"] = relationship_codes(values.get("relation", ""))
        except UnknownRelationshipError as error:
            self.add_error("relation", str(error))
        if values.get("nationality") == FOREIGN:
            self.check_permit(values)
        return values

    def plan(self) -> Plan:
        """The birth."""
        values = self.cleaned_data
        foreign = values["nationality"] == FOREIGN
        child = Newcomer(
            facts=newborn(values, foreign),
            relation=values["relation_codes"],
            permit=self.permit_of(values) if foreign else None,
        )
        return Plan(
            kind=ActKind.BIRTH,
            action=birth,
            notice=self.notice(),
            arguments={"household_id": self.house.id, "child": child},
        )


def newborn(values: dict[str, Any], foreign: bool) -> PersonFacts:
    """The child's facts: born on the day of the event."""
    return PersonFacts(**asked({**values, "birth_on": values["event_on"]}, foreign))


class DeathForm(EventForm):
    """死亡 (戸籍法第86条): where the head dies, the new head is named."""

    template = "counter/events/death.html"

    person = PersonField("亡くなった人")
    event_uncertain = forms.BooleanField(label="死亡の日が不詳", required=False)

    def prepare(self) -> None:
        """The person who was looked up comes first."""
        self.fields["event_on"].label = "死亡の日"
        self.fields["person"].choices = people_choices(self.scene.members)  # type: ignore[attr-defined]
        self.initial["person"] = self.scene.person_id
        self.initial["notifier"] = ""

    def tables(self) -> list[Table]:
        """Relations of those who remain without their head."""
        who = str(self.posted.get("person") or self.initial.get("person") or "")
        rest = [member for member in self.scene.members if str(member.person_id) != who]
        return [table("stay", "残る世帯の続柄", rest, self.posted)] if needs_new_head(rest) else []

    def plan(self) -> Plan:
        """The death."""
        values = self.cleaned_data
        return Plan(
            kind=ActKind.DEATH,
            action=death,
            notice=self.notice(event_uncertain=values["event_uncertain"]),
            arguments={
                "household_id": self.house.id,
                "person_id": values["person"],
                "stayer_relations": values.get("stay"),
            },
        )
