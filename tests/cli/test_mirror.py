"""The mirror: what is edited in a todo.txt on a phone is here, once, and nothing that was not edited."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runner import Cli

from wiptui.mirror.todo_lines import row_of


class Phone:
    """The file as a phone has it: ``edit(title, change)`` changes one line."""

    def __init__(self, cli: Cli, path: Path) -> None:
        self.cli, self.path = cli, path

    @property
    def lines(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").splitlines()

    def line(self, title: str) -> str:
        (line,) = (line for line in self.lines if title in line)
        return line

    def write(self, text: str, *, ago: float = 120) -> None:
        self.path.write_bytes(text.encode())
        at = self.cli.clock.now().timestamp() + 60 - ago
        os.utime(self.path, (at, at))

    def edit(self, title: str, change: Callable[[str], str | None], **more: float) -> None:
        rows = [change(line) if title in line else line for line in self.lines]
        self.write("".join(f"{row}\n" for row in rows if row is not None), **more)


@pytest.fixture
def phone(cli: Cli, tmp_path: Path) -> Phone:
    for words in ("(A) Call Ana +fair @phone due:fri", "Write report", "Buy milk", "Read the log"):
        cli.ok("add", words)
    cli.ok("mirror", "on", str(tmp_path / "todo.txt"))
    return Phone(cli, tmp_path / "todo.txt")


def ticked(line: str) -> str:
    return f"x 2026-11-22 {line}"


def test_each_line_says_the_task_and_carries_its_key(cli: Cli, phone: Phone) -> None:
    cli.ok("edit", "report", "--note", "secret", "--every", "week", "--due", "fri")
    ana, report, *rest = phone.lines
    assert re.fullmatch(r"\(A\) 2026-11-22 Call Ana \+fair due:2026-11-27 @phone wip:[0-9a-z]{15}", ana)
    assert "secret" not in report and " every:1w wip:" in report and "rec:" not in report
    assert len(rest) == 2 and phone.path.read_bytes().endswith(b"\n")


def test_what_a_phone_edits_is_here_as_one_change(cli: Cli, phone: Phone) -> None:
    phone.edit("Ana", lambda line: line.replace("(A) ", "(B) ").replace("+fair", "+show").replace("@phone", "@home"))
    phone.edit("report", ticked)
    phone.edit("milk", lambda line: line.replace("Buy milk", "Buy oat milk").replace(" wip:", " due:2026-12-24 wip:"))
    phone.edit("log", lambda line: f"{line} @doing\nNew thing +home")
    assert "Phone: 1 done, 1 new, 1 started, 2 changed." in cli.ok("list").err
    ana, milk, log = cli.task("Ana"), cli.task("milk"), cli.task("log")
    assert (ana["priority"], ana["project"], ana["tags"]) == ("B", "show", ["home"])
    assert (milk["title"], milk["due"], log["state"], log["tags"]) == ("Buy oat milk", "2026-12-24", "doing", [])
    assert cli.task("report")["state"] == "done" and cli.task("New thing")["project"] == "home"
    assert all(row_of(line).is_untouched for line in phone.lines), "the file is written anew"
    cli.ok("undo")
    assert cli.task("report")["state"] == "ready" and cli.task("milk")["title"] == "Buy milk"


def test_a_stale_file_changes_nothing_but_its_edited_lines(cli: Cli, phone: Phone) -> None:
    old = phone.path.read_text()
    cli.ok("edit", "Ana", "--title", "Call Ana back")
    cli.ok("start", "report")
    cli.ok("done", "milk")
    phone.write(old.replace("Read the log", "Read the long log"))
    cli.ok("list")
    assert cli.titles("doing") == ["Write report"] and cli.titles("ready") == ["Call Ana back", "Read the long log"]


def test_a_desktop_edit_that_the_phone_had_not_seen_wins_and_the_other_text_is_shown(cli: Cli, phone: Phone) -> None:
    old = phone.path.read_text()
    cli.ok("edit", "milk", "--title", "Buy two milks")
    phone.write(old.replace("Buy milk", "Buy soy milk"))
    cli.ok("list")
    task = cli.task("two milks")
    assert [other["text"] for other in task["other_texts"]] == ["Buy soy milk"]


def test_a_start_over_the_limit_is_refused_and_kept_and_the_line_says_so(cli: Cli, phone: Phone) -> None:
    for title in ("one", "two", "three"):
        cli.ok("add", "--start", title)
    phone.edit("milk", lambda line: f"{line} state:doing")
    assert "1 not started (3 of 3)" in cli.ok("list").err
    assert len(cli.titles("doing")) == 3 and " full:3/3 wip:" in phone.line("milk")
    assert "not started" not in cli.ok("list").err, "it is asked once"
    cli.ok("done", "one")
    assert cli.ok("review", "--json").json["refusals"]


def test_a_tick_makes_room_for_a_start_in_the_same_file(cli: Cli, phone: Phone) -> None:
    for title in ("first", "two", "three"):
        cli.ok("add", "--start", title)
    phone.edit("milk", lambda line: f"{line} state:doing")
    phone.edit("first", ticked)
    assert "1 done, 1 started" in cli.ok("list").err
    assert "Buy milk" in cli.titles("doing")


def test_a_tick_taken_back_is_ready_and_never_doing(cli: Cli, phone: Phone) -> None:
    cli.ok("start", "milk")
    cli.ok("done", "milk")
    phone.edit("milk", lambda line: line.removeprefix("x ") + " state:doing")
    cli.ok("list")
    assert cli.task("milk")["state"] == "ready"


def test_a_deleted_line_drops_its_task_after_a_minute_of_quiet(cli: Cli, phone: Phone) -> None:
    for number in range(10):
        cli.ok("add", f"Filler {number}")
    cli.minutes = 0
    phone.edit("milk", lambda line: None, ago=80)
    cli.ok("list")
    assert cli.task("milk")["state"] == "ready", "somebody may still be typing"
    cli.later(seconds=100)
    assert "1 dropped" in cli.ok("list").err
    assert cli.task("milk")["state"] == "dropped"
    cli.ok("undo")
    assert cli.task("milk")["state"] == "ready" and phone.line("milk")


def test_a_task_that_came_after_the_phone_looked_is_not_gone_from_its_old_file(cli: Cli, phone: Phone) -> None:
    for number in range(20):
        cli.ok("add", f"Filler {number}")
    old = phone.path.read_text()
    cli.ok("add", "Came later")
    cli.ok("add", "--backlog", "Later still")
    phone.write(old.replace("Buy milk", "Buy soy milk"), ago=300)
    cli.ok("list")
    assert cli.task("Came later")["state"] == "ready" and cli.task("soy milk")


def test_one_line_deleted_from_a_short_list_is_dropped_but_not_the_last_one(cli: Cli, phone: Phone) -> None:
    phone.edit("milk", lambda line: None, ago=300)
    cli.ok("list")
    assert cli.task("milk")["state"] == "dropped"
    phone.write("".join(f"{line}\n" for line in phone.lines[:-1]), ago=300)
    assert "1 line was gone without a tick" in cli.ok("list").err
    assert cli.task("log")["state"] == "ready"


@pytest.mark.parametrize("text", ["", "\n", "half"])
def test_an_empty_halved_or_missing_file_drops_nothing(cli: Cli, phone: Phone, text: str) -> None:
    before = phone.path.read_text()
    phone.write(before[: len(before) // 2] if text == "half" else text)
    cli.ok("list")
    assert len(cli.titles("ready")) == 4 and phone.path.read_text() == before
    phone.path.unlink()
    cli.ok("list")
    assert phone.path.read_text() == before


def test_a_file_cut_at_any_byte_drops_nothing(cli: Cli, phone: Phone) -> None:
    before = phone.path.read_bytes()
    for cut in range(0, len(before), 41):
        phone.path.write_bytes(before[:cut])
        os.utime(phone.path, (0, 0))
        cli.ok("list")
        assert [task["state"] for task in cli.tasks("--all")] == ["ready"] * 4, before[:cut]


def test_a_line_that_is_in_done_txt_is_done(cli: Cli, phone: Phone) -> None:
    line = phone.line("milk")
    phone.edit("milk", lambda line: None)
    phone.path.with_name("done.txt").write_text(f"x 2026-11-22 {line}\n")
    cli.ok("list")
    assert cli.task("milk")["state"] == "done"


def test_a_conflict_copy_is_read_but_never_as_deletion_and_is_kept_aside(cli: Cli, phone: Phone) -> None:
    copy = phone.path.with_name("todo_conflict_3f2a.txt")
    copy.write_text(f"x {phone.line('milk')}\nFrom the copy\n")
    cli.ok("list")
    assert cli.task("milk")["state"] == "done" and "From the copy" in cli.titles("ready")
    assert len(cli.titles("ready")) == 4
    cli.ok("add", "one more")
    assert not copy.exists()


def test_a_line_that_lost_its_key_is_its_task(cli: Cli, phone: Phone) -> None:
    phone.edit("milk", lambda line: "2026-11-22 Buy milk, two")
    cli.ok("list")
    assert cli.task("Buy milk, two")["title"] == "Buy milk, two" and len(cli.tasks()) == 4


def test_a_line_with_another_number_is_another_task(cli: Cli, phone: Phone) -> None:
    """An old file lacks the newest task, and has a new line that differs from it in a digit."""
    old = phone.path.read_text()
    cli.ok("add", "Read chapter 3")
    phone.write(old + "Read chapter 13\n")
    cli.ok("list")
    assert {"Read chapter 3", "Read chapter 13"} <= set(cli.titles("ready"))


def test_a_line_glued_to_the_last_one_is_a_task(cli: Cli, phone: Phone) -> None:
    phone.write(phone.path.read_text().rstrip("\n") + "Glued to it\n")
    cli.ok("list")
    assert "Glued to it" in cli.titles("ready") and len(cli.tasks()) == 5


def test_a_copy_of_a_recurring_line_is_a_new_task(cli: Cli, phone: Phone) -> None:
    phone.edit("Ana", lambda line: f"{ticked(line)}\n{line.replace('due:2026-11-27', 'due:2026-12-04')}")
    cli.ok("list")
    assert [(task["state"], task["due"]) for task in cli.tasks("Ana", "--all")] == [
        ("ready", "2026-12-04"),
        ("done", "2026-11-27"),
    ]


def test_the_line_of_an_unknown_task_is_carried_through(cli: Cli, phone: Phone) -> None:
    line = "Of another machine wip:01234567890abcd"
    phone.write(phone.path.read_text() + line + "\n")
    cli.ok("add", "x")
    assert phone.lines[-1] == line and len(cli.tasks()) == 5
    assert cli.ok("mirror", "status", "--json").json["open_questions"] == 1


TRANSFORMS: dict[str, Callable[[str], str]] = {
    "sorted": lambda text: "".join(f"{line}\n" for line in sorted(text.splitlines())),
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "bom": lambda text: "\ufeff" + text,
    "no last end": lambda text: text.rstrip("\n"),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "double spaces": lambda text: text.replace(" ", "  "),
    "nbsp": lambda text: text.replace("Call Ana", "Call\u00a0Ana"),
    "simpletask done": lambda text: text.replace("(A) 2026", "x 2026-11-22 (A) 2026"),
    "markor done": lambda text: text.replace("(A) 2026-11-22 Call Ana", "x 2026-11-22 2026-11-22 Call Ana pri:A"),
    "priority gone": lambda text: text.replace("(A) 2026-11-22 Call", "x 2026-11-22 2026-11-22 Call"),
    "capital X": lambda text: text.replace("(A) 2026-11-22 Call", "X 2026-11-22 2026-11-22 Call"),
}


@pytest.mark.parametrize("name", TRANSFORMS)
def test_what_apps_do_to_lines_leaves_all_other_tasks_as_they_were(cli: Cli, phone: Phone, name: str) -> None:
    before = {task["id"]: task for task in cli.tasks("--all")}
    phone.write(TRANSFORMS[name](phone.path.read_text()))
    cli.ok("list")
    after = {task["id"]: task for task in cli.tasks("--all")}
    assert after.keys() == before.keys()
    changed = [after[key]["title"] for key in after if after[key] != before[key]]
    if "x 2026" in TRANSFORMS[name]("(A) 2026-11-22 Call Ana").lower():
        assert changed == ["Call Ana"] and cli.task("Ana")["state"] == "done"
        assert cli.task("Ana")["priority"] == "A"
    else:
        assert changed == []


def test_a_file_with_lines_of_its_own_is_taken_over_only_when_asked(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "todo.txt"
    path.write_text("Old thing +home\n")
    assert "--adopt" in cli.fails(2, "mirror", "on", str(path)).err
    assert path.read_text() == "Old thing +home\n"
    cli.ok("mirror", "on", str(path), "--adopt")
    assert cli.titles("ready") == ["Old thing"] and " wip:" in path.read_text()


def test_what_leaves_the_query_is_not_deleted(cli: Cli, phone: Phone) -> None:
    cli.ok("config", "set", "mirror.show", "+fair")
    cli.ok("edit", "milk", "--due", "fri")
    assert [row_of(line).said.title for line in phone.lines] == ["Call Ana"]
    phone.edit("Ana", lambda line: line.replace("+fair", "+show"))
    cli.ok("list")
    assert cli.titles("ready") == ["Call Ana", "Write report", "Buy milk", "Read the log"]


def test_off_leaves_the_file(cli: Cli, phone: Phone) -> None:
    before = phone.path.read_text()
    cli.ok("mirror", "off")
    cli.ok("add", "x")
    assert phone.path.read_text() == before
    assert cli.ok("mirror", "status", "--json").json["path"] is None


def test_a_dry_run_changes_nothing(cli: Cli, phone: Phone) -> None:
    phone.edit("milk", ticked)
    assert "finish" in cli.ok("mirror", "read", "--dry-run").out
    assert phone.line("milk").startswith("x ")
    assert "1 done" in cli.ok("mirror", "read").err


def test_a_foreign_write_of_a_moment_ago_is_not_written_over(cli: Cli, phone: Phone) -> None:
    cli.minutes = 0
    phone.edit("milk", ticked, ago=62)
    text = phone.path.read_text()
    cli.ok("list")
    assert cli.task("milk")["state"] == "done" and phone.path.read_text() == text
