"""``review``: the week in six steps, to read, as Markdown, or to write its results."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, tzinfo

from wiptui.cli import err, out
from wiptui.cli.call import Call, whole_number
from wiptui.cli.cells import wrapped
from wiptui.cli.options import AS_OF, Command, Option
from wiptui.cli.reports.review_lines import before_after_json, shown
from wiptui.config import usable_config
from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import parse_date
from wiptui.exchange.json.task import local_text
from wiptui.exchange.markdown import escaped
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.review.review_text import ReviewLine, markdown, steps, title_of
from wiptui.metrics.review.week import Week, week, week_of, week_to_review
from wiptui.metrics.stats import spread
from wiptui.noticed.beside import Noticed
from wiptui.noticed.week import seen_lines
from wiptui.sensing import log_file


def review(call: Call) -> int:
    """Write the given results, or else show the week. Raises UsageError."""
    written = _written(call)
    if written:
        for name in ("markdown", "as-of"):
            if call.flag(name):
                raise UsageError(f"--{name} shows a review, and the rest writes one: do one after the other.")
        return call.report(call.dispatch(written[0] if len(written) == 1 else c.Together(tuple(written))))
    board = call.board()
    ledger = Ledger(board)
    found = week(board, _week(call, board, ledger), ledger)
    if call.json:
        out.put_json(_json(found, board.zone))
    elif call.flag("markdown"):
        out.put_text(markdown(found, board.zone, escaped))
    else:
        for line in _page(found, board, out.columns() or 80, _seen(call, board, found)):
            out.put(line)
    return err.DONE


def _written(call: Call) -> list[c.Command]:
    found: list[c.Command] = []
    improvement, note, load = call.text_value("try"), call.text_value("note"), call.value("load")
    board = call.board() if (improvement, note, load) != (None, None, None) else None
    if board is None:
        return found
    if improvement is not None or note is not None:
        found.append(c.WriteReview(_week(call, board), improvement, note))
    if load is not None:
        off = load.strip().lower() in ("none", "off")
        number = None if off else whole_number(load, "a load is a number from 1 (light) to 5 (too much).")
        found.append(c.CheckLoad(board.today, number))
    return found


def _week(call: Call, board: Board, ledger: Ledger | None = None) -> date:
    words = call.value("week")
    if words is None:
        return week_to_review(board, ledger or Ledger(board))
    day = parse_date(words, board.today, past=True)
    if day > board.today:
        raise UsageError("That week is still to come.")
    return week_of(board, day)


def _seen(call: Call, board: Board, found: Week) -> tuple[ReviewLine, ...]:
    """What was noticed on this machine; not of a board as it stood in the past."""
    if call.flag("as-of") or not log_file.is_on():
        return ()
    return seen_lines(Noticed(board, usable_config()), found.first, found.last, found.focus.switches)


def _page(found: Week, board: Board, columns: int, seen: tuple[ReviewLine, ...]) -> Iterator[str]:
    width = min(columns, 100)
    yield out.bold(f"Review of {title_of(found)}")
    for step in steps(found, board.zone, width=min(width - 2, 76), seen=seen):
        yield ""
        if len(step.title) + len(step.question) + 3 <= width:
            yield f"{out.bold(step.title)}   {out.dim(step.question)}"
        else:
            yield out.bold(step.title)
            yield from (out.dim(line) for line in wrapped(f"  {step.question}", width, 2))
        for line in step.lines:
            yield from shown(line, width)


def _json(found: Week, zone: tzinfo | None) -> dict[str, Json]:
    def item(row: Json) -> dict[str, Json]:
        return {"id": id_text(row.task), "title": row.title, "days": row.days, "state": row.state}

    focus = found.focus
    return {
        "week": {"first": found.first.isoformat(), "last": found.last.isoformat(), "ended": found.is_over},
        "finished": [item(row) for row in found.finished],
        "cycle_days": spread(found.flow.cycle),
        "entries": found.flow.entries,
        "exits": found.flow.exits,
        "dropped": found.flow.dropped,
        "wip": found.flow.wip,
        "oldest": [item(row) for row in found.oldest],
        "p85": found.pace.p85,
        "p85_origin": found.pace.origin,
        "waits": [
            {"person": row.person, "hours": row.hours, "waits": row.waits, "open": row.open} for row in found.waits
        ],
        "refusals": [
            {
                "at": local_text(row.at, zone), "scope": row.scope, "count": row.count, "limit": row.limit,
                "wanted": row.wanted or None, "choice": row.choice or None,
            }
            for row in found.refusals
        ],
        "limit_changes": [
            {
                "at": local_text(row.at, zone), "scope": row.scope, "from": row.before, "to": row.after,
                "until": local_text(row.until, zone), "why": row.why or None,
            }
            for row in found.changes
        ],
        "over_limit_minutes": found.over_minutes,
        "focus": {
            "seconds": focus.seconds, "switches": focus.switches, "interruptions": focus.interruptions,
            "deep_sessions": focus.deep_sessions, "after_hours_seconds": found.after_hours_ms // 1000,
        },
        "loads": [{"date": day.isoformat(), "load": load} for day, load in found.loads],
        "improvement": found.review.improvement or None,
        "note": found.review.note or None,
        "former_improvement": found.former.improvement if found.former is not None else None,
        "experiment": _experiment(found, zone),
    }  # fmt: skip


def _experiment(found: Week, zone: tzinfo | None) -> Json:
    if found.before_after is None:
        return None
    return before_after_json(found.before_after, zone)


COMMANDS = {
    "review": Command(
        review,
        "[--week D] [--markdown] [--try TEXT] [--note TEXT] [--load N] [--as-of TIME] [--json]",
        "The week in six steps: what was finished, what is oldest, on whom you waited, what the limit said no to, how "
        "the focus was, and one thing to try. From the fourth day on it is this week, before that the last one. "
        "What you write down is kept in the data file.",
        (
            Option("week", "D", "the week that this day lies in: 7d, 2026-11-16"),
            Option("markdown", about="as Markdown, without the load check-ins"),
            Option("try", "TEXT", "write down the one thing to try"),
            Option("note", "TEXT", "write down a note"),
            Option("load", "N", "how loaded today felt, 1 (light) to 5 (too much); private, and off takes it back"),
            AS_OF,
        ),
        most=0,
        examples=(
            ("wiptui review --try 'ask Ana on Mondays'", "the one thing"),
            ("wiptui review --week 7d --markdown > week.md", "last week, to keep"),
        ),
    )
}
