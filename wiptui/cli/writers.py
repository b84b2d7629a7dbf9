"""The formats that go out: for each the function that writes the board as text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wiptui.cli.call import Call
    from wiptui.domain.board import Board

    Writer = Callable[[Board, Call], str]


def _json(board: Board, call: Call) -> str:
    from wiptui.exchange.json_format import write

    return write(board)


def _todotxt(board: Board, call: Call) -> str:
    from wiptui.exchange.todo_tasks import outgoing

    return outgoing(board)


def _taskwarrior(board: Board, call: Call) -> str:
    from wiptui.exchange.taskwarrior_out import outgoing

    return outgoing(board)


WRITERS: dict[str, Writer] = {
    "json": _json,
    "todotxt": _todotxt,
    "taskwarrior": _taskwarrior,
}
