"""A file that takes long to merge, and a person who goes on meanwhile: no key is lost, and nothing that came."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from screen_text import screen_text
from textual.pilot import Pilot
from textual.widgets import Input

from wiptui.domain import commands as c
from wiptui.domain.core.clock import SystemClock
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.tasks.task import State
from wiptui.service import Service
from wiptui.store.replica import Replica
from wiptui.store.tiny_store import TinyStore
from wiptui.tui.app import WiptuiApp

COPY = "wip.sync-conflict-20261122-101500-ABCDEFG.json"


def service(folder: Path, device: str) -> Service:
    store = TinyStore(folder / "wip.json", device=device, state=str(folder.with_name(f"state-{folder.name}")))
    return Service(store, SystemClock(), SeededIds(len(device)))


class Held:
    """A merge that goes on when it is told to; the rest of it is the real one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        real = Replica._merge_while_reading

        def merge(replica: Replica, *rest: object) -> object:
            self.begun.set()
            assert self.go_on.wait(30)
            return real(replica, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(Replica, "_merge_while_reading", merge)


@asynccontextmanager
async def merging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Pilot[None], Held]]:
    """A board of three tasks whose file is being merged with a copy that has one more."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir(), there.mkdir()
    ours = service(here, "laptop")
    for title in ("One", "Two", "Three"):
        ours.dispatch(c.Add(title))
    (there / "wip.json").write_bytes((here / "wip.json").read_bytes())
    service(there, "phone").dispatch(c.Add("From the phone"))
    app = WiptuiApp(ours)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        held = Held(monkeypatch)
        (here / COPY).write_bytes((there / "wip.json").read_bytes())
        app.file_watcher.check()
        for _ in range(1000):
            if held.begun.is_set():
                break
            await pilot.pause(0.01)
        assert held.begun.is_set()
        try:
            yield pilot, held
        finally:
            held.go_on.set()


async def done(pilot: Pilot[None], held: Held) -> None:
    held.go_on.set()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_keys_typed_while_a_file_merges_arrive_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with merging(tmp_path, monkeypatch) as (pilot, held):
        await pilot.press("j", "slash", *"thre")
        assert pilot.app.screen.query_one("#filter", Input).value == "thre"
        assert "Three" in screen_text(pilot.app) and "Two" not in screen_text(pilot.app)
        assert not held.go_on.is_set(), "all that was seen while the merge was under way"
        await done(pilot, held)
        await pilot.press("e")
        assert pilot.app.screen.query_one("#filter", Input).value == "three"
        assert "From the phone" not in screen_text(pilot.app)
        await pilot.press("escape")
        await pilot.pause()
        assert "From the phone" in screen_text(pilot.app)
        assert "Merged 1 conflict copy" in screen_text(pilot.app)


async def test_a_task_can_be_written_down_and_looked_at_while_a_file_merges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with merging(tmp_path, monkeypatch) as (pilot, held):
        await pilot.press("enter")
        assert "captured" in screen_text(pilot.app)
        await pilot.press("escape", "n", *"new one")
        assert pilot.app.screen.query(Input).first().value == "new one"
        assert not held.go_on.is_set()
        await done(pilot, held)
        await pilot.press("enter")
        await pilot.pause()
        assert "Ready 5" in screen_text(pilot.app)


async def test_what_is_done_while_a_file_merges_comes_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with merging(tmp_path, monkeypatch) as (pilot, held):
        threading.Timer(0.05, held.go_on.set).start()  # a change waits for its turn: this lets it come
        await pilot.press("s")
        assert held.go_on.is_set()
        await done(pilot, held)
        assert "From the phone" in screen_text(pilot.app)
        board = pilot.app.service.board()  # type: ignore[attr-defined]
        assert [task.title for task in board.column(State.DOING)] == ["One"]
        assert len(board.column(State.READY)) == 3


async def test_a_board_that_is_left_while_a_file_merges_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with merging(tmp_path, monkeypatch) as (pilot, held):
        threading.Timer(0.05, held.go_on.set).start()
        await pilot.press("q")
    titles = {task.title for task in service(tmp_path / "here", "laptop").board().column(State.READY)}
    assert titles == {"One", "Two", "Three", "From the phone"}
