"""A mistyped number is caught before it is stored."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.codes import (
    corporate_number_check_digit,
    gs1_check_digit,
    individual_number_check_digit,
    lg_code_check_digit,
    resident_code_rule,
    valid_corporate_number,
    valid_gs1,
    valid_individual_number,
    valid_lg_code,
    valid_resident_code,
)


def digits(count):
    return st.text(alphabet="0123456789", min_size=count, max_size=count)


@pytest.mark.parametrize("code", ["122289", "011002", "121002", "131016", "120006", "472018", "010006"])
def test_codes_of_real_municipalities(code):
    assert valid_lg_code(code)


@pytest.mark.parametrize("code", ["122288", "12228", "1222890", "１２２２８９", "12228X", ""])
def test_wrong_municipality_codes(code):
    assert not valid_lg_code(code)


@settings(deadline=None)
@given(digits(5))
def test_the_lg_digit_is_one_digit(code5):
    assert len(lg_code_check_digit(code5)) == 1
    assert valid_lg_code(code5 + lg_code_check_digit(code5))


def by_formula(digits11):
    """番号法: P1 is the lowest digit; Q is n+1 up to 6, n-5 from 7."""
    total = sum(int(p) * (n + 1 if n <= 6 else n - 5) for n, p in enumerate(reversed(digits11), 1))
    return str(0 if total % 11 <= 1 else 11 - total % 11)


@settings(deadline=None)
@given(digits(11))
def test_individual_number_follows_the_published_formula(digits11):
    assert individual_number_check_digit(digits11) == by_formula(digits11)
    assert valid_individual_number(digits11 + by_formula(digits11))


@settings(deadline=None)
@given(digits(11), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_of_an_individual_number_is_mostly_seen(digits11, at, shift):
    wrong = digits11[:at] + str((int(digits11[at]) + shift) % 10) + digits11[at + 1 :]
    right_digit, wrong_digit = by_formula(digits11), by_formula(wrong)
    assert valid_individual_number(wrong + right_digit) == (right_digit == wrong_digit)


def test_published_examples():
    assert valid_individual_number("621498320257")
    assert not valid_individual_number("621498320258")
    assert not valid_individual_number("6214 9832 0257")
    assert valid_corporate_number("5835678256246")
    assert corporate_number_check_digit("835678256246") == "5"
    assert not valid_corporate_number("4835678256246")
    assert gs1_check_digit("490123456789") == "4"
    assert valid_gs1("4901234567894")
    assert not valid_gs1("4901234567893")
    assert not valid_gs1("4")


def test_what_is_not_digits_is_told():
    for function, text in [
        (lg_code_check_digit, "1222"),
        (individual_number_check_digit, "abc"),
        (corporate_number_check_digit, "１２３４５６７８９０１２"),
        (gs1_check_digit, ""),
    ]:
        with pytest.raises(ValueError, match="半角数字"):
            function(text)


def test_resident_codes_are_eleven_digits_until_a_rule_is_chosen():
    assert valid_resident_code("99900000001")
    assert not valid_resident_code("9990000001")
    assert not resident_code_rule("none").provisional
    with pytest.raises(ValueError, match="検査規則"):
        resident_code_rule("mod10")


@settings(deadline=None)
@given(digits(10))
def test_the_provisional_rule_agrees_with_itself(digits10):
    rule = resident_code_rule("mod11_kari")
    assert rule.provisional
    right = rule.check_digit(digits10)
    assert valid_resident_code(digits10 + right, "mod11_kari")
    assert not valid_resident_code(digits10 + str((int(right) + 1) % 10), "mod11_kari")
