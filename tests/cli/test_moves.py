"""The verbs, the guard and undo on the command line."""

from __future__ import annotations

import pytest
from cli_runner import Cli


def test_guard_oracle(cli: Cli) -> None:
    cli.ok("limit", "2", "--permanent")
    cli.ok("limit", "--waiting", "1")
    for title in "ABCDE":
        cli.add(title)
    cli.ok("start", "A")
    cli.ok("start", "B")
    codes = [cli("start", "C").code]
    cli.ok("wait", "B")
    cli.ok("start", "C")
    codes.append(cli("start", "B").code)
    codes.append(cli("wait", "C").code)
    cli.ok("start", "D", "--swap", "C")
    cli.ok("start", "E", "--expedite", "--why", "the site is down")
    cli.ok("done", "A")
    cli.ok("start", "B")
    assert codes == [3, 3, 3]
    doing = {task["title"]: task["class"] for task in cli.tasks("--state", "doing")}
    assert doing == {"D": "standard", "B": "standard", "E": "expedite"}
    status = cli.ok("status", "--json").json
    assert (status["wip"], status["level"]) == (
        {"doing": 2, "waiting": 0, "shelved": 1, "expedite": 1, "total": 3},
        "full",
    )


def test_a_swap_takes_what_holds_a_slot(cli: Cli) -> None:
    for title in ("Beta", "Gamma", "New"):
        cli.add(title)
    cli.ok("start", "Gamma")
    before = cli.file.read_bytes()
    assert (
        "“Beta” is in ready and holds no slot: swap with a task in doing."
        in cli.fails(2, "start", "New", "--swap", "Beta").err
    )
    assert cli.file.read_bytes() == before
    cli.add("Gamma rays")
    cli.add("Gamma")
    cli.ok("start", "New", "--swap", "gamma")
    assert cli.titles("doing") == ["New"]
    cli.fails(4, "start", "Beta", "--swap", "nobody")


def test_several_are_refused_whole(cli: Cli) -> None:
    for title in "abcd":
        cli.add(title)
    before = cli.file.read_bytes()
    refused = cli.fails(3, "start", "a", "b", "c", "d")
    assert "0 of 3" in refused.err and "no room for 4" in refused.err
    assert cli.file.read_bytes() == before
    cli.ok("start", "a", "b", "c")
    assert cli.titles("doing") == ["a", "b", "c"]


def test_the_whole_life_of_a_task(cli: Cli) -> None:
    key = cli.add("Contract +acme")
    assert "Started “Contract”" in cli.ok("start", key).err
    cli.ok("wait", key, "--on", "Ana", "--why", "her signature", "--until", "fri")
    task = cli.task(key)
    assert (task["waiting_on"], task["waiting_why"], task["follow_up"]) == ("Ana", "her signature", "2026-11-27")
    assert "start" in cli.ok("resolve", "contract").err
    assert cli.task(key)["resolved_at"].endswith("+01:00")
    cli.ok("start", key)
    cli.ok("stop", key, "--next", "ask for the annex")
    assert cli.task(key)["next_step"] == "ask for the annex"
    cli.ok("defer", key)
    cli.ok("select", key)
    cli.ok("start", key)
    assert "Finished “Contract”" in cli.ok("done").err
    cli.ok("reopen", "contract")
    cli.ok("drop", key)
    events = [event["event"] for event in cli.task(key)["history"]]
    assert events == [
        "captured", "started", "waited", "resolved", "resumed", "put_back", "deferred", "selected", "started",
        "finished", "reopened", "dropped",
    ]  # fmt: skip


def test_done_without_a_task_needs_a_focus(cli: Cli) -> None:
    cli.add("a")
    assert "Nothing is focused" in cli.fails(2, "done").err


def test_reopen_is_for_what_is_finished(cli: Cli) -> None:
    key = cli.add("a")
    assert f"wiptui start {key}" in cli.fails(2, "reopen", "a").err
    cli.fails(4, "reopen", "nothing like it")


def test_words_with_spaces_for_commands_that_take_one_task(cli: Cli) -> None:
    cli.add("Fix the parser")
    cli.ok("wait", "fix", "parser", "--on", "CI")
    assert cli.titles("waiting") == ["Fix the parser"]
    assert "quotes" in cli.fails(4, "done", "fix", "nowhere").err


def test_json_tells_the_words_and_the_tasks(cli: Cli) -> None:
    key = cli.add("a")
    started = cli.ok("start", key, "--json")
    assert started.err == ""
    assert started.json["words"] == "Started “a”"
    assert [task["state"] for task in started.json["tasks"]] == ["doing"]


def test_undo_redo_and_passing_over(cli: Cli) -> None:
    cli.ok("limit", "1", "--permanent")
    a, b = cli.add("a"), cli.add("b")
    cli.ok("start", a)
    cli.ok("done", a)
    cli.ok("start", b)
    cli.ok("undo")
    assert cli.titles("doing") == []
    cli.ok("redo")
    assert cli.titles("doing") == ["b"]
    cli.ok("done", b)
    cli.ok("undo")
    cli.ok("undo")
    assert "Undid: Finished “a”" in cli.ok("undo").err
    assert cli.titles("doing") == ["a"]


def test_an_undo_that_the_gate_refuses_does_not_leave_anybody_stuck(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.ok("limit", "1", "--permanent")
    cli.add("a")
    cli.add("b")
    cli.ok("start", "a")
    cli.ok("done", "a")
    monkeypatch.setenv("WIPTUI_DEVICE", "phone")
    cli.ok("start", "b")
    monkeypatch.setenv("WIPTUI_DEVICE", "laptop")
    refused = cli.fails(3, "undo")
    assert "wiptui undo --skip" in refused.err
    assert "Passed over: Finished “a”" in cli.ok("undo", "--skip").err
    assert "Undid: Started “a”" in cli.ok("undo").err


def test_nothing_to_undo_is_said(cli: Cli) -> None:
    assert "nothing to undo" in cli.fails(1, "undo").err
    assert cli.fails(1, "redo", "--json").error["code"] == "nothing_to_undo"


def test_focus_and_interrupt(cli: Cli) -> None:
    assert "Nothing is focused" in cli.ok("focus").err
    assert cli.ok("focus", "--json").json == {"focus": None}
    a, b = cli.add("a"), cli.add("b")
    cli.fails(2, "focus", a)
    cli.ok("start", a, b)
    cli.ok("focus", a)
    cli.later(minutes=41)
    assert cli.ok("focus").out == f"{a} a 0:42\n"
    assert cli.ok("focus", "--json").json["focus"]["seconds"] == 43 * 60
    cli.ok("interrupt", "printer", "is", "out", "--from", "Bea")
    assert cli.ok("focus").out.startswith(f"{a} a")
    assert [(task["title"], task["for"]) for task in cli.tasks("--state", "backlog")] == [("printer is out", "Bea")]
    cli.ok("interrupt")
    cli.ok("focus", "--off")
    assert cli.ok("focus", "--json").json == {"focus": None}
    cli.fails(2, "focus", a, "--off")


def test_none_clears_a_part_of_a_wait_and_a_next_step(cli: Cli) -> None:
    key = cli.add("Contract")
    cli.ok("wait", key, "--on", "Ana", "--why", "her signature", "--until", "fri", "--next", "call")
    cli.ok("wait", key, "--on", "none", "--why", "None", "--until", "none", "--next", "none")
    task = cli.task(key)
    assert [task[name] for name in ("waiting_on", "waiting_why", "follow_up", "next_step")] == [None] * 4
    cli.ok("wait", key, "--next", "call")
    cli.ok("stop", key, "--next", "none")
    assert cli.task(key)["next_step"] is None


def test_a_wait_is_resolved_once(cli: Cli) -> None:
    cli.ok("add", "Contract", "--start")
    cli.ok("wait", "contract")
    cli.ok("resolve", "contract")
    since = cli.task("contract")["resolved_at"]
    cli.later(days=2)
    assert "Nothing was changed: “Contract” has been back with you since 2 d ago" in cli.ok("resolve", "contract").err
    assert cli.task("contract")["resolved_at"] == since


def test_a_swap_with_words_that_two_in_doing_have_is_refused(cli: Cli) -> None:
    for title in ("Report to Ana", "Report to Ben", "New"):
        cli.add(title)
    cli.ok("start", "Ana")
    cli.ok("start", "Ben")
    before = cli.file.read_bytes()
    said = cli.fails(4, "start", "New", "--swap", "Report").err
    assert "Report to Ana" in said and "Report to Ben" in said
    assert cli.file.read_bytes() == before


def test_that_a_slot_is_free_is_said_only_where_one_is(cli: Cli) -> None:
    cli.ok("limit", "1", "--permanent")
    key = cli.add("Contract")
    cli.ok("wait", "Contract", "--on", "Ana")
    assert (
        f"A slot is free. Resume it before you start anything new: wiptui start {key}"
        in cli.ok("resolve", "Contract").err
    )
    cli.ok("undo")
    cli.add("Flyer")
    cli.ok("start", "Flyer")
    assert "slot" not in cli.ok("resolve", "Contract").err
