"""``stats``: the measures of the work, as a page to read or as JSON (docs/stats.md names every field)."""

from __future__ import annotations

from datetime import datetime

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import AS_OF, Command, Option
from wiptui.cli.reports.stats_page import page, table_by
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.parse import parse_since, parse_time
from wiptui.domain.text import printable
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.stats import stats as measured
from wiptui.metrics.stats import stats_by, window_json
from wiptui.metrics.window import window

GROUPS = ("project", "tag", "reason", "person")


def stats(call: Call) -> int:
    """Print the measures of a window. Raises UsageError for an invalid window."""
    by = _group(call)
    board = call.board()
    since, until = _edge(call, board, "since"), _edge(call, board, "until")
    if since is not None and since > board.at:
        raise UsageError(f"“{call.value('since')}” is still to come: --since looks back.")
    if since is not None and until is not None and until <= since:
        raise UsageError("The window ends before it begins: --until lies before --since.")
    if by is not None:
        return _grouped(call, board, by, since, until)
    if call.json:
        out.put_json(measured(board, since, until))
        return err.DONE
    for line in page(board, since, until, out.columns() or 80):
        out.put(line)
    return err.DONE


def _grouped(call: Call, board: Board, by: str, since: datetime | None, until: datetime | None) -> int:
    ledger = Ledger(board)
    asked = window(ledger, since, until)
    rows = stats_by(ledger, by, asked)
    if call.json:
        out.put_json({"window": window_json(ledger, asked), "by": by, "rows": rows})
        return err.DONE
    for line in table_by(ledger, by, rows, asked, out.columns() or 80):
        out.put(line)
    return err.DONE


def _group(call: Call) -> str | None:
    by = call.value("by")
    if by is None or by in GROUPS:
        return by
    raise UsageError(f"“{printable(by)[:40]}” is nothing to group by: {', '.join(GROUPS)}.")


def _edge(call: Call, board: Board, name: str) -> datetime | None:
    words = call.value(name)
    if words is None:
        return None
    if name == "since":
        return parse_since(words, board.today, board.zone)
    return parse_time(words, board.today, board.zone, end=True)


COMMANDS = {
    "stats": Command(
        stats,
        "[--since D] [--until D] [--by project|tag|reason|person] [--as-of TIME] [--json]",
        "What went in and out, how long it took, where the time went, what held it up, and the one thing to try. "
        "Everything comes from your own log; below the sizes at which a figure means something, it says so.",
        (
            Option(
                "since",
                "D",
                "from this day or time on, or so many days with today: 28d, 2026-11-01; without it, and at the "
                "earliest, from the first start or completion on",
            ),
            Option("until", "D", "up to this day, all of it, or this time"),
            Option("by", "GROUP", "a row for each project, tag, reason of waits, or person waited for"),
            AS_OF,
        ),
        most=0,
        examples=(
            ("wiptui stats --since 28d", "the last four weeks"),
            ("wiptui stats --by person", "on whom the work waited"),
            ("wiptui stats --json | jq .cycle_days.p85", "one figure for a script"),
        ),
    )
}
