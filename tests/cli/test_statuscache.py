"""The kept answer of ``status``: used while it must be right, and never when it could be wrong."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import NOON

from wiptui.cli.main import run
from wiptui.cli.status import cache as statuscache
from wiptui.cli.status.line import EMPTY, PLACEHOLDERS
from wiptui.domain.core.clock import FixedClock, to_ms
from wiptui.domain.core.ids import SeededIds
from wiptui.paths import state_dir
from wiptui.service import open_service
from wiptui.store.local.state_path import home_of

LONG_AGO_S = 3600
EVERYTHING = "|".join(f"{{{name}}}" for name in PLACEHOLDERS)


class Prompt:
    """A prompt that asks for the status; the clock stands still until moved, the file system's goes its own way."""

    def __init__(self, capsys: pytest.CaptureFixture[str], file: Path) -> None:
        self.capsys, self.file = capsys, file
        self.clock = FixedClock(NOON)
        self.ids = SeededIds(3)

    def run(self, *argv: str) -> str:
        """The long way."""
        self.capsys.readouterr()
        code = run(argv, lambda file: open_service(file, clock=self.clock, ids=self.ids))
        out, err = self.capsys.readouterr()
        assert code == 0, err
        return out

    def kept(self, *argv: str) -> str | None:
        """The short way; None where it leaves the answer to the long one."""
        self.capsys.readouterr()
        code = statuscache.answer(list(argv), to_ms(self.clock.now()) * 1000)
        out = self.capsys.readouterr().out
        assert code is not None or not out, "what is not answered prints nothing"
        return out if code is not None else None

    @property
    def home(self) -> Path:
        return Path(home_of(state_dir(), os.path.realpath(self.file)))

    @property
    def cache(self) -> Path:
        return self.home / statuscache.NAME

    def settle(self) -> None:
        """As if the answer had been written an hour after everything else."""
        at = time.time() + LONG_AGO_S
        os.utime(self.cache, (at, at))

    def warm(self, *argv: str) -> str:
        """Ask once, so that the answer is kept, and let time go by on the disk."""
        said = self.run("status", *argv)
        self.settle()
        return said


@pytest.fixture
def prompt(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path) -> Prompt:
    folder = home / "board"
    folder.mkdir()
    monkeypatch.setenv("WIPTUI_FILE", str(folder / "wip.json"))
    monkeypatch.setenv("WIPTUI_DEVICE", "laptop")
    made = Prompt(capsys, folder / "wip.json")
    made.run("add", "--start", "Fix the parser +acme")
    made.clock.advance(minutes=42)
    return made


@pytest.mark.parametrize(
    "words",
    [(), ("--json",), ("--format", EVERYTHING), ("--format={focus:5} {{{time}}}",), ("--exit-code",)],
    ids=["line", "json", "format", "format=", "exit-code"],
)
def test_the_kept_answer_is_the_answer(prompt: Prompt, words: tuple[str, ...]) -> None:
    assert prompt.kept(*words) is None, "nothing is kept yet"
    prompt.warm()
    assert prompt.kept(*words) == prompt.run("status", *words) != ""


def test_only_the_running_time_goes_on(prompt: Prompt) -> None:
    assert prompt.warm().endswith("▶ Fix the parser 0:42\n")
    prompt.clock.advance(minutes=8)
    assert prompt.kept() == "Doing 1/3 CALM · ▶ Fix the parser 0:50\n"
    assert '"seconds": 3000' in (prompt.kept("--json") or "")
    assert prompt.kept() == prompt.run("status")


def test_a_title_is_kept_letter_by_letter(prompt: Prompt) -> None:
    title = 'a "seconds": "\\u0000" \\ “ü” [b] ‮ x'
    prompt.run("add", "--start", "--", title)
    prompt.clock.advance(minutes=2)
    for words in ((), ("--json",), ("--format", EVERYTHING)):
        prompt.warm()
        assert prompt.kept(*words) == prompt.run("status", *words)


def add_elsewhere(prompt: Prompt) -> None:
    prompt.run("add", "--start", "b")


def touch_file(prompt: Prompt) -> None:
    os.utime(prompt.file, (1, 1))


def same_size(prompt: Prompt) -> None:
    prompt.file.write_bytes(prompt.file.read_bytes().replace(b"parser", b"parsec"))


def conflict_copy(prompt: Prompt) -> None:
    copy = prompt.file.with_name("wip.sync-conflict-20261122-140000-ABCDEFG.json")
    copy.write_bytes(prompt.file.read_bytes().replace(b"parser", b"parsec"))


def file_gone(prompt: Prompt) -> None:
    prompt.file.unlink()


def saved_only_here(prompt: Prompt) -> None:
    """A change that this machine has, and the file has not."""
    away = prompt.file.parent.with_name("unplugged")
    prompt.file.parent.rename(away)
    try:
        prompt.run("add", "on the way", "--start")
    finally:
        away.rename(prompt.file.parent)


def settings_written(prompt: Prompt) -> None:
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "wiptui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("workday_start = 6\n")


def zone_changed(prompt: Prompt) -> None:
    os.environ["TZ"] = "Asia/Tokyo"


def clock_went_back(prompt: Prompt) -> None:
    prompt.clock.advance(seconds=-1)


def horizon_crossed(prompt: Prompt) -> None:
    prompt.clock.advance(hours=10)


def another_version(prompt: Prompt) -> None:
    rewrite(prompt, lambda text: text.replace(statuscache.MARK, "wiptui-status 1 0.0.1"))


def cut_short(prompt: Prompt) -> None:
    rewrite(prompt, lambda text: text[: len(text) // 2])


def one_pair_less(prompt: Prompt) -> None:
    rewrite(prompt, lambda text: "\0".join([*text.split("\0")[:-3], statuscache.END]))


def of_another_file(prompt: Prompt) -> None:
    rewrite(prompt, lambda text: text.replace(os.path.realpath(prompt.file), "/elsewhere/wip.json"))


def rewrite(prompt: Prompt, how: Callable[[str], str]) -> None:
    before = prompt.cache.read_bytes().decode()
    after = how(before)
    assert after != before
    prompt.cache.write_bytes(after.encode())
    prompt.settle()


def changed_a_moment_before(prompt: Prompt) -> None:
    """Written so shortly after the file that a coarse clock could hide one more change."""
    at = prompt.file.stat().st_mtime_ns + statuscache.SETTLED_NS // 2
    os.utime(prompt.cache, ns=(at, at))


@pytest.mark.parametrize(
    "event",
    [
        add_elsewhere, touch_file, same_size, conflict_copy, file_gone, saved_only_here,
        settings_written, zone_changed, clock_went_back, horizon_crossed, another_version, cut_short, one_pair_less,
        of_another_file, changed_a_moment_before,
    ],
    ids=lambda event: event.__name__,
)  # fmt: skip
def test_what_may_be_old_is_not_told(
    prompt: Prompt, event: Callable[[Prompt], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", os.environ["TZ"])
    prompt.warm()
    assert prompt.kept() is not None
    event(prompt)
    assert prompt.kept() is None


def test_it_holds_until_the_very_edge(prompt: Prompt) -> None:
    prompt.warm()
    until = int(prompt.cache.read_text().split("\0")[6])
    prompt.clock.advance(milliseconds=until - 1 - to_ms(prompt.clock.now()))
    assert prompt.kept() is not None
    prompt.clock.advance(milliseconds=1)
    assert prompt.kept() is None


def test_a_conflict_copy_of_before_keeps_nothing(prompt: Prompt) -> None:
    """One that cannot be merged stays where it is, and may still be written to."""
    prompt.file.with_name("wip.sync-conflict-20261122-140000-ABCDEFG.json").write_text("{")
    prompt.run("status")
    prompt.run("status")
    assert not prompt.cache.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", "yesterday"), ("--nope",), ("extra",), ("--format",), ("--format", "{nope}"), ("--json=1",),
        ("--json", "--format", "x"), ("--file", " "), ("--json", "--json"), ("--help",), ("-h",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_any_other_question_goes_the_long_way(prompt: Prompt, words: tuple[str, ...]) -> None:
    prompt.warm()
    assert prompt.kept(*words) is None


def test_an_answer_as_of_then_is_not_kept(prompt: Prompt) -> None:
    prompt.run("status", "--as-of", "yesterday")
    assert not prompt.cache.exists()


def test_a_nul_would_break_the_answer_apart_so_it_is_not_kept(prompt: Prompt, monkeypatch: pytest.MonkeyPatch) -> None:
    from wiptui.cli.status import status

    made = status.snapshot_of
    monkeypatch.setattr(status, "snapshot_of", lambda board, load: made(board, load) | {"focus": "a\0b"})
    prompt.run("status")
    assert not prompt.cache.exists()


def test_a_nul_in_a_title_of_the_file_is_told_alike(prompt: Prompt) -> None:
    prompt.file.write_bytes(prompt.file.read_bytes().replace(b"Fix the parser", b"Fix\\u0000 parser"))
    said = prompt.warm() if prompt.run("status") and prompt.cache.exists() else prompt.run("status")
    assert prompt.kept() in (None, said)


def test_what_another_command_keeps_is_for_its_file(prompt: Prompt, home: Path) -> None:
    other = home / "other.json"
    prompt.warm()
    prompt.run("add", "--file", str(other), "--start", "elsewhere")
    assert prompt.kept("--file", str(other)) is None
    assert "parser" in (prompt.kept() or "")


@pytest.mark.parametrize("words", [(), ("--json",), ("--format", EVERYTHING)], ids=["line", "json", "format"])
def test_of_a_new_board_it_says_what_the_board_says(prompt: Prompt, home: Path, words: tuple[str, ...]) -> None:
    new = home / "none" / "wip.json"
    assert prompt.kept("--file", str(new), *words) == prompt.run("status", "--file", str(new), *words)
    assert set(PLACEHOLDERS) - {"time", "seconds"} == set(EMPTY) - {"line", "since", "spent", "quiet", "json"}
    new.parent.mkdir(exist_ok=True)
    (new.parent / "wip (conflicted copy).json").write_text("{}")
    assert prompt.kept("--file", str(new)) is None, "something beside it could be one"


def test_a_board_that_was_deleted_is_no_new_board(prompt: Prompt) -> None:
    file_gone(prompt)
    assert prompt.cache.exists() or prompt.home.exists()
    assert prompt.kept() is None


@pytest.mark.parametrize("step", ["add", "start", "done", "undo", "limit", "focus", "wait"])
def test_after_a_change_the_new_answer_is_kept(prompt: Prompt, step: str) -> None:
    prompt.run("add", "b")
    prompt.warm()
    words = {
        "add": ("add", "c"), "start": ("start", "b"), "done": ("done",), "undo": ("undo",), "limit": ("limit", "1"),
        "focus": ("focus", "--off"), "wait": ("wait", "parser"),
    }[step]  # fmt: skip
    prompt.run(*words)
    prompt.clock.advance(minutes=2)
    assert prompt.kept() is None
    said = prompt.warm()
    assert prompt.kept() == said
