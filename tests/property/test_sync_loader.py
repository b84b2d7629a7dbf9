"""The loader over anything: it never raises, never drops a good record, and what it writes it reads back."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from strategies_sync import MS, replicas

from wiptui.domain.core.record import LOG, Data, fold, patched
from wiptui.store.file.codec import encode, record_line
from wiptui.store.file.salvage import decode
from wiptui.sync.merge import merge, same

SAMPLE: Data = {
    "meta": {"1": {"app": "wiptui", "db": "7r2k9q4mxw", "schema": 1}},
    "settings": {"1": patched(None, {"doing_limit": 3}, MS, "aaaa11111")[0]},
    "tasks": {
        str(4503599627370497 + number): patched(None, {"title": f"Täsk {number} \u2028", "n": number}, MS, "aaaa11111")[
            0
        ]
        for number in range(4)
    },
}
BLOB = encode(SAMPLE)
junk = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        [b"<<<<<<< HEAD", b"=======", b">>>>>>> x", b"||||||| base", b"{", b"}", b"}}", b"\0" * 9, b'},"x":{',
         b'"77":{"title":"by hand"},', b'"77":{"_log":{}},', b'"77":', b"\xef\xbb\xbf", b"[" * 3000, b'{"a":' * 2000,
         b'"78":{"_log":{"20261122T130500000-aaaa11111":{"a":NaN}},"a":Infinity},', b'"5":7,', b'"_log":{'],
    ),
)  # fmt: skip


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """The sample file after a few accidents."""
    raw = bytearray(BLOB)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw)))
        kind = draw(st.sampled_from(["insert", "cut", "overwrite", "repeat", "end"]))
        if kind == "insert":
            raw[at:at] = draw(junk)
        elif kind == "overwrite":
            bits = draw(junk)
            raw[at : at + len(bits)] = bits
        elif kind == "end":
            del raw[at:]
        else:
            end = min(len(raw), at + draw(st.integers(0, 400)))
            raw[at:end] = b"" if kind == "cut" else raw[at:end] * 2
    return bytes(raw)


def check(raw: bytes) -> None:
    found = decode(raw)
    for part in (found.data, found.low_confidence):
        for name, table in part.items():
            for key, record in table.items():
                assert key.isdigit() and key[0] != "0"
                if (name, key) != ("meta", "1"):
                    assert same(record, {**fold(record[LOG]), LOG: record[LOG]})
    written = encode(found.data)
    again = decode(written)
    assert same(again.data, {name: table for name, table in found.data.items() if table})
    assert encode(again.data) == written
    assert not again.problems


@given(st.binary(max_size=300))
@example(b"{" * 20_000)
@example(b"[" * 20_000)
@example(b'{"a":' * 10_000)
@example(b'{"tasks":{\n"77":{"_log":{"20261122T130500000-aaaa11111":{"a":"\xff"}},"a":"\xff"},\n')
@example(b'{"tasks":{"0":{"title":"x"},"1":{},"01":{"a":1},"x":{"_log":5}}}')
def test_any_bytes(raw: bytes) -> None:
    check(raw)


@given(st.text(alphabet='{}[]":,\\0129_logtasks\n <=>|T-N', max_size=200))
def test_nearly_json(text: str) -> None:
    check(text.encode())


@given(broken())
def test_accidents_never_raise_and_what_is_read_can_be_written(raw: bytes) -> None:
    check(raw)


@given(broken())
def test_accidents_never_drop_a_whole_line(raw: bytes) -> None:
    """A record whose line is whole in the file, in its own line, is found."""
    found = decode(raw)
    both = merge(found.data, found.low_confidence)
    whole = {line.strip() for line in raw.decode("utf-8", "replace").replace("\0", "").split("\n")}
    for key, record in SAMPLE["tasks"].items():
        if record_line(key, record).decode() + "," in whole:
            rows = [table[key] for table in both.values() if key in table]
            assert any(merge({"t": {key: row}}, {"t": {key: record}})["t"][key] is row for row in rows), key


@given(replicas)
def test_what_is_written_reads_back(data: Data) -> None:
    found = decode(encode(data))
    assert same(found.data, {name: table for name, table in data.items() if table})
    assert not found.problems


@given(replicas, replicas, st.booleans())
def test_a_union_merge_of_git_is_the_merge(one: Data, two: Data, behind: bool) -> None:
    """All lines of both sides, table by table, as ``merge=union`` leaves them."""
    texts = [encode(side).decode().split("\n") for side in ((two, one) if behind else (one, two))]
    tables: dict[str, list[str]] = {}
    for lines in texts:
        for line in lines:
            if line.endswith('":{'):
                into = tables.setdefault(line.lstrip("{},"), [])
            elif line.startswith('"') and line != '"0":{}' and line not in into:
                into.append(line)
    raw = "\n".join(
        [
            *(
                (("},", "{")[not place]) + name + "\n" + "\n".join([*rows, '"0":{}'])
                for place, (name, rows) in enumerate(tables.items())
            ),
            "}}",
        ]
    ).encode()
    assert encode(decode(raw).data) == encode(merge(one, two))
