"""A person types a date; the form understands it or says what is wrong."""

import datetime as dt

import pytest
from django import forms

from madoguchi.foundation.web.wareki import WarekiDateField, WarekiTextField


class Apart(forms.Form):
    born = WarekiDateField(label="生年月日")


class OneBox(forms.Form):
    moved = WarekiTextField(label="異動日", required=False)


def typed(era: str, year: str, month: str, day: str) -> Apart:
    return Apart({"born_0": era, "born_1": year, "born_2": month, "born_3": day})


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (("昭和", "57", "3", "14"), dt.date(1982, 3, 14)),
        (("令和", "元", "5", "1"), dt.date(2019, 5, 1)),
        (("令和", "１", "５", "１"), dt.date(2019, 5, 1)),
        (("西暦", "1982", "3", "14"), dt.date(1982, 3, 14)),
    ],
)
def test_four_parts_make_a_date(parts, day):
    form = typed(*parts)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == day


def test_a_day_that_does_not_exist_is_explained():
    form = typed("令和", "8", "11", "31")
    assert not form.is_valid()
    assert "30日まで" in form.errors["born"][0]


def test_a_missing_part_is_asked_for():
    assert typed("令和", "8", "", "31").errors["born"] == ["年・月・日をすべて入力してください。"]


def test_nothing_typed_is_missing_only_where_it_is_required():
    assert typed("令和", "", "", "").errors["born"] == ["入力してください。"]
    assert OneBox({"moved": ""}).is_valid()


def test_a_known_date_is_shown_in_its_era():
    html = str(Apart(initial={"born": dt.date(1989, 1, 7)})["born"])
    assert '<option value="昭和" selected>' in html
    assert 'value="64"' in html and 'id="id_born_3"' in html


@pytest.mark.parametrize("text", ["R8.11.20", "令和8年11月20日", "2026-11-20", "Ｒ８．１１．２０"])
def test_one_box_takes_any_notation(text):
    form = OneBox({"moved": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["moved"] == dt.date(2026, 11, 20)


def test_what_was_typed_wrongly_stays_in_the_box():
    form = OneBox({"moved": "R8.13.1"})
    assert not form.is_valid()
    assert 'value="R8.13.1"' in str(form["moved"])


def test_a_date_in_one_box_is_shown_short():
    assert 'value="R8.11.20"' in str(OneBox(initial={"moved": dt.date(2026, 11, 20)})["moved"])
