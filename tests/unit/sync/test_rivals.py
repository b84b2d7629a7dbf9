"""Notes that were edited on both sides."""

from __future__ import annotations

from wiptui.domain.record import Record, patched
from wiptui.sync.merge import merge_records
from wiptui.sync.rivals import after, rivals

MS = 1_795_352_700_000


def noted(record: Record | None, text: str, ms: int, actor: str) -> Record:
    return patched(record, {"note": text, **after(record)}, MS + ms, actor)[0]


def test_one_after_the_other_is_no_rivalry() -> None:
    record = noted(noted(noted(None, "one", 0, "aaaa11111"), "two", 5, "bbbb11111"), "three", 9, "aaaa11111")
    assert rivals(record) == []
    assert rivals({}) == []


def test_two_that_did_not_see_each_other() -> None:
    base = noted(None, "base", 0, "aaaa11111")
    mine, theirs = noted(base, "mine", 5, "aaaa11111"), noted(base, "theirs", 9, "bbbb11111")
    both = merge_records(mine, theirs)
    assert both["note"] == "theirs"
    assert [value for _, value in rivals(both)] == ["mine"]
    assert rivals(merge_records(theirs, mine)) == rivals(both)


def test_writing_again_after_seeing_both_ends_it() -> None:
    base = noted(None, "base", 0, "aaaa11111")
    both = merge_records(noted(base, "mine", 5, "aaaa11111"), noted(base, "theirs", 9, "bbbb11111"))
    assert rivals(both)
    assert rivals(noted(both, "theirs, and mine", 20, "aaaa11111")) == []


def test_the_same_text_twice_is_no_rivalry() -> None:
    base = noted(None, "base", 0, "aaaa11111")
    both = merge_records(noted(base, "same", 5, "aaaa11111"), noted(base, "same", 9, "bbbb11111"))
    assert rivals(both) == []


def test_notes_that_do_not_say_are_taken_in_order() -> None:
    record = patched(patched(None, {"note": "one"}, MS, "aaaa11111")[0], {"note": "two"}, MS + 1, "bbbb11111")[0]
    assert rivals(record) == []
