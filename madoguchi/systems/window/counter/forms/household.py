"""世帯変更届 (住民基本台帳法第25条)."""

from __future__ import annotations

from typing import Any

from django import forms

from madoguchi.engines.people.api import (
    HEAD,
    ActKind,
    House,
    change_head,
    change_household,
    fix_relations,
    merge_households,
    split_household,
)

from ..relations import Table, table
from .base import EventForm, PeopleField, PeopleMixin, needs_new_head
from .moving import house_by_number, with_house
from .plans import Plan

CHANGE_HEAD, SPLIT, MERGE, CHANGE, FIX = "head", "split", "merge", "change", "fix"
WHAT = (
    (CHANGE_HEAD, "世帯主の変更"),
    (SPLIT, "世帯の分離"),
    (MERGE, "世帯の合併"),
    (CHANGE, "他の世帯へ移る"),
    (FIX, "続柄の修正"),
)


class HouseholdForm(PeopleMixin, EventForm):
    """Five changes of a household at one address; which fields count depends on ``what``."""

    template = "counter/events/household.html"

    what = forms.ChoiceField(label="変更の種類", choices=WHAT, initial=CHANGE_HEAD)
    people = PeopleField("移る人")
    join_number = forms.IntegerField(
        label="入る世帯の番号",
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def prepare(self) -> None:
        """Members to choose from."""
        self.prepare_people("people")

    @property
    def kind_of_change(self) -> str:
        """Which change is chosen so far."""
        return str(self.posted.get("what", CHANGE_HEAD))

    @property
    def asks_people(self) -> bool:
        """Whether some of the household are chosen."""
        return self.kind_of_change in (SPLIT, CHANGE)

    @property
    def asks_house(self) -> bool:
        """Whether another household is named."""
        return self.kind_of_change in (MERGE, CHANGE)

    def tables(self) -> list[Table]:
        """The relations that the change asks for."""
        members = self.scene.members
        if self.kind_of_change in (CHANGE_HEAD, FIX):
            return [table("all", "世帯全員の続柄", members, self.posted)] if members else []
        if self.kind_of_change == MERGE:
            return [table("move", "入る世帯での続柄", members, self.posted, joins=True)]
        movers, stayers = self.split(self.chosen())
        found = []
        if self.kind_of_change == CHANGE and movers:
            found.append(table("move", "入る世帯での続柄", movers, self.posted, joins=True))
        elif len(movers) > 1:
            found.append(table("move", "分かれる世帯の続柄", movers, self.posted))
        if needs_new_head(stayers):
            found.append(table("stay", "残る世帯の続柄", stayers, self.posted))
        return found

    def clean(self) -> dict[str, Any]:
        """The household that is named, where one is."""
        values = super().clean() or {}
        values["joined"] = None
        if self.asks_house:
            number = values.get("join_number")
            values["joined"] = house_by_number(self, number) if number else None
            if values["joined"] is None:
                self.add_error(
                    "join_number",
                    "入る世帯の番号を入れてください。" if not number else "この番号の世帯は見つかりません。",
                )
        return values

    def plan(self) -> Plan:
        """The change that was chosen."""
        values = self.cleaned_data
        makers = {
            CHANGE_HEAD: self.head_plan,
            FIX: self.fix_plan,
            SPLIT: self.split_plan,
            MERGE: self.merge_plan,
            CHANGE: self.change_plan,
        }
        return makers[values["what"]](values)

    def head_plan(self, values: dict[str, Any]) -> Plan:
        """世帯主変更."""
        return self.made(ActKind.HEAD_CHANGE, change_head, relations=values["all"])

    def fix_plan(self, values: dict[str, Any]) -> Plan:
        """続柄修正."""
        return self.made(ActKind.RELATION_FIX, fix_relations, relations=values["all"])

    def split_plan(self, values: dict[str, Any]) -> Plan:
        """世帯分離."""
        people = values["people"]
        alone = {people[0]: HEAD} if len(people) == 1 else {}
        return self.made(
            ActKind.HOUSEHOLD_SPLIT,
            split_household,
            person_ids=people,
            mover_relations=values.get("move", alone),
            stayer_relations=values.get("stay"),
        )

    def merge_plan(self, values: dict[str, Any]) -> Plan:
        """世帯合併."""
        return self.made(
            ActKind.HOUSEHOLD_MERGE,
            merge_households,
            values["joined"],
            into_household_id=values["joined"].id,
            mover_relations=values["move"],
        )

    def change_plan(self, values: dict[str, Any]) -> Plan:
        """Some go over to another household of the same address."""
        return self.made(
            ActKind.HOUSEHOLD_CHANGE,
            change_household,
            values["joined"],
            into_household_id=values["joined"].id,
            person_ids=values["people"],
            mover_relations=values.get("move", {}),
            stayer_relations=values.get("stay"),
        )

    def made(self, kind: str, action: Any, joined: House | None = None, **arguments: Any) -> Plan:
        """A plan for the household that is open. Everyone whose relation is restated is a subject."""
        notice = self.notice(expected=with_house(self.cleaned_data["revisions"], joined))
        everyone = tuple(arguments.get("person_ids", [member.person_id for member in self.scene.members]))
        return Plan(
            kind=kind,
            action=action,
            notice=notice,
            arguments={"household_id": self.house.id, **arguments},
            subjects=everyone,
        )
