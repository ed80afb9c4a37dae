"""Forms of the register's screens."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms

from madoguchi.engines.people.api import Address, PersonKind, Query, understand
from madoguchi.engines.places.api import split_address
from madoguchi.foundation.calendar import DateError, DateSpan, parse_date_span
from madoguchi.foundation.codes import valid_corporate_number
from madoguchi.foundation.refusals import Refused
from madoguchi.foundation.text import to_halfwidth
from madoguchi.foundation.uploads import UploadRefused, check_text
from madoguchi.foundation.web.screens import tell
from madoguchi.foundation.web.wareki import WarekiDateField, WarekiTextField

from .exchange.exporting import ENCODINGS

WORDS = re.compile(r"[\s\u3000]+")


def words(text: str) -> tuple[str, ...]:
    """The words of a box."""
    return tuple(word for word in WORDS.split(text) if word)


class SearchForm(forms.Form):
    """One box that understands everything, and separate fields for those who know which is which."""

    q = forms.CharField(
        label="さがす",
        required=False,
        help_text="氏名・カナ・ローマ字、生年月日、住所、電話、番号。例：渡辺 S55.4",
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search", "data-key": "F2"}),
    )
    name = forms.CharField(label="氏名", required=False)
    kana = forms.CharField(label="カナ", required=False)
    romaji = forms.CharField(label="ローマ字", required=False)
    birth = forms.CharField(label="生年月日", required=False, help_text="S55.4のように一部でも")
    place = forms.CharField(label="住所・方書", required=False)
    phone = forms.CharField(label="電話番号", required=False)
    number = forms.CharField(label="宛名番号・世帯番号", required=False)
    present = forms.BooleanField(label="いま住民の人だけ", required=False)

    def clean_birth(self) -> DateSpan | None:
        """The days that the text means."""
        try:
            return parse_date_span(self.cleaned_data["birth"]) if self.cleaned_data["birth"] else None
        except DateError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_number(self) -> int | None:
        """Digits in any width."""
        digits = to_halfwidth(self.cleaned_data["number"]).strip()
        if digits and not re.fullmatch(r"\d{1,15}", digits):
            raise forms.ValidationError("数字で入れてください。")
        return int(digits) if digits else None

    def query(self) -> Query:
        """What is looked for: the box, narrowed by the fields."""
        data = self.cleaned_data
        asked = understand(data["q"])
        names = (*asked.names, *words(data["name"]), *words(data["kana"]), *words(data["romaji"]))
        phone = re.sub(r"\D", "", to_halfwidth(data["phone"]))
        return Query(
            names=names,
            birth=data["birth"] or asked.birth,
            place=asked.place + "".join(words(data["place"])),
            phone=phone or asked.phone,
            number=data["number"] or asked.number,
            only_present=data["present"],
        )

    @property
    def uses_fields(self) -> bool:
        """Whether any of the separate fields is filled."""
        return any(self.data.get(name) for name in self.fields if name != "q")


class AsOfForm(forms.Form):
    """Two points in time: of the fact, and of the record."""

    on = WarekiDateField(label="事実の時点（異動日）", help_text="この日に、どうだったか", required=False)
    known = WarekiDateField(
        label="記録の時点（処理日）", help_text="この日までに記録されたことだけで見る", required=False
    )


class ActForm(forms.Form):
    """What every act carries: the form's own mark, so that it is recorded once, and the states that the clerk saw."""

    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid.uuid4

    def refuse(self, refusal: Refused) -> None:
        """Shows why an act was refused, at the fields that it names."""
        tell(self, refusal)


class CancelForm(ActForm):
    """Cancelling an act."""

    reason = forms.CharField(label="取り消す理由", max_length=200, widget=forms.Textarea)
    expected = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_expected(self) -> dict[int, int]:
        """Household → revision, as 12:3,15:1."""
        pairs = re.findall(r"(\d+):(\d+)", self.cleaned_data["expected"])
        return {int(house): int(revision) for house, revision in pairs}


class DecisionForm(forms.Form):
    """Approving or refusing a proposal."""

    comment = forms.CharField(label="意見", required=False, max_length=500, widget=forms.Textarea)


class CodeForm(ActForm):
    """住民票コード or 個人番号, assigned or changed."""

    kind = forms.ChoiceField(
        label="記載する番号",
        choices=[("resident_code", "住民票コード（11桁）"), ("individual_number", "個人番号（12桁）")],
        widget=forms.RadioSelect,
    )
    value = forms.CharField(
        label="番号", max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    event_on = WarekiTextField(label="異動日", help_text="R8.11.20 のように")

    def clean_value(self) -> str:
        """Half-width digits without separators."""
        return re.sub(r"[\s\u3000-]", "", to_halfwidth(self.cleaned_data["value"]))


class OpeningForm(forms.Form):
    """Asking for 個人番号: whose, for what purpose of the law, and why."""

    people = forms.TypedMultipleChoiceField(label="番号が必要な人", coerce=int, widget=forms.CheckboxSelectMultiple)
    purpose = forms.ChoiceField(label="目的と根拠", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由", max_length=500, help_text="どの事務に、なぜ要るか。承認する人が読みます。", widget=forms.Textarea
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, *args: Any, people: list[tuple[int, str]], purposes: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        self.fields["purpose"].choices = purposes  # type: ignore[attr-defined]

    def refuse(self, refusal: Refused) -> None:
        """Shows why it was not taken."""
        tell(self, refusal)


class AddressFields(forms.Form):
    """An address in one line, taken apart by the postal data."""

    address = forms.CharField(label="住所", max_length=200, help_text="都道府県から番地まで")
    building = forms.CharField(label="方書", max_length=100, required=False)

    def address_value(self) -> Address:
        """The address in its parts."""
        data = self.cleaned_data
        if not data.get("address"):
            return Address()
        parts = split_address(data["address"])
        return Address(
            prefecture=parts.prefecture,
            city=parts.city,
            town=parts.town_chome,
            lot=parts.lot,
            building=data["building"] or parts.building,
            postal_code=parts.postal_code,
            lg_code=parts.lg_code,
        )


class MoveOutForm(ActForm, AddressFields):
    """転入通知: the other municipality has told that the person moved in there."""

    event_on = WarekiTextField(label="転入した日（異動日）", help_text="転入先で住み始めた日")
    notified_on = WarekiTextField(label="転入通知の日")
    field_order = ("event_on", "notified_on", "address", "building")


class ContactForm(ActForm, AddressFields):
    """A telephone; for people outside the register and corporations also the address."""

    phone = forms.CharField(
        label="電話番号", max_length=15, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    field_order = ("phone", "address", "building")

    def __init__(self, *args: Any, with_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].required = False
        if not with_address:
            del self.fields["address"], self.fields["building"]


class OutsiderForm(ActForm, AddressFields):
    """A person outside the register, or a corporation."""

    kind = forms.ChoiceField(
        label="区分",
        choices=[(kind.value, kind.label) for kind in (PersonKind.OUTSIDER, PersonKind.CORPORATION)],
        initial=PersonKind.OUTSIDER,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="氏名・名称", max_length=200)
    name_kana = forms.CharField(label="カナ", max_length=200, required=False)
    birth_on = WarekiTextField(label="生年月日", required=False, help_text="住登外者だけ")
    corporate_number = forms.CharField(label="法人番号", max_length=13, required=False, help_text="法人だけ。13桁")
    phone = forms.CharField(label="電話番号", max_length=15, required=False)
    field_order = ("kind", "name", "name_kana", "birth_on", "corporate_number", "address", "building", "phone")

    def clean_corporate_number(self) -> str:
        """Thirteen digits with a right check digit."""
        digits = to_halfwidth(self.cleaned_data["corporate_number"]).strip()
        if digits and not valid_corporate_number(digits):
            raise forms.ValidationError("法人番号の検査用数字が合いません。13桁を確かめてください。")
        return digits


class ImportForm(forms.Form):
    """A file to check, or to check and import."""

    file = forms.FileField(label="ファイル", help_text="122列のCSV。文字コードはUTF-8かShift_JIS（CP932）")
    dry_run = forms.BooleanField(label="検査だけ行う（記録しない）", required=False, initial=True)
    lg_code = forms.RegexField(
        r"^\d{6}$",
        label="住所の市区町村コード",
        help_text="ファイルの団体のコード。架空の見本は999999",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"invalid": "6桁の数字で入れてください。"},
    )

    def clean_file(self) -> Any:
        """The file, if it is text in an encoding that we read."""
        file = self.cleaned_data["file"]
        try:
            check_text(file)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class RegisterForm(forms.Form):
    """How the register is written out."""

    encoding = forms.ChoiceField(label="文字コード", choices=[*ENCODINGS.items()])
    newline = forms.ChoiceField(label="改行", choices=[("LF", "LF"), ("CR", "CRLF（Windows）")])
