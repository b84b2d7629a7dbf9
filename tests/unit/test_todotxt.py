"""todo.txt: the format, what a line becomes, and how a changed task is written into its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from wiptui.domain.core.errors import UsageError
from wiptui.exchange.todotxt.file import (
    Problem,
    decode,
    fields_of,
    line_of,
    parse_line,
    read,
    source_key,
    source_keys,
    write,
)

TODAY = date(2026, 11, 22)
DATA = Path(__file__).parent.parent / "data"
LAYOUT = ("todotxt", "todotxt_line")


def fields(raw: str, today: date = TODAY) -> dict[str, Any]:
    return fields_of(parse_line(raw), today)


def plain(raw: str) -> dict[str, Any]:
    return {name: value for name, value in fields(raw).items() if name not in LAYOUT}


def changed(raw: str, **edits: Any) -> str:
    return line_of(fields(raw) | {"finished": "2026-11-22", "created": "2026-11-02"} | edits)


# --- the format


@pytest.mark.parametrize(
    ("raw", "done", "priority", "finished", "created", "title"),
    [
        # the examples of the specification
        ("(A) Call Mom", False, "A", None, None, "Call Mom"),
        ("Really gotta call Mom (A) @phone @someday", False, None, None, None, "Really gotta call Mom (A)"),
        ("(b) Get back to the boss", False, None, None, None, "(b) Get back to the boss"),
        ("(B)->Submit TPS report", False, None, None, None, "(B)->Submit TPS report"),
        ("2011-03-02 Document +TodoTxt task format", False, None, None, "2011-03-02", "Document task format"),
        ("(A) 2011-03-02 Call Mom", False, "A", None, "2011-03-02", "Call Mom"),
        ("(A) Call Mom 2011-03-02", False, "A", None, None, "Call Mom 2011-03-02"),
        ("x 2011-03-03 Call Mom", True, None, "2011-03-03", None, "Call Mom"),
        ("xylophone lesson", False, None, None, None, "xylophone lesson"),
        ("X 2012-01-01 Make resolutions", False, None, None, None, "X 2012-01-01 Make resolutions"),
        ("(A) x Find ticket prices", False, "A", None, None, "x Find ticket prices"),
        ("x 2011-03-02 2011-03-01 Review", True, None, "2011-03-02", "2011-03-01", "Review"),
        ("x (A) 2016-05-20 2016-04-30 measure", True, "A", "2016-05-20", "2016-04-30", "measure"),
        # and beyond them
        ("x no date", True, None, None, None, "no date"),
        ("x 2011-03-02 2011-03-01 2011-02-01 a", True, None, "2011-03-02", "2011-03-01", "2011-02-01 a"),
        ("(A)  2011-03-02\ta", False, "A", None, "2011-03-02", "a"),
        ("  (A) a", False, None, None, None, "(A) a"),
        (" x a", False, None, None, None, "x a"),
        ("2011-02-30 a", False, None, None, None, "2011-02-30 a"),
        ("2011-03-021 a", False, None, None, None, "2011-03-021 a"),
        ("٢٠١١-٠٣-٠٢ a", False, None, None, None, "٢٠١١-٠٣-٠٢ a"),
        ("\ufeffx 2011-03-03 a", True, None, "2011-03-03", None, "a"),
        ("(A) a\r", False, "A", None, None, "a"),
    ],
)
def test_the_head_of_a_line(
    raw: str, done: bool, priority: str | None, finished: str | None, created: str | None, title: str
) -> None:
    line = parse_line(raw)
    assert (line.done, line.priority, line.finished, line.created, line.title) == (
        done, priority, finished, created, title,
    )  # fmt: skip


def test_projects_contexts_and_keys_anywhere() -> None:
    line = parse_line("@a +p call x@y.z 1+1 +q @b @a due:2026-12-01 rec:+1w a:b:c http://x +p :x y: pri:A")
    assert line.projects == ("p", "q")
    assert line.contexts == ("a", "b")
    assert line.keys == (("due", "2026-12-01"), ("rec", "+1w"), ("http", "//x"), ("pri", "A"))
    assert line.title == "call x@y.z 1+1 +q rec:+1w a:b:c http://x :x y:"
    assert line.priority == "A"


# --- what a line becomes


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("buy milk", {"title": "buy milk", "state": "ready"}),
        (
            "(B) 2026-11-01 Call the bank +home @phone @5min due:2026-11-27 for:Ana rec:1m",
            {
                "title": "Call the bank rec:1m", "state": "ready", "project": "home", "tags": ["phone", "5min"],
                "priority": "B", "due": "2026-11-27", "for": "Ana", "created": "2026-11-01",
            },
        ),
        ("x 2026-11-20 2026-11-01 a pri:C", {
            "title": "a", "state": "done", "priority": "C", "created": "2026-11-01", "finished": "2026-11-20",
        }),
        ("a t:2026-11-23", {"title": "a", "state": "backlog", "from": "2026-11-23", "todotxt_state": "backlog"}),
        ("a t:2026-11-22", {"title": "a", "state": "ready", "from": "2026-11-22", "todotxt_state": "ready"}),
        ("a h:1", {"title": "a h:1", "state": "backlog", "todotxt_state": "backlog"}),
        ("x a t:2027-01-01", {"title": "a", "state": "done", "from": "2027-01-01"}),
        ("a t:2027-01-01 state:doing", {"title": "a", "state": "doing", "from": "2027-01-01"}),
        ("a state:waiting on:Ana until:2026-12-01", {
            "title": "a", "state": "waiting", "waiting_on": "Ana", "follow_up": "2026-12-01",
        }),
        ("a on:Ana until:2026-12-01", {"title": "a on:Ana until:2026-12-01", "state": "ready"}),
        ("x 2026-11-20 a state:dropped", {"title": "a", "state": "dropped", "finished": "2026-11-20"}),
        ("x a state:doing", {"title": "a", "state": "done"}),
        ("a state:nowhere", {"title": "a state:nowhere", "state": "ready"}),
        ("a class:expedite", {"title": "a", "state": "ready", "class": "expedite"}),
        ("a class:standard", {"title": "a", "state": "ready"}),
        ("a class:first", {"title": "a class:first", "state": "ready"}),
        ("(A) a pri:B", {"title": "a pri:B", "state": "ready", "priority": "A"}),
        ("a due:2026-12-01 due:2026-12-02", {"title": "a due:2026-12-02", "state": "ready", "due": "2026-12-01"}),
        ("@home", {"title": "@home", "state": "ready", "tags": ["home"]}),
        ("+f @p due:2026-12-24 rec:1y", {
            "title": "+f @p rec:1y", "state": "ready", "project": "f", "tags": ["p"], "due": "2026-12-24",
        }),
        ("due:2026-12-24", {"title": "due:2026-12-24", "state": "ready", "due": "2026-12-24"}),
        ("x 2026-11-20", {"title": "x 2026-11-20", "state": "done", "finished": "2026-11-20"}),
        ("(A) ", {"title": "(A)", "state": "ready", "priority": "A"}),
        ("(A)", {"title": "(A)", "state": "ready", "priority": "A"}),
        ("(A)\ta", {"title": "a", "state": "ready", "priority": "A"}),
        ("a\tb  c\x1b[1m!\x1b[0m", {"title": "a b  c!", "state": "ready"}),
        ("\x1b", {"title": "␛", "state": "ready"}),
        ("\u200d", {"title": "(no title)", "state": "ready"}),
        ("@\u200b a", {"title": "@ a", "state": "ready"}),
    ],
)  # fmt: skip
def test_the_fields_of_a_line(raw: str, expected: dict[str, Any]) -> None:
    assert plain(raw) == expected
    assert line_of(fields(raw)) == raw


# --- what changed, and only that


@pytest.mark.parametrize(
    ("raw", "edits", "expected"),
    [
        ("(A) 2026-11-01 a +p @t", {"state": "done"}, "x 2026-11-22 2026-11-01 a +p @t pri:A"),
        ("a  b", {"state": "done"}, "x 2026-11-22 a  b"),
        ("  a", {"state": "done"}, "x 2026-11-22 a"),
        ("a ", {"state": "doing"}, "a state:doing "),
        ("a\r", {"state": "doing"}, "a state:doing\r"),
        ("\ufeff(A) a", {"priority": "B"}, "\ufeff(B) a"),
        ("x 2026-11-20 2026-11-01 a pri:A b", {"state": "ready"}, "(A) 2026-11-01 a b"),
        ("x (A) 2026-11-20 a", {"state": "doing"}, "(A) a state:doing"),
        ("x (A) 2026-11-20 a", {"due": "2026-12-01"}, "x (A) 2026-11-20 a due:2026-12-01"),
        ("x 2026-11-20 a pri:A", {"priority": "B"}, "x 2026-11-20 a pri:B"),
        ("a state:doing b", {"state": "done"}, "x 2026-11-22 a b"),
        ("a state:doing b", {"state": "dropped"}, "x 2026-11-22 a state:dropped b"),
        ("a state:doing b", {"state": "ready"}, "a b"),
        ("a", {"state": "backlog"}, "a state:backlog"),
        ("a t:2027-01-01", {"state": "ready"}, "a t:2027-01-01 state:ready"),
        ("a t:2026-01-01", {"state": "backlog"}, "a t:2026-01-01 state:backlog"),
        ("a t:2027-01-01", {"state": "backlog", "from": None}, "a state:backlog"),
        ("a t:2027-01-01", {"state": "ready", "from": None}, "a"),
        ("a", {"from": "2027-01-01"}, "a t:2027-01-01 state:ready"),
        ("a", {"state": "waiting", "waiting_on": "Ana M", "follow_up": "2026-12-01"},
         "a state:waiting on:Ana_M until:2026-12-01"),
        ("a state:waiting on:Ana until:2026-12-01 b", {"state": "doing"}, "a state:doing b"),
        ("a state:waiting on:Ana", {"waiting_on": "Bo"}, "a state:waiting on:Bo"),
        ("(A) a", {"priority": None}, "a"),
        ("a state:dropped", {"priority": "C"}, "(C) a state:dropped"),
        ("(A) a state:dropped", {"state": "done"}, "x 2026-11-22 a pri:A"),
        ("a pri:B", {"priority": "C"}, "(C) a"),
        ("(A) a pri:B", {"state": "done"}, "x 2026-11-22 a pri:A pri:B"),
        ("a +p b", {"project": "Big Client"}, "a +Big_Client b"),
        ("a +p b", {"project": None}, "a b"),
        ("a b", {"project": "p"}, "a b +p"),
        ("+p a +p", {"project": "q"}, "+q a"),
        ("Ask @ana about +acme contract", {"title": "Ask about contract v2"}, "Ask @ana about +acme contract v2"),
        ("Ask @ana about +acme contract", {"title": "Please ask about contract"},
         "Please ask @ana about +acme contract"),
        ("Ask @ana about +acme contract", {"title": "Ask about the old contract"},
         "Ask @ana about the old +acme contract"),
        ("Ask @ana about +acme contract", {"title": "contract"}, "@ana +acme contract"),
        ("Ask @ana about +acme contract", {"title": "Other"}, "Other @ana +acme"),
        ("a @t b", {"title": "a   b"}, "a   b @t"),
        ("@home", {"title": "Sweep"}, "Sweep @home"),
        ("@home", {"tags": []}, "@home"),
        ("a @x b @y", {"tags": ["y", "z"]}, "a b @y @z"),
        ("a @x b @y", {"tags": ["y", "x"]}, "a @x b @y"),
        ("a due:2026-12-01 b", {"due": "2026-12-05"}, "a due:2026-12-05 b"),
        ("a due:2026-12-01 b", {"due": None}, "a b"),
        ("due:2026-12-01 a", {"due": None}, "a"),
        ("a due:soon", {"due": "2026-12-05"}, "a due:soon due:2026-12-05"),
        ("a", {"for": "Ana:M", "class": "expedite"}, "a for:Ana_M class:expedite"),
        ("a", {"class": "standard", "tags": [], "project": "", "note": "n", "rank": "zz"}, "a"),
        # a title that begins like a head
        ("a", {"title": "x ray"}, "2026-11-02 x ray"),
        ("a", {"title": "x ray", "created": None}, " x ray"),
        ("(A) x ", {"priority": None}, "2026-11-02 x "),
        ("(A) a", {"title": "2026-12-01 party"}, "(A) 2026-11-02 2026-12-01 party"),
        ("(A) (B) a", {"priority": None, "created": None}, " (B) a"),
        ("2026-11-01 (B) a", {"title": "(C) a"}, "2026-11-01 (C) a"),
    ],
)  # fmt: skip
def test_only_what_changed_is_edited(raw: str, edits: dict[str, Any], expected: str) -> None:
    assert changed(raw, **edits) == expected


def test_a_completion_without_a_date_does_not_make_one_up() -> None:
    assert line_of(fields("a") | {"state": "done"}) == "x a"
    # the format asks for a completion date where there is a creation date
    assert line_of(fields("2026-11-01 a") | {"state": "done"}) == "x 2026-11-01 2026-11-01 a"


def test_a_task_is_unchanged_also_when_its_threshold_has_passed() -> None:
    task = fields("a t:2026-12-01")
    assert task["state"] == "backlog" and line_of(task) == "a t:2026-12-01"
    assert line_of(task | {"state": "ready"}) == "a t:2026-12-01 state:ready"


def test_a_task_of_our_own() -> None:
    task = {
        "title": "Write  the report", "state": "waiting", "project": "Big Client", "tags": ["b", "a"], "priority": "A",
        "due": "2026-12-01", "class": "fixed-date", "for": "Bo", "waiting_on": "Ana", "follow_up": "2026-11-27",
        "created": "2026-11-02", "note": "not in the line", "rank": "a0",
    }  # fmt: skip
    assert line_of(task) == (
        "(A) 2026-11-02 Write  the report +Big_Client due:2026-12-01 for:Bo class:fixed-date state:waiting on:Ana "
        "until:2026-11-27 @a @b"
    )
    assert line_of({"title": "x ray", "state": "ready"}) == " x ray"
    assert line_of({"title": "a +b", "project": "p"}) == "a +p +b"
    assert line_of({"title": "a", "state": "dropped", "finished": "2026-11-20", "created": "2026-11-02"}) == (
        "x 2026-11-20 2026-11-02 a state:dropped"
    )


def test_fields_of_a_wrong_shape_still_make_one_line() -> None:
    odd: dict[str, Any] = {
        "title": "two\nlines\x1b", "state": 7, "tags": ["a b", 3, ""], "priority": "AA", "due": "soon", "project": [1],
        "todotxt": "\n \n", "todotxt_line": "x", "created": 5,
    }  # fmt: skip
    assert line_of(odd) == "two lines @a_b"
    assert line_of({}) == "(no title)"
    assert write([odd]) == "two lines @a_b\n"


# --- whole files


def test_blank_lines_go_with_the_task_after_them() -> None:
    text = "\n\na\n \nb\n\n"
    lines, problems = read(text)
    assert [(line.lineno, line.source) for line in lines] == [(3, "\n\na"), (5, " \nb\n")]
    assert problems == []
    tasks = [fields_of(line, TODAY) for line in lines]
    assert write(reversed(tasks)) == text
    assert write([*tasks, {"title": "c"}]) == text + "c\n"
    assert write([tasks[0] | {"state": "done", "finished": "2026-11-22"}]) == "\n\nx 2026-11-22 a\n"
    assert write([fields_of(line, TODAY) for line in read("a\n\r\n\r")[0]]) == "a\n\r\n\r\n"
    assert read("") == ([], []) and read("\n \r\n\ufeff") == ([], []) and write([]) == ""


def test_a_file_from_windows_stays_one() -> None:
    text = "\ufeffa\r\n\r\nb"
    tasks = [fields_of(line, TODAY) for line in read(text)[0]]
    assert [task["title"] for task in tasks] == ["a", "b"]
    assert write([*tasks, {"title": "c"}]) == "\ufeffa\r\n\r\nb\r\nc\r\n"
    # two files with a byte order mark are written as one with one mark, at its start
    other = [fields_of(line, TODAY) for line in read("\ufeffz\n")[0]]
    assert write([*other, *tasks]) == "\ufeffz\na\r\n\r\nb\r\n"


def test_lines_end_where_the_file_says_so_and_nowhere_else() -> None:
    lines, _ = read("a\x0bb\x0cc\x1cd\x85e\u2028f\rg\nh\n")
    assert [line.title for line in lines] == ["a b c d e f g", "h"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a due:soon", "due:soon is not a date like 2026-11-22; it stays in the title"),
        ("a t:2026-02-30", "t:2026-02-30 is not a date like 2026-11-22; it stays in the title"),
        ("2026-02-30 a", "2026-02-30 is not a day of the calendar; it stays in the title"),
        ("a \x1b[1mb", "it holds control characters, which are left out of the title"),
        ("+p @c", "there is no text but projects, contexts and keys, so these are the title"),
        ("x" * 10_001, "the title is cut to 10,000 of its 10,001 characters; an export keeps the line whole"),
    ],
)
def test_doubts_are_named_with_their_line(row: str, message: str) -> None:
    lines, problems = read(f"fine\n\n{row}\nfine\n{row}")
    assert problems == [Problem(3, message), Problem(5, message)]
    assert read(row)[1] == [Problem(1, message)]
    assert str(problems[0]) == f"line 3: {message}"
    assert line_of(fields_of(lines[1], TODAY)) == row


def test_a_line_beyond_the_longest_title_is_exported_whole() -> None:
    raw = "(A) " + "word " * 3000 + "@end"
    task = fields(raw)
    assert len(task["title"]) == 9999 and task["tags"] == ["end"]
    assert line_of(task | {"state": "doing"}) == raw + " state:doing"


def test_bytes() -> None:
    assert decode("\ufeffé\r\n".encode()) == "\ufeffé\r\n"
    assert decode("é".encode("utf-16")) == "é"
    with pytest.raises(UsageError, match="Line 2 of the file is not UTF-8 text: save it as UTF-8 and try again"):
        decode(b"a\nb\xe9\nc")
    with pytest.raises(UsageError, match="UTF-16"):
        decode(b"\xff\xfea")


# --- the same file twice


def test_a_line_is_the_same_task_after_it_was_ticked_off_or_exported() -> None:
    key = source_key(parse_line("(A) 2026-11-01 a +p  @t due:2026-12-01"), 0)
    for same in (
        "x 2026-11-22 2026-11-01 a +p @t due:2026-12-01 pri:A",
        "2026-11-01 a +p @t due:2026-12-01\r",
        "(C) 2026-11-01 a +p @t due:2026-12-01 state:waiting on:Ana until:2026-12-05",
    ):
        assert source_key(parse_line(same), 0) == key
    for other in ("2026-11-02 a +p @t due:2026-12-01", "2026-11-01 a +p @t due:2026-12-02", "2026-11-01 a +q @t"):
        assert source_key(parse_line(other), 0) != key
    assert source_key(parse_line("(A) 2026-11-01 a +p  @t due:2026-12-01"), 1) != key


def test_equal_lines_stay_apart() -> None:
    lines, _ = read("buy milk\nbuy milk\nx buy milk\nother\nbuy milk\n")
    keys = source_keys(lines)
    assert len(set(keys)) == 5
    assert source_keys(lines[:2]) == keys[:2]


# --- the real file


def test_the_real_file_uses_the_whole_format() -> None:
    lines, problems = read((DATA / "todo.txt").read_text(encoding="utf-8"))
    assert len(lines) > 400
    tasks = [fields_of(line, TODAY) for line in lines]
    assert {task["state"] for task in tasks} == {"backlog", "ready", "doing", "waiting", "done", "dropped"}
    used = {name for task in tasks for name in task}
    assert used >= {"project", "tags", "priority", "due", "created", "finished", "for", "class", "todotxt_state"}
    assert any(len(line.projects) > 2 for line in lines) and any(len(line.contexts) > 2 for line in lines)
    assert {"due", "t", "rec", "pri", "h"} <= {key for line in lines for key, _ in line.keys}
    assert len(set(source_keys(lines))) == len(lines)
    assert len(problems) > 5


def test_an_hour_of_work_changes_only_the_lines_that_were_worked_on() -> None:
    text = (DATA / "todo.txt").read_bytes().decode()
    tasks = [fields_of(line, TODAY) for line in read(text)[0]]
    worked = {}
    for place in range(0, len(tasks), 9):
        task = tasks[place]
        edits: list[dict[str, Any]] = [
            {"state": "done", "finished": "2026-11-22"},
            {"state": "doing"},
            {"state": "waiting", "waiting_on": "Ana"},
            {"priority": "B"},
            {"due": "2026-12-31"},
            {"tags": [*task.get("tags", []), "new"]},
        ]
        edit = {"created": "2026-11-02"} | task | edits[place // 9 % len(edits)]
        if task["state"] not in ("done", "dropped"):
            tasks[place] = worked[task["todotxt_line"]] = edit
    out = write([*tasks, {"title": "One more", "state": "ready", "created": "2026-11-22"}])

    before, after = text.split("\n"), out.split("\n")
    assert after[-2:] == ["2026-11-22 One more", ""] and len(after) == len(before) + 1
    differ = {n for n, (old, new) in enumerate(zip(before, after[:-2], strict=False), start=1) if old != new}
    assert differ <= set(worked) and len(differ) > 20
    again = {task["todotxt_line"]: task for task in (fields_of(line, TODAY) for line in read(out)[0])}
    for lineno, task in worked.items():
        got = again[lineno]
        for name in ("state", "priority", "due", "tags", "project", "waiting_on"):
            assert got.get(name) == task.get(name), (name, got)
        assert got["title"] == task["title"] or not parse_line(task["todotxt"]).has_text
