"""``status``: one line for prompts and bars, or everything about the level as JSON."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from json import dumps

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.lists.next_action import action_json
from wiptui.cli.options import AS_OF, Command, Option
from wiptui.cli.status.cache import keep
from wiptui.cli.status.line import LEVELS, PLACEHOLDERS, Snapshot, filled, focus_seconds, one_line, parse_format
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import EPOCH, Json
from wiptui.domain.focus.resume_cue import moment
from wiptui.domain.limits import DOING, WAITING
from wiptui.domain.tasks.task import State
from wiptui.domain.text import printable
from wiptui.metrics.overload.rules import Assessment, assess
from wiptui.paths import state_dir


def status(call: Call) -> int:
    """Print the status and cache it."""
    template = call.value("format")
    if template is not None and call.json:
        raise UsageError("--format and --json exclude each other.")
    pieces = parse_format(template) if template is not None else []
    board = call.board()
    load = assess(board)
    snapshot = snapshot_of(board, load)
    if not call.json and not call.flag("as-of") and (template is None or "{drift" in template):
        snapshot["drift"] = _drift(board)
    seconds = focus_seconds(snapshot, _us(board.at))
    if call.json:
        out.put_json(status_json(board, load, seconds))
    elif template is not None:
        out.put(filled(pieces, snapshot, seconds))
    else:
        out.put(one_line(snapshot, seconds))
    if not call.flag("as-of") and not call.trouble:  # else the next answer would not report it
        keep(call.service, board, snapshot)
    return LEVELS.get(load.level, 0) if call.flag("exit-code") else err.DONE


def snapshot_of(board: Board, load: Assessment) -> Snapshot:
    """Return everything that ``status`` can print as plain texts; only the focus runs on."""
    focus = board.focus
    count, limit = board.count(DOING), board.limits[DOING].value
    values = {
        "level": load.level,
        "word": load.word,
        "gauge": _gauge(board),
        "bar": "■" * min(count, 20) + "□" * min(max(limit - count, 0), 20),
        "doing": count,
        "limit": limit,
        "free": max(limit - count, 0),
        "waiting": len(board.column(State.WAITING)),
        "waiting_limit": board.limits[WAITING].value,
        "shelved": len(board.shelved),
        "wip": len(board.wip),
        "strains": len(load.strains),
        "focus": printable(focus.task.title) if focus else "",
        "focus_id": board.short_id(focus.task.id) if focus else "",
        "switches": load.switches.today,
        "switches_hour": load.switches.hour,
        "next": printable(load.next.why) if load.next else "",
        "drift": "",
        "line": _line(board, load),
        "since": _us(focus.counts_from(board.at)) if focus and not focus.quiet else "",
        "spent": int(focus.spent(board.at).total_seconds()) if focus and focus.quiet else "",
        "quiet": _quiet(board, focus.quiet) if focus and focus.quiet else "",
        "json": dumps(status_json(board, load, "\0"), ensure_ascii=False, indent=2),
    }
    return {name: str(value) for name, value in values.items()}


def _drift(board: Board) -> str:
    """Where the person is seen, if not at the focus; read from the end of the log only."""
    if board.focus is None or not os.path.isdir(os.path.join(state_dir(), "sense")):  # noqa: PTH112, PTH118
        return ""
    from wiptui.noticed.drift import drift_of  # lazy: sensing is off for most

    return printable(drift_of(board))


def _quiet(board: Board, since: datetime) -> str:
    return f"unassigned since {moment(since, board.at, board.zone)}"


def _us(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _line(board: Board, load: Assessment) -> str:
    """Return the line without the focus."""
    parts = [f"{'OVER' if board.is_over(DOING) else 'Doing'} {_gauge(board)} {load.word}"]
    expedited = sum(task.is_expedite for task in board.column(State.DOING))
    if expedited:
        parts[0] += f" +{expedited} expedite"
    waiting = len(board.column(State.WAITING))
    if waiting:
        over = "OVER " if board.is_over(WAITING) else ""
        parts.append(f"{over}Waiting {waiting}/{board.limits[WAITING].text}")
    if board.shelved:
        parts.append(f"WIP {len(board.wip)} +{len(board.shelved)} shelved")
    return " · ".join(parts)


def _gauge(board: Board) -> str:
    return f"{board.count(DOING)}/{board.limits[DOING].text}"


def status_json(board: Board, load: Assessment, seconds: Json) -> dict[str, Json]:
    """Return the status for scripts, as its schema promises it.

    ``seconds`` of focus are separate because they run.
    """
    focus = board.focus
    expedite = sum(task.is_expedite for task in board.column(State.DOING))
    row: dict[str, Json] = {
        "wip": {
            "doing": len(board.column(State.DOING)) - expedite,
            "waiting": len(board.column(State.WAITING)),
            "shelved": len(board.shelved),
            "expedite": expedite,
            "total": len(board.wip),
        },
        "limits": {"doing": board.limits[DOING].value, "waiting": board.limits[WAITING].value},
        "level": load.level,
        "strains": [
            {
                "rule": rule.name,
                "value": rule.value,
                "threshold": rule.threshold,
                "origin": rule.origin,
                "own": rule.own,
            }
            for rule in load.strains
        ],
        "focus": None,
        "switches": {"hour": load.switches.hour, "today": load.switches.today},
        "over": [scope.code for scope in load.over],
    }
    if focus is not None:
        row["focus"] = {"id": focus.task.key, "title": focus.task.title, "seconds": seconds}
        if focus.quiet is not None:
            row["focus"]["unassigned_since"] = focus.quiet.astimezone(board.zone).isoformat(timespec="seconds")
    row["next"] = action_json(board, load.next)
    return row


COMMANDS = {
    "status": Command(
        status,
        "[--json] [--format F] [--exit-code] [--as-of TIME]",
        "One line for prompts and status bars.\n\n"
        "Placeholders of --format ({name:20} is cut to 20 cells, {{ is a brace):\n"
        + "\n".join(f"  {{{name}}}".ljust(18) + words for name, words in PLACEHOLDERS.items()),
        (
            Option("format", "F", "your own line: '{gauge} {word} {focus:20}'"),
            Option("exit-code", about="exit with 0 calm, 10 full, 11 overloaded"),
            AS_OF,
        ),
        most=0,
        examples=(("wiptui status --format '{gauge} {focus:20} {time}'", "for a prompt"),),
    )
}
