"""People and files write dates in many ways; all of them mean one day."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.calendar import DateError, DateSpan, format_wareki, parse_date, parse_date_span

MARCH_14 = date(1982, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "昭和57年3月14日", "S57.3.14", "s57/3/14", "昭57.3.14", "1982-03-14", "1982/3/14", "19820314",
        "Ｓ５７．３．１４", "昭和５７年０３月１４日", "１９８２－０３－１４", "S57-3-14", "S570314", "昭和570314",
        " 1982.3.14 ",
        "昭和五十七年三月十四日", "一九八二年三月十四日", "西暦1982年3月14日", "昭和57年3月14日（日）", "S57 3 14",
        "昭和 57年 3月 14日", "昭.57.3.14", "昭和57年3月14日(日曜日)", "1982ー3ー14", "㍼57年3月14日",
    ],
)  # fmt: skip
def test_every_notation_names_the_same_day(text):
    assert parse_date(text) == MARCH_14


@pytest.mark.parametrize("text", ["令和元年5月1日", "R1.5.1", "令元.5.1", "R元.5.1", "㋿元年5月1日", "2019-05-01"])
def test_first_year_may_be_written_gannen(text):
    assert parse_date(text) == date(2019, 5, 1)


def test_the_day_on_which_an_era_changed_bears_both_names():
    assert parse_date("大正15年12月25日") == parse_date("昭和元年12月25日") == date(1926, 12, 25)
    assert parse_date("M45.7.30") == parse_date("T1.7.30") == date(1912, 7, 30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("昭和65年3月1日", ["昭和65年3月1日はありません", "昭和は64年1月7日まで", "平成2年3月1日ではありませんか"]),
        ("S64.1.8", ["昭和は64年1月7日まで", "平成元年1月8日"]),
        ("平成元年1月3日", ["平成は元年1月8日から", "昭和64年1月3日"]),
        ("大正15年12月26日", ["大正は15年12月25日まで", "昭和元年12月26日"]),
        ("2023-02-30", ["2023年2月30日はありません", "28日まで"]),
        ("昭和57年13月1日", ["13月はありません"]),
        ("R8.0.1", ["0月はありません"]),
        ("R8.4.0", ["4月0日はありません"]),
        ("570314", ["元号が決まりません", "S570314"]),
        ("57.3.14", ["西暦4桁でも元号でもありません"]),
        ("昭和57年3月", ["年月日のすべてが必要"]),
        ("明治3年4月5日", ["旧暦"]),
        ("S0.1.1", ["昭和0年はありません"]),
        ("0000-01-01", ["西暦0年はありません"]),
        ("3570314", ["日付として読めません"]),
        ("昭和一二十年1月1日", ["漢数字として読めません"]),
        ("", ["日付が空です"]),
        ("あした", ["日付として読めません"]),
        ("R9999.1.1", ["ありません"]),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(text, words):
    with pytest.raises(DateError) as caught:
        parse_date(text)
    for word in words:
        assert word in caught.value.message


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("S55.4", date(1980, 4, 1), date(1980, 4, 30)),
        ("昭和55年4月", date(1980, 4, 1), date(1980, 4, 30)),
        ("S5504", date(1980, 4, 1), date(1980, 4, 30)),
        ("1980-04", date(1980, 4, 1), date(1980, 4, 30)),
        ("S55", date(1980, 1, 1), date(1980, 12, 31)),
        ("昭和55年", date(1980, 1, 1), date(1980, 12, 31)),
        ("1980", date(1980, 1, 1), date(1980, 12, 31)),
        ("1980年", date(1980, 1, 1), date(1980, 12, 31)),
        ("R6.2", date(2024, 2, 1), date(2024, 2, 29)),
        ("S64", date(1989, 1, 1), date(1989, 1, 7)),
        ("平成元年", date(1989, 1, 8), date(1989, 12, 31)),
        ("H31.4", date(2019, 4, 1), date(2019, 4, 30)),
        ("平成元年1月", date(1989, 1, 8), date(1989, 1, 31)),
        ("昭57.3.14", MARCH_14, MARCH_14),
    ],
)
def test_partial_dates_are_spans(text, first, last):
    assert parse_date_span(text) == DateSpan(first, last)


@pytest.mark.parametrize("text", ["S65", "H31.5", "S55.13", "M3", "渡辺", "H0", "0000"])
def test_partial_dates_that_never_were(text):
    with pytest.raises(DateError):
        parse_date_span(text)


@settings(deadline=None)
@given(st.dates(min_value=date(1873, 1, 1), max_value=date(2400, 12, 31)))
def test_every_style_reads_back(day):
    for style in ("long", "short", "kanji-short", "weekday"):
        assert parse_date(format_wareki(day, style)) == day


@settings(deadline=None)
@given(st.text(alphabet="昭和平成令元年月日STHR0123456789./-一二十（）火 ", max_size=12))
def test_any_text_is_a_date_or_a_kind_refusal(text):
    try:
        span = parse_date_span(text)
    except DateError as error:
        assert error.message.endswith("。")
    else:
        assert span.first <= span.last
