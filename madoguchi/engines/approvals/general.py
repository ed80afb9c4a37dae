"""一般起案（伺い）: a matter in words, with or without money."""

from __future__ import annotations

from django import forms

from .kinds import Content, Kind, Rows

LARGEST = 10**12


class GeneralForm(forms.Form):
    """What is asked, and what it costs."""

    title = forms.CharField(label="件名", max_length=100, help_text="例：庁舎案内板の更新について")
    body = forms.CharField(
        label="伺い文",
        max_length=10_000,
        widget=forms.Textarea(attrs={"class": "tall"}),
        help_text="何をどうしたいか、理由、経費、日程の順に",
    )
    amount = forms.IntegerField(
        label="金額（円）",
        required=False,
        min_value=0,
        max_value=LARGEST,
        help_text="支出や契約を伴うときだけ。金額で決裁者が決まります",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "middle"}),
    )


def title_of(content: Content) -> str:
    """件名."""
    return str(content["title"])


def amount_of(content: Content) -> int | None:
    """Yen, where the matter costs anything."""
    amount = content.get("amount")
    return None if amount is None else int(amount)


def rows_of(content: Content) -> Rows:
    """件名 stands above; here the matter itself."""
    amount = amount_of(content)
    return [("伺い文", str(content["body"])), ("金額", "―" if amount is None else f"{amount:,}円")]


GENERAL = Kind(
    code="general",
    name="一般起案（伺い）",
    summary="件名と伺い文で、方針・支出・契約などの決裁を受ける",
    form=GeneralForm,
    title=title_of,
    rows=rows_of,
    amount=amount_of,
)
