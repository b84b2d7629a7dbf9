"""View models: what the screens show of a board, worked out without any screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import compress

from wiptui.domain.board import Board
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.limits import DOING, EXPEDITE, WAITING
from wiptui.domain.tasks.task import State, Task
from wiptui.metrics.overload.rules import Assessment, assess
from wiptui.service import Service
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.settings import Settings
from wiptui.tui.views.card import Card, card
from wiptui.tui.views.common_ends import same_ends
from wiptui.tui.views.spans import steady

P85_DEFAULT = 7
KEYS = Keymap()
NAMES = {
    State.BACKLOG: "Backlog",
    State.READY: "Ready",
    State.DOING: "Doing",
    State.WAITING: "Waiting",
    State.DONE: "Done this week",
}
SHORT_NAMES = {**NAMES, State.DONE: "Done"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and its cards."""

    state: State
    name: str
    count: str
    cards: tuple[Card, ...]
    empty: tuple[str, ...]
    """What to say where there is no card: first what is so, then what to do."""
    is_over: bool = False

    @property
    def heading(self) -> str:
        return f"{self.name} {self.count}"


@dataclass(frozen=True, slots=True)
class Kept:
    """The cards of a column's tasks on a day, as they were made last."""

    day: date
    tasks: Sequence[Task]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What the board looks like at one instant: the board, what was found out about it, and the filter."""

    board: Board
    level: str = "calm"
    word: str = "CALM"
    p85: int = P85_DEFAULT
    next_words: str = ""
    """The one next action as a sentence."""
    switches: int = 0
    """Context switches today."""
    matches: Callable[[Task], bool] | None = None
    kept: dict[State, Kept] = field(default_factory=dict, repr=False, compare=False)
    """Cards made so far, by column; handed on from look to look."""
    marks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Letter and role by project."""
    found: Assessment | None = field(default_factory=lambda: None, repr=False, compare=False)
    """What it was told from, so that the next board need not be read whole."""

    @cached_property
    def today(self) -> date:
        return self.board.today


def look_at(
    board: Board,
    assessment: Assessment | None = None,
    matches: Callable[[Task], bool] | None = None,
    before: Look | None = None,
    marks: Mapping[str, tuple[str, str]] | None = None,
) -> Look:
    """The look of a board under an assessment; without one the level is what the limits alone say.

    ``before`` is an earlier look, whose cards are used again where nothing changed.
    """
    kept = before.kept if before is not None else {}
    if assessment is None:
        over = board.is_over(DOING) or board.is_over(WAITING)
        level = "overloaded" if over else "full" if board.is_full else "calm"
        return Look(board, level, level.upper(), matches=matches, kept=kept, marks=marks or {})
    words = steady(assessment.next.why) if assessment.next is not None else ""
    switches, level, word = assessment.switches.today, assessment.level, assessment.word
    return Look(board, level, word, assessment.p85, words, switches, matches, kept, marks or {}, assessment)


def first_look(service: Service, settings: Settings) -> Look:
    """The look of the board as it opens."""
    board = service.board()
    return look_at(board, assess(board), marks=settings.marks)


def column(look: Look, state: State, keys: Keymap = KEYS) -> Column:
    """One column of the board; Done holds what was finished this week. An empty one names ``keys``."""
    board = look.board
    tasks: Sequence[Task] = board.done_since(board.week_start) if state is State.DONE else board.column(state)
    made = tuple(card(look, task) for task in tasks) if state.in_progress else _kept_cards(look, state, tasks)
    if look.matches is not None:
        made = tuple(compress(made, map(look.matches, tasks)))
    no_match = ("Nothing here matches.", f"{keys.key('escape')} shows all again")
    empty = empty_words(look, state, keys) if not tasks else no_match
    over = (state is State.DOING and board.is_over(DOING)) or (state is State.WAITING and board.is_over(WAITING))
    return Column(state, NAMES[state], count_text(board, state), made, empty, over)


def count_text(board: Board, state: State) -> str:
    """The count in a heading: ``3/3`` where a limit holds, and never what a filter left of it."""
    if state is State.DOING:
        lane = board.count(EXPEDITE)
        return f"{board.count(DOING)}/{board.limits[DOING].text}" + (f" +{lane}!" if lane else "")
    if state is State.WAITING:
        return f"{board.count(WAITING)}/{board.limits[WAITING].text}"
    return str(len(board.done_since(board.week_start)) if state is State.DONE else len(board.column(state)))


def empty_words(look: Look, state: State, keys: Keymap = KEYS) -> tuple[str, ...]:
    """What an empty column says: what is so, and what to do about it."""
    board = look.board
    if state is State.READY:
        if not any(True for _ in board.all_tasks()):
            return ("Nothing written down yet.", f"{keys.key('new')} captures your first task")
        if board.column(State.BACKLOG):
            return ("Nothing ready.", f"{keys.key('backlog')} shows the backlog, {keys.key('new')} adds a task")
        return ("Nothing ready.", f"{keys.key('new')} captures a task")
    if state is State.DOING:
        ready = bool(board.column(State.READY))
        start = f"{keys.key('start')} starts a ready task"
        return ("Nothing in work.", start if ready else "What you start stands here")
    if state is State.WAITING:
        return ("Nobody keeps you waiting.",)
    if state is State.DONE:
        return ("Nothing finished yet.", f"{keys.key('done')} finishes a task")
    return ("The backlog is empty.", f"{keys.key('card-left')} moves a ready task here")


def _kept_cards(look: Look, state: State, tasks: Sequence[Task]) -> tuple[Card, ...]:
    """The cards of a column outside of WIP. Each depends on its task and the day alone, so those that stand are kept.

    But for a task that others block: its card depends on them too.
    """
    known = look.kept.get(state)
    if known is None or known.day != look.today:
        cards = [card(look, task) for task in tasks]
    else:
        start, end = same_ends(known.tasks, tasks)
        cards = list(known.cards)
        cards[start : len(cards) - end] = [card(look, task) for task in tasks[start : len(tasks) - end]]
        for place, task in enumerate(tasks):
            if task.blocked_by:
                cards[place] = card(look, task)
    look.kept[state] = Kept(look.today, tasks, tuple(cards))
    return look.kept[state].cards
