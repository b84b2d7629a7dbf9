"""``status``: one line for prompts and bars, or everything about the level as JSON."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.options import Command, Option
from wiptui.domain.errors import UsageError
from wiptui.domain.limits import DOING, WAITING
from wiptui.domain.task import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.cli.call import Call
    from wiptui.domain.board import Board
    from wiptui.domain.record import Json
    from wiptui.metrics.overload import Assessment

LEVELS = {"calm": 0, "full": 10, "overloaded": 11}
"""Exit codes with --exit-code."""
PLACEHOLDERS = {
    "level": "calm, full or overloaded",
    "word": "the same as on the board: CALM, CALM !2, FULL, OVERLOADED",
    "gauge": "the doing count and its limit: 2/3, 3/3→4*",
    "bar": "the same as squares: ■■□",
    "doing": "tasks that take a slot of doing",
    "limit": "the doing limit in force",
    "free": "free slots of doing",
    "waiting": "tasks in waiting",
    "waiting_limit": "the waiting limit",
    "shelved": "tasks that were started and put back",
    "wip": "doing and waiting together, expedite included",
    "strains": "how many strains there are",
    "focus": "the title of the focused task",
    "focus_id": "its id",
    "time": "how long it has been focused, 0:42",
    "seconds": "the same in seconds",
    "switches": "context switches today",
    "switches_hour": "context switches in the last hour",
    "next": "the one next action",
}
"""What --format knows; {name:20} is cut to 20 cells, {{ and }} are braces."""


def status(call: Call) -> int:
    """Print the status."""
    template = call.value("format")
    if template is not None and call.json:
        raise UsageError("--format and --json exclude each other.")
    pieces = parse_format(template) if template is not None else []
    from wiptui.metrics.overload import assess

    board = call.board()
    load = assess(board)
    if call.json:
        out.put_json(status_json(board, load))
    elif template is not None:
        out.put(filled(pieces, board, load))
    else:
        out.put(one_line(board, load))
    return LEVELS.get(load.level, 0) if call.flag("exit-code") else err.DONE


def one_line(board: Board, load: Assessment) -> str:
    """«WIP 3/3 FULL · waiting 1/3 · +1 shelved · ▶ Fix the parser 0:42»."""
    from wiptui.domain.text import printable

    parts = [f"{'OVER' if board.is_over(DOING) else 'WIP'} {_gauge(board)} {load.word}"]
    expedited = sum(task.is_expedite for task in board.column(State.DOING))
    if expedited:
        parts[0] += f" +{expedited} expedite"
    waiting = len(board.column(State.WAITING))
    if waiting:
        over = "OVER " if board.is_over(WAITING) else ""
        parts.append(f"{over}waiting {waiting}/{board.limits[WAITING].text}")
    if board.shelved:
        parts.append(f"+{len(board.shelved)} shelved")
    line = " · ".join(parts)
    focus = board.focus
    if focus is not None:
        from wiptui.cli.cells import clip, clock, width

        spent = clock((board.at - focus.since).total_seconds())
        columns = out.columns()
        room = max(columns - width(line) - len(spent) - 6, 8) if columns else 60
        line += f" · ▶ {clip(printable(focus.task.title), room)} {spent}"
    return line


def _gauge(board: Board) -> str:
    return f"{board.count(DOING)}/{board.limits[DOING].text}"


def status_json(board: Board, load: Assessment) -> dict[str, Json]:
    """The status for scripts, as interface.md promises it."""
    focus = board.focus
    expedite = sum(task.is_expedite for task in board.column(State.DOING))
    row: dict[str, Json] = {
        "wip": {
            "doing": len(board.column(State.DOING)) - expedite,
            "waiting": len(board.column(State.WAITING)),
            "shelved": len(board.shelved),
            "expedite": expedite,
        },
        "limits": {"doing": board.limits[DOING].value, "waiting": board.limits[WAITING].value},
        "level": load.level,
        "strains": [
            {"rule": rule.name, "value": rule.value, "threshold": rule.threshold, "origin": rule.origin}
            for rule in load.strains
        ],
        "focus": None,
        "switches": {"hour": load.switches.hour, "today": load.switches.today},
        "over": [scope.code for scope in load.over],
    }
    if focus is not None:
        seconds = max(int((board.at - focus.since).total_seconds()), 0)
        row["focus"] = {"id": focus.task.key, "title": focus.task.title, "seconds": seconds}
    from wiptui.cli.advice import action_json

    row["next"] = action_json(board, load.next)
    return row


Piece = tuple[str, str, int | None]
"""Literal text, then a placeholder (empty at the end) and the cells it may take."""


def parse_format(template: str) -> list[Piece]:
    """The template in pieces. Raises UsageError for a placeholder that nobody knows and for a brace left open."""
    pieces: list[Piece] = []
    text, at = "", 0
    while at < len(template):
        ch = template[at]
        if template[at : at + 2] in ("{{", "}}"):
            text, at = text + ch, at + 2
            continue
        if ch == "}":
            raise UsageError("A } stands alone in --format: write }} for a brace.")
        if ch != "{":
            text, at = text + ch, at + 1
            continue
        end = template.find("}", at)
        if end < 0:
            raise UsageError("A { in --format is not closed: write {{ for a brace.")
        pieces.append((text, *_placeholder(template[at + 1 : end])))
        text, at = "", end + 1
    return [*pieces, (text, "", None)]


def _placeholder(inside: str) -> tuple[str, int | None]:
    name, colon, cells = inside.partition(":")
    if name not in PLACEHOLDERS:
        raise UsageError(f"--format knows no {{{name}}}. It knows: {', '.join(PLACEHOLDERS)}.")
    if colon and not (cells.isascii() and cells.isdigit() and len(cells) <= 4):
        raise UsageError(f"{{{inside}}} needs a number of cells behind the colon, as in {{{name}:20}}.")
    return name, int(cells) if colon else None


def filled(pieces: list[Piece], board: Board, load: Assessment) -> str:
    """The template with its values."""
    from wiptui.cli.cells import clip

    values = _values(board, load)
    made = []
    for text, name, cells in pieces:
        value = str(values[name]) if name else ""
        made += [text, clip(value, cells) if cells is not None else value]
    return "".join(made)


def _values(board: Board, load: Assessment) -> dict[str, object]:
    from wiptui.cli.cells import clock
    from wiptui.domain.text import printable

    focus = board.focus
    seconds = max(int((board.at - focus.since).total_seconds()), 0) if focus else 0
    count, limit = board.count(DOING), board.limits[DOING].value
    return {
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
        "time": clock(seconds) if focus else "",
        "seconds": seconds if focus else "",
        "switches": load.switches.today,
        "switches_hour": load.switches.hour,
        "next": printable(load.next.why) if load.next else "",
    }


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
            Option("as-of", "TIME", "the answer as it stood then: yesterday, 14d, 2026-11-22T14:30"),
        ),
        most=0,
        examples=(("wiptui status --format '{gauge} {focus:20} {time}'", "for a prompt"),),
    )
}
