"""What a reorganisation comes to, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.access.restructuring import REPLACED, Astray, Kind, Unit, parents_first, steps


@st.composite
def trees(draw):
    """A list of divisions that stand below one another."""
    codes = draw(st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=8))
    return [
        Unit(code, draw(st.sampled_from("春夏秋冬")) + code, draw(st.sampled_from(["", *codes[:place]])), place)
        for place, code in enumerate(codes)
    ]


def replayed(before, found):
    """The divisions after the steps."""
    standing = {unit.code: unit for unit in before}
    for step in found:
        if step.after:
            standing[step.code] = step.after
        else:
            standing.pop(step.code)
    return standing


@given(trees(), trees())
def test_the_steps_lead_from_one_to_the_other(before, after):
    assert replayed(before, steps(before, after)) == {unit.code: unit for unit in after}


@given(trees())
def test_the_same_again_is_no_step(units):
    assert steps(units, units) == []


@given(trees(), trees())
def test_what_lies_below_a_replaced_division_is_replaced_too(before, after):
    found = {step.code: step for step in steps(before, after)}
    known = {unit.code for unit in before}
    for unit in after:
        above = found.get(unit.parent)
        if above and above.kind in REPLACED and unit.code in known:
            assert found[unit.code].kind in REPLACED


@given(trees(), trees())
def test_nothing_begins_before_what_it_stands_below(before, after):
    seen = set()
    for step in steps(before, after):
        if step.after:
            parent = step.after.parent
            assert not parent or parent in seen or all(each.code != parent or each.kind == Kind.END
                                                       for each in steps(before, after))  # fmt: skip
            seen.add(step.code)


def test_each_change_has_its_name():
    before = [Unit("1", "部"), Unit("2", "課", "1"), Unit("3", "係", "2"), Unit("4", "室"), Unit("5", "班", "", 10)]
    after = [
        Unit("1", "部"),
        Unit("2", "新課", "1"),
        Unit("3", "係", "2"),
        Unit("5", "班", "1", 10),
        Unit("6", "新班"),
    ]
    assert [(step.code, step.kind) for step in steps(before, after)] == [
        ("4", Kind.END),
        ("6", Kind.BEGIN),
        ("2", Kind.RENAME),
        ("5", Kind.MOVE),
        ("3", Kind.CARRY),
    ]
    assert [step.kind for step in steps([Unit("1", "a", "", 1)], [Unit("1", "a", "", 2)])] == [Kind.ORDER]
    moved = steps([Unit("1", "a"), Unit("2", "b")], [Unit("1", "a"), Unit("2", "c", "1")])
    assert [step.kind for step in moved] == [Kind.MOVE_AND_RENAME]


def test_a_circle_and_a_missing_parent_are_astray():
    with pytest.raises(Astray) as caught:
        parents_first([Unit("1", "a", "2"), Unit("2", "b", "1"), Unit("3", "c")])
    assert caught.value.codes == ("1", "2")
    with pytest.raises(Astray):
        parents_first([Unit("1", "a", "9")])
