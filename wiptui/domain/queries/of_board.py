"""A query that is asked of a board: whether a task is blocked, or is for today, depends on others than the task."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wiptui.domain.board import Board
from wiptui.domain.day_plan import today_of
from wiptui.domain.queries.parse_query import parse_query
from wiptui.domain.queries.query import Query
from wiptui.domain.tasks.dependencies import blockers
from wiptui.domain.tasks.task import Task


def query_of(board: Board, words: str | Iterable[str], now: Callable[[], Board] | None = None) -> Query:
    """The query of the words. Raises UsageError.

    ``now`` gives the board that is there when a task is asked about, where that changes; else it is ``board``.
    """
    latest = now or (lambda: board)
    return parse_query(words, board.today, board.zone, _OfBoard(latest))


class _OfBoard:
    """Answers what depends on the whole board. What is for today is worked out once for each board."""

    def __init__(self, board: Callable[[], Board]) -> None:
        self._board = board
        self._today: tuple[Board | None, frozenset[int]] = None, frozenset()

    def is_blocked(self, task: Task) -> bool:
        """Whether something open blocks it."""
        return bool(blockers(self._board(), task))

    def is_for_today(self, task: Task) -> bool:
        """Whether Today lists it."""
        board = self._board()
        if self._today[0] is not board:
            self._today = board, frozenset(each.id for each in today_of(board).tasks)
        return task.id in self._today[1]
