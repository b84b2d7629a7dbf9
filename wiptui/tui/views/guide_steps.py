"""The six steps of ``wiptui guide``: what each says, and when it is done. What is on the screen is not known here."""

from __future__ import annotations

from collections.abc import Callable

from wiptui.domain.board import Board
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.tasks.task import State
from wiptui.tui.keys.keymap import Keymap


@dataclass(frozen=True, slots=True)
class Seen:
    """What the steps go by: the board now, the board when the step began, and whether the panel is open."""

    board: Board
    before: Board
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what it says, with ``{ids}`` for the keys of the board, and whether it is done."""

    words: str
    is_done: Callable[[Seen], bool]
    short: str = ""
    """The words for a small terminal, whose panel needs the room."""


def _is_full(seen: Seen) -> bool:
    return seen.board.doing_count >= 3


def _is_decided(seen: Seen) -> bool:
    return not seen.is_refused and _states(seen.board) != _states(seen.before)


def _states(board: Board) -> dict[int, State]:
    return {task.id: task.state for task in board.all_tasks()}


STEPS: tuple[Step, ...] = (
    Step(
        "Capture a task: press {new}, type what is on your mind, press Enter.",
        lambda seen: len(_states(seen.board)) > len(_states(seen.before)),
    ),
    Step("Start the marked task: press {start}.", lambda seen: seen.board.doing_count > 0),
    Step("Start two more with {start}. Three in Doing is the limit.", _is_full),
    Step("Doing is full, and that is fine. Start a fourth with {start}: it is refused.", lambda seen: seen.is_refused),
    Step(
        "These hold your slots. Mark one with j and k, and press a key above: it gives way, and the new task starts.",
        _is_decided,
        "j, k mark one, a key frees it.",
    ),
    Step(
        "Finish what you did: mark it in Doing ({left} and {right} change the column) and press {done}.",
        lambda seen: len(seen.board.column(State.DONE)) > len(seen.before.column(State.DONE)),
    ),
)
END = "That is all it takes. {undo} takes back, {why} says what is next, {help} shows every key, {quit} leaves."
DECIDING = 4
"""The place of the step that is done in the panel; who leaves the panel with nothing done is shown the one before."""


class Progress:
    """How far a person is in the guide."""

    def __init__(self, board: Board) -> None:
        self.place = 0
        self._before = board

    def see(self, board: Board, *, is_refused: bool) -> None:
        """Go on over every step that is done now."""
        while self.place < len(STEPS) and STEPS[self.place].is_done(Seen(board, self._before, is_refused)):
            self.place += 1
            self._before = board
        if self.place == DECIDING and not is_refused:
            self.place -= 1

    def words(self, keys: Keymap, *, is_small: bool = False) -> str:
        """What to do now, with the person's keys: ``2/6  Start the marked task: press s.``"""
        is_over = self.place == len(STEPS)
        step = None if is_over else STEPS[self.place]
        words = END if step is None else (is_small and step.short) or step.words
        said = words.format_map({name: keys.key(name) for name in KEYS})
        return said if is_over else f"{self.place + 1}/{len(STEPS)}  {said}"


KEYS = ("new", "start", "left", "right", "done", "undo", "why", "help", "quit")
