"""A tiny app that shows one dialog over an empty screen and keeps its answer; and boards to show it on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from builders import BERLIN, NOON, BoardFixture
from fakes import FakeStore, fake_service
from screen_text import screen_text
from textual import events
from textual.app import App, ComposeResult
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from wiptui.domain import commands as c
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.service import Service
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.themes import OURS

UNANSWERED = object()
HOSTILE = "[/done] [@click=app.quit]x[/] \x1b[31mred\x1b[0m 日本語のタイトル 👩‍👩‍👧 " + "long " * 80


class Host(App[None]):
    """Shows one screen and keeps what it answers."""

    def __init__(
        self, make: Callable[[], Screen[Any]], service: Service | None = None, theme_name: str = OURS[0].name
    ) -> None:
        super().__init__()
        for theme in OURS:
            self.register_theme(theme)
        self.theme = theme_name
        self.make = make
        self.service = service
        self.refused: list[Refusal] = []
        self.answer: Any = UNANSWERED
        self.keys = Keymap()

    def compose(self) -> ComposeResult:
        yield Static("the board behind", markup=False)

    def on_mount(self) -> None:
        self.push_screen(self.make(), self._keep)

    def ask(self, dialog: Any, then: Callable[[Any], None], left: Callable[[], None] | None = None) -> Any:
        """As the app, but for a dialog that closes with its answer."""
        return self.push_screen(dialog, lambda answer: then(answer) if answer is not None else left and left())

    def carry_out(self, command: c.Command, *, after: Any = None, quiet: bool = False) -> bool:
        """As the app: dispatches, and calls ``after`` with the outcome. A refusal is kept, where the app asks."""
        assert self.service is not None
        outcome = self.service.dispatch(command)
        if isinstance(outcome, Refusal):
            self.refused.append(outcome)
            return False
        if after is not None:
            after(outcome)
        return True

    def _keep(self, answer: Any) -> None:
        self.answer = answer


async def pressed(host: Host, *keys: str, size: tuple[int, int] = (80, 24)) -> tuple[str, Any]:
    """What is seen after these keys, and what the screen answered."""
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        return screen_text(host), host.answer


def busy_board() -> BoardFixture:
    """Three in doing as in the sketch of the panel, one newcomer on top of ready, one wait."""
    fixture = BoardFixture(NOON - timedelta(days=19))
    fixture.ok(c.SetLimit(DOING, 3, permanent=True, why="two was too few in release weeks"))
    fixture.data["devices"] = {"1": {"code": "k3fq", "name": "laptop", "zone": "Europe/Berlin"}}
    fixture.clock.advance(days=11)
    flyer = fixture.add("Flyer for the fair", project="fair")
    for place, text in enumerate(("draft", "pictures", "texts", "layout", "proof", "print")):
        fixture.ok(c.Edit(flyer, {f"step:{place}": [f"{place}", place < 5, text]}))
    parser = fixture.add("Fix the parser", project="acme")
    letter = fixture.add("Tax letter")
    contract = fixture.add("Contract")
    fixture.add("Write the report", project="acme", due="2026-11-27")
    fixture.add("Book the train")
    fixture.add("Read chapter 3")
    fixture.add("An idea for later", State.BACKLOG)
    fixture.ok(c.Start((flyer,)))
    fixture.clock.advance(hours=2)
    fixture.ok(c.FocusOn(None))
    fixture.clock.advance(days=5, hours=-2)
    fixture.ok(c.Start((contract,)))
    fixture.ok(c.Wait(contract, on="Ana", why="signature", until=(NOON + timedelta(days=1)).date()))
    fixture.ok(c.Start((parser,)))
    fixture.ok(c.FocusOn(None))
    fixture.ok(c.Edit(parser, {"next_step": "failing test 7, then the docs"}))
    fixture.clock.advance(days=3)
    fixture.ok(c.Start((letter,), focus=False))
    fixture.ok(c.Edit(letter, {"next_step": "find last year's form"}))
    fixture.clock.advance(minutes=-42)
    fixture.ok(c.FocusOn(parser))
    fixture.clock.advance(minutes=42)
    return fixture


def id_of(fixture: BoardFixture, title: str) -> int:
    """The id of the task with this title."""
    return next(task.id for task in fixture.board.all_tasks() if task.title == title)


def service_of(fixture: BoardFixture) -> Service:
    """A service over what a fixture holds, at its time."""
    return fake_service(FakeStore({"data": fixture.data}), fixture.clock.now(), seed=11)


__all__ = [
    "BERLIN",
    "HOSTILE",
    "NOON",
    "UNANSWERED",
    "BoardFixture",
    "Host",
    "busy_board",
    "id_of",
    "pressed",
    "service_of",
]


def key_of(name: str) -> events.Key:
    """A key as the terminal sends it, with the character that it types."""
    signs = {"slash": "/", "plus": "+", "minus": "-"}
    return events.Key(name, signs.get(name) or key_to_character(name))


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Keys that come at once, as over a slow line: none waits for what the key before it opened."""
    for key in keys:
        pilot.app.post_message(key_of(key))
    await settled(pilot)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until all keys are handled, and all that they caused is painted."""
    queue = getattr(pilot.app, "input_queue", None)
    if queue is not None:
        await queue.join()
    await pilot.pause()
