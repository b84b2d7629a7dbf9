"""The board takes in what a phone writes while it is open."""

from __future__ import annotations

import os
from pathlib import Path

from builders import BERLIN, NOON

from wiptui.config import Config
from wiptui.domain.commands import Add
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.tasks.task import State
from wiptui.paths import data_file
from wiptui.service import open_service
from wiptui.tui.app import WiptuiApp
from wiptui.tui.screens.limits.decision_panel import PanelScreen
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


async def test_a_start_from_the_phone_over_the_limit_opens_the_panel(tmp_path: Path) -> None:
    path = tmp_path / "todo.txt"
    service = open_service(data_file(), clock=FixedClock(NOON, BERLIN), ids=SeededIds(1))
    for title in ("one", "two", "three"):
        service.dispatch(Add(title, state=State.DOING))
    service.dispatch(Add("Buy milk"))
    app = WiptuiApp(service, settings=Settings(config=Config({"mirror.path": str(path)})))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.file_watcher.check()
        await app.workers.wait_for_complete()
        assert "Buy milk wip:" in path.read_text()
        write(path, path.read_text().replace("Buy milk", "Buy milk state:doing"))
        app.file_watcher.check()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, PanelScreen)
        assert len(service.board().refusals) == 1
        assert [task.title for task in service.board().column(State.READY)] == ["Buy milk"]
        assert " full:3/3 " in path.read_text()
