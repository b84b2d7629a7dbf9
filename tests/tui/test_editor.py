"""A task in the person's own editor, from the board: what was written is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from board_sample import Sample, full_board, shown
from screen_text import screen_text
from test_refused_saves import WHY, allow, refuse

from wiptui.domain.core.errors import UsageError
from wiptui.paths import state_dir
from wiptui.tui.actions import editor
from wiptui.tui.app import WiptuiApp


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the editor adds to the file, one item a call; it ends at once when nothing is left."""
    adds: list[str] = []

    def open_file(app: WiptuiApp, path: str) -> None:
        if adds and adds[0] == "fail":
            raise UsageError("The editor ended with 3: nothing was changed.")
        if adds:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(adds.pop(0))

    monkeypatch.setattr(editor, "open_file", open_file)  # the terminal of a test cannot step aside
    return adds


def drafts() -> list[Path]:
    return list((Path(state_dir()) / "drafts").glob("*.txt"))


def note(sample: Sample) -> str:
    return next(task for task in sample.service.board().all_tasks() if task.title == "Fix the parser").note


@pytest.mark.parametrize("keys", [("E",), ("enter", "E")], ids=" ".join)
async def test_a_refused_save_keeps_the_file_and_the_next_time_opens_it(
    keys: tuple[str, ...], script: list[str]
) -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        script.append("\nprecious")
        refuse(sample)
        await pilot.press(*keys)
        await pilot.pause()
        [draft] = drafts()
        text = "".join(screen_text(pilot.app).split())
        assert draft.name in text and WHY.replace(" ", "") in text
        assert "precious" in draft.read_text(encoding="utf-8")
        allow(sample)
        await pilot.press("E")
        await pilot.pause()
        assert (note(sample), drafts()) == ("precious", [])


async def test_an_editor_that_returns_at_once_is_told_to_wait_and_its_file_is_taken_in_later(script: list[str]) -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        await pilot.press("E")
        await pilot.pause()
        [draft] = drafts()
        text = "".join(screen_text(pilot.app).split())
        assert "Nothingwaschanged" in text and "--wait" in text and draft.name in text
        with draft.open("a", encoding="utf-8") as file:
            file.write("\nsaved later")
        await pilot.press("E")
        await pilot.pause()
        assert (note(sample), drafts()) == ("saved later", [])


async def test_an_editor_that_fails_changes_nothing_and_what_was_saved_before_stays(script: list[str]) -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        await pilot.press("E")
        [draft] = drafts()
        with draft.open("a", encoding="utf-8") as file:
            file.write("\nprecious")
        script.append("fail")
        await pilot.press("E")
        await pilot.pause()
        assert "ended with 3" in screen_text(pilot.app) and note(sample) == ""
        assert "precious" in draft.read_text(encoding="utf-8")
