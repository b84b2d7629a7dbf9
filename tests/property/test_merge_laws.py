"""The laws that the docstring of wiptui.sync.merge states."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from strategies_sync import long, metas, records, replicas, short, stamps

from wiptui.domain.core.record import LOG, Data, Record, fold, patched, stamp_ms
from wiptui.store.file.codec import encode
from wiptui.store.file.salvage import decode
from wiptui.sync.merge import KEEP_LONG, folded, is_long, merge, merge_meta, merge_records, pruned, same


def text(data: Data) -> bytes:
    """Content as bytes: tells 1, 1.0 and true apart."""
    return encode(data)


@given(replicas, replicas)
def test_merge_is_commutative(one: Data, two: Data) -> None:
    assert text(merge(one, two)) == text(merge(two, one))


@given(replicas, replicas, replicas)
def test_merge_is_associative(one: Data, two: Data, three: Data) -> None:
    assert text(merge(merge(one, two), three)) == text(merge(one, merge(two, three)))


@given(replicas)
def test_merge_is_idempotent_and_keeps_the_object(one: Data) -> None:
    assert merge(one, one) is one
    assert merge(one, decode(encode(one)).data) is one


@given(replicas, replicas)
def test_a_second_pass_writes_nothing(one: Data, two: Data) -> None:
    united = merge(one, two)
    assert merge(united, two) is united
    assert merge(united, one) is united


@given(replicas, replicas)
def test_nothing_is_lost(one: Data, two: Data) -> None:
    united = merge(one, two)
    for side in (one, two):
        for name, table in side.items():
            for key, record in table.items():
                kept = united[name][key]
                for stamp, patch in record.get(LOG, {}).items():
                    for field, value in patch.items():
                        if is_long(value) and field == "note":
                            newer = [s for s in kept[LOG] if s >= stamp and is_long(kept[LOG][s].get(field))]
                            assert len(newer) >= KEEP_LONG or field in kept[LOG].get(stamp, {})
                        else:
                            assert field in kept[LOG][stamp]


@given(replicas, replicas)
def test_the_result_is_in_normal_form(one: Data, two: Data) -> None:
    for name, table in merge(one, two).items():
        for record in table.values():
            if name != "meta":
                assert same(record, {**fold(record[LOG]), LOG: record[LOG]})
                assert pruned(record[LOG]) is record[LOG]


@given(replicas, replicas)
def test_merging_leaves_its_sources_alone(one: Data, two: Data) -> None:
    before = text(one), text(two)
    merge(one, two)
    assert (text(one), text(two)) == before


@given(metas, metas, metas)
def test_laws_of_the_meta_record(one: Record, two: Record, three: Record) -> None:
    assert same(merge_meta(one, two), merge_meta(two, one))
    assert same(merge_meta(merge_meta(one, two), three), merge_meta(one, merge_meta(two, three)))
    assert same(merge_meta(one, one), one)


@given(records, st.one_of(short, long), st.integers(0, 2_000_000_000_000))
def test_who_saw_a_value_can_change_it_whatever_the_clocks(record: Record, value: object, ms: int) -> None:
    newer, _ = patched(record, {"state": value}, ms, "zzzz00000")
    assert same(merge_records(record, newer)["state"], value)


@given(records, stamps)
def test_a_clock_that_is_years_off_spoils_only_its_field(record: Record, stamp: str) -> None:
    ahead, _ = patched(record, {"title": "from 2035"}, stamp_ms(stamp), "aaaa33333")
    assert all(same(ahead[name], value) for name, value in record.items() if name not in (LOG, "title"))


@given(st.lists(st.tuples(stamps, st.one_of(short, long)), max_size=24), st.randoms(use_true_random=False))
def test_replicas_converge_even_if_a_stamp_was_used_twice(pairs: list[tuple[str, object]], random: object) -> None:
    """Long and short values under one stamp: outside of associativity, but not of convergence."""
    sides = [folded({stamp: {"note": value}}) for stamp, value in pairs] or [folded({"20261122T130500000-a": {"x": 1}})]
    halves = [list(sides), list(sides)]
    random.shuffle(halves[0])  # type: ignore[attr-defined]
    results = []
    for half in halves:
        united = half[0]
        for side in half[1:]:
            united = merge_records(united, side)
        results.append(united)
    assert same(merge_records(*results), merge_records(*reversed(results)))
    assert same(results[0].get("note"), results[1].get("note"))
