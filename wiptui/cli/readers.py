"""The formats that come in: for each the function that says what importing a source would do to the board."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wiptui.cli.call import Call
    from wiptui.cli.sources import Source
    from wiptui.domain.board import Board
    from wiptui.exchange.incoming import Incoming

    Reader = Callable[[Source, Board, Call], Incoming]


def _json(source: Source, board: Board, call: Call) -> Incoming:
    from wiptui.exchange import json_format

    document, problems = json_format.read(source.text())
    found = json_format.incoming(document, board)
    found.problems[:0] = problems
    return found


def _todotxt(source: Source, board: Board, call: Call) -> Incoming:
    from wiptui.exchange.todo_tasks import incoming

    return incoming(source.raw_text(), board)


def _taskwarrior(source: Source, board: Board, call: Call) -> Incoming:
    from wiptui.exchange.taskwarrior import decode
    from wiptui.exchange.taskwarrior_in import incoming

    return incoming(decode(source.bytes()), board)


READERS: dict[str, Reader] = {
    "json": _json,
    "todotxt": _todotxt,
    "taskwarrior": _taskwarrior,
}
