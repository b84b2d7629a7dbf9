"""The formats that go out: for each the function that writes the board as text."""

from __future__ import annotations

from wiptui.domain.errors import UsageError
from wiptui.domain.values import dataclass

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


def _csv(board: Board, call: Call) -> str:
    from wiptui.exchange.csv_columns import read_mapping
    from wiptui.exchange.csv_format import outgoing

    mapping = read_mapping([words for words, *_ in call.values("map")])
    delimiter = call.value("delimiter") or ","
    delimiter = "\t" if delimiter.lower() in ("tab", "\\t") else delimiter
    if len(delimiter) != 1 or delimiter not in ",;\t|:~^":
        raise UsageError("--delimiter is one sign, such as ; or , or tab")
    return ("\ufeff" if call.flag("bom") else "") + outgoing(board, mapping, delimiter)


@dataclass(frozen=True, slots=True)
class Format:
    """One format that goes out."""

    write: Writer
    about: str
    options: tuple[str, ...] = ()
    """Options of ``export`` that only this format has."""


WRITERS = {
    "json": Format(_json, "everything, history included; import json reads it back without loss"),
    "todotxt": Format(_todotxt, "the tasks; an imported file comes out as it was, but for what was changed"),
    "taskwarrior": Format(_taskwarrior, "for `task import`; what came from there goes back as it was"),
    "csv": Format(_csv, "a table for spreadsheets; --map picks and names its columns", ("map", "delimiter", "bom")),
}
ONE_FORMAT = {option: name for name, entry in WRITERS.items() for option in entry.options}
