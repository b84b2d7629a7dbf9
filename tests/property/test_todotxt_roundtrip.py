"""The laws of the todo.txt exchange: what was not changed is written as it was read, what was changed reads back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wiptui.domain.text import clean_title
from wiptui.exchange.todotxt.file import fields_of, line_of, parse_line, read, source_keys, write

TODAY = date(2026, 11, 22)
LATER = date(2027, 5, 1)
DATA = Path(__file__).parent.parent / "data"

ANY_LINE = st.text(st.characters(exclude_characters="\n", exclude_categories=[]), min_size=1)
TOKENS = st.sampled_from(
    [
        "x", "X", "(A)", "(b)", "2026-11-01", "2026-02-30", "2026-11-22", "+acme", "+b", "+", "@home", "@x", "@",
        "due:2026-11-27", "due:2026-12-01", "due:soon", "t:2026-12-24", "t:2026-01-01", "rec:+1w", "pri:B", "h:1",
        "state:doing", "state:waiting", "state:backlog", "state:dropped", "state:no", "on:Ana", "until:2026-12-03",
        "for:Bo", "class:expedite", "class:standard", "http://x.org", "a@b.c", "1+1", "Call", "Ä", "🚀", "a:b:c", "[x]",
        "\x1b[1m", "\u200b",
    ]
)  # fmt: skip
GAPS = st.sampled_from([" ", " ", " ", "  ", "\t", "\u00a0", "\x1c"])


@st.composite
def token_lines(draw: st.DrawFn) -> str:
    parts = [
        draw(
            st.sampled_from(["", "", "", " ", "x ", "(A) ", "x 2026-11-20 ", "x (C) 2026-11-20 2026-11-01 ", "\ufeff"])
        )
    ]
    for token in draw(st.lists(TOKENS, min_size=1, max_size=9)):
        parts += [token, draw(GAPS)]
    return "".join(parts) + draw(st.sampled_from(["", "", "  ", "\r", "\t"]))


def is_task(raw: str) -> bool:
    return bool(raw.replace("\ufeff", "").strip())


TOKEN_LINES = token_lines().filter(is_task)
LINES = ANY_LINE.filter(is_task) | TOKEN_LINES


@given(LINES)
def test_a_line_taken_apart_is_still_the_line(raw: str) -> None:
    line = parse_line(raw)
    assert line.head + "".join(word.gap + word.text for word in line.words) + line.tail == raw


@given(LINES)
def test_an_unchanged_task_is_its_line(raw: str) -> None:
    fields = fields_of(parse_line(raw), TODAY)
    assert line_of(fields) == raw
    assert clean_title(fields["title"]) == fields["title"]
    assert fields["todotxt"] == raw


@given(
    st.lists(LINES | st.sampled_from(["", " ", "\r", "\t\r", "\ufeff"])),
    st.sampled_from(["\n", "\r\n", ""]),
    st.booleans(),
)
def test_an_unchanged_file_is_written_as_it_was_read(rows: list[str], end: str, bom: bool) -> None:
    text = ("\ufeff" if bom else "") + (end or "\n").join(rows) + end
    lines, _ = read(text)
    written = write([fields_of(line, TODAY) for line in lines])
    if lines:
        assert written.removesuffix("\n").removesuffix("\r") == text.removesuffix("\n").removesuffix("\r")
    else:
        assert written == "" and not text.replace("\ufeff", "").strip()


@given(st.lists(LINES), st.randoms())
def test_the_order_of_the_tasks_is_that_of_the_lines(rows: list[str], random: Any) -> None:
    tasks = [fields_of(line, TODAY) for line in read("\n".join(rows))[0]]
    written = write(tasks)
    random.shuffle(tasks)
    assert write(tasks) == written


@given(st.lists(LINES))
def test_every_line_has_a_key_of_its_own_and_keeps_it(rows: list[str]) -> None:
    lines, _ = read("\n".join(rows))
    keys = source_keys(lines)
    assert len(set(keys)) == len(keys)
    assert source_keys(read("\r\n".join(rows))[0]) == keys


NAMES = st.text("abcäÖ日9-_.", min_size=1, max_size=6)
WORDS = st.text("abcdeXYzß1!?()[]é日🚀", min_size=1, max_size=6).filter(
    lambda text: text != "x" and not text.startswith("(")
)
DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(date.isoformat)
TITLES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "state": st.sampled_from(["backlog", "ready", "doing", "waiting", "done", "dropped"]),
    "title": TITLES,
    "project": st.none() | NAMES,
    "tags": st.lists(NAMES, unique=True, max_size=3),
    "priority": st.none() | st.sampled_from("ABCZ"),
    "due": st.none() | DATES,
    "for": st.none() | NAMES,
    "class": st.none() | st.sampled_from(["expedite", "fixed-date", "intangible"]),
    "waiting_on": st.none() | NAMES,
    "follow_up": st.none() | DATES,
}
TASKS = st.fixed_dictionaries(PLAIN)
EDITS = st.fixed_dictionaries({}, optional=PLAIN)


def said(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that a line can hold, with absent and empty as one."""
    names = [name for name in PLAIN if fields.get("state") == "waiting" or name not in ("waiting_on", "follow_up")]
    got = {name: fields.get(name) or None for name in names}
    return got | {"tags": sorted(fields.get("tags") or [])}


@given(TASKS, DATES, DATES)
def test_a_task_of_our_own_reads_back(fields: dict[str, Any], created: str, finished: str) -> None:
    again = fields_of(parse_line(line_of(fields | {"created": created, "finished": finished})), TODAY)
    assert said(again) == said(fields)
    assert again["created"] == created
    assert again.get("finished") == (finished if fields["state"] in ("done", "dropped") else None)


@given(TASKS, EDITS, st.booleans())
@example({"title": "a", "state": "done", "tags": []}, {"state": "ready"}, False)
def test_a_changed_task_reads_back_as_changed(fields: dict[str, Any], edits: dict[str, Any], dated: bool) -> None:
    first = fields | ({"created": "2026-11-01"} if dated else {}) | {"finished": "2026-11-10"}
    line = parse_line(line_of(first) + " rec:+1w http://x.org")
    before = fields_of(line, TODAY)
    changed = before | {"finished": "2026-11-21", "created": "2026-11-02"} | edits
    again = fields_of(parse_line(line_of(changed)), LATER)
    assert said(again) == said(changed)
    if before["state"] not in ("done", "dropped"):
        assert again.get("created") == before.get("created")


@given(TOKEN_LINES, EDITS)
def test_no_change_ever_loses_a_word_that_has_no_field(raw: str, edits: dict[str, Any]) -> None:
    line = parse_line(raw)
    edits = {name: value for name, value in edits.items() if name != "title"}
    changed = {"created": "2026-11-02"} | fields_of(line, TODAY) | {"finished": "2026-11-21"} | edits
    text = line_of(changed)
    assert "\n" not in text
    words = iter([word.text for word in parse_line(text).words])
    assert all(word.text in words for word in line.words if word.kind == "text")


@given(TOKEN_LINES, TITLES)
def test_a_new_title_leaves_all_else_in_the_line(raw: str, title: str) -> None:
    line = parse_line(raw)
    changed = {"created": "2026-11-02"} | fields_of(line, TODAY) | {"title": title}
    again = parse_line(line_of(changed))
    assert [word for word in again.words if word.kind == "tag"] or not line.contexts
    assert (again.done, again.priority, again.finished) == (line.done, line.priority, line.finished)


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("todo*.txt")))
def test_the_real_files_come_out_byte_for_byte(name: str) -> None:
    data = (DATA / name).read_bytes()
    lines, _ = read(data.decode())
    assert write([fields_of(line, TODAY) for line in lines]).encode() == data


def test_a_long_file_of_every_feature_comes_out_byte_for_byte() -> None:
    heads = ["", "(A) ", "x ", "x 2026-11-20 2026-11-01 ", "(B) 2026-11-02 ", " "]
    tails = [
        "due:2026-11-27",
        "rec:+1w  t:2026-12-24",
        "state:waiting on:Ana until:2026-12-03",
        "+a +b @c @d",
        "h:1 🚀",
        "x\t ",
    ]
    more = [f"{head}Line {at} {tail}" for at, (head, tail) in enumerate((h, t) for h in heads for t in tails * 3)]
    text = (DATA / "todo.txt").read_text(encoding="utf-8") + "\n".join(more) + "\n"
    lines, _ = read(text)
    assert len(lines) >= 500
    assert write([fields_of(line, TODAY) for line in lines]).encode() == text.encode()
