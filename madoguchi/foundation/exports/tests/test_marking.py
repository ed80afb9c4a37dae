"""The mark in the order of the lines, and the passwords. No database."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.exports.marking import LIKELY, SURE, Mark, beyond_chance, likeness
from madoguchi.foundation.exports.passwords import SIGNS, new_password

LINES = st.lists(st.integers(0, 30), max_size=60).map(lambda people: [(p, n) for n, p in enumerate(people)])


def mark(token: bytes) -> Mark:
    return Mark("持出し第1号", "窓口サービス課　係長　二郎", "令和8年11月25日", token)


def ordered(token, lines):
    return list(mark(token).ordered(lines, key=str, apart=lambda one, other: one[0] != other[0]))


def moved(lines):
    """Keys of the lines that stand behind a later one."""
    return [str(later) for earlier, later in pairwise(lines) if earlier[1] > later[1]]


@given(st.binary(min_size=16, max_size=16), LINES)
def test_the_same_lines_come_out_each_near_its_place(token, lines):
    found = ordered(token, lines)
    assert sorted(found, key=lambda line: line[1]) == lines
    assert all(abs(at - line[1]) <= 1 for at, line in enumerate(found))
    for person in {line[0] for line in lines}:
        assert [line for line in found if line[0] == person] == [line for line in lines if line[0] == person]


@given(st.binary(min_size=16, max_size=16), LINES)
def test_its_own_copy_fits_wholly(token, lines):
    keys = moved(ordered(token, lines))
    assert likeness(mark(token), keys) == (1.0 if keys else 0.0)


def test_a_part_of_a_copy_tells_whose_it_was():
    dice = random.Random(1)
    lines = [(n, n) for n in range(3000)]
    tokens = [dice.randbytes(16) for _ in range(20)]
    for token in tokens:
        part = ordered(token, lines)[500:700]
        part = [line for line in part if dice.random() > 0.1]  # some lines were taken out
        keys = moved(part)
        assert len(keys) > 30
        assert [other for other in tokens if likeness(mark(other), keys) > 0.9] == [token]
        far = {other: beyond_chance(likeness(mark(other), keys), len(keys)) for other in tokens}
        assert [other for other in tokens if far[other] >= SURE] == [token]


def test_few_lines_never_make_anyone_sure():
    assert beyond_chance(1.0, 0) == 0
    assert beyond_chance(1.0, 8) < LIKELY <= beyond_chance(1.0, 9) < SURE <= beyond_chance(1.0, 25)


def test_passwords_are_long_and_easy_to_say():
    made = {new_password() for _ in range(500)}
    assert len(made) == 500
    for password in made:
        assert [len(group) for group in password.split("-")] == [4] * 5
        assert set(password) <= {*SIGNS, "-"}
    assert not {*SIGNS} & {*"01ILO"}
