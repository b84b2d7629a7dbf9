"""The import formats: for each, the function that returns what an import would do to the board."""

from __future__ import annotations

from collections.abc import Callable

from wiptui.cli.call import Call
from wiptui.cli.exchange.sources import InputFile, WrongOption
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.exchange.boards import dstask, kanban_tui
from wiptui.exchange.csv import tasks as csv
from wiptui.exchange.csv.columns import read_mapping
from wiptui.exchange.csv.dates import ORDERS
from wiptui.exchange.import_plan import Incoming
from wiptui.exchange.json import tasks as json
from wiptui.exchange.taskwarrior import importing as taskwarrior
from wiptui.exchange.taskwarrior.fields import decode
from wiptui.exchange.todotxt import tasks as todotxt

Reader = Callable[[InputFile, Board, Call], Incoming]


def _json(source: InputFile, board: Board, call: Call) -> Incoming:
    document, problems = json.read(source.text())
    found = json.incoming(document, board)
    found.problems[:0] = problems
    return found


def _todotxt(source: InputFile, board: Board, call: Call) -> Incoming:
    return todotxt.incoming(source.raw_text(), board)


def _taskwarrior(source: InputFile, board: Board, call: Call) -> Incoming:
    return taskwarrior.incoming(decode(source.data()), board)


def _csv(source: InputFile, board: Board, call: Call) -> Incoming:
    try:
        mapping = read_mapping([words for words, *_ in call.values("map")])
    except UsageError as error:
        raise WrongOption(str(error)) from None
    order = call.value("dates")
    if order is not None and order not in ORDERS:
        raise WrongOption(f"--dates is {' or '.join(ORDERS)}: what 03/04/2026 means.")
    return csv.incoming(source.text(), board, mapping, order)


def _kanban_tui(source: InputFile, board: Board, call: Call) -> Incoming:
    tables, problems = source.tables(kanban_tui.FILES, kanban_tui.WANTED)
    found = kanban_tui.incoming(tables, board)
    found.problems[:0] = problems
    return found


def _dstask(source: InputFile, board: Board, call: Call) -> Incoming:
    return dstask.incoming(source.folder(tuple(dstask.STATES), ".yml"), board)


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """One import format."""

    read: Reader
    about: str
    options: tuple[str, ...] = ()
    """Options of ``import`` that only this format has."""


READERS = {
    "json": ImportFormat(_json, "what export json wrote, and tasks from elsewhere with their past"),
    "todotxt": ImportFormat(_todotxt, "todo.txt, every line kept letter by letter"),
    "taskwarrior": ImportFormat(_taskwarrior, "what `task export` prints, with its past"),
    "csv": ImportFormat(_csv, "a table with a header; --map says which column is what", ("map", "dates")),
    "kanban-tui": ImportFormat(_kanban_tui, "its database kanban_tui.db, or the folder with it"),
    "dstask": ImportFormat(_dstask, "its folder, ~/.dstask"),
}
ONE_FORMAT = {option: name for name, entry in READERS.items() for option in entry.options}
