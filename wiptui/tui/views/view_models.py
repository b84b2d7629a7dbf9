"""View models: what the screens show of a board, worked out without any screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property

from wiptui.domain.board import Board
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.day_plan import today_of
from wiptui.domain.limits import DOING, EXPEDITE, WAITING
from wiptui.domain.tasks.task import State, Task
from wiptui.metrics.overload.rules import Assessment, assess
from wiptui.service import Service
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.settings import Settings
from wiptui.tui.views.card import Card, card
from wiptui.tui.views.styled_text import sanitized

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
class BoardView:
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
    marks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Letter and role by project."""
    found: Assessment | None = field(default_factory=lambda: None, repr=False, compare=False)
    """What it was told from, so that the next board need not be read whole."""

    @cached_property
    def today(self) -> date:
        return self.board.today

    @cached_property
    def today_words(self) -> str:
        """What presses today, in counts; empty where nothing does."""
        return sanitized(today_of(self.board).words)


def board_view(
    board: Board,
    assessment: Assessment | None = None,
    matches: Callable[[Task], bool] | None = None,
    marks: Mapping[str, tuple[str, str]] | None = None,
) -> BoardView:
    """The view of a board under an assessment; without one the level is what the limits alone say."""
    if assessment is None:
        over = board.is_over(DOING) or board.is_over(WAITING)
        level = "overloaded" if over else "full" if board.is_full else "calm"
        return BoardView(board, level, level.upper(), matches=matches, marks=marks or {})
    words = sanitized(assessment.next.why) if assessment.next is not None else ""
    switches, level, word = assessment.switches.today, assessment.level, assessment.word
    return BoardView(board, level, word, assessment.p85, words, switches, matches, marks or {}, assessment)


def first_board_view(service: Service, settings: Settings) -> BoardView:
    """The view of the board as it opens."""
    board = service.board()
    return board_view(board, assess(board), marks=settings.marks)


def column(view: BoardView, state: State, keys: Keymap = KEYS) -> Column:
    """One column of the board; Done holds what was finished this week. An empty one names ``keys``."""
    board = view.board
    tasks: Sequence[Task] = board.done_since(board.week_start) if state is State.DONE else board.column(state)
    shown = tasks if view.matches is None else filter(view.matches, tasks)
    made = tuple(card(view, task) for task in shown)
    no_match = ("Nothing here matches.", f"{keys.key('escape')} shows all again")
    empty = empty_words(view, state, keys) if not tasks else no_match
    over = (state is State.DOING and board.is_over(DOING)) or (state is State.WAITING and board.is_over(WAITING))
    count = count_text(board, state)
    if len(made) < len(tasks):
        count = f"{len(made)} of {count}"
    return Column(state, NAMES[state], count, made, empty, over)


def count_text(board: Board, state: State) -> str:
    """The count of a column, whatever a filter leaves of it.

    ``3/3`` where a limit holds, ``4 +2 later`` where two more are hidden.
    """
    if state is State.DOING:
        lane = board.count(EXPEDITE)
        return f"{board.count(DOING)}/{board.limits[DOING].text}" + (f" +{lane}!" if lane else "")
    if state is State.WAITING:
        return f"{board.count(WAITING)}/{board.limits[WAITING].text}"
    if state is State.DONE:
        return str(len(board.done_since(board.week_start)))
    hidden = len(board.hidden) if state in (State.READY, State.BACKLOG) else 0
    count = len(board.column(state)) - (hidden if state is State.BACKLOG else 0)
    return f"{count} +{hidden} later" if hidden else str(count)


def empty_words(view: BoardView, state: State, keys: Keymap = KEYS) -> tuple[str, ...]:
    """What an empty column says: what is so, and what to do about it."""
    board = view.board
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
