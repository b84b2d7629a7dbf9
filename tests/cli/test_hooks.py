"""Hooks, as real programs: told what happened, and never able to hold up a command or to lose anything."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import hostile
import pytest
from cli_runner import Cli

from wiptui.domain import commands as c
from wiptui.hooks import runner
from wiptui.hooks.events import FAILED, MARK, Hooks, attach, hooks_folder
from wiptui.hooks.trust import why_not
from wiptui.paths import state_dir
from wiptui.service import Service

if sys.platform == "win32":
    pytest.skip("these hooks are shell scripts with a named pipe", allow_module_level=True)

PATIENCE = 30.0


class Hooked(Cli):
    """A command line with hooks that write what they are told into one pipe."""

    def listen(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        self.ear = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        self.pipe, self.rest = pipe, b""

    def hook(self, name: str, script: str = "") -> Path:
        path = Path(hooks_folder()) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script or f'{{ cat; echo; }} > {self.pipe}'}\n")
        path.chmod(0o755)
        return path

    def heard(self) -> Any:
        """The next thing that a hook was told; it must come."""
        return json.loads(self.heard_line())

    def heard_line(self) -> bytes:
        """The same as the bytes that the hook was given."""
        while b"\n" not in self.rest:
            assert select.select([self.ear], [], [], PATIENCE)[0], "no hook has run"
            self.rest += os.read(self.ear, 65_536)
        line, _, self.rest = self.rest.partition(b"\n")
        return line

    def _open(self, file: str | None) -> Service:
        service = super()._open(file)
        attach(service)
        return service


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path) -> Any:
    monkeypatch.setenv("WIPTUI_FILE", str(home / "wip.json"))
    monkeypatch.setenv("WIPTUI_DEVICE", "laptop")
    made = Hooked(capsys, monkeypatch, home / "wip.json")
    made.listen(tmp_path)
    yield made
    os.close(made.ear)


def test_a_hook_is_told_of_a_hostile_task_in_plain_json(cli: Hooked) -> None:
    hostile.write(cli.file)
    cli.hook("stop")
    task = cli.ok("list", "--state", "doing", "--json").json[0]
    cli.ok("stop", task["id"])
    line = cli.heard_line().decode("utf-8")
    assert not hostile.acts(line)
    assert json.loads(line)["tasks"][0]["title"] == task["title"]


def titles(told: Any) -> list[str]:
    return [task["title"] for task in told["tasks"]]


def test_each_hook_is_told_what_it_is_named_for(cli: Hooked) -> None:
    title = 'a "quoted" $(title) \x1b[31m; rm -rf'
    cli.ok("limit", "1")
    a, b = cli.add("--", title), cli.add("b")
    steps: list[tuple[str, tuple[str, ...]]] = [
        ("start", ("start", a)), ("refused", ("start", b)), ("stop", ("stop", a)), ("focus", ("start", b)),
        ("level", ("done", b)), ("done", ("done", a)),
    ]  # fmt: skip
    told = {}
    for name, words in steps:
        path = cli.hook(name + {"start": ".sh"}.get(name, ""))
        cli(*words)
        told[name] = cli.heard()
        path.unlink()
    assert {name: one["event"] for name, one in told.items()} == {name: name for name, _ in steps}
    assert titles(told["start"])[0].startswith('a "quoted" $(title)') and told["start"]["tasks"][0]["state"] == "doing"
    assert (told["refused"]["scope"], told["refused"]["count"], told["refused"]["limit"]) == ("global", 1, 1)
    assert [task["title"] for task in told["refused"]["wanted"]] == ["b"]
    assert told["stop"]["tasks"][0]["state"] == "ready"
    assert (told["focus"]["task"]["title"], told["focus"]["before"]) == ("b", None)
    assert (told["level"]["level"], told["level"]["before"]) == ("calm", "full")
    assert told["done"]["file"] == str(cli.file) and told["done"]["at"].endswith("Z")


def test_every_change_has_its_hook_and_changed_is_told_of_all(cli: Hooked) -> None:
    a = cli.add("a")
    at_once = f"""printf '%s\\n' "$(cat)" > {cli.pipe}"""
    cli.hook("changed", at_once)
    steps: list[tuple[str, tuple[str, ...], str]] = [
        ("added", ("add", "new"), "new"), ("edited", ("edit", a, "--due", "fri"), "a"), ("waited", ("wait", a), "a"),
        ("resolved", ("resolve", a), "a"), ("dropped", ("drop", a), "a"),
    ]  # fmt: skip
    for name, words, title in steps:
        path = cli.hook(name, at_once)
        cli.ok(*words)
        both = {one["event"]: titles(one) for one in (cli.heard(), cli.heard())}
        assert both == {name: [title], "changed": [title]}
        path.unlink()
    for name in ("edited", "waited", "added"):
        cli.hook(name, at_once)
    cli.ok("undo")
    assert {cli.heard()["event"], cli.heard()["event"]} == {"changed", "waited"}, "an undo is a change like any other"
    cli.ok("stop", a, "--next", "ask")
    assert cli.heard()["event"] == "changed", "what is said along with a move is no edit"
    cli.ok("edit", a, "--next", "none")
    assert {cli.heard()["event"], cli.heard()["event"]} == {"changed", "edited"}


def test_an_open_board_tells_the_level_that_came_with_time_alone(cli: Hooked) -> None:
    cli.ok("limit", "1")
    cli.ok("limit", "2", "--why", "release day")
    for title in "ab":
        cli.ok("start", cli.add(title))
    cli.ok("limit", "3", "--why", "release day")
    cli.hook("level")
    service = cli._open(None)
    before = service.board()
    cli.clock.advance(days=1)
    service.look_again(before)
    told = cli.heard()
    assert (told["event"], told["before"], told["level"]) == ("level", "calm", "overloaded")


def test_a_batch_is_told_once_and_a_refused_batch_starts_nothing(cli: Hooked) -> None:
    for title in "abcd":
        cli.add(title)
    cli.hook("start")
    cli.fails(3, "start", "a", "b", "c", "d")
    cli.ok("start", "a", "b")
    assert titles(cli.heard()) == ["a", "b"]
    cli.ok("undo")
    cli.ok("redo")
    assert titles(cli.heard()) == ["a", "b"]


def test_a_hook_that_hangs_holds_up_nothing(cli: Hooked) -> None:
    cli.add("a")
    settings = Path(hooks_folder()).parent / "config.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[hooks]\nseconds = 1\n", encoding="utf-8")
    cli.hook("start", f"echo '\"begun\"' > {cli.pipe}; exec sleep 60")
    cli.ok("start", "a")
    assert cli.heard() == "begun"
    assert cli.titles("doing") == ["a"], "while the hook still runs, which is ended after a second"


@pytest.mark.parametrize(
    ("script", "seconds", "said"),
    [
        ("exit 0", 30, ""),
        ("echo noise; yes | head -c 3000000; yes garbage | head -c 3000000 >&2; exit 0", 30, ""),
        ("yes garbage | head -c 3000000 >&2; echo 'no such room' >&2; exit 3", 30, "failed with code 3: no such room"),
        ("exit 7", 30, "failed with code 7 ("),
        ("sleep 60 & sleep 60", 0.2, "took longer than 0.2 s and was ended"),
        ("printf '\\377\\376\\000' >&2; exit 1", 30, "failed with code 1"),
    ],
    ids=["well", "noise", "fails", "silent", "hangs", "bytes"],
)
def test_what_becomes_of_a_hook(cli: Hooked, script: str, seconds: float, said: str) -> None:
    words = runner.run("done", str(cli.hook("done", script)), seconds)
    assert (said in words) if said else not words


def test_what_cannot_be_started_is_said(cli: Hooked) -> None:
    path = cli.hook("done")
    path.write_text("#!/no/such/shell\n")
    assert "could not be started: No such file" in runner.run("done", str(path), 5)


def test_a_failure_is_told_once_by_the_next_command(cli: Hooked) -> None:
    failures = Path(state_dir()) / FAILED
    path = cli.hook("done", "exit 3")
    cli.ok("add", "a")
    runner.main("done", str(path), "30", str(failures))
    runner.main("done", str(path), "30", str(failures))
    assert cli.ok("list", "--json").err == "", "words would be in the way of JSON"
    assert cli.ok("list").err == f"The hook done failed with code 3 ({path})\n"
    assert cli.ok("list").err == ""
    path.chmod(0o644)
    assert "is not executable: chmod +x" in cli.ok("done", "a").err


@pytest.mark.parametrize("place", ["hook", "hooks", "config"])
@pytest.mark.parametrize("mode", [0o777, 0o775, 0o757])
def test_a_hook_that_others_can_write_does_not_run(cli: Hooked, place: str, mode: int) -> None:
    for title in "abc":
        cli.add(title)
    path = cli.hook("start")
    which = {"hook": path, "hooks": path.parent, "config": path.parent.parent}[place]
    which.chmod(mode)
    said = f"The hook start does not run: others can write {which}: chmod go-w {which}\n"
    assert cli.ok("start", "a").err.endswith(said)
    which.chmod(0o755)
    cli.ok("start", "b")
    assert titles(cli.heard()) == ["b"], "and nothing was told of a"


def test_a_board_says_once_that_a_hook_does_not_run(cli: Hooked) -> None:
    for title in "ab":
        cli.add(title)
    ids = [task.id for task in cli._open(None).board().open_tasks()]
    cli.hook("start").chmod(0o777)
    service = cli._open(None)
    service.dispatch(c.Start((ids[0],)))
    assert len(service.notes()) == 1
    service.dispatch(c.Start((ids[1],)))
    assert service.notes() == []


def test_a_hook_of_somebody_else_does_not_run(cli: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cli.hook("start")
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    expected = (
        "" if mine == 0 else f"The hook start does not run: somebody else owns {path}. Only a hook of your own runs."
    )
    assert why_not("start", str(path), str(path.parent)) == expected, "root may write anything: its files are trusted"
    if mine == 0:
        monkeypatch.undo()
        os.chown(path, 12345, -1)
        assert "somebody else owns" in why_not("start", str(path), str(path.parent))


MANY_MOVES = """
import os, sys, threading
from wiptui.cli.call import _open
from wiptui.domain import commands as c
service = _open(None)
service.dispatch(c.Add("a", {}))
task = service.board().open_tasks().__iter__().__next__().id
for _ in range(5):
    service.dispatch(c.Start((task,)))
    service.dispatch(c.PutBack((task,)))
for thread in threading.enumerate():
    if thread.name.startswith("hook "):
        thread.join(30)
try:
    print(os.waitpid(-1, os.WNOHANG))
except ChildProcessError:
    print("none left")
"""


def test_hooks_of_a_program_that_stays_leave_no_zombies(cli: Hooked) -> None:
    cli.hook("start"), cli.hook("stop", "exit 0")
    done = subprocess.run([sys.executable, "-c", MANY_MOVES], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("none left\n", "")
    assert [titles(cli.heard()) for _ in range(5)] == [["a"]] * 5


def test_a_hook_that_uses_wiptui_runs_no_hooks(cli: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.add("a")
    cli.hook("start", f'echo "\\"${MARK}\\"" > {cli.pipe}')
    cli.ok("start", "a")
    assert cli.heard() == "start"
    service = Cli._open(cli, None)
    monkeypatch.setenv(MARK, "start")
    attach(service)
    assert service.observer is None


def test_without_a_folder_nothing_watches(cli: Hooked) -> None:
    service = cli._open(None)
    assert service.observer is None
    Path(hooks_folder()).mkdir(parents=True)
    attach(service)
    assert isinstance(service.observer, Hooks)
    for name in ("start~", "README", "starting"):
        cli.hook(name, f"echo 1 > {cli.pipe}")
    assert service.observer._found() == {}


def test_the_doctor_names_what_is_called_like_a_hook_and_does_not_run(cli: Hooked) -> None:
    cli.add("a")
    folder = Path(hooks_folder())
    cli.hook("done"), cli.hook("done.sh"), cli.hook("stop").chmod(0o644)
    (folder / "start").symlink_to(folder / "gone")
    (folder / "focus.d").mkdir()
    os.mkfifo(folder / "level")
    (folder / "lib").mkdir()
    said = [finding for finding in cli.ok("doctor", "--json").json["findings"] if finding["code"] == "hooks"]
    assert [finding["words"] for finding in said] == [
        f"The hook done is there twice: {folder / 'done'} runs, {folder / 'done.sh'} does not.",
        f"The hook focus does not run: {folder / 'focus.d'} is a folder.",
        f"The hook level does not run: {folder / 'level'} is not a file.",
        f"The hook start does not run: {folder / 'start'} is a link to nothing.",
        f"The hook stop is not executable: chmod +x {folder / 'stop'}",
    ]
    assert {finding["level"] for finding in said} == {"note"}
    assert cli.ok("doctor").out.count("does not run:") == 3, "the data file is healthy all the same"


def test_hooks_that_cannot_even_be_looked_for_are_no_trouble(cli: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.add("a")
    cli.hook("start")
    monkeypatch.setenv("TMPDIR", "/no/such/folder")
    monkeypatch.setattr("subprocess.Popen", lambda *a, **k: (_ for _ in ()).throw(OSError("no more processes")))
    assert "The hooks could not be run: no more processes" in cli.ok("start", "a").err
    assert cli.titles("doing") == ["a"]
