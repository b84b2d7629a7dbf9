"""Ids: whole numbers that TinyDB holds exactly, and letters that a person can type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain.ids import ALPHABET, ID_BITS, ID_LETTERS, SeededIds, SystemIds, id_number, id_text


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
