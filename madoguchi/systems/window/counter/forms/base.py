"""What every form of the counter has: dates, who gives notice, and the marks against double and stale entries."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms

from madoguchi.engines.people.api import House, Member, Notice, PeopleView, PersonRecord
from madoguchi.foundation.access import Actor
from madoguchi.foundation.codes import UnknownRelationshipError
from madoguchi.foundation.web.wareki import WarekiTextField

from ..localities import Locality
from ..relations import Table
from .plans import Plan, ProposalPlan

IDENTITY_CHECKS = (
    "マイナンバーカード",
    "運転免許証",
    "在留カード",
    "パスポート",
    "官公署の身分証明書",
    "書類2点",
    "聞き取り",
    "届出書の送付",
)


@dataclass(frozen=True)
class Scene:
    """Where a form is filled in: by whom, on which day, in which town, for which person and household."""

    actor: Actor
    view: PeopleView
    today: date
    place: Locality
    house: House | None = None
    person: PersonRecord | None = None

    @property
    def person_id(self) -> int | None:
        """The person who was looked up."""
        return self.person.person.pk if self.person else None

    @property
    def members(self) -> tuple[Member, ...]:
        """The members of the household that is open."""
        return self.house.members if self.house else ()


class EventForm(forms.Form):
    """One notice. After ``is_valid()``, ``plan()`` says what to record.

    ``expected`` carries the revision of each household that the clerk saw; ``submission`` makes
    the same form sent twice one act.
    """

    template: ClassVar[str] = ""
    needs_house: ClassVar[bool] = True

    event_on = WarekiTextField(label="異動日")
    notified_on = WarekiTextField(label="届出日")
    notifier = forms.CharField(label="届出人", required=False, max_length=120)
    identity_check = forms.ChoiceField(
        label="本人確認", required=False, choices=[(word, word) for word in IDENTITY_CHECKS]
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)
    expected = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, scene: Scene, data: Mapping[str, Any] | None = None) -> None:
        self.scene = scene
        super().__init__(
            data, initial=self.first_values(scene), auto_id="e_%s", label_suffix="", use_required_attribute=False
        )
        self.fields["notifier"].widget.attrs |= {"list": "notifiers", "autocomplete": "off"}
        self.fields["event_on"].widget.attrs["autofocus"] = True
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the scene."""

    def first_values(self, scene: Scene) -> dict[str, Any]:
        """What a fresh form shows."""
        head = scene.house.head if scene.house else None
        return {
            "event_on": scene.today,
            "notified_on": scene.today,
            "notifier": f"{head.name}（世帯主）" if head else "",
            "submission": uuid.uuid4(),
            "expected": written(scene.house) if scene.house else "",
        }

    @property
    def posted(self) -> Mapping[str, Any]:
        """What was typed, also where it is wrong."""
        return self.data if self.is_bound else {}

    def tables(self) -> list[Table]:
        """The relations that this event asks for."""
        return []

    def clean(self) -> dict[str, Any]:
        """Reads the tables of relations and the marks."""
        values = super().clean() or {}
        values["revisions"] = self.revisions(values.get("expected", ""))
        for table in self.tables():
            try:
                values[table.key] = table.codes()
            except UnknownRelationshipError as error:
                self.add_error(None, str(error))
        return values

    def revisions(self, text: str) -> dict[int, int]:
        """Household id → revision from the hidden field, and the open household where the field lacks it."""
        try:
            found = {int(key): int(value) for key, value in (pair.split(":") for pair in text.split(",") if pair)}
        except ValueError:
            self.add_error(None, "画面の控えが壊れています。人を探すところからやり直してください。")
            return {}
        return found or ({self.scene.house.id: self.scene.house.revision} if self.scene.house else {})

    def notice(self, **changes: Any) -> Notice:
        """The notice of a valid form."""
        values = self.cleaned_data
        return Notice(
            **{
                "event_on": values["event_on"],
                "notified_on": values["notified_on"],
                "notifier": values["notifier"],
                "identity_check": values["identity_check"],
                "submission": values["submission"],
                "expected": values["revisions"],
                **changes,
            }
        )

    def plan(self) -> Plan | ProposalPlan:
        """What the valid form asks for."""
        raise NotImplementedError

    @property
    def house(self) -> House:
        """The household that is open; forms that need one are not shown without."""
        assert self.scene.house is not None
        return self.scene.house

    def chosen(self, name: str = "people") -> list[int]:
        """Person ids ticked so far, also in a form that is not valid yet."""
        if not self.is_bound:
            return list(self.initial.get(name, ()))
        raw: Sequence[str] = self.data.getlist(name) if hasattr(self.data, "getlist") else []
        return [member.person_id for member in self.scene.members if str(member.person_id) in raw]


def written(*houses: House) -> str:
    """Households and the revisions seen, for the hidden field."""
    return ",".join(f"{house.id}:{house.revision}" for house in houses)


class PeopleField(forms.TypedMultipleChoiceField):
    """Members of the household to tick."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label=label, coerce=int, required=False, widget=forms.CheckboxSelectMultiple, **options)


class PersonField(forms.TypedChoiceField):
    """One member of the household."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label=label, coerce=int, empty_value=None, **options)


def people_choices(members: Sequence[Member]) -> list[tuple[int, str]]:
    """Members to choose from, by name."""
    return [(member.person_id, member.name) for member in members]


class PeopleMixin:
    """For forms in which some or all of the household are ticked."""

    scene: Scene
    fields: dict[str, forms.Field]

    def prepare_people(self, *names: str) -> None:
        """Sets the choices of these fields to the members of the household."""
        for name in names:
            self.fields[name].choices = people_choices(self.scene.members)  # type: ignore[attr-defined]

    def split(self, chosen: Sequence[int]) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
        """Who was chosen, and who stays."""
        ids = set(chosen)
        members = self.scene.members
        return tuple(m for m in members if m.person_id in ids), tuple(m for m in members if m.person_id not in ids)


def needs_new_head(stayers: Sequence[Member]) -> bool:
    """Two or more remain without their head."""
    return len(stayers) > 1 and not any(member.is_head for member in stayers)
