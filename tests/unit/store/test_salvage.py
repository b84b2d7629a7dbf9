"""Reading broken files: every good record comes back, whatever happened around it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from test_codec import ACTOR, MS, sample

from wiptui.domain.core.record import LOG, Data, Record, patched
from wiptui.store.file.codec import encode, record_line
from wiptui.store.file.salvage import decode
from wiptui.store.file.tolerant import KEEPING_DUPLICATES
from wiptui.sync.merge import merge, same

WHOLE = encode(sample())
CLEAN = {name: table for name, table in sample().items() if table}


def kinds(raw: bytes) -> set[str]:
    return {problem.kind for problem in decode(raw).problems}


def test_what_was_written_reads_back_without_a_problem() -> None:
    assert decode(WHOLE).data == CLEAN
    assert not decode(WHOLE).problems


def test_an_empty_file_says_nothing() -> None:
    for raw in (b"", b"\n", b"{}", b"{}\n"):
        assert decode(raw).data == {}
        assert not decode(raw).problems
        assert not decode(raw).is_ours


def line_of(key: str, record: Record) -> str:
    return record_line(key, record).decode()


def test_truncation_at_every_byte_brings_back_every_complete_record() -> None:
    for end in range(len(WHOLE)):
        found = decode(WHOLE[:end])
        text = WHOLE[:end].decode("utf-8", "replace")
        for name, table in CLEAN.items():
            for key, record in table.items():
                if line_of(key, record) in text:
                    assert same(found.data.get(name, {}).get(key), record), (end, name, key)
        for name, table in found.data.items():
            for key, record in table.items():
                assert same(CLEAN[name][key], record), (end, "nothing is made up")
        if 2 < end < len(WHOLE) - 1:
            assert found.is_grave, end


def test_losing_the_beginning_at_every_byte_brings_back_every_complete_record() -> None:
    for start in range(1, len(WHOLE)):
        found = decode(WHOLE[start:])
        rest = WHOLE[start:].decode("utf-8", "replace")
        both = merge(found.data, found.low_confidence)
        for key, record in CLEAN["tasks"].items():
            if line_of(key, record) in rest:
                assert same(both["tasks"][key], record), start


def test_a_broken_line_costs_only_itself() -> None:
    lines = WHOLE.split(b"\n")
    for number, line in enumerate(lines):
        if not line.startswith(b'"') or line.startswith(b'"0"'):
            continue
        for broken in (line[: len(line) // 2], b"", b"garbage", line.replace(b":", b";"), b"\xff\xfe" + line[5:]):
            raw = b"\n".join([*lines[:number], broken, *lines[number + 1 :]])
            found = decode(raw)
            lost = line.split(b'"')[1].decode()
            for name, table in CLEAN.items():
                for key, record in table.items():
                    if line != record_line(key, record) + b",":
                        assert same(found.data.get(name, {}).get(key), record), (broken, key, lost)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\xef\xbb\xbf" + WHOLE, "encoding"),
        (WHOLE.decode().encode("utf-16", "surrogatepass"), "encoding"),
        (WHOLE.replace(b"\n", b"\r\n"), "encoding"),
        (WHOLE.replace(b"\n", b"\r"), "encoding"),
        (WHOLE.replace(b'"tasks"', b'\0\0\0"tasks"'), "damaged"),
        (WHOLE + b"\0" * 4096, "damaged"),
        (json.dumps(json.loads(WHOLE), indent=4).encode(), "layout"),
        (json.dumps(json.loads(WHOLE)).encode(), "layout"),
    ],
)
def test_other_ways_to_write_the_same(raw: bytes, kind: str) -> None:
    assert decode(raw).data == CLEAN
    assert kind in kinds(raw)


def test_half_of_a_file_in_another_layout() -> None:
    for text in (json.dumps(json.loads(WHOLE), indent=2), json.dumps(json.loads(WHOLE))):
        for end in range(0, len(text), 7):
            found = decode(text[:end].encode())
            for name, table in found.data.items():
                for key, record in table.items():
                    assert same(CLEAN.get(name, {}).get(key), record), (end, name, key)
        assert decode(text[:-20].encode()).data["meta"] == CLEAN["meta"]
        assert set(decode(text[:-3].encode()).data["tasks"]) == set(CLEAN["tasks"])


def two_sides() -> tuple[Data, Data]:
    ours, theirs = dict(CLEAN), dict(CLEAN)
    task = CLEAN["tasks"]["77"]
    ours["tasks"] = {**ours["tasks"], "77": patched(task, {"state": "doing"}, MS + 5, ACTOR)[0]}
    theirs["tasks"] = {**theirs["tasks"], "77": patched(task, {"due": "2026-12-01"}, MS + 9, "bbbb11111")[0]}
    return ours, theirs


def test_the_same_record_twice_is_united() -> None:
    ours, theirs = two_sides()
    line = record_line("77", theirs["tasks"]["77"]) + b",\n"
    raw = encode(ours).replace(b'"77":', line + b'"77":')
    found = decode(raw)
    assert same(found.data, merge(ours, theirs))
    assert kinds(raw) == {"duplicate"}


def test_keys_that_stand_twice_are_united_in_any_layout() -> None:
    ours, theirs = two_sides()
    one, two = json.dumps(json.loads(encode(ours))["tasks"]), json.dumps(json.loads(encode(theirs))["tasks"])
    meta = json.dumps(CLEAN["meta"])
    for text in (
        f'{{"meta": {meta}, "tasks": {one}, "tasks": {two}}}',
        f'{{"meta": {meta}, "tasks": {one[:-1]}, {two[1:]}}}',
    ):
        assert same(decode(text.encode()).data["tasks"], merge(ours, theirs)["tasks"])


def test_a_log_that_stands_twice_in_a_record_is_united() -> None:
    raw = (
        b'{"tasks":{\n"77":{"_log":{"20261122T130500000-aaaa11111":{"a":1}},"a":1,'
        b'"_log":{"20261122T130500001-aaaa11111":{"b":2}},"b":2},\n"0":{}\n}}\n'
    )
    assert decode(raw).data["tasks"]["77"] == {
        LOG: {"20261122T130500000-aaaa11111": {"a": 1}, "20261122T130500001-aaaa11111": {"b": 2}},
        "a": 1,
        "b": 2,
    }


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_conflict_markers_of_git(style: str) -> None:
    ours, theirs = two_sides()
    lines_ours, lines_theirs = encode(ours).decode().split("\n"), encode(theirs).decode().split("\n")
    same_head = next(n for n, line in enumerate(lines_ours) if line.startswith('"77"'))
    base = ["||||||| base", *WHOLE.decode().split("\n")[same_head:-2]] if style == "diff3" else []
    raw = "\n".join(
        [
            *lines_ours[:same_head],
            "<<<<<<< HEAD",
            *lines_ours[same_head:-2],
            *base,
            "=======",
            *lines_theirs[same_head:-2],
            ">>>>>>> other",
            "}}",
            "",
        ]
    ).encode()
    assert same(decode(raw).data, merge(ours, theirs))
    assert "markers" in kinds(raw)
    assert not decode(raw).is_grave


def test_a_conflict_over_several_tables_does_not_mix_them_up() -> None:
    one, _ = patched(None, {"task": 1, "start": "x"}, MS, ACTOR)
    two, _ = patched(None, {"title": "One"}, MS, ACTOR)
    three, _ = patched(None, {"task": 2, "start": "y"}, MS, ACTOR)
    raw = "\n".join(
        [
            '{"stints":{',
            "<<<<<<< HEAD",
            record_line("9001", one).decode() + ",",
            '"0":{}',
            '},"tasks":{',
            record_line("9002", two).decode() + ",",
            "=======",
            record_line("9003", three).decode() + ",",
            ">>>>>>> other",
            '"0":{}',
            "}}",
        ]
    ).encode()
    assert decode(raw).data == {"stints": {"9001": one, "9003": three}, "tasks": {"9002": two}}


def test_numbers_that_are_none() -> None:
    line = (
        b'"78":{"_log":{"20261122T130500000-aaaa11111":{"a":NaN,"b":-Infinity,"c":1e999,"d":%s}},'
        b'"a":NaN,"b":-Infinity,"c":1e999,"d":%s},\n'
    )
    digits = b"9" * 5000
    raw = WHOLE.replace(b'"77":', line % (digits, digits) + b'"77":')
    record = decode(raw).data["tasks"]["78"]
    assert (record["a"], record["b"], record["c"], record["d"]) == (None, None, None, digits.decode())
    assert decode(encode(decode(raw).data)).data == decode(raw).data


def test_deep_nesting_costs_only_its_value() -> None:
    for depth in (40, 900, 100_000):
        deep = b"[" * depth + b"]" * depth
        line = b'"78":{"_log":{"20261122T130500000-aaaa11111":{"a":%s,"b":2}},"a":%s,"b":2},\n' % (deep, deep)
        raw = WHOLE.replace(b'"77":', line + b'"77":')
        found = decode(raw)
        assert found.is_grave
        assert same(found.data["tasks"]["77"], CLEAN["tasks"]["77"])
        if depth < 1000:
            assert found.data["tasks"]["78"]["b"] == 2
        assert decode(encode(found.data)).data == found.data


def test_letters_that_are_broken_make_a_record_doubtful() -> None:
    raw = WHOLE.replace(b"Write report", b"Write \xff\xferep")
    found = decode(raw)
    assert "4503599627370497" not in found.data["tasks"]
    assert found.low_confidence["tasks"]["4503599627370497"]["state"] == "doing"


def test_an_edit_by_hand_becomes_a_patch() -> None:
    raw = WHOLE.replace(b'"state":"doing","title"', b'"state":"done","title"')
    record = decode(raw).data["tasks"]["4503599627370497"]
    assert record["state"] == "done"
    [stamp] = [stamp for stamp, patch in record[LOG].items() if patch == {"state": "done"}]
    assert stamp.startswith("20261122T130501001-edit")
    assert encode(decode(raw).data) == encode(decode(raw).data), "two machines derive the same"
    assert decode(encode(decode(raw).data)).data == decode(raw).data
    assert not decode(raw).is_grave


def test_a_field_taken_out_by_hand_becomes_null() -> None:
    record = decode(WHOLE.replace(b'"rank":"a0","state":"doing","title"', b'"state":"doing","title"')).data["tasks"]
    assert record["4503599627370497"]["rank"] is None


def test_a_record_typed_in_by_hand_is_dated_after_the_newest_change() -> None:
    raw = WHOLE.replace(b'"77":', b'"78":{"title":"By hand"},\n"note to self":{"title":"No id"},\n"77":')
    tasks = decode(raw).data["tasks"]
    assert min(tasks["78"][LOG]).startswith("20261122T130501001-edit")
    assert [record["title"] for record in tasks.values() if record["title"] == "No id"] == ["No id"]
    assert all(key.isdigit() for key in tasks)


def test_entries_of_a_log_that_are_none_go_and_the_rest_stays() -> None:
    bad = b'"foo":{"a":1},"20261340T130500000-aaaa11111":{"a":2},"20261122T130500000-aaaa11111":7,'
    head = b'"_log":{"20261122T130500000-k3fqq8f2k":{"rank"'
    raw = WHOLE.replace(head, b'"_log":{' + bad + head[8:])
    assert raw != WHOLE
    found = decode(raw)
    assert same(found.data, CLEAN)
    assert found.is_grave


@pytest.mark.parametrize(
    "raw",
    [
        b"Dear diary,\n\ntoday I wrote a report.\n",
        b'{"name": "left-pad", "version": "1.0.0", "scripts": {"test": "exit 1"}}',
        b'{"_default": {"1": {"name": "somebody else\'s TinyDB"}}}',
        b"[1, 2, 3]",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b'"',
        b"{",
    ],
)
def test_what_is_not_ours_is_told_apart(raw: bytes) -> None:
    assert not decode(raw).is_ours


def test_known_lines_give_known_objects() -> None:
    first = decode(WHOLE)
    ours, _ = two_sides()
    second = decode(encode(ours), first.lines)
    assert second.data["tasks"]["4503599627370497"] is first.data["tasks"]["4503599627370497"]
    assert second.data["tasks"]["77"] is not first.data["tasks"]["77"]
    assert same(second.data, ours)


def test_what_is_broken_costs_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not told by a clock, but by how much text is handed to the parser."""
    line = '"%d":{"_log":{"20261122T091455123-q8f2k1234":{"title":"x"}},"title":"x"'
    broken = "\n".join(line % (4503599627370497 + number) for number in range(3000))
    strings = "\n".join(f'"{4503599627370497 + number}":{{"title":"x' for number in range(3000))
    nested = "\n".join(f'"x":{{"{number}":{{"title":"t"}},' for number in range(3000))
    for text in (broken, strings, broken.replace("{", "["), '{"a":' * 3000, nested):
        raw = f'{{"tasks":{{\n{text}\n"0":{{}}\n}}}}\n'.encode()
        handed: list[int] = []
        real = KEEPING_DUPLICATES.raw_decode

        def counted(text: str, idx: int = 0, real: Any = real, handed: list[int] = handed) -> Any:
            handed.append(len(text))
            return real(text, idx)

        with monkeypatch.context() as patch:
            patch.setattr(KEEPING_DUPLICATES, "raw_decode", counted)
            decode(raw)
        assert sum(handed) < 300 * len(raw) + 20_000 * 3000


@pytest.mark.parametrize("size", [100, 8_000, 70_000, 300_000])
def test_a_record_of_any_size_is_found_among_broken_ones(size: int) -> None:
    note = "so long " * (size // 8)
    row = json.dumps(
        {"title": "whole", "note": note, "_log": {"20261122T091455123-q8f2k1234": {"title": "whole", "note": note}}}
    )
    raw = f'{{"tasks":{{"4503599627370497":{{"title":broken, "4503599627370498":{row}'.encode()
    assert [task["title"] for task in decode(raw).data["tasks"].values() if "note" in task] == ["whole"]


INDENTED = json.dumps(
    {
        "meta": {"1": {"app": "wiptui", "db": "7r2k9q4mxw", "schema": 1}},
        "tasks": {str(4503599627370497 + number): patched(None, {"title": f"t{number}"}, MS, "aaaa11111")[0]
                  for number in range(4)},
        "stints": {"4503599627370999": patched(None, {"task": 1}, MS, "aaaa11111")[0]},
    },
    indent=0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ('"80":{"_log":{"20261122T130500000-aaaa11111":{"a":1}},"a":1},', "{"),  # one that is laid out as ours
        ('"5": "no record",', '"tasks": {'),
        ('"5": "no record", "x": [', '"tasks": {'),
        ('"project": {},', '"title": "t0",'),
        ("<<<<<<< HEAD", '"title": "t2",'),
        ('"_log":{', '"tasks": {'),
        ('"20261122T130500000-aaaa11111":{"80":{}, "', '"tasks": {'),
    ],
)  # fmt: skip
def test_an_odd_line_costs_no_record_of_a_file_laid_out_in_another_way(line: str, below: str) -> None:
    torn = INDENTED.replace(below, f"{below}\n{line}", 1)[:-4]
    found = decode(torn.encode())
    titles = {record.get("title") for record in found.data["tasks"].values()}
    assert {"t1", "t2", "t3"} <= titles, found
    assert "4503599627370999" in found.data["stints"] and "project" not in found.data


def test_a_broken_letter_in_a_file_of_one_line_costs_only_its_record() -> None:
    raw = INDENTED.replace("\n", "").replace('"t1"', '"t1\ud800"').encode("utf-8", "surrogatepass")
    found = decode(raw)
    assert found.is_ours and len(found.data["tasks"]) == 3 and len(found.low_confidence["tasks"]) == 1


def test_a_long_log_with_an_entry_that_is_none_is_read() -> None:
    log = {f"20261122T1305{number:02}000-aaaa11111": {"title": f"t{number}"} for number in range(12)}
    raw = json.dumps({"tasks": {"77": {LOG: {**log, "20261122T130530000-aaaa11111": ["odd"]}, "title": "t11"}}})
    found = decode(raw.encode())
    assert found.data["tasks"]["77"]["title"] == "t11" and found.data["tasks"]["77"][LOG] == log
