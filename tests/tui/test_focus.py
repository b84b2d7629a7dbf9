"""The focus view: one task and nothing else; only the time moves."""

from __future__ import annotations

from typing import Any

import pytest
from dialogs import HOSTILE, UNANSWERED, BoardFixture, Host, busy_board, id_of, service_of
from screen_text import SIZES, check_golden, screen_text
from textual.widget import Widget

from wiptui.domain import commands as c
from wiptui.domain.focus.timer import OFF, Rhythm, Timer
from wiptui.domain.tasks.task import State
from wiptui.service import Service
from wiptui.tui.screens.tasks.focus import FocusScreen

PARSER = "Fix the parser"


def opened(fixture: BoardFixture | None = None) -> tuple[Service, Host]:
    fixture = fixture or with_steps()
    service = service_of(fixture)
    service.clock.advance(seconds=17)
    return service, Host(lambda: FocusScreen(service), service)


def with_steps() -> BoardFixture:
    fixture = busy_board()
    for at, text in enumerate(("reproduce", "failing test 7", "docs")):
        fixture.ok(c.Edit(id_of(fixture, PARSER), {f"step:{at}": [str(at), at == 0, text]}))
    return fixture


async def test_the_time_comes_from_the_clock_and_only_its_cells_are_painted() -> None:
    service, host = opened()
    async with host.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert "42:17" in screen_text(host)
        painted: list[tuple[str, bool]] = []
        for widget in [host.screen, *host.screen.query("*")]:
            watch(widget, painted)
        service.clock.advance(seconds=1)
        host.screen.tick()
        assert "42:18" in screen_text(host)
        assert set(painted) == {("time", False), ("time-line", False)}, "no layout, and nothing else"
        painted.clear()
        host.screen.tick()
        assert painted == [], "the same second is not painted twice"
        service.clock.advance(minutes=20)
        host.screen.tick()
        await pilot.pause()
        assert "1:02:18" in screen_text(host)


def watch(widget: Widget, painted: list[tuple[str, bool]]) -> None:
    """Note each time a widget is painted again, and whether it wants a layout."""
    refresh = widget.refresh

    def noted(*regions: Any, layout: bool = False, **more: Any) -> Any:
        painted.append((widget.id or type(widget).__name__, layout))
        return refresh(*regions, layout=layout, **more)

    widget.refresh = noted  # type: ignore[method-assign]


async def test_space_pauses_and_goes_on() -> None:
    service, host = opened()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("space")
        await pilot.pause()
        assert service.board().focus is None
        assert "paused" in screen_text(host) and "go on" in screen_text(host)
        service.clock.advance(minutes=5)
        host.screen.tick()
        assert host.screen.query_one("#time").value == "0:42:17", "it stands while paused"
        await pilot.press("space")
        await pilot.pause()
        focus = service.board().focus
        assert focus is not None and focus.task.title == PARSER
        assert host.screen.query_one("#time").value == "0:00:00"


async def test_a_thought_goes_to_the_backlog_and_the_view_stays() -> None:
    service, host = opened()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("i", *"call home", "enter")
        await pilot.pause()
        assert isinstance(host.screen, FocusScreen) and host.answer is UNANSWERED
    board = service.board()
    assert board.column(State.BACKLOG)[0].title == "call home"
    assert board.focus is not None and board.focus.task.title == PARSER


@pytest.mark.parametrize(
    ("keys", "state"),
    [(["d"], State.DONE), (["w", *"Ana", "enter"], State.WAITING)],
)
async def test_done_and_wait_end_the_view(keys: list[str], state: State) -> None:
    service, host = opened()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.pause()
        assert host.answer is None
    assert service.board().resolve(PARSER).state is state if state.is_open else True
    assert PARSER in [task.title for task in service.board().column(state)]


async def test_a_note_is_appended_line_by_line() -> None:
    service, host = opened()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("n", *"one", "enter")
        await pilot.pause()
        await pilot.press("n", *"two", "enter", "n", "escape", "n", "enter")
        await pilot.pause()
    assert service.board().resolve(PARSER).note == "one\ntwo"


async def test_escape_leaves_and_the_focus_stays() -> None:
    service, host = opened()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert host.answer is None
    assert service.board().focus is not None


async def test_it_follows_the_focus_that_moved_elsewhere() -> None:
    service, host = opened()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        service.dispatch(c.FocusOn(service.board().resolve("Tax letter").id))
        await pilot.pause()
        assert "Tax letter" in screen_text(host) and PARSER not in screen_text(host)


async def test_without_a_focus_it_says_so() -> None:
    _, host = opened(BoardFixture())
    async with host.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert "Nothing is in focus." in screen_text(host)
        await pilot.press("d", "w", "space", "n", "escape")
        await pilot.pause()
    assert host.answer is None


async def test_where_you_were_says_how_long_ago() -> None:
    _, host = opened()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(host)
        assert "where you were (Thu 14:05)" in shown and "failing test 7, then the docs" in shown


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    _, host = opened()
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "focus")
        await pilot.press("space")
        await pilot.pause()
        check_golden(host, "focus-paused")


@pytest.mark.parametrize("size", SIZES)
async def test_golden_hostile(size: tuple[int, int]) -> None:
    fixture = busy_board()
    task = id_of(fixture, PARSER)
    fixture.ok(c.Edit(task, {"title": HOSTILE, "next_step": HOSTILE, "project": "[/]x"}))
    for at in range(9):
        fixture.ok(c.Edit(task, {f"step:{at}": [str(at), at == 0, f"{at} {HOSTILE}"]}))
    _, host = opened(fixture)
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "focus-hostile")


# --- the timer


def timed(own: Rhythm = OFF) -> tuple[Service, Host, Timer, list[str]]:
    """The view at the beginning of a stint, and what has rung."""
    fixture = with_steps()
    service = service_of(fixture)
    service.dispatch(c.FocusOn(None))
    service.dispatch(c.FocusOn(service.board().resolve(PARSER).id))
    timer, rung = Timer(own), []
    return service, Host(lambda: FocusScreen(service, timer, rung.append), service), timer, rung


async def test_there_is_no_timer_until_one_is_wanted() -> None:
    service, host, timer, rung = timed()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for text in ("25/5", "50/10", ""):
            service.clock.advance(minutes=30)
            host.screen.tick()
            await pilot.pause()
            assert (timer.rhythm.text in screen_text(host)) is timer.rhythm.is_on
            await pilot.press("t")
            await pilot.pause()
            assert timer.rhythm.text == (text or "off")
        assert "to go" not in screen_text(host)
    assert len(rung) == 1, "only the 25 minutes that were on went by; 50 had not"


async def test_the_timer_rings_once_and_moves_nothing() -> None:
    service, host, _, rung = timed(Rhythm(25, 5))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = service.board()
        assert "25/5   0:25:00 to go" in screen_text(host)
        service.clock.advance(minutes=24, seconds=59)
        host.screen.tick()
        assert "25/5   0:00:01 to go" in screen_text(host) and not rung
        service.clock.advance(seconds=1)
        host.screen.tick()
        host.screen.tick()
        assert rung == ["25 min of focus: time for 5 min of rest."]
        assert "25/5   rest, 0:05:00 left" in screen_text(host)
        service.clock.advance(minutes=5)
        host.screen.tick()
        assert rung[1:] == ["The rest is over."] and "25/5   0:25:00 to go" in screen_text(host)
        assert service.board().data == before.data, "a timer is no reason to move a task, or to end a stint"


async def test_a_pause_is_the_rest() -> None:
    service, host, _, rung = timed(Rhythm(25, 5))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        service.clock.advance(minutes=7)
        await pilot.press("space")
        await pilot.pause()
        assert "25/5   rest, 0:05:00 left" in screen_text(host) and not rung
        service.clock.advance(minutes=6)
        host.screen.tick()
        assert rung == ["The rest is over."] and "25/5   the rest is over" in screen_text(host)
        assert service.board().focus is None
        await pilot.press("space")
        await pilot.pause()
        assert "25/5   0:25:00 to go" in screen_text(host) and len(rung) == 1


async def test_with_a_timer_still_only_the_cells_of_time_are_painted() -> None:
    service, host, _, _ = timed(Rhythm(25, 5))
    async with host.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        painted: list[tuple[str, bool]] = []
        for widget in [host.screen, *host.screen.query("*")]:
            watch(widget, painted)
        service.clock.advance(seconds=1)
        host.screen.tick()
        assert set(painted) == {("time", False), ("time-line", False), ("timer", False)}


@pytest.mark.parametrize("size", SIZES)
async def test_golden_timer(size: tuple[int, int]) -> None:
    service, host, _, _ = timed(Rhythm(50, 10))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        service.clock.advance(minutes=12, seconds=5)
        host.screen.tick()
        await pilot.pause()
        check_golden(host, "focus-timer")


async def test_the_keys_stand_on_one_line_of_80_columns() -> None:
    _, host = opened()
    async with host.run_test(size=(80, 24)) as pilot:
        for _ in ("running", "paused"):
            await pilot.pause()
            (line,) = [line for line in screen_text(host).split("\n") if "interrupt" in line]
            assert "esc back" in line
            await pilot.press("space")
