"""Cases of merging that its laws leave open: who wins a tie, and which files belong together."""

from __future__ import annotations

from itertools import permutations

import pytest

from wiptui.domain.core.record import LOG, Data, Json
from wiptui.sync.merge import folded, merge_meta, merge_records, related

AT = "20261122T130500000-aaaa11111"


@pytest.mark.parametrize(
    ("small", "large"),
    [("a", "b"), ("10", "9"), (1, 2), (1, 1.5), ("x", None), (False, True), ("x" * 90, "y"), ({"a": 1}, {"a": 2})],
)
def test_of_two_values_under_one_stamp_the_larger_text_wins_on_either_side(small: Json, large: Json) -> None:
    one, two = (folded({AT: {"title": value, "state": "ready"}}) for value in (small, large))
    for result in (merge_records(one, two), merge_records(two, one)):
        assert result["title"] == large and result[LOG][AT] == {"title": large, "state": "ready"}


def test_what_one_side_alone_says_under_a_stamp_stays_beside_a_tie() -> None:
    one = folded({AT: {"title": "a", "note": "mine"}})
    two = folded({AT: {"title": "b", "rank": "theirs"}})
    want = {"title": "b", "note": "mine", "rank": "theirs"}
    for result in (merge_records(one, two), merge_records(two, one)):
        assert result == {**want, LOG: {AT: want}}


def test_of_three_databases_that_became_one_the_smallest_id_stays() -> None:
    for first, second, third in permutations(
        [{"db": "mmmm", "schema": 2}, {"db": "aaaa", "schema": 1}, {"db": "zzzz"}]
    ):
        united = merge_meta(merge_meta(first, second), third)
        assert united == {"db": "aaaa", "also": ["mmmm", "zzzz"], "schema": 2}


def test_the_schema_of_a_merged_file_is_the_higher_number() -> None:
    nine, ten = {"db": "aaaa", "schema": 9}, {"db": "aaaa", "schema": 10}
    assert merge_meta(nine, ten)["schema"] == merge_meta(ten, nine)["schema"] == 10


def data(database: str | None, *keys: str, table: str = "tasks") -> Data:
    found: Data = {table: {key: {"title": "x"} for key in keys}}
    return found if database is None else {"meta": {"1": {"db": database}}, **found}


RANDOM, OTHER = "4503599627370497", "4503599627370498"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (data("aaaa"), data("aaaa"), True),
        (data("aaaa"), data("bbbb"), False),
        (data("aaaa"), {"meta": {"1": {"db": "bbbb", "also": ["aaaa"]}}}, True),
        (data(None, RANDOM), data("bbbb", OTHER), True),
        (data("aaaa", RANDOM), data("bbbb", RANDOM, OTHER), True),
        (data("aaaa", RANDOM), data("bbbb", OTHER), False),
        (data("aaaa", RANDOM), data("bbbb", RANDOM, table="stints"), False),
        (data("aaaa", "1", "999999999"), data("bbbb", "1", "999999999"), False),
        (data("aaaa", RANDOM, table="devices"), data("bbbb", RANDOM, table="devices"), False),
    ],
    ids=["same", "other", "became one", "torn", "shared task", "no shared task", "other table", "small ids", "devices"],
)
def test_two_files_belong_together_that_share_a_database_or_a_record_with_a_random_id(
    one: Data, two: Data, expected: bool
) -> None:
    assert related(one, two) is expected
    assert related(two, one) is expected
