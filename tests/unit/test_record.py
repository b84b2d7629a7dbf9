"""Records: stamps at the end of all time, after which a later edit still wins."""

from __future__ import annotations

import pytest

from wiptui.domain.core.record import LAST_MS, LOG, make_stamp, patched, stamp_after, stamp_ms
from wiptui.sync.hand_edits import is_stamp, normalized
from wiptui.sync.merge import merge_records, same

LAST = "89991231T235959999-zzzz99999"
NOW = 1_795_352_700_000


def test_the_last_instant_is_the_last_that_a_stamp_may_have() -> None:
    assert make_stamp(LAST_MS, "") == LAST[:19]
    assert is_stamp(LAST) and not is_stamp(make_stamp(LAST_MS + 1, "zzzz99999"))


@pytest.mark.parametrize(
    "newest",
    [LAST, LAST + "~", "89991231T235959999-", "89991231T235959998-zzzz99999", "89991231T235959999-~~\U0010ffff"],
)
def test_whatever_stamp_a_field_has_later_edits_win(newest: str) -> None:
    record = normalized({LOG: {newest: {"title": "from the end", "note": "x"}}})[0]
    seen = {newest}
    for number in range(5):
        record, stamp = patched(record, {"title": f"edit {number}"}, NOW, "aaaa11111")
        assert record["title"] == f"edit {number}"
        assert is_stamp(stamp) and stamp not in seen
        assert same(normalized(record)[0], record) and not normalized(record)[1]
        seen.add(stamp)
    by_hand, wrong = normalized({**record, "title": "by hand"})
    assert by_hand["title"] == "by hand" and wrong == ("edited",)
    assert same(normalized(by_hand), (by_hand, ())), "a second look changes nothing"
    gone, stamp = patched(by_hand, {"gone": True}, NOW, "aaaa11111")
    assert gone["gone"] is True and stamp == max(gone[LOG])
    assert same(merge_records(gone, record), gone) and same(merge_records(record, gone), gone)


def test_a_clock_beyond_the_end_stands_at_the_end() -> None:
    stamp = stamp_after(None, LAST_MS + 5, "aaaa11111")
    assert stamp_ms(stamp) == LAST_MS and is_stamp(stamp)
    assert stamp_after("20261122T130500123-k3fqq8f2k", LAST_MS + 5, "aaaa11111") == stamp
