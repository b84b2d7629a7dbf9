"""The inbox: what a phone writes down is taken once, on any command, and never lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli_runner import Cli


@pytest.fixture
def inbox(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to which a phone writes. A folder of that name does as well."""
    path = tmp_path / "sync" / "inbox.txt"
    path.parent.mkdir()
    cli.ok("config", "set", "inbox.path", str(path))
    return path


def write(cli: Cli, path: Path, text: str, *, ago: float = 60) -> None:
    """What the phone has in its file, written so many seconds ago."""
    path.write_text(text, encoding="utf-8")
    at = cli.clock.now().timestamp() - ago
    os.utime(path, (at, at))


def test_every_command_takes_what_a_phone_wrote(cli: Cli, inbox: Path) -> None:
    write(cli, inbox, "2026-11-21T09:14 Buy milk +home due:fri\n\n# shopping\n- [ ] Bread\n* Call Ana\n- [x] old\n")
    said = cli.ok("list")
    assert "From the inbox: 3 tasks." in said.err
    assert cli.titles("ready") == ["Buy milk", "Bread", "Call Ana"]
    milk = cli.task("milk")
    assert (milk["project"], milk["due"], milk["created"]) == ("home", "2026-11-27", "2026-11-21T09:14:00+01:00")
    assert [(row["event"], row["at"]) for row in milk["history"]] == [("captured", "2026-11-21T09:14:00+01:00")]
    assert "inbox" not in cli.ok("list").err
    assert inbox.read_text().startswith("2026-11-21T09:14 Buy milk"), "the file is the phone's"


def test_a_capture_never_starts_work(cli: Cli, inbox: Path) -> None:
    write(cli, inbox, "state:doing Fix it\n@doing Me too\n")
    cli.ok("list")
    assert cli.titles("doing") == []
    assert len(cli.titles("ready")) == 2


def test_equal_lines_are_as_many_tasks_and_a_conflict_copy_adds_only_what_is_more(cli: Cli, inbox: Path) -> None:
    write(cli, inbox, "milk\nmilk\n")
    write(cli, inbox.with_name("inbox.sync-conflict-20261122-101500-ABCDEFG.txt"), "milk\nmilk\nmilk\nbread\n")
    cli.ok("list")
    assert sorted(cli.titles("ready")) == ["bread", "milk", "milk", "milk"]


def test_undo_takes_back_what_the_person_did_and_not_what_came_in(cli: Cli, inbox: Path) -> None:
    cli.ok("add", "mine")
    write(cli, inbox, "milk\n")
    cli.ok("list")
    assert "mine" in cli.ok("undo").err
    assert cli.titles("ready") == ["milk"]


def test_a_dropped_capture_does_not_come_back(cli: Cli, inbox: Path) -> None:
    write(cli, inbox, "milk\nbread\n")
    cli.ok("drop", "milk")
    write(cli, inbox, "milk\nbread\neggs\n")
    cli.ok("list")
    assert cli.titles("ready") == ["bread", "eggs"]


def test_an_equal_line_in_a_file_begun_anew_is_a_new_task(cli: Cli, inbox: Path) -> None:
    write(cli, inbox, "milk\n")
    cli.ok("done", "milk")
    write(cli, inbox, "bread\nmilk\n", ago=0)
    cli.later(seconds=30)
    assert "new again" in cli.ok("list").err
    assert sorted(cli.titles("ready")) == ["bread", "milk"]


def test_an_emptied_file_begins_anew_too(cli: Cli, inbox: Path) -> None:
    write(cli, inbox, "milk\n")
    cli.ok("done", "milk")
    write(cli, inbox, "")
    cli.ok("list")
    write(cli, inbox, "milk\n", ago=0)
    cli.later(seconds=30)
    cli.ok("list")
    assert cli.titles("ready") == ["milk"]


def test_an_older_version_of_the_file_changes_nothing(cli: Cli, inbox: Path) -> None:
    write(cli, inbox, "milk\nbread\n")
    cli.ok("done", "bread")
    write(cli, inbox, "milk\n", ago=0)
    cli.ok("list")
    write(cli, inbox, "milk\nbread\neggs\n", ago=0)
    cli.ok("list")
    assert cli.titles("ready") == ["milk", "eggs"]


def test_a_last_line_without_an_end_waits_until_the_file_stands_still(cli: Cli, inbox: Path) -> None:
    cli.minutes = 0
    write(cli, inbox, "milk\nbre", ago=3)
    assert cli.ok("inbox", "--json").json == {"path": str(inbox), "taken": 1, "waiting": 1}
    assert cli.titles("ready") == ["milk"]
    cli.later(seconds=8)
    assert cli.titles("ready") == ["milk", "bre"]


def test_two_lines_that_were_glued_are_two(cli: Cli, inbox: Path) -> None:
    write(cli, inbox, "2026-11-21T09:14 Buy milk2026-11-21T09:20 Call Ana\n")
    cli.ok("list")
    assert cli.titles("ready") == ["Buy milk", "Call Ana"]


def test_a_folder_has_a_capture_a_file_which_goes_into_taken(cli: Cli, inbox: Path) -> None:
    inbox.mkdir()
    write(cli, inbox / "1.txt", "Call the bank @phone\n+49 30 1234\nask for Ana\n")
    write(cli, inbox / "2.txt", "")
    write(cli, inbox / ".3.txt.tmp", "half")
    cli.ok("list")
    task = cli.task("bank")
    assert (task["tags"], task["note"]) == (["phone"], "+49 30 1234\nask for Ana")
    assert sorted(path.name for path in inbox.iterdir()) == [".3.txt.tmp", "2.txt", "taken"]
    assert [path.name for path in (inbox / "taken").iterdir()] == ["1.txt"]


def test_a_file_written_again_after_its_task_ended_is_a_new_task(cli: Cli, inbox: Path) -> None:
    inbox.mkdir()
    write(cli, inbox / "capture.txt", "milk")
    cli.ok("done", "milk")
    cli.later(minutes=5)
    write(cli, inbox / "capture.txt", "milk")
    cli.ok("list")
    assert cli.titles("ready") == ["milk"]


def test_tidy_takes_out_what_was_taken_and_leaves_the_rest(cli: Cli, inbox: Path) -> None:
    cli.minutes = 0
    write(cli, inbox, "# shopping\nmilk\nbread\n")
    assert cli.ok("inbox", "tidy", "--json").json["tidied"] == 2
    assert inbox.read_text() == "# shopping\n"
    write(cli, inbox, "# shopping\nbread\nhal", ago=1)
    cli.fails(1, "inbox", "tidy")
    assert inbox.read_text().endswith("hal"), "somebody is still typing"


def test_tidy_empties_the_folder_of_what_was_taken(cli: Cli, inbox: Path) -> None:
    inbox.mkdir()
    write(cli, inbox / "1.txt", "milk")
    assert cli.ok("inbox", "tidy", "--json").json["tidied"] == 1
    assert list((inbox / "taken").iterdir()) == []
    assert cli.titles("ready") == ["milk"]


def test_another_data_file_takes_nothing(cli: Cli, inbox: Path, tmp_path: Path) -> None:
    write(cli, inbox, "milk\n")
    other = str(tmp_path / "other.json")
    cli.ok("add", "x", "--file", other)
    assert "milk" not in cli.ok("list", "--file", other).out
    assert "your own data file" in cli.ok("inbox", "--file", other).err
    assert cli.titles("ready") == ["milk"]


def test_what_looks_the_file_over_and_prompts_take_nothing(cli: Cli, inbox: Path) -> None:
    cli.ok("add", "x")
    write(cli, inbox, "milk\n")
    for words in (("status",), ("doctor",), ("backup",), ("path",)):
        cli.ok(*words)
    assert "x" in cli.ok("undo").err, "undo means what was before"
    assert cli.titles("ready") == ["milk"]


@pytest.mark.parametrize("raw", [b"\xff\xfem\x00i\x00l\x00k\x00\n\x00", b"\xef\xbb\xbfmilk\r\n", b"mi\xe9lk\n"])
def test_any_bytes_are_read(cli: Cli, inbox: Path, raw: bytes) -> None:
    inbox.write_bytes(raw)
    cli.ok("list")
    assert len(cli.titles("ready")) == 1


def test_what_cannot_be_seen_or_is_too_long_harms_nothing(cli: Cli, inbox: Path) -> None:
    write(cli, inbox, f"\u200b\n{'long ' * 4000}\n+only @tokens\n\x1b[2Jclear\n")
    cli.ok("list")
    titles = cli.titles("ready")
    assert [titles[0][:9], *titles[1:]] == ["long long", "+only @tokens", "clear"]
    assert len(cli.task("long")["note"]) > 10_000


def test_no_inbox_says_how_to_get_one(cli: Cli) -> None:
    assert "wiptui config set inbox.path" in cli.ok("inbox").err
    cli.fails(2, "inbox", "empty")


def test_an_inbox_that_cannot_be_read_stops_no_command(cli: Cli, inbox: Path) -> None:
    inbox.mkdir()
    (inbox / "large.txt").touch()
    os.truncate(inbox / "large.txt", 9_000_000)
    assert "more than 8 MB" in cli.ok("list").err
