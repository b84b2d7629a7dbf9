"""``import`` and ``export``."""

from __future__ import annotations

import gzip
import json
import os
import random
from pathlib import Path

import pytest
from cli_runner import Cli

from wiptui.domain.text import for_file

DATA = Path(__file__).parent.parent / "data"
PAST = {
    "tasks": [
        {
            "title": "Flyer",
            "project": "fair",
            "tags": ["print"],
            "created": "2026-10-30T10:00:00+01:00",
            "history": [
                {"at": "2026-11-02T09:00:00+01:00", "to": "doing"},
                {
                    "at": "2026-11-03T11:00:00+01:00",
                    "to": "waiting",
                    "on": "Ana",
                    "why": "a plan",
                    "until": "2026-11-05",
                },
                {"at": "2026-11-05T11:00:00+01:00", "event": "resolved"},
                {"at": "2026-11-05T17:00:00+01:00", "to": "doing"},
                {"at": "2026-11-06T09:00:00+01:00", "to": "done"},
            ],
            "focus": [
                {"start": "2026-11-02T09:00:00+01:00", "end": "2026-11-02T10:30:00+01:00", "cause": "pause"},
                {"start": "2026-11-05T17:00:00+01:00", "end": "2026-11-05T18:00:00+01:00", "cause": "done"},
            ],
        },
        {"title": "Parser", "created": "2026-11-20", "history": [{"at": "2026-11-21T09:00:00+01:00", "to": "doing"}]},
        {"title": "Just a title"},
    ]
}


def write(cli: Cli, value: object, name: str = "in.json") -> str:
    path = cli.file.with_name(name)
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return str(path)


def test_a_real_todo_txt_there_worked_with_and_back(cli: Cli) -> None:
    source = (DATA / "todo.txt").read_bytes()
    file = cli.file.with_name("todo.txt")
    file.write_bytes(source)
    cli.ok("import", "todotxt", str(file))
    assert cli.ok("export", "todotxt").out == for_file(source.decode()), "all but what a terminal acts on"
    before = cli.file.read_bytes()
    for text in (source, for_file(source.decode()).encode()):
        file.write_bytes(text)
        assert "Nothing to import" in cli.ok("import", "todotxt", str(file)).err
        assert cli.file.read_bytes() == before

    lines = for_file(source.decode()).splitlines()
    number = next(n for n, line in enumerate(lines) if line.startswith("(D) 2026-08-24 Test the smoke"))
    key = next(task["id"] for task in cli.tasks() if task["title"].startswith("Test the smoke"))
    cli.ok("start", key)
    cli.ok("done", key)
    cli.ok("add", "Brand new +thing")
    now = cli.ok("export", "todotxt").out.splitlines()
    assert now[number] == "x 2026-11-22 2026-08-24 Test the smoke @home detectors pri:D"
    assert now[:number] + now[number + 1 : -1] == lines[:number] + lines[number + 1 :]
    assert now[-1] == "2026-11-22 Brand new +thing"


def test_the_ready_list_begins_with_the_highest_priority(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "todo.txt").write_text("sweep\n(B) pay\n(A) call\ncook\n", encoding="utf-8")
    assert cli("import", "todotxt", str(tmp_path / "todo.txt")).code == 0
    assert [task["title"] for task in json.loads(cli("list", "--json").out)] == ["call", "pay", "sweep", "cook"]


def test_what_was_done_in_the_file_elsewhere_is_taken_over(cli: Cli) -> None:
    file = write(cli, "(A) Call Ana +p\nBuy milk\n", "todo.txt")
    cli.ok("import", "todotxt", file)
    cli.ok("edit", "milk", "--due", "fri")
    write(cli, "A new line\n(A) Call Ana +p\nx 2026-11-21 Buy milk\n", "todo.txt")
    result = cli.ok("import", "todotxt", file)
    assert "1 new (1 ready), 1 changed, 1 known already" in result.err
    [milk] = cli.tasks("--state", "done")
    assert (milk["title"], milk["due"]) == ("Buy milk", "2026-11-27"), "what was changed here stays"
    assert "Nothing to import" in cli.ok("import", "todotxt", file).err


def test_our_own_export_read_back_is_known(cli: Cli) -> None:
    cli.ok("import", "todotxt", write(cli, "(A) Call Ana +p\nBuy milk\n", "todo.txt"))
    cli.ok("edit", "milk", "--priority", "B")
    cli.ok("start", "ana")
    exported = write(cli, cli.ok("export", "todotxt").out, "todo.txt")
    before = cli.file.read_bytes()
    assert "Nothing to import" in cli.ok("import", "todotxt", exported).err
    assert cli.file.read_bytes() == before


def test_a_rehearsal_changes_nothing_and_names_the_lines(cli: Cli) -> None:
    file = write(cli, "(A) Call Ana\n\nx 2026-11-20 Old due:soon\n", "todo.txt")
    result = cli.ok("import", "todotxt", file, "--dry-run")
    assert result.lines == ["line 1  new      ready    Call Ana", "line 3  new      done     Old due:soon"]
    assert "line 3: due:soon is not a date" in result.err
    assert not cli.file.exists()
    rows = cli.ok("import", "todotxt", file, "--dry-run", "--json").json["tasks"]
    assert [(row["where"], row["action"]) for row in rows] == [("line 1", "new"), ("line 3", "new")]


def test_tasks_with_a_past(cli: Cli) -> None:
    file = write(cli, PAST)
    assert "3 tasks: 3 new (1 done, 1 doing, 1 ready)" in cli.ok("import", "json", file).err
    flyer = cli.task("flyer")
    assert [event["event"] for event in flyer["history"]] == [
        "captured", "started", "waited", "resolved", "resumed", "finished",
    ]  # fmt: skip
    assert flyer["history"][2] | {"device": ""} == {
        "at": "2026-11-03T11:00:00+01:00", "event": "waited", "from": "doing", "to": "waiting", "device": "",
        "on": "Ana", "why": "a plan", "until": "2026-11-05",
    }  # fmt: skip
    assert (flyer["cycle_days"], flyer["waiting_on"], flyer["created"]) == (5, None, "2026-10-30T10:00:00+01:00")
    assert cli.task("parser")["age_days"] == 2
    before = cli.file.read_bytes()
    assert "3 known already" in cli.ok("import", "json", file).err
    assert cli.file.read_bytes() == before
    stints = [line for line in before.decode().splitlines() if '"cause"' in line]
    assert len(stints) == 2


def test_two_machines_that_import_the_same_file_have_the_same_tasks(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(cli, {"tasks": PAST["tasks"][:2]})
    other = str(cli.file.with_name("other.json"))
    cli.ok("import", "json", file)
    monkeypatch.setenv("WIPTUI_DEVICE", "phone")
    cli.later(days=1)
    cli.ok("--file", other, "import", "json", file)
    logs = [{task["id"]: task["log"] for task in json.loads(cli.ok("--file", path, "export", "json").out)["tasks"]}
            for path in (str(cli.file), other)]  # fmt: skip
    assert logs[0] == logs[1]


def test_an_import_may_put_the_board_over_and_says_so(cli: Cli) -> None:
    history = [{"at": "2026-11-21T09:00:00+01:00", "to": "doing"}]
    result = cli.ok("import", "json", write(cli, [{"title": f"t{n}", "history": history} for n in range(4)]))
    assert "Doing is OVER its limit now: 4/3." in result.err
    assert cli.ok("status").out.startswith("OVER 4/3")


def test_an_import_is_one_change_and_comes_back(cli: Cli) -> None:
    file = write(cli, PAST)
    cli.ok("import", "json", file)
    cli.ok("undo")
    assert cli.ok("list", "--all", "--json").json == []
    assert "3 changed" in cli.ok("import", "json", file).err
    assert cli.task("flyer")["cycle_days"] == 5
    assert cli.task("just a title")["state"] == "ready"


def test_everything_there_and_back(cli: Cli) -> None:
    cli.ok("import", "json", write(cli, PAST))
    cli.ok("limit", "2", "--why", "small")
    cli.ok("wait", "parser", "--on", "Bo")
    cli.ok("add", "--start", "(B) New @x due:fri for:Z")
    cli.ok("edit", "new", "--note", "a\nb", "--step", "one")
    cli.ok("add", "gone again")
    cli.ok("undo")
    cli.ok("interrupt", "phone")
    first = cli.ok("export", "json").out
    other = str(cli.file.with_name("other.json"))
    cli.ok("--file", other, "import", "json", write(cli, first, "all.json"))
    second = cli.ok("--file", other, "export", "json").out
    here, there = json.loads(first), json.loads(second)
    for document in (here, there):
        document["tables"].pop("devices"), [task.pop("age_days") for task in document["tasks"]]
    assert there == here
    assert "known already" in cli.ok("--file", other, "import", "json", write(cli, first, "all.json")).err
    assert cli.ok("--file", other, "focus", "--json").json["focus"]["title"] == "New"


def test_an_export_that_was_changed_by_a_script(cli: Cli) -> None:
    cli.add("old title +p")
    cli.add("left alone")
    document = json.loads(cli.ok("export", "json").out)
    document["tasks"][0] |= {"title": "new title", "tags": ["x"], "due": "2026-12-01"}
    file = write(cli, document)
    assert "1 changed, 1 known already" in cli.ok("import", "json", file).err
    task = cli.task("new title")
    assert (task["tags"], task["due"], task["project"]) == (["x"], "2026-12-01", "p")
    assert "2 known already" in cli.ok("import", "json", file).err
    cli.ok("edit", "new", "--title", "mine")
    assert "2 known already" in cli.ok("import", "json", file).err
    assert cli.task("mine")


def test_a_list_as_json_is_an_import_too(cli: Cli) -> None:
    key = cli.add("a +p")
    cli.ok("start", key)
    cli.ok("wait", key, "--on", "Ana")
    listed = write(cli, cli.ok("list", "--json").out)
    other = str(cli.file.with_name("other.json"))
    cli.ok("--file", other, "import", "json", listed)
    mine, theirs = (cli.ok("--file", path, "show", key, "--json").json for path in (str(cli.file), other))
    for task in (mine, theirs):
        task.pop("device"), task.pop("spent_seconds"), [event.pop("device") for event in task["history"]]
    assert theirs | {"rank": ""} == mine | {"rank": ""}
    assert "1 known already" in cli.ok("import", "json", listed).err


def test_finished_long_ago_on_a_day_nobody_knows(cli: Cli) -> None:
    cli.ok("import", "todotxt", write(cli, "x once upon a time\n", "todo.txt"))
    cli.ok("import", "json", write(cli, [{"title": "and then", "state": "done"}]))
    assert [task["finished"] for task in cli.tasks("state:done")] == [None, None]
    assert cli.ok("list", "--all").out.count("date unknown") == 2
    assert cli.ok("export", "todotxt").lines == ["x once upon a time", "x and then"]


BROKEN_TASKS = [
    ({"no": "title"}, "no title"),
    ({"title": ""}, "at least one visible character"),
    ({"title": "t", "history": [{"at": "yesterday", "to": "doing"}]}, "no time"),
    ({"title": "t", "history": [{"at": "2999-01-01", "to": "doing"}]}, "still to come"),
    ({"title": "t", "history": [{"at": "2026-11-01", "to": "going"}]}, "no state"),
    ({"title": "t", "history": {}}, None),
    ({"title": "t", "history": "x"}, "no list"),
    ({"title": "t", "state": "going"}, "no state"),
    ({"title": "t", "tags": "x"}, "tags"),
    ({"title": "t", "due": "31 feb"}, "not a date"),
    ({"title": "t", "priority": 1}, "no text"),
    ({"title": "t", "focus": [{"start": "2026-11-02T10:00:00", "end": "2026-11-02T09:00:00"}]}, "ends before"),
    ({"title": "t", "log": {"x": {}}, "id": "00000000001"}, "no stamp"),
    ({"title": "t", "log": {"20261122T091500123-abcdefghi": {"title": "t"}}, "id": "nope"}, "id"),
    ("a text", "no task"),
]


@pytest.mark.parametrize(("task", "words"), [row for row in BROKEN_TASKS if row[1]])
def test_a_broken_task_among_good_ones(cli: Cli, task: object, words: str) -> None:
    file = write(cli, {"tasks": [{"title": "good"}, task]})
    result = cli.fails(1, "import", "json", file)
    assert "task 2: " in result.err and words in result.err and "--partial" in result.err
    assert not cli.file.exists()
    partial = cli("import", "json", file, "--partial")
    assert (partial.code, [task["title"] for task in cli.tasks()]) == (1, ["good"])
    assert "left out: task 2" in partial.err


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[1, 2", "{}", '{"tasks": {}}', "null", "[" * 100_000, '{"tasks": [], "format": 99}', "\0"]
)
def test_files_that_are_no_export(cli: Cli, text: str) -> None:
    result = cli.fails(1, "import", "json", write(cli, text))
    assert len(result.err) < 500
    assert cli.fails(1, "import", "json", write(cli, text), "--json").err.count("\n") <= 3
    assert not cli.file.exists()


def test_the_data_file_itself_is_no_export(cli: Cli) -> None:
    cli.add("a")
    said = cli.fails(1, "import", "json", str(cli.file)).err
    assert "data file of wiptui" in said and "wiptui backup restore PATH" in said
    packed, sparse = cli.file.with_name("b.json.gz"), cli.file.with_name("sparse.json")
    packed.write_bytes(gzip.compress(cli.file.read_bytes()))
    assert "wiptui backup restore PATH" in cli.fails(1, "import", "json", str(packed)).err
    sparse.write_bytes(b"")
    os.truncate(sparse, 2_000_000_000)
    assert "too large" in cli.fails(1, "import", "json", str(sparse)).err
    assert "data file itself" in cli.fails(2, "export", "json", "--output", str(cli.file)).err
    assert cli.titles("ready") == ["a"]


def test_half_an_export_says_what_could_be_read(cli: Cli) -> None:
    for title in "abcd":
        cli.add(title)
    whole = cli.ok("export", "json").out
    half = write(cli, whole[: whole.index('"title":"c"')])
    other = str(cli.file.with_name("other.json"))
    assert "2 tasks could be read" in cli.fails(1, "--file", other, "import", "json", half).err
    assert cli("--file", other, "import", "json", half, "--partial").code == 1
    assert [task["title"] for task in cli.ok("--file", other, "list", "--json").json] == ["a", "b"]


@pytest.mark.parametrize("data", [b"caf\xe9\n", b"\xff\xfeo"])
def test_files_of_another_encoding(cli: Cli, data: bytes) -> None:
    path = cli.file.with_name("todo.txt")
    path.write_bytes(data)
    cli.fails(1, "import", "todotxt", str(path))
    assert not cli.file.exists()


def test_files_that_cannot_be_opened(cli: Cli) -> None:
    for file in ("/nowhere/at/all", "a\0b"):
        cli.fails(1, "import", "todotxt", file)
        cli.fails(1, "export", "json", "--output", file)


def test_into_a_file_whole_or_not_at_all(cli: Cli) -> None:
    cli.add("a")
    target = cli.file.with_name("out.json")
    target.write_text("older")
    target.chmod(0o640)
    cli.ok("export", "json", "--output", str(target))
    assert json.loads(target.read_text())["tasks"][0]["title"] == "a"
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in target.parent.glob("out.json*")] == ["out.json"]


def test_any_bytes_as_an_import(cli: Cli) -> None:
    draw = random.Random(7)
    seed = json.dumps(PAST).encode()
    for _ in range(60):
        data = bytearray(seed)
        for _ in range(draw.randrange(1, 6)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        result = cli("import", "json", "-", "--dry-run", stdin=bytes(data))
        assert result.code in (0, 1) and "inside wiptui" not in result.err, result


def test_a_number_of_thousands_of_digits_gets_one_sentence(cli: Cli) -> None:
    for text in (f'[{{"title": "a", "id": {"9" * 5000}}}]', f'{{"tasks": [{"9" * 5000}]}}'):
        told = cli("import", "json", "-", stdin=text)
        assert "A number in the file has too many digits." in told.err, told.err
        assert not {"sys.", "Exceeds", "Traceback"} & set(told.err.split()), told.err
