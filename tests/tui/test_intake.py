"""The board takes in what a phone writes while it is open."""

from __future__ import annotations

import os
from pathlib import Path

from builders import BERLIN, NOON

from wiptui.config import Config
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.tasks.task import State
from wiptui.paths import data_file
from wiptui.service import open_service
from wiptui.tui.app import WiptuiApp
from wiptui.tui.settings import Settings


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (NOON.timestamp() - 60, NOON.timestamp() - 60))


async def test_what_a_phone_writes_is_on_the_board_a_second_later(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox.txt"
    service = open_service(data_file(), clock=FixedClock(NOON, BERLIN), ids=SeededIds(1))
    app = WiptuiApp(service, settings=Settings(config=Config({"inbox.path": str(inbox)})))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert app.file_watcher._rested is not None and not app.intake.moved()
        write(inbox, "2026-11-22T09:14 Buy milk\n")
        assert app.intake.moved()
        app.file_watcher.check()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert [task.title for task in app.board_screen.board.column(State.READY)] == ["Buy milk"]
        assert not app.intake.moved()
