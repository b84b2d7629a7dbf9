"""The sync screen over a real file: what it tells, a merge, going back with a preview; and the way back from OVER."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from board_sample import settled
from builders import NOON
from screen_text import SIZES, screen_text
from textual.pilot import Pilot

from wiptui.domain import commands as c
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.maintenance import backups, overview
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.store.tiny_store import TinyStore
from wiptui.tui.app import WiptuiApp
from wiptui.tui.screens.dialogs.go_back import GoBack
from wiptui.tui.screens.limits.reconcile import ReconcileScreen
from wiptui.tui.screens.program.sync import SyncScreen

COPY = "wip (phone's conflicted copy 2026-11-22).json"


class Device:
    """One machine with its state folder and its file."""

    def __init__(self, root: Path, name: str, seed: int) -> None:
        self.file = root / name / "wip.json"
        self.file.parent.mkdir()
        self.clock = FixedClock(NOON)
        self.store = TinyStore(self.file, device=name, state=str(root / f"state-{name}"), now=self.clock.now)
        self.service = Service(self.store, self.clock, SeededIds(seed))

    def do(self, command: c.Command) -> Outcome:
        self.clock.advance(seconds=1)
        answer = self.service.dispatch(command)
        assert isinstance(answer, Outcome), answer
        return answer

    def titles(self, state: State) -> list[str]:
        return [task.title for task in self.service.board().column(state)]


def start(title: str) -> c.Add:
    return c.Add(title, state=State.DOING)


@pytest.fixture
def laptop(tmp_path: Path) -> Device:
    """Three tasks in work here, two on the phone, whose file arrives as a conflict copy."""
    here, phone = Device(tmp_path, "laptop", 1), Device(tmp_path, "phone", 2)
    here.do(c.Add("Shared"))
    phone.file.write_bytes(here.file.read_bytes())
    for title in ("Flyer", "Parser", "Letter"):
        here.do(start(title))
    for title in ("Contract", "[/done] \x1b[31mred"):
        phone.do(start(title))
    (here.file.parent / COPY).write_bytes(phone.file.read_bytes())
    return here


@asynccontextmanager
async def shown(device: Device, key: str, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[None]]:
    app = WiptuiApp(device.service)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press(key)
        await settled(pilot)
        yield pilot


async def test_it_tells_file_devices_merges_kept_copies_and_backups(laptop: Device) -> None:
    async with shown(laptop, "5") as pilot:
        text = screen_text(pilot.app)
    assert "the file is sound" in text and "Devices 2" in text
    assert "laptop, this device" in text and "phone ·" in text
    assert "Merged 1 conflict copy. 4 changes from phone." in text
    assert "Kept copies 1" in text and COPY in text
    assert "before a merge" in text


async def test_a_merge_is_remembered_by_the_next_process(laptop: Device, tmp_path: Path) -> None:
    laptop.service.board()
    later = Service(
        TinyStore(laptop.file, device="laptop", state=str(tmp_path / "state-laptop")), laptop.clock, SeededIds(3)
    )
    assert [words for _, words in overview(later).merges] == ["Merged 1 conflict copy. 4 changes from phone."]


async def test_s_merges_now_and_says_so(laptop: Device) -> None:
    laptop.service.board()
    async with shown(laptop, "5") as pilot:
        await pilot.press("s")
        await settled(pilot)
        assert "Nothing to merge" in screen_text(pilot.app)


async def test_going_back_shows_first_what_changes_and_undo_returns(laptop: Device) -> None:
    laptop.service.board()
    laptop.do(c.SetLimit(DOING, 9, permanent=True))  # else the gate would refuse the undo: five at once
    async with shown(laptop, "5", (100, 30)) as pilot:
        before_merge = next(item.number for item in backups(laptop.service) if item.kind == "heal")
        await pilot.press("g", *"j" * (before_merge - 1), "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, GoBack)
        text = screen_text(pilot.app)
        assert "leaves    Contract" in text and "\x1b" not in text
        await pilot.press("escape")
        assert len(laptop.titles(State.DOING)) == 5, "looking changes nothing"
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert laptop.titles(State.DOING) == ["Flyer", "Parser", "Letter"]
        assert isinstance(pilot.app.screen, SyncScreen) and "u undo" in screen_text(pilot.app)
        await pilot.press("u")
        await settled(pilot)
        assert len(laptop.titles(State.DOING)) == 5


@pytest.mark.parametrize("size", [*SIZES, (20, 6)])
async def test_every_part_is_reached_with_the_keys_on_any_screen(laptop: Device, size: tuple[int, int]) -> None:
    async with shown(laptop, "5", size) as pilot:
        seen = screen_text(pilot.app)
        for _ in range(8):
            await pilot.press("j")
            seen += screen_text(pilot.app)
        if size[0] >= 40:
            for words in ("File", "Devices 2", "Last merges", "Kept copies 1", "Backups"):
                assert words in seen
        await pilot.press("escape")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, SyncScreen)


async def test_an_empty_place_says_what_will_be_there(tmp_path: Path) -> None:
    async with shown(Device(tmp_path, "new", 5), "5", (80, 24)) as pilot:
        text = screen_text(pilot.app)
        assert "no file yet" in text and "does not exist yet" in text and "Nobody has written yet." in text


# --- back within the limit


async def test_over_after_a_merge_tells_the_devices_and_several_leave_at_once(laptop: Device) -> None:
    async with shown(laptop, "m", (100, 34)) as pilot:
        assert isinstance(pilot.app.screen, ReconcileScreen)
        text = screen_text(pilot.app)
        assert "Doing is OVER 5/3" in text and "2 tasks too many. " in text
        assert "3 from laptop" in text and "2 from phone" in text
        assert "swap the two" not in text and "queue" not in text
        await pilot.press("space", "j", "space", "d")
        await settled(pilot)
        board = laptop.service.board()
        assert board.count(DOING) == 3 and not board.is_over(DOING)


async def test_the_why_view_leads_there_and_leaving_changes_nothing(laptop: Device) -> None:
    async with shown(laptop, "o", (100, 34)) as pilot:
        assert "m  what could leave" in screen_text(pilot.app)
        await pilot.press("m")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ReconcileScreen)
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert len(laptop.titles(State.DOING)) == 5


async def test_a_lowered_limit_leads_there_too(tmp_path: Path) -> None:
    device = Device(tmp_path, "laptop", 1)
    for title in "abc":
        device.do(start(title))
    device.do(c.SetLimit(DOING, 1))
    async with shown(device, "m", (80, 24)) as pilot:
        text = screen_text(pilot.app)
        assert "Doing is OVER 3/1" in text and "The limit was lowered" in text
        await pilot.press("b")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert device.service.board().count(DOING) == 2
