"""The palette: every action by name, and every task to jump to, finished ones included."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher
from textual.widgets import Input

from wiptui.domain.tasks.task import State
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.keys.keymap import ACTS, Act
from wiptui.tui.views.styled_text import sanitized
from wiptui.tui.views.view_models import SHORT_NAMES

HIDDEN = {"palette", "escape"}
"""Actions that make no sense within the palette."""
MOVES = "Move"
OTHER_WORD = 100.0
"""The score of a word that other programs use: before letters that are found here and there in a sentence."""


class Palette(CommandPalette):
    """Textual's palette, whose line has the focus from the start."""

    def __init__(self) -> None:
        super().__init__(id="--command-palette")

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Input))

    @property
    def is_searching(self) -> bool:
        """Whether the list does not show the matches of the line yet, so that a key has to wait."""
        return any(worker.node is self and not worker.is_finished for worker in self.app.workers)


class Everything(Provider):
    """Offers what can be done now, then the tasks."""

    @property
    def wiptui(self) -> BoardApp:
        return cast(BoardApp, self.app)

    async def discover(self) -> Hits:
        for act in self._acts():
            if act.group != MOVES:
                yield DiscoveryHit(self._name(act), partial(self._run, act), text=act.about)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for act in self._acts():
            score = max(matcher.match(act.about), matcher.match(act.label), _by_other_words(act, query))
            if score > 0:
                yield Hit(score, self._name(act), partial(self._run, act), text=act.about)
        wanted = query.casefold().replace(" ", "")
        for state, title, task_id in self._tasks():
            if not _has_letters(title.casefold(), wanted):
                continue  # the matcher is slow, and there may be thousands
            score = matcher.match(title)
            if score > 0:
                shown = Content.assemble(_highlighted(matcher, title), "  ", (state, "$text-muted"))
                yield Hit(score, shown, partial(self.wiptui.jump_to, task_id), text=title)

    def _acts(self) -> Iterator[Act]:
        """Yield the actions that make sense on the screen below."""
        board = self.wiptui.board_screen
        for act in ACTS:
            if act.id in HIDDEN or (act.scope == "board" and cast(object, self.screen) is not board):
                continue
            name = act.runs.partition("(")[0]
            if act.scope == "app" or act.group == MOVES or board.check_action(name, ()):
                yield act

    def _tasks(self) -> Iterator[tuple[str, str, int]]:
        board = self.wiptui.board_screen.board
        for state in (State.DOING, State.WAITING, State.READY, State.BACKLOG):
            for task in board.column(state):
                yield SHORT_NAMES[state], sanitized(task.title), task.id
        for state, name in ((State.DONE, "Done"), (State.DROPPED, "Dropped")):
            for task in board.column(state):
                yield name, sanitized(task.title), task.id

    def _name(self, act: Act) -> Content:
        keys = self.wiptui.keys.all_shown(act)
        return Content.assemble(act.about, *((("  " + keys, "bold $accent"),) if keys else ()))

    async def _run(self, act: Act) -> None:
        if act.scope == "app":
            await self.app.run_action(act.runs)
        else:
            self.wiptui.board_screen.stop_typing()
            await self.wiptui.board_screen.run_action(act.runs)


def _by_other_words(act: Act, query: str) -> float:
    """Return how well a query fits what other programs call an action: best for the beginning of a word, or 0."""
    wanted = query.strip().casefold()
    return OTHER_WORD if len(wanted) > 1 and any(word.startswith(wanted) for word in act.also.split()) else 0.0


def _highlighted(matcher: Matcher, title: str) -> Content:
    """Return the title with its matches marked. ``Matcher.highlight`` would read the title as markup."""
    content = Content(title)
    for place in matcher.fuzzy_search.match(matcher.query, title)[1]:
        if not title[place].isspace():
            content = content.stylize(matcher.match_style, place, place + 1)
    return content


def _has_letters(text: str, wanted: str) -> bool:
    letters = iter(text)
    return all(ch in letters for ch in wanted)
