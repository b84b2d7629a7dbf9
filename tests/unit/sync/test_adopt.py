"""Edits by hand, and logs that are not as wiptui writes them."""

from __future__ import annotations

import pytest

from wiptui.domain.core.record import LOG, patched
from wiptui.sync.hand_edits import is_deep, is_stamp, normalized

MS = 1_795_352_700_000
RECORD, _ = patched(None, {"title": "Write", "size": 1, "tags": ["a"]}, MS, "k3fqq8f2k")


def test_a_good_record_comes_back_as_itself() -> None:
    assert normalized(RECORD) == (RECORD, ())
    assert normalized(RECORD)[0] is RECORD


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Wrote"), ("size", 1.0), ("size", True), ("tags", ["a", "b"]), ("new", 5)]
)
def test_a_differing_field_becomes_a_patch(field: str, value: object) -> None:
    edited, wrong = normalized({**RECORD, field: value})
    assert wrong == ("edited",)
    [stamp] = set(edited[LOG]) - set(RECORD[LOG])
    assert edited[LOG][stamp] == {field: value}
    assert stamp.startswith("20261122T130500001-edit")
    assert type(edited[field]) is type(value)
    assert normalized(edited) == (edited, ())


def test_two_different_edits_have_different_stamps_and_the_same_edit_the_same() -> None:
    one, two = normalized({**RECORD, "title": "A"})[0], normalized({**RECORD, "title": "B"})[0]
    assert set(one[LOG]) != set(two[LOG])
    assert normalized({**RECORD, "title": "A"})[0] == one


def test_a_record_of_only_its_log_is_folded() -> None:
    assert normalized({LOG: RECORD[LOG]}) == (RECORD, ())


def test_a_record_without_a_log_is_dated_by_the_file() -> None:
    typed, wrong = normalized({"title": "Typed in"}, MS)
    assert wrong == ("edited",)
    assert min(typed[LOG]).startswith("20261122T130500001-edit")


def test_years_ahead_are_no_obstacle() -> None:
    ahead, _ = patched(RECORD, {"title": "From 2035"}, MS + 9 * 31_557_600_000, "bbbb11111")
    assert normalized({**ahead, "title": "By hand"})[0]["title"] == "By hand"


def test_a_log_inside_a_patch_is_no_field() -> None:
    bad = {
        LOG: {**RECORD[LOG], "20261122T130500009-aaaa11111": {LOG: {}, "x": 1}},
        **{k: v for k, v in RECORD.items() if k != LOG},
    }
    kept, wrong = normalized(bad)
    assert "log" in wrong
    assert kept["x"] is None or kept["x"] == 1
    assert isinstance(kept[LOG], dict) and all(LOG not in patch for patch in kept[LOG].values())


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("20261122T130500123-k3fqq8f2k", True),
        ("20240229T130500123-k3fqq8f2k", True),
        ("20230229T130500123-k3fqq8f2k", False),
        ("20261331T130500123-k3fqq8f2k", False),
        ("20261122T250500123-k3fqq8f2k", False),
        ("20261122T130500123", False),
        ("99991231T235959999-k3fqq8f2k", False),
        ("２０２６1122T130500123-k3fqq8f2k", False),
        ("", False),
    ],
)
def test_stamps(text: str, good: bool) -> None:
    assert is_stamp(text) is good


def test_depth() -> None:
    value: object = 1
    for _ in range(32):
        value = [value]
    assert not is_deep(value)
    assert is_deep([value])
    assert is_deep({"a": value})
