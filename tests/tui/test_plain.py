"""The board in lines: what a person can do on the screen, done through typed lines."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from board_sample import Sample, full_board, settings_of

from wiptui.domain.core.errors import UsageError
from wiptui.domain.tasks.task import State
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.plain.session import KNOWN, Plain
from wiptui.tui.plain.words import read_line
from wiptui.tui.settings import Settings


def said_to(sample: Sample, lines: Iterable[str], settings: Settings | None = None) -> list[str]:
    """What the board in lines says when these are typed, each behind the prompt that it answers."""
    typed: Iterator[str] = iter(lines)
    said: list[str] = []

    def ask(prompt: str) -> str | None:
        line = next(typed, None)
        if line is not None:
            said.append(prompt + line)
        return line

    Plain(sample.service, settings or Settings(), said.append, ask).run()
    return said


def after(said: list[str], line: str) -> str:
    """What was said to a typed line, up to the next one."""
    start = next(place for place, text in enumerate(said) if text.endswith(f"> {line}"))
    end = next((place for place in range(start + 1, len(said)) if "> " in said[place][:10]), len(said))
    return "\n".join(said[start + 1 : end])


def titles(sample: Sample, state: State) -> list[str]:
    return [task.title for task in sample.service.board().column(state)]


def test_the_half_day_of_a_newcomer() -> None:
    """Capture, start, refused, swap, wait, done, review, without a screen."""
    sample = Sample()
    said = said_to(
        sample,
        ["n Write the report +acme", "n Call the bank", "n Book the train", "n Tax letter", "s 1", "s 2", "s 3",
         "s 4", "s 1", "w 1 Ana: her signature", "d Tax letter", "4", "q"],
    )  # fmt: skip
    assert "It has the number 1." in after(said, "n Write the report +acme")
    refused = after(said, "s 4")
    assert (
        "Doing is full: 3 of 3." in refused and "  1  Call the bank, today" in refused and "s swap the two" in refused
    )
    swapped = said[said.index("way out> s 1") + 1]
    assert swapped.startswith("Swapped “Call the bank” for “Tax letter”. Doing 3/3.")
    assert "Waiting 1/3" in after(said, "w 1 Ana: her signature")
    assert after(said, "d Tax letter").startswith("Finished “Tax letter”. Doing 1/3.")
    assert "1 start was refused" in after(said, "4")
    assert titles(sample, State.DOING) == ["Book the train"] and titles(sample, State.READY) == ["Call the bank"]
    report = sample.service.board().column(State.WAITING)[0]
    assert (report.title, report.waiting_on, report.waiting_why) == ("Write the report", "Ana", "her signature")


def test_it_says_what_the_board_says() -> None:
    sample = full_board()
    said = "\n".join(said_to(sample, []))
    board = sample.service.board()
    for task in board.open_tasks():
        assert (task.title in said) is (task.state is not State.BACKLOG), task.title
    assert "Doing 3/3" in said and "next: failing test 7" in said and "follow up today" in said
    assert "in focus: Fix the parser, 0:42" in said and "Finish “Flyer for the fair”" in said
    assert not set("■□━─▶●→▸") & set(said), "nothing is drawn"


def test_every_command_is_listed_and_read_by_its_key_and_its_name() -> None:
    keys = Keymap()
    listed = after(said_to(Sample(), ["?"]), "?").splitlines()
    words = [line.split()[0] for line in listed]
    assert len(words) == len(KNOWN) + 1
    for name, word in zip(KNOWN, words, strict=False):
        assert read_line(f"{word} 1 x", KNOWN, keys).name == name == read_line(name, KNOWN, keys).name


def test_a_key_of_ones_own_is_a_command(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[keys]\ndone = "D"\n')
    sample = Sample()
    task = sample.add("Call the bank")
    said_to(sample, ["D 1"], settings_of(file))
    assert sample.service.board().task(task).state is State.DONE


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("zz", "There is no command “zz”: ? lists them."),
        ("d 99", "There is no number 99 in the list."),
        ("d", "Which one? d NUMBER"),
        ("d nothing like it", "No open task answers to “nothing like it”."),
        ("r 1", "is not waiting for anybody."),
        ("/ due<nix", "“nix” is not a date"),
        ("L 1 5", "The tasks stand in several columns."),
    ],
)
def test_what_is_not_understood_is_said_and_changes_nothing(typed: str, answer: str) -> None:
    sample = full_board()
    before = sample.service.board().data
    assert answer in after(said_to(sample, [typed]), typed)
    assert sample.service.board().data is before


@pytest.mark.parametrize(
    ("way", "answer"),
    [
        ("", "All is left as it is."),
        ("y", "“y” is not a way out here."), ("d 9", "There is no number 9 in this list."),
        ("x 1 one part", "Into which parts? x 1 first part / second part"),
    ],
)  # fmt: skip
def test_a_way_out_that_is_none_leaves_all_as_it_is(way: str, answer: str) -> None:
    sample = full_board()
    ready = sample.service.board().column(State.READY)[0].title
    before = sample.service.board().data
    said = said_to(sample, [f"s {ready}", way, *([""] if way else [])])
    assert answer in said and said[-1] == "All is left as it is."
    assert sample.service.board().data is before


def test_a_split_and_an_undo_and_a_filter() -> None:
    sample = full_board()
    ready = sample.service.board().column(State.READY)[0].title
    said = said_to(sample, [f"s {ready}", "x 1 the text / the print", "u", "/ +fair", "/", "details 1", "o"])
    assert "Split" in said[said.index("way out> x 1 the text / the print") + 1]
    assert after(said, "u").startswith("Undid: ")
    assert "Doing 1 of 3/3" in after(said, "/ +fair") and "History" in after(said, "details 1")
    assert "Next: Finish “Flyer for the fair”" in after(said, "o")


def run_plain(tmp_path: Path, typed: str, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    own = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "XDG_STATE_HOME": str(tmp_path / "state"), **env}
    return subprocess.run(
        [sys.executable, "-m", "wiptui", *words, "--file", str(tmp_path / "wip.json")],
        input=typed, capture_output=True, text=True, encoding="utf-8", env=own, check=False,
    )  # fmt: skip


def test_a_pipe_of_keys_is_enough(tmp_path: Path) -> None:
    done = run_plain(tmp_path, "n Call the bank\ns 1\n", "--plain")
    assert done.returncode == 0 and "Started “Call the bank”. Doing 1/3." in done.stdout
    assert "\x1b" not in done.stdout


def test_in_plain_ascii_its_signs_are_there_too(tmp_path: Path) -> None:
    done = run_plain(tmp_path, "n Call the bank\n", "--plain", PYTHONIOENCODING="ascii")
    assert 'Added "Call the bank"' in done.stdout and done.stdout.isascii()


def test_a_board_that_cannot_be_drawn_names_the_one_in_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    from wiptui.cli.programs import board

    monkeypatch.setattr(board.out, "is_terminal", lambda: True)
    monkeypatch.setattr(board.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(UsageError, match="wiptui --plain"):
        board.need_terminal("The board")
