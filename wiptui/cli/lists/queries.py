"""The query of a command line, over a board."""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.domain.board import Board
from wiptui.domain.queries.parse_query import parse_query
from wiptui.domain.queries.query import Query
from wiptui.domain.tasks.dependencies import blockers


def asked(board: Board, words: str | Iterable[str]) -> Query:
    """Return the query of the words. Raises UsageError."""
    return parse_query(words, board.today, board.zone, lambda task: bool(blockers(board, task)))
