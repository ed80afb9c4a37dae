"""Charts start at zero, keep their proportions and stay inside their frame."""

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.web.charts import Column, Rung, columns, pyramid, round_step

PARTS = st.tuples(*[st.integers(0, 10_000)] * 2, *[st.integers(-10_000, 0)] * 2)


@given(st.lists(PARTS, min_size=1, max_size=24))
def test_columns_stay_in_the_frame_and_keep_their_proportion(parts):
    chart = columns(list("甲乙丙丁"), [Column(str(index), each) for index, each in enumerate(parts)], alternative="")
    assert all(box.y >= 0 and box.y + box.height <= chart.height for box in chart.boxes)
    assert len(chart.boxes) == sum(1 for each in parts for part in each if part)
    grid = {mark.text: mark.y for mark in chart.grid}
    assert grid["0"] == chart.zero


def test_a_column_of_twice_the_figure_is_twice_as_high():
    one, two = columns(["人"], [Column("1月", (400,)), Column("2月", (800,))], alternative="").boxes
    assert abs(two.height - 2 * one.height) < 0.3


@given(st.floats(0, 10**7))
def test_steps_are_round_and_high_enough(rough):
    step = round_step(rough)
    assert step >= rough
    assert str(step).rstrip("0") in {"1", "2", "25", "5"}


def test_a_pyramid_puts_the_youngest_at_the_bottom():
    chart = pyramid([Rung("0", 10, 12, 1, 0), Rung("5", 8, 9)], names=("男", "女", "日本人", "外国人"), alternative="")
    youngest = [box for box in chart.boxes if box.title.startswith("0　")]
    assert min(box.y for box in youngest) == max(box.y for box in chart.boxes)
    assert [box.title for box in youngest] == ["0　男 日本人 9", "0　男 外国人 1", "0　女 日本人 12"]


def test_nothing_to_show_is_still_a_chart():
    assert columns(["人"], [], alternative="").boxes == ()
    assert pyramid([], names=("男", "女", "", ""), alternative="").boxes == ()
