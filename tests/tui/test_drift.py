"""Drift on the board: one quiet line after ten minutes, and one key that decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes import fake_service
from screen_text import screen_text

from wiptui.domain import commands as c
from wiptui.domain.core.clock import to_ms
from wiptui.sensing import kept, log_file
from wiptui.sensing.acts import line_of
from wiptui.service import Service
from wiptui.tui.app import WiptuiApp


class Drifting:
    """A board with a focus on a letter, and a person who works in a folder of acme."""

    def __init__(self) -> None:
        self.service: Service = fake_service()
        log_file.turn_on()
        kept.set_here("/h/acme", "project:acme")
        self.parser = self.do(c.Add("Fix the parser", {"project": "acme"}))
        self.letter = self.do(c.Add("Tax letter"))
        self.do(c.Start((self.letter,)))
        for minute in range(13):
            at = self.service.clock.now() + timedelta(minutes=minute)
            log_file.append([line_of(to_ms(at) // 1000, "sh", 7, "/h/acme/src")])
        self.app = WiptuiApp(self.service, keeps=True)

    def do(self, command: c.Command) -> int:
        return self.service.dispatch(command).accepted.tasks[0]  # type: ignore[union-attr]

    def later(self, minutes: int) -> str:
        """Let minutes pass and look; the line of advice."""
        self.service.clock.advance(minutes=minutes)  # type: ignore[attr-defined]
        self.app.looked()
        return self.line

    @property
    def line(self) -> str:
        return "".join(span.text for span in self.app.board_screen._hint.advice[0]).strip()


@pytest.fixture
def drifting() -> Drifting:
    return Drifting()


LINE = "· seen in acme 12 min · focus says Tax letter"


async def test_the_line_comes_after_ten_minutes_and_goes_with_the_person(drifting: Drifting) -> None:
    async with drifting.app.run_test(size=(100, 30)):
        assert "seen in" not in drifting.later(9)
        assert drifting.later(3) == LINE
        assert "acme" in screen_text(drifting.app)
        assert "seen in" not in drifting.later(16)


async def test_a_board_that_is_no_own_one_and_one_without_a_log_tell_nothing(drifting: Drifting) -> None:
    drifting.app.keeps = False
    async with drifting.app.run_test(size=(100, 30)):
        assert "seen in" not in drifting.later(12)
        drifting.app.keeps = True
        assert drifting.later(1) == LINE
        log_file.remove_all()
        assert "seen in" not in drifting.later(1)


@pytest.mark.parametrize("answer", [0, 1, 2, 3])
async def test_each_answer_does_what_it_says_and_is_not_asked_again(drifting: Drifting, answer: int) -> None:
    async with drifting.app.run_test(size=(100, 30)) as pilot:
        drifting.later(12)
        await pilot.press("full_stop")
        await pilot.press(*["down"] * answer, "enter")
        await pilot.pause()
        board = drifting.service.board()
        assert board.focus is not None
        focused = drifting.parser if answer == 0 else drifting.letter
        assert board.focus.task.id == focused
        assert len(board.data.get("interrupts", {})) == (1 if answer == 1 else 0)
        folders = dict(kept.read_here())
        letter = board.task(drifting.letter).key
        assert folders.get("/h/acme") == (f"task:{letter}" if answer == 2 else "project:acme")
        assert "seen in" not in drifting.line
        assert "seen in" not in drifting.later(1)


async def test_without_drift_the_key_says_so(drifting: Drifting) -> None:
    async with drifting.app.run_test(size=(100, 30)) as pilot:
        await pilot.press("full_stop")
        await pilot.pause()
        assert [toast.message for toast in drifting.app._notifications] == [
            "You were not seen anywhere else than your focus."
        ]
