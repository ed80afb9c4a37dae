"""転入, 転居, 転出."""

from __future__ import annotations

from typing import Any

from django import forms

from madoguchi.engines.people.api import HEAD, ActKind, Address, House, Query, move_in, move_out, move_within

from ..localities import local_address, outside_address, town_matches, town_of_postal_code
from ..relations import HEAD_LABEL, Table, table
from .base import EventForm, PeopleField, PeopleMixin, needs_new_head
from .newcomers import FOREIGN, JAPANESE, rows_for
from .plans import Plan

TYPED = {"autocomplete": "off"}


class LocalAddressMixin(forms.Form):
    """An address in the town."""

    postal_code = forms.CharField(
        label="郵便番号", required=False, max_length=8, widget=forms.TextInput(attrs={**TYPED, "inputmode": "numeric"})
    )
    address = forms.CharField(label="新しい住所", required=False, max_length=200, widget=forms.TextInput(attrs=TYPED))
    building = forms.CharField(label="方書", required=False, max_length=100, widget=forms.TextInput(attrs=TYPED))

    def read_address(self, values: dict[str, Any]) -> Address:
        """The address in parts. Adds errors for another municipality, and for a missing number."""
        place = self.scene.place  # type: ignore[attr-defined]
        typed = values.get("address", "")
        if typed and typed[0].isdigit():
            typed = town_of_postal_code(place, values.get("postal_code", "")) + typed
        found = local_address(place, typed, values.get("building", ""), values.get("postal_code", ""))
        if not typed:
            self.add_error("address", "新しい住所を入れてください。")
        elif found.lg_code != place.lg_code:
            self.add_error(
                "address", f"{found.prefecture}{found.city}の住所です。市外への移動は転出で受け付けてください。"
            )
        elif not found.lot:
            self.add_error("address", "番地を入れてください（番地がない所は「無番地」）。")
        return found

    @property
    def address_state(self) -> str:
        """Whether the postal data has the town's name: ``known``, ``unknown``, "" where nothing can be said."""
        address = getattr(self, "cleaned_data", {}).get("where")
        match = town_matches(self.scene.place, address) if address else None  # type: ignore[attr-defined]
        return "" if match is None else "known" if match else "unknown"


class MoveInForm(LocalAddressMixin, EventForm):
    """転入届 (住民基本台帳法第22条): persons enter, in a household of their own or in the one that is open."""

    template = "counter/events/move_in.html"
    needs_house = False

    previous = forms.CharField(label="前の住所", required=False, max_length=200, widget=forms.TextInput(attrs=TYPED))
    country = forms.CharField(
        label="国外からのときは国名", required=False, max_length=60, widget=forms.TextInput(attrs=TYPED)
    )
    joins = forms.BooleanField(label="開いている世帯に入る", required=False)

    def prepare(self) -> None:
        """Rows of newcomers; one who lived here before comes with what the record has."""
        self.rows = rows_for(self.data if self.is_bound else None, self.first_rows())

    def first_rows(self) -> list[dict[str, Any]]:
        """The first row: the person who was looked up and is not a resident now, else an empty head."""
        person = self.scene.person
        if person is None or person.is_resident or person.identity is None:
            return [{"relation": HEAD_LABEL}]
        who = person.identity
        foreign = FOREIGN if who.is_foreign else JAPANESE
        return [{"person_id": person.person.pk, "name": who.name, "name_kana": who.name_kana, "birth_on": who.birth_on,
                 "sex": who.sex, "relation": HEAD_LABEL, "nationality": foreign, "domicile": who.domicile,
                 "koseki_head": who.koseki_head}]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Rows, both addresses."""
        values = super().clean() or {}
        if not self.rows.is_valid():
            self.add_error(None, "転入する人の欄に、直すところがあります。")
        elif not self.filled():
            self.add_error(None, "転入する人を1人以上入れてください。")
        if not values.get("previous") and not values.get("country"):
            self.add_error("previous", "前の住所を入れてください。国外からのときは国名を入れてください。")
        joins = values.get("joins") and self.scene.house
        values["where"] = self.house.address if joins else self.read_address(values)
        return values

    def filled(self) -> list[Any]:
        """Rows in which something was typed."""
        return [row for row in self.rows.forms if row.has_changed() or row.initial.get("person_id")]

    def plan(self) -> Plan:
        """The move-in."""
        values = self.cleaned_data
        previous = outside_address(values["previous"], values["country"])
        joined = self.house if values["joins"] and self.scene.house else None
        return Plan(
            kind=ActKind.MOVE_IN_ABROAD if previous.country else ActKind.MOVE_IN,
            action=move_in,
            notice=self.notice(expected=values["revisions"] if joined else {}),
            abroad=bool(previous.country),
            arguments={
                "newcomers": [row.newcomer(self.known(row)) for row in self.filled()],
                "address": values["where"],
                "previous": previous,
                "household_id": joined.id if joined else None,
            },
        )

    def known(self, row: Any) -> Any:
        """The record of a row's person who lived here before."""
        person_id = row.cleaned_data.get("person_id")
        if person_id is None:
            return None
        return self.scene.person if person_id == self.scene.person_id else self.scene.view.person(person_id)


class MoveWithinForm(LocalAddressMixin, PeopleMixin, EventForm):
    """転居届 (住民基本台帳法第23条): all or some of a household move inside the town."""

    template = "counter/events/move_within.html"

    people = PeopleField("転居する人")
    join_number = forms.IntegerField(
        label="入る世帯の番号",
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "numeric"}),
    )

    def prepare(self) -> None:
        """Everyone moves unless the clerk says otherwise."""
        self.prepare_people("people")
        self.initial["people"] = [member.person_id for member in self.scene.members]

    def tables(self) -> list[Table]:
        """Relations of those who make a household or join one, and of those who stay without their head."""
        movers, stayers = self.split(self.chosen())
        joins = bool(self.posted.get("join_number"))
        found = []
        if joins and movers:
            found.append(table("move", "入る世帯での続柄", movers, self.posted, joins=True))
        elif stayers and len(movers) > 1:
            found.append(table("move", "転居する世帯の続柄", movers, self.posted))
        if needs_new_head(stayers):
            found.append(table("stay", "残る世帯の続柄", stayers, self.posted))
        return found

    def clean(self) -> dict[str, Any]:
        """The address, or that of the household to be joined."""
        values = super().clean() or {}
        number = values.get("join_number")
        values["joined"] = joined = self.find_house(number) if number else None
        values["where"] = joined.address if joined else self.read_address(values)
        return values

    def find_house(self, number: int) -> House | None:
        """The household with this number."""
        found = house_by_number(self, number)
        if found is None:
            self.add_error("join_number", "この番号の世帯は見つかりません。")
        elif found.id == self.house.id:
            self.add_error("join_number", "いまの世帯と同じ番号です。")
        else:
            return found
        return None

    def plan(self) -> Plan:
        """The move."""
        values = self.cleaned_data
        joined: House | None = values["joined"]
        whole = len(values["people"]) == len(self.house.members) and joined is None
        movers = values.get("move") or (None if len(values["people"]) != 1 or whole else {values["people"][0]: HEAD})
        return Plan(
            kind=ActKind.MOVE_WITHIN,
            action=move_within,
            notice=self.notice(expected=with_house(values["revisions"], joined)),
            arguments={
                "household_id": self.house.id,
                "person_ids": values["people"],
                "address": values["where"],
                "join_household_id": joined.id if joined else None,
                "mover_relations": movers,
                "stayer_relations": values.get("stay"),
            },
        )


class MoveOutForm(PeopleMixin, EventForm):
    """転出届 (住民基本台帳法第24条): the event's day is the planned one and may lie ahead."""

    template = "counter/events/move_out.html"

    people = PeopleField("転出する人")
    destination = forms.CharField(
        label="転出先の住所（予定）", required=False, max_length=200, widget=forms.TextInput(attrs=TYPED)
    )
    country = forms.CharField(
        label="国外へのときは国名", required=False, max_length=60, widget=forms.TextInput(attrs=TYPED)
    )

    def prepare(self) -> None:
        """Everyone leaves unless the clerk says otherwise."""
        self.fields["event_on"].label = "転出予定日"
        self.prepare_people("people")
        self.initial["people"] = [member.person_id for member in self.scene.members]

    def tables(self) -> list[Table]:
        """Relations of those who stay without their head."""
        _, stayers = self.split(self.chosen())
        return [table("stay", "残る世帯の続柄", stayers, self.posted)] if needs_new_head(stayers) else []

    def clean(self) -> dict[str, Any]:
        """A destination, in the country or abroad, and not in this town."""
        values = super().clean() or {}
        values["where"] = where = outside_address(values.get("destination", ""), values.get("country", ""))
        if not where:
            self.add_error("destination", "転出先の住所を入れてください。国外へのときは国名を入れてください。")
        elif where.lg_code == self.scene.place.lg_code:
            self.add_error("destination", "市内の住所です。市内の移動は転居で受け付けてください。")
        return values

    def plan(self) -> Plan:
        """The move-out."""
        values = self.cleaned_data
        return Plan(
            kind=ActKind.MOVE_OUT,
            action=move_out,
            notice=self.notice(),
            abroad=bool(values["where"].country),
            arguments={
                "household_id": self.house.id,
                "person_ids": values["people"],
                "destination": values["where"],
                "stayer_relations": values.get("stay"),
            },
        )


def house_by_number(form: EventForm, number: int) -> House | None:
    """A household by its 世帯番号, as it is today."""
    hits = form.scene.view.search(Query(number=number, only_present=True), size=20).hits
    for key in dict.fromkeys(hit.household_id for hit in hits if hit.household_id):
        found = form.scene.view.house(key)
        if found and found.number == number:
            return found
    return None


def with_house(revisions: dict[int, int], house: House | None) -> dict[int, int]:
    """The revisions seen, with that of a household which the form names by its number."""
    return revisions if house is None else {house.id: house.revision, **revisions}
