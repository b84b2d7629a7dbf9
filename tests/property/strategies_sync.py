"""Replicas to merge: few ids, few stamps and few actors, so that they meet often."""

from __future__ import annotations

from hypothesis import strategies as st

from wiptui.domain.core.record import Data, Record, make_stamp
from wiptui.sync.merge import folded, normal_meta

MS = 1_795_352_700_000
YEAR_MS = 31_557_600_000

short = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.text(max_size=4),
    st.sampled_from(["1", "ready", "doing", "done", "\u2028", "\ud800", "é"]),
    st.lists(st.sampled_from(["a", "b", 1, True, 1.0]), max_size=3),
)
long = st.builds(lambda letter, size: letter * size, st.sampled_from("abé"), st.integers(66, 70))
actors = st.sampled_from(["aaaa11111", "aaaa22222", "bbbb11111", "edit99999"])
times = st.one_of(st.integers(0, 14), st.sampled_from([-40 * YEAR_MS, 9 * YEAR_MS, 9 * YEAR_MS + 1]))
stamps = st.builds(lambda ms, actor: make_stamp(MS + ms, actor), times, actors)
patches = st.dictionaries(st.sampled_from(["state", "title", "gone", "x"]), short, min_size=1, max_size=3)
seen = st.one_of(stamps, st.lists(stamps, max_size=3))
notes = st.fixed_dictionaries({"note": long}, optional={"note_after": seen, "undoes": st.lists(stamps, max_size=3)})
"""Values of one field are all short or all long: see the docstring of :mod:`wiptui.sync.merge`."""

logs = st.dictionaries(stamps, st.one_of(patches, notes), min_size=1, max_size=4)
full_logs = st.lists(stamps, min_size=9, max_size=16, unique=True).flatmap(
    lambda times: st.fixed_dictionaries(dict.fromkeys(times, notes))
)
records: st.SearchStrategy[Record] = st.one_of(logs, full_logs).map(folded)
tables = st.dictionaries(
    st.sampled_from(["4503599627370497", "4503599627370498", "1"]), records, min_size=1, max_size=2
)
names = st.sampled_from(["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"])
metas = st.builds(
    lambda db, also, schema, more: normal_meta({"app": "wiptui", "db": db, "also": also, "schema": schema, **more}),
    names,
    st.lists(names, max_size=2),
    st.sampled_from([1, 2, 9, 10]),
    st.dictionaries(st.just("later"), st.sampled_from([1, True, "x"])),
)


def _with_meta(data: Data, meta: Record | None) -> Data:
    return data if meta is None else {**data, "meta": {"1": meta}}


replicas: st.SearchStrategy[Data] = st.builds(
    _with_meta,
    st.dictionaries(st.sampled_from(["tasks", "settings", "from_the_future"]), tables, max_size=2),
    st.one_of(st.none(), metas),
)
