"""A large file is saved by exchanging lines: the bytes are those that writing all of it would have made."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from splicing import spliced
from strategies_sync import records, replicas

from wiptui.domain.core.record import Data
from wiptui.store.file.codec import encode
from wiptui.store.file.line_patch import MOST
from wiptui.sync.merge import merge

ids = st.integers(1, 2**53).map(str)
more_ids = st.one_of(ids, st.sampled_from(["1", "10", "100", "9", "4503599627370496", "4503599627370499"]))
tables = st.dictionaries(more_ids, records, max_size=12)
crowded: st.SearchStrategy[Data] = st.dictionaries(
    st.sampled_from(["tasks", "stints", "settings", "zz_later", "devices", "a_before"]), tables, min_size=1, max_size=4
)
data_sets = st.one_of(replicas, crowded)


@given(data_sets, st.one_of(replicas, crowded))
def test_exchanged_lines_are_the_bytes_of_the_whole(old: Data, news: Data) -> None:
    known = {name: table for name, table in old.items() if table}
    whole = merge(known, {name: table for name, table in news.items() if table})
    delta = {
        name: rows
        for name, table in whole.items()
        if (rows := {key: row for key, row in table.items() if known.get(name, {}).get(key) is not row})
    }
    got = spliced(encode(known), delta, whole)
    if got is not None:
        assert got == encode(whole)
    else:
        assert not known or set(whole) > set(known)


def test_many_changes_or_a_new_table_are_written_whole() -> None:
    row = {"_log": {"20261122T091500123-aaaa11111": {"title": "x"}}, "title": "x"}
    old: Data = {"tasks": {"5": row}}
    few = {"tasks": {str(number): row for number in range(10, 10 + MOST)}}
    assert spliced(encode(old), few, old) == encode(merge(old, few))
    assert spliced(encode(old), {"tasks": {**few["tasks"], "9": row}}, old) is None
    assert spliced(encode(old), {"later": {"1": row}}, {**old, "later": {}}) is None
    assert spliced(encode(old), {}, old) == encode(old)
