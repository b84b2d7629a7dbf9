"""Ids: whole numbers that TinyDB holds exactly, and letters that a person can type."""

import pytest
from builders import NOON
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain.board import Board
from wiptui.domain.core.ids import (
    ALPHABET,
    ID_BITS,
    ID_LETTERS,
    SeededIds,
    SystemIds,
    id_head,
    id_mask,
    id_number,
    id_text,
)  # fmt: skip


@given(st.integers(1, (1 << ID_BITS) - 1))
def test_an_id_and_its_letters_say_the_same(number: int) -> None:
    assert len(id_text(number)) == ID_LETTERS
    assert set(id_text(number)) <= set(ALPHABET)
    assert id_number(id_text(number)) == number


@pytest.mark.parametrize("text", ["", "abc", "a" * 12, "iiiiiiiiiii"])
def test_what_is_no_whole_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        id_number(text)


@pytest.mark.parametrize("ids", [SystemIds(), SeededIds(3)], ids=["system", "seeded"])
def test_ids_are_in_range_and_spread(ids: SystemIds | SeededIds) -> None:
    drawn = [ids.doc_id() for _ in range(200)]
    assert all(0 < number < 1 << ID_BITS for number in drawn)
    assert len(set(drawn)) == len({id_text(number)[:5] for number in drawn}) == 200
    assert all(0 <= ids.jitter() < 32 for _ in range(200))


def test_seeded_ids_repeat_and_system_ids_do_not() -> None:
    assert [SeededIds(5).doc_id() for _ in range(2)] == [SeededIds(5).doc_id()] * 2
    assert SystemIds().doc_id() != SystemIds().doc_id()


@given(st.lists(st.integers(1, (1 << ID_BITS) - 1), max_size=8), st.data())
def test_the_first_letters_pick_the_ids_that_begin_with_them(numbers: list[int], draw: st.DataObject) -> None:
    letters = st.text(ALPHABET + "iloué", max_size=ID_LETTERS + 1)
    starts = st.sampled_from([id_text(number)[:length] for number in numbers for length in (1, 5, 11)] or [""])
    head = draw.draw(st.one_of(letters, starts))
    picked = [number for number in numbers if number & id_mask(len(head)) == id_head(head)]
    assert picked == [number for number in numbers if id_text(number).startswith(head)]


@given(st.lists(st.integers(1, (1 << ID_BITS) - 1), min_size=1, max_size=30, unique=True), st.integers(0, 1 << 27))
def test_a_short_id_is_the_least_that_tells_it_from_all_others(numbers: list[int], shared: int) -> None:
    numbers = list({number if place % 3 else (number >> 27 << 27) | shared for place, number in enumerate(numbers)})
    board = Board({"tasks": {str(number): {} for number in numbers}}, NOON)
    for number in numbers:
        text = id_text(number)
        others = [id_text(other) for other in numbers if other != number]
        alone = (size for size in range(5, 11) if not any(other.startswith(text[:size]) for other in others))
        assert board.short_id(number) == text[: next(alone, 11)]
