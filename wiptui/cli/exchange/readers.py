"""The formats that come in: for each the function that says what importing a source would do to the board."""

from __future__ import annotations

from wiptui.cli.exchange.sources import Misuse
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wiptui.cli.call import Call
    from wiptui.cli.exchange.sources import ImportSource
    from wiptui.domain.board import Board
    from wiptui.exchange.import_plan import Incoming

    Reader = Callable[[ImportSource, Board, Call], Incoming]


def _json(source: ImportSource, board: Board, call: Call) -> Incoming:
    from wiptui.exchange.json import tasks as json_format

    document, problems = json_format.read(source.text())
    found = json_format.incoming(document, board)
    found.problems[:0] = problems
    return found


def _todotxt(source: ImportSource, board: Board, call: Call) -> Incoming:
    from wiptui.exchange.todotxt.tasks import incoming

    return incoming(source.raw_text(), board)


def _taskwarrior(source: ImportSource, board: Board, call: Call) -> Incoming:
    from wiptui.exchange.taskwarrior.fields import decode
    from wiptui.exchange.taskwarrior.importing import incoming

    return incoming(decode(source.data()), board)


def _csv(source: ImportSource, board: Board, call: Call) -> Incoming:
    from wiptui.exchange.csv.columns import read_mapping
    from wiptui.exchange.csv.dates import ORDERS
    from wiptui.exchange.csv.tasks import incoming

    try:
        mapping = read_mapping([words for words, *_ in call.values("map")])
    except UsageError as error:
        raise Misuse(str(error)) from None
    order = call.value("dates")
    if order is not None and order not in ORDERS:
        raise Misuse(f"--dates is {' or '.join(ORDERS)}: what 03/04/2026 means.")
    return incoming(source.text(), board, mapping, order)


def _kanban_tui(source: ImportSource, board: Board, call: Call) -> Incoming:
    from wiptui.exchange.boards.kanban_tui import FILES, WANTED, incoming

    tables, problems = source.tables(FILES, WANTED)
    found = incoming(tables, board)
    found.problems[:0] = problems
    return found


def _dstask(source: ImportSource, board: Board, call: Call) -> Incoming:
    from wiptui.exchange.boards.dstask import STATES, incoming

    return incoming(source.folder(tuple(STATES), ".yml"), board)


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """One format that comes in."""

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
