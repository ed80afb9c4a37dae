"""職権: proposed here, recorded when a second person approves."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms

from madoguchi.engines.people.api import ActKind
from madoguchi.foundation.calendar import DateError, parse_date
from madoguchi.foundation.codes import Sex

from ..localities import local_address
from ..relations import Table, table
from .base import EventForm, PeopleField, PeopleMixin, PersonField, needs_new_head, people_choices
from .newcomers import katakana, rows_for, spaced
from .plans import ProposalPlan

ENTRY, FIX, REMOVAL = "entry", "fix", "removal"
WHAT = ((FIX, "修正"), (ENTRY, "記載"), (REMOVAL, "消除"))
COLUMNS = (
    ("identity.name", "氏名"),
    ("identity.name_kana", "氏名の振り仮名"),
    ("identity.birth_on", "生年月日"),
    ("identity.sex", "性別"),
    ("identity.domicile", "本籍"),
    ("identity.koseki_head", "筆頭者"),
    ("membership.resident_since", "住民となった年月日"),
    ("membership.settled_on", "住所を定めた年月日"),
    ("dwelling.lot", "世帯の番地号"),
    ("dwelling.building", "世帯の方書"),
)
DATES = frozenset({"birth_on", "resident_since", "settled_on"})


class ExOfficioForm(PeopleMixin, EventForm):
    """職権記載・修正・消除 (住民基本台帳法第8条, 第14条): a reason, and what a second person shall record."""

    template = "counter/events/ex_officio.html"
    needs_house = False

    what = forms.ChoiceField(label="職権の種類", choices=WHAT, initial=FIX)
    reason = forms.CharField(label="理由", max_length=400, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    person = PersonField("修正する人", required=False)
    column = forms.ChoiceField(label="修正する項目", required=False, choices=COLUMNS)
    value = forms.CharField(label="正しい内容", required=False, max_length=200)
    people = PeopleField("消除する人")
    address = forms.CharField(label="記載する住所", required=False, max_length=200)

    def prepare(self) -> None:
        """An act without a notice; members to choose from; rows for those to be entered."""
        for name in ("notified_on", "notifier", "identity_check"):
            self.fields[name].required = False
        self.prepare_people("people")
        self.fields["person"].choices = [("", ""), *people_choices(self.scene.members)]  # type: ignore[attr-defined]
        self.initial.setdefault("person", self.scene.person_id)
        self.rows = rows_for(
            self.data if self.is_bound and self.kind_of_change == ENTRY else None, [{"relation": "世帯主"}]
        )

    @property
    def kind_of_change(self) -> str:
        """Which act is chosen so far."""
        return str(self.posted.get("what", FIX))

    def tables(self) -> list[Table]:
        """Relations of those who remain without their head."""
        _, rest = self.split(self.chosen())
        needed = self.kind_of_change == REMOVAL and needs_new_head(rest)
        return [table("stay", "残る世帯の続柄", rest, self.posted)] if needed else []

    def clean(self) -> dict[str, Any]:
        """What the chosen act needs."""
        values = super().clean() or {}
        {FIX: self.clean_fix, ENTRY: self.clean_entry, REMOVAL: self.clean_removal}[values.get("what", FIX)](values)
        return values

    def clean_fix(self, values: dict[str, Any]) -> None:
        """A person, and a value that the column can have."""
        if not values.get("person"):
            self.add_error("person", "修正する人を選んでください。")
        column = values.get("column", "").partition(".")[2]
        try:
            values["fixed"] = fixed(column, values.get("value", ""))
        except ValueError as error:
            self.add_error("value", str(error))

    def clean_entry(self, values: dict[str, Any]) -> None:
        """Persons, and an address with a number."""
        if not self.rows.is_valid() or not self.filled():
            self.add_error(None, "記載する人の欄に、直すところがあります。")
        values["where"] = local_address(self.scene.place, values.get("address", ""))
        if not values["where"].lot:
            self.add_error("address", "記載する住所を、番地まで入れてください。")

    def clean_removal(self, values: dict[str, Any]) -> None:
        """Somebody to remove."""
        if not values.get("people"):
            self.add_error("people", "消除する人を選んでください。")

    def filled(self) -> list[Any]:
        """Rows in which something was typed."""
        return [row for row in self.rows.forms if row.has_changed()]

    def plan(self) -> ProposalPlan:
        """The proposal."""
        values = self.cleaned_data
        makers = {FIX: self.fix_plan, ENTRY: self.entry_plan, REMOVAL: self.removal_plan}
        kind, summary, arguments = makers[values["what"]](values)
        common = {
            "event_on": values["event_on"].isoformat(),
            "expected": {str(key): value for key, value in values["revisions"].items()},
        }
        return ProposalPlan(
            kind=kind, summary=summary[:200], reason=values["reason"], arguments={**common, **arguments}
        )

    def fix_plan(self, values: dict[str, Any]) -> tuple[ActKind, str, dict[str, Any]]:
        """職権修正 of one column."""
        table_name, _, column = values["column"].partition(".")
        member = self.house.member(values["person"])
        key = self.house.id if table_name == "dwelling" else values["person"]
        summary = f"{member.name if member else ''}さんの{dict(COLUMNS)[values['column']]}を「{values['value']}」に修正"
        return ActKind.EX_OFFICIO_FIX, summary, {"table": table_name, "id": key, "changes": {column: values["fixed"]}}

    def entry_plan(self, values: dict[str, Any]) -> tuple[ActKind, str, dict[str, Any]]:
        """職権記載 of a household."""
        people = [row.newcomer() for row in self.filled()]
        entries = [
            {
                "facts": plain(asdict(one.facts)),
                "relation": list(one.relation),
                **({"permit": plain(asdict(one.permit))} if one.permit else {}),
            }
            for one in people
        ]
        names = "、".join(one.facts.name for one in people)
        return (
            ActKind.EX_OFFICIO_ENTRY,
            f"{names}を記載",
            {"people": entries, "address": values["where"].as_json(), "expected": {}},
        )

    def removal_plan(self, values: dict[str, Any]) -> tuple[ActKind, str, dict[str, Any]]:
        """職権消除."""
        ids = values["people"]
        names = "、".join(member.name for member in self.house.members if member.person_id in ids)
        relations = {str(key): list(codes) for key, codes in values.get("stay", {}).items()}
        return (
            ActKind.EX_OFFICIO_REMOVAL,
            f"{names}を消除",
            {"household_id": self.house.id, "person_ids": ids, "stayer_relations": relations},
        )


def fixed(column: str, text: str) -> str:
    """A typed value as the record keeps it. Raises ValueError in words for the clerk."""
    if column in DATES:
        try:
            return parse_date(text).isoformat()
        except DateError as error:
            raise ValueError(str(error)) from error
    if column == "sex":
        return Sex.by_label(text.strip()).value
    if not text.strip() and column != "building":
        raise ValueError("正しい内容を入れてください。")
    if column in ("name", "koseki_head"):
        return spaced(text)
    return spaced(katakana(text)) if column == "name_kana" else text.strip()


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """For JSON: only what is filled, dates as ISO text."""
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if value not in (None, "")
    }
