"""Ranks: a text strictly between two others, in every place, without growing out of hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain.core.ids import SeededIds
from wiptui.domain.tasks.rank import DIGITS, between

jitters = st.integers(0, 31)
ranks = st.text(DIGITS, min_size=1, max_size=9).filter(lambda text: not text.endswith("0"))
"""No rank that ``between`` makes in a gap ends in zero: nothing fits between «b» and «b0»."""


@given(ranks, ranks, jitters)
def test_strictly_between_two(one: str, other: str, jitter: int) -> None:
    low, high = sorted((one, other))
    made = between(low, high, jitter)
    assert low < made
    assert low == high or made < high


@given(ranks, jitters)
def test_strictly_before_and_after_one(rank: str, jitter: int) -> None:
    assert between(None, rank, jitter) < rank < between(rank, None, jitter)


@given(st.lists(st.tuples(st.integers(0, 1_000), jitters), max_size=120))
def test_a_column_built_by_inserts_anywhere_stays_in_order(inserts: list[tuple[int, int]]) -> None:
    column: list[str] = []
    for at, jitter in inserts:
        place = at % (len(column) + 1)
        low = column[place - 1] if place else None
        high = column[place] if place < len(column) else None
        column.insert(place, between(low, high, jitter))
    assert column == sorted(column)
    assert len(set(column)) == len(column)


@pytest.mark.parametrize("towards_high", [True, False])
def test_a_thousand_inserts_at_one_spot_stay_apart_and_short(towards_high: bool) -> None:
    ids = SeededIds(1)
    low, high = between(None, None), between(between(None, None), None)
    for _ in range(1_000):
        made = between(low, high, ids.jitter())
        assert low < made < high
        low, high = (made, high) if towards_high else (low, made)
    # A thousand halvings are a thousand bits: 200 base-36 digits, and some for the jitter.
    assert max(len(low), len(high)) <= 300


def test_ten_thousand_on_top_or_at_the_bottom_do_not_grow() -> None:
    top = bottom = between(None, None)
    for turn in range(10_000):
        top, bottom = between(None, top, turn % 32), between(bottom, None, turn % 32)
    assert len(top) == len(bottom) == 6


def test_after_the_last_rank_of_all_there_is_still_room() -> None:
    rank = "zzzzzz"
    for _ in range(1_000):
        rank, before = between(rank, None), rank
        assert before < rank
    assert len(rank) <= 12


def test_before_the_first_rank_of_all_there_is_still_room() -> None:
    rank = "000001"
    for _ in range(50):
        rank, after = between(None, rank), rank
        assert rank < after


def test_jitter_keeps_two_machines_apart() -> None:
    assert len({between("a", "b", jitter) for jitter in range(32)}) == 32
    assert len({between("a", None, jitter) for jitter in range(32)}) == 32


def test_equal_ranks_after_a_merge_go_behind_them() -> None:
    assert between("i00000", "i00000", 3) > "i00000"
