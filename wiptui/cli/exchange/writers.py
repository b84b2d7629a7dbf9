"""The export formats: for each, the function that writes the board as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from wiptui.cli.call import Call
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.text import printable
from wiptui.exchange import icalendar_out, markdown
from wiptui.exchange.csv import tasks as csv
from wiptui.exchange.csv.columns import read_mapping
from wiptui.exchange.json import tasks as json
from wiptui.exchange.taskwarrior import exporting as taskwarrior
from wiptui.exchange.todotxt import tasks as todotxt
from wiptui.metrics.focus.sessions import read_focus
from wiptui.metrics.stats import stats

Writer = Callable[[Board, Call], str]


def _json(board: Board, call: Call) -> str:
    return json.write(board)


def _todotxt(board: Board, call: Call) -> str:
    return todotxt.outgoing(board)


def _taskwarrior(board: Board, call: Call) -> str:
    return taskwarrior.outgoing(board)


def _csv(board: Board, call: Call) -> str:
    mapping = read_mapping([words for words, *_ in call.values("map")])
    delimiter = call.value("delimiter")
    delimiter = "," if delimiter is None else delimiter
    delimiter = "\t" if delimiter.lower() in ("tab", "\\t") else delimiter
    if len(delimiter) != 1 or delimiter not in ",;\t|:~^":
        raise UsageError("--delimiter is one sign, such as ; or , or tab")
    return ("\ufeff" if call.flag("bom") else "") + csv.outgoing(board, mapping, delimiter)


def _markdown(board: Board, call: Call) -> str:
    report = call.value("report") or "standup"
    if report not in markdown.REPORTS:
        raise UsageError(f"“{printable(report)[:40]}” is not a report: {', '.join(markdown.REPORTS)}.")
    if report == "board":
        return markdown.lists(board) + "\n"
    log = read_focus(board)

    def focus(start: datetime, end: datetime) -> dict[int, int]:
        return log.by_task(*markdown.ms_span(start, end))

    since = _since(board, call)
    if report == "standup":
        return markdown.standup(board, focus, since) + "\n"
    # On the first day of a week there is nothing to report yet, so use the week before.
    first = board.week_start if board.week_start < board.today else board.today - timedelta(days=7)
    first = since or first
    return markdown.week(board, focus, stats(board, markdown.midnight(first, board)), first) + "\n"


def _since(board: Board, call: Call) -> date | None:
    """Return the day of ``--since``. Raises UsageError for invalid words or a future day."""
    words = call.value("since")
    if words is None:
        return None
    day = parse_date(words, board.today, past=True)
    if day > board.today:
        raise UsageError(f"--since {printable(words)[:40]} is still to come.")
    return day


def _icalendar(board: Board, call: Call) -> str:
    return icalendar_out.outgoing(board)


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One export format."""

    write: Writer
    about: str
    options: tuple[str, ...] = ()
    """Options of ``export`` that only this format has."""


WRITERS = {
    "json": ExportFormat(_json, "everything, history included; import json reads it back without loss"),
    "todotxt": ExportFormat(_todotxt, "the tasks; an imported file comes out as it was, but for what was changed"),
    "taskwarrior": ExportFormat(_taskwarrior, "for `task import`; what came from there goes back as it was"),
    "csv": ExportFormat(
        _csv, "a table for spreadsheets; --map picks and names its columns", ("map", "delimiter", "bom")
    ),
    "markdown": ExportFormat(_markdown, "for people: a stand-up, a week or the board", ("report", "since")),
    "icalendar": ExportFormat(_icalendar, "due dates and follow-ups, for a calendar"),
}
ONE_FORMAT = {option: name for name, entry in WRITERS.items() for option in entry.options}
