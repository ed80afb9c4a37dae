"""The order of deputies, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.engines.organisation.rules.deputising import Chosen, Usual, stand_ins
from madoguchi.engines.organisation.seats import Seat

POSTS = ("部長", "課長", "係長", "主事")
USUAL = (Usual("部長", ("次長", "課長"), below=True), Usual("課長", ("係長", "主事")))


def seat(number: int, user: int, line: tuple[str, ...], post: str) -> Seat:
    return Seat(number, user, f"職員{user}", 0, line[-1], post, (), True, line[-1], line)


lines = st.sampled_from([("10",), ("10", "11"), ("10", "12"), ("20",)])
offices = st.lists(st.tuples(st.integers(1, 6), lines, st.sampled_from(POSTS)), max_size=12).map(
    lambda rows: [seat(number, *row) for number, row in enumerate(rows, start=1)]
)
codes = st.sampled_from(["10", "11", "12", "20"])
chosen = st.builds(
    Chosen,
    division=codes,
    by_division=codes,
    order=st.integers(1, 3),
    user_id=st.none() | st.integers(1, 6),
    post=st.sampled_from(POSTS),
    by_user_id=st.none() | st.integers(1, 6),
    by_post=st.sampled_from(POSTS),
)
away = st.frozensets(st.integers(1, 6))


@given(offices, st.lists(chosen, max_size=6), away, st.data())
def test_whoever_stands_in_is_present_another_and_of_the_office(office, rows, absent, data):
    if office:
        one = data.draw(st.sampled_from(office))
        found = stand_ins(one, office, rows, USUAL, absent)
        assert all(each in office and each.user_id not in absent and each.user_id != one.user_id for each in found)
        assert len({each.user_id for each in found}) == len(found)


@given(offices, st.lists(chosen, max_size=6), away, st.data())
def test_somebody_leaving_never_silences_the_rest(office, rows, absent, data):
    """Where someone stands in, another's leaving leaves them, unless it is they who leave."""
    if office:
        one = data.draw(st.sampled_from(office))
        before = stand_ins(one, office, rows, USUAL, absent)
        leaver = data.draw(st.integers(1, 6))
        after = stand_ins(one, office, rows, USUAL, absent | {leaver})
        stay = [each.user_id for each in before if each.user_id != leaver]
        if stay:
            assert [each.user_id for each in after] == stay


def test_the_second_decides_only_where_the_first_is_away():
    head, chief, clerk = (
        seat(number, number, ("10", "11"), post) for number, post in ((1, "課長"), (2, "係長"), (3, "主事"))
    )
    office = [head, chief, clerk]
    assert stand_ins(head, office, [], USUAL, {1}) == (chief,)
    assert stand_ins(head, office, [], USUAL, {1, 2}) == (clerk,)
    assert stand_ins(head, office, [], USUAL, {1, 2, 3}) == ()
    assert stand_ins(chief, office, [], USUAL, {2}) == ()


def test_below_the_first_division_in_order_is_asked_first():
    top = seat(1, 1, ("10",), "部長")
    first, second = seat(2, 2, ("10", "12"), "課長"), seat(3, 3, ("10", "11"), "課長")
    assert stand_ins(top, [top, first, second], [], USUAL, {1}) == (first,)
    assert stand_ins(top, [top, first, second], [], USUAL, {1, 2}) == (second,)
