"""A figure of law, asked for a day."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.parameters import Entry, NoValueError, ParameterError, Parameters, load, load_all

FEE = """
name: copy_fee
title: 写しの手数料
unit: 円
article: 手数料条例2条
source: 例規集
values:
  - {from: 2012-07-09, value: 200}
  - {from: 2019-10-01, value: 300, article: 手数料条例別表, provisional: true}
  - {from: 2030-04-01, value: null}
"""


@pytest.fixture
def written(tmp_path):
    def write(text, name="copy_fee.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_value_holds_from_its_day_until_the_next(written):
    fee = load(written(FEE))
    assert fee.title == "写しの手数料"
    assert fee.unit == "円"
    assert fee.at(date(2012, 7, 9)) == 200
    assert fee.at(date(2019, 9, 30)) == 200
    assert fee.at(date(2019, 10, 1)) == 300


def test_each_value_bears_its_article_and_whether_it_is_known(written):
    fee = load(written(FEE))
    assert fee.entry_at(date(2013, 1, 1)).article == "手数料条例2条"
    later = fee.entry_at(date(2026, 11, 20))
    assert (later.article, later.source, later.provisional) == ("手数料条例別表", "例規集", True)


def test_a_day_without_a_value_is_told(written):
    fee = load(written(FEE))
    with pytest.raises(NoValueError, match="まだ定めがありません"):
        fee.at(date(2012, 7, 8))
    with pytest.raises(NoValueError, match="廃止"):
        fee.at(date(2030, 4, 1))


def test_rates_are_exact_and_tables_frozen(written):
    figure = load(written(FEE.replace("value: 200", "value: {rate: 0.105, steps: [1, 2.50]}")))
    value = figure.at(date(2013, 1, 1))
    assert value["rate"] == Decimal("0.105")
    assert value["steps"] == (1, Decimal("2.50"))
    with pytest.raises(TypeError):
        value["rate"] = 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("2019-10-01", "2012-07-09"), "日付順"),
        (("2019-10-01", "2011-01-01"), "日付順"),
        (("unit: 円\n", ""), "足りません：unit"),
        (("source: 例規集\n", ""), "article か source"),
        (("provisional: true", "kari: true"), "知らない項目があります：kari"),
        (("provisional: true", "provisional: 仮"), "true か false"),
        (("2019-10-01", "令和元年"), "日付ではありません"),
        (("2019-10-01", "2019-10-01T00:00:00"), "日付ではありません"),
        (("unit: 円", "unit: 円\nunit: 日"), "2回書かれて"),
        (("{from: 2012-07-09, value: 200}", "200"), "項目の並び"),
        (("{from: 2012-07-09, value: 200}", "{from: 2012"), "copy_fee.yaml"),
    ],
)
def test_a_faulty_file_is_refused_with_its_name_and_fault(written, change, reason):
    with pytest.raises(ParameterError, match=reason) as caught:
        load(written(FEE.replace(*change)))
    assert "copy_fee.yaml" in str(caught.value)


def test_no_values_at_all(written):
    with pytest.raises(ParameterError, match="値がありません"):
        load(written(FEE.partition("values:")[0] + "values: []\n"))
    with pytest.raises(ParameterError, match="一覧"):
        load(written(FEE.partition("values:")[0] + "values: 14\n", "b.yaml"))


def test_a_folder_is_loaded_by_name(written, tmp_path):
    written(FEE)
    written(FEE.replace("copy_fee", "seal_fee"), "seal_fee.yaml")
    assert sorted(load_all(tmp_path)) == ["copy_fee", "seal_fee"]
    written(FEE, "twin.yaml")
    with pytest.raises(ParameterError, match="別のファイル"):
        load_all(tmp_path)


def test_yaml_cannot_run_code(written):
    with pytest.raises((ParameterError, yaml.YAMLError)):
        load(written("!!python/object/apply:os.getcwd []"))


@settings(deadline=None)
@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=1, max_size=12, unique=True), st.dates())
def test_the_answer_is_that_of_a_plain_search(starts, day):
    starts = sorted(starts)
    figure = Parameters("n", "題", "日", tuple(Entry(start, at, "条", "典") for at, start in enumerate(starts)))
    before = [at for at, start in enumerate(starts) if start <= day]
    if before:
        assert figure.at(day) == before[-1]
    else:
        with pytest.raises(NoValueError):
            figure.at(day)


@settings(deadline=None)
@given(st.lists(st.dates(), min_size=2, max_size=5))
def test_entries_out_of_order_never_load(starts):
    entries = tuple(Entry(start, 1, "条", "典") for start in starts)
    if all(later - earlier >= timedelta(days=1) for earlier, later in pairwise(starts)):
        assert Parameters("n", "題", "日", entries).entries == entries
    else:
        with pytest.raises(ParameterError):
            Parameters("n", "題", "日", entries)
