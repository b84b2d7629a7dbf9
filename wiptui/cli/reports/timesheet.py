"""``time``: focus time, reported and corrected."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from wiptui.cli import err, out
from wiptui.cli.call import Call, whole_number
from wiptui.cli.options import Command, Option
from wiptui.domain import commands as c
from wiptui.domain.board import STINTS, Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import AmbiguousTask, TaskNotFound, UsageError
from wiptui.domain.core.ids import id_number, id_text
from wiptui.domain.dates.parse import parse_date, parse_since, parse_time
from wiptui.domain.queries.of_board import query_of
from wiptui.domain.tasks.task import Task, as_time
from wiptui.domain.text import clip, clock, pad, printable, weekday, width
from wiptui.exchange.csv.table import write_table
from wiptui.metrics.focus.stints import Stint, read_stints
from wiptui.metrics.focus.timesheet import GROUPS, Timesheet, timesheet
from wiptui.metrics.times import to_time

WIDEST = 40
"""Cells of a name at most."""
SPAN = re.compile(r"(\d{1,2}(?::\d{2})?)-(\d{1,2}(?::\d{2})?)")
LENGTH = re.compile(r"(?:(\d+)h)?(?:(\d+)m?)?|(\d+):(\d{2})", re.ASCII)
LONGEST_H = 24


def time_command(call: Call) -> int:
    """Report focus time, or add, edit or drop an entry."""
    acts = {"add": _add, "edit": _edit, "drop": _drop}
    if call.words and call.words[0] in acts:
        return acts[call.words[0]](call, call.words[1:])
    board = call.board()
    by = call.value("by") or "project"
    if by not in GROUPS:
        raise UsageError(f"“{printable(by)[:40]}” is nothing to group by: {', '.join(GROUPS)}.")
    first, last = _window(call, board)
    query = query_of(board, call.words)
    if call.flag("entries"):
        return _entries(call, board, first, last, query.matches)
    words = call.value("round")
    rounding = length_s(words) if words is not None else 1 if call.json or call.flag("csv") else 60
    if rounding < 1:
        raise UsageError("--round needs a length: --round 15m")
    sheet = timesheet(board, first, last, by, query.matches, rounding)
    if call.json:
        out.put_json(_json(sheet))
    elif call.flag("csv"):
        out.put_text(_csv(board, sheet))
    elif not sheet.seconds:
        err.say("No focus in this time. wiptui focus TASK begins one, and wiptui time add TASK 45m notes one.")
    else:
        for line in _lines(board, sheet, out.columns()):
            out.put(line)
    return err.DONE


def _window(call: Call, board: Board) -> tuple[date, date]:
    since, until = call.value("since"), call.value("until")
    first = board.week_start if since is None else local_date(parse_since(since, board.today, board.zone), board.zone)
    last = board.today if until is None else local_date(parse_time(until, board.today, board.zone), board.zone)
    if last < first:
        raise UsageError("The window ends before it begins: --until lies before --since.")
    return first, last


def length_s(words: str) -> int:
    """Return the seconds of a length: 45m, 2h, 1h30, 1:30, 90. Raises UsageError."""
    text = words.strip().lower().replace(" ", "")
    found = LENGTH.fullmatch(text)
    if not text or found is None or len(text) > 8:
        raise UsageError(f"“{printable(words)[:40]}” is no length of time: 45m, 2h, 1h30 or 1:30.")
    hours, minutes, clock_hours, clock_minutes = found.groups()
    return (int(hours or clock_hours or 0) * 60 + int(minutes or clock_minutes or 0)) * 60


# --- the report


def _json(sheet: Timesheet) -> dict[str, object]:
    return {
        "from": sheet.first.isoformat(),
        "to": sheet.last.isoformat(),
        "by": sheet.by,
        "rows": [
            {
                "key": row.key,
                "seconds": row.seconds,
                "days": [{"date": day.isoformat(), "seconds": seconds} for day, seconds in row.days.items()],
            }
            for row in sheet.rows
        ],
        "seconds": sheet.seconds,
    }


def _csv(board: Board, sheet: Timesheet) -> str:
    head = ["date", sheet.by, "seconds"] if sheet.by != "day" else ["date", "seconds"]
    rows = [
        [
            day.isoformat(),
            *(
                [printable(_named(board, "task", row.key) if sheet.by == "task" else row.key)]
                if sheet.by != "day"
                else []
            ),
            str(seconds),
        ]
        for row in sheet.rows
        for day, seconds in row.days.items()
    ]
    return write_table([head, *sorted(rows)]).replace("\r\n", "\n")


def _named(board: Board, by: str, key: str) -> str:
    if by == "task":
        task = board.find(id_number(key))
        return task.title if task is not None else key
    if not key:
        return {"project": "(no project)", "tag": "(no tag)", "person": "(nobody else)"}[by]
    return {"project": f"+{key}", "tag": f"@{key}"}.get(by, key)


def _lines(board: Board, sheet: Timesheet, columns: int | None) -> list[str]:
    """Return the table: days beside each other where they fit, and sums of what is shown."""
    names = [printable(_named(board, sheet.by, row.key)) for row in sheet.rows]
    wide = min(max([5, *map(width, names)]), WIDEST)
    days = [] if sheet.by == "day" else sorted(sheet.days)
    if len(days) > 7 or (columns is not None and wide + 8 * (len(days) + 1) > columns):
        days = []
    lines = [_line("", [f"{weekday(day)} {day.day}" for day in days] + ["total"], wide)] if days else []
    for name, row in zip(names, sheet.rows, strict=True):
        lines.append(_line(name, [_time(row.days.get(day, 0)) for day in days] + [_time(row.seconds)], wide))
    return [*lines, _line("total", [_time(sheet.days.get(day, 0)) for day in days] + [_time(sheet.seconds)], wide)]


def _line(name: str, cells: list[str], wide: int) -> str:
    return pad(clip(name, wide), wide) + "".join(f"{cell:>8}" for cell in cells)


def _time(seconds: int) -> str:
    return clock(seconds) if seconds else "·"


# --- entries


def _entries(call: Call, board: Board, first: date, last: date, wanted: Callable[[Task], bool]) -> int:
    found = []
    for stint in read_stints(board):
        task = board.find(stint.task)
        day = local_date(to_time(stint.start), board.zone)
        if task is not None and first <= day <= last and wanted(task):
            found.append((stint, task))
    if call.json:
        out.put_json([_entry_json(board, stint) for stint, _ in found])
        return err.DONE
    for stint, task in found:
        start, end = (to_time(at).astimezone(board.zone) for at in (stint.start, stint.end))
        until = "now  " if stint.is_open else f"{end:%H:%M}"
        out.put(
            f"{id_text(stint.id)[:8]}  {start:%Y-%m-%d %H:%M}-{until}  {clock(stint.length // 1000):>6}  "
            f"{printable(task.title)}"
        )
    if not found:
        err.say("No focus in this time.")
    return err.DONE


def _entry_json(board: Board, stint: Stint) -> dict[str, object]:
    start, end = (to_time(at).astimezone(board.zone).isoformat(timespec="seconds") for at in (stint.start, stint.end))
    return {
        "id": id_text(stint.id),
        "task": id_text(stint.task),
        "start": start,
        "end": None if stint.is_open else end,
        "seconds": stint.length // 1000,
    }


def _add(call: Call, words: list[str]) -> int:
    """Note focus that was: ``time add TASK 9:00-10:30``, or so long until now."""
    if len(words) < 2:
        raise UsageError("Which time on which task? wiptui time add TASK 9:00-10:30, or 45m")
    board = call.board()
    task = call.task(" ".join(words[:-1]), ended=True)
    start, end = _span(call, board, words[-1])
    return call.report(call.dispatch(c.AddStint(task.id, start, end)))


def _span(call: Call, board: Board, words: str) -> tuple[datetime, datetime]:
    """Return the instants of 9:00-10:30 on ``--day``, today without it, or of a length that ends now."""
    found = SPAN.fullmatch(words.replace("–", "-"))
    if found is None:
        length = timedelta(seconds=length_s(words))
        if call.value("day") is not None or not timedelta(0) < length <= timedelta(hours=LONGEST_H):
            raise UsageError("Say from when to when: 9:00-10:30, or how long until now: 45m.")
        return board.at - length, board.at
    day = parse_date(call.value("day") or "today", board.today, past=True)
    start, end = (_instant(board, day, clock_words) for clock_words in found.groups())
    if end <= start:
        end = _instant(board, day + timedelta(days=1), found.group(2))
    return start, end


def _instant(board: Board, day: date, words: str) -> datetime:
    hour, _, minute = words.partition(":")
    try:
        at = time(whole_number(hour, "hours"), whole_number(minute or "0", "minutes"))
    except ValueError:
        raise UsageError(f"“{printable(words)}” is no time of day: 9:00, 17:30.") from None
    return datetime.combine(day, at, board.zone).astimezone(board.at.tzinfo)


def _edit(call: Call, words: list[str]) -> int:
    """Give an entry another time."""
    if len(words) != 2:
        raise UsageError("Which entry, and when? wiptui time edit ID 9:00-10:30; wiptui time --entries tells the ids.")
    board = call.board()
    stint, task, start, end = _entry(board, words[0])
    if call.value("day") is None:
        call.given.options["day"] = [(local_date(start, board.zone).isoformat(),)]
    begin, stop = _span(call, board, words[1])
    return call.report(call.dispatch(c.Together((c.CutStint(stint, start, end), c.AddStint(task, begin, stop)))))


def _drop(call: Call, words: list[str]) -> int:
    """Take an entry out."""
    if len(words) != 1:
        raise UsageError("Which entry? wiptui time drop ID; wiptui time --entries tells the ids.")
    stint, _, start, end = _entry(call.board(), words[0])
    return call.report(call.dispatch(c.CutStint(stint, start, end)))


def _entry(board: Board, words: str) -> tuple[int, int, datetime, datetime]:
    """Return an entry that has ended: its id, task, start and end. Raises UsageError."""
    found = [stint for stint in read_stints(board) if id_text(stint.id).startswith(words.lower()) and len(words) > 4]
    if not found:
        raise TaskNotFound(f"There is no entry “{printable(words)[:40]}”: wiptui time --entries tells the ids.")
    if len(found) > 1:
        raise AmbiguousTask(f"{len(found)} entries begin with “{printable(words)[:40]}”: give more letters.")
    record = board.data[STINTS][str(found[0].id)]
    start, end = as_time(record.get("start")), as_time(record.get("end"))
    if start is None or end is None:
        raise UsageError("This focus still goes on: wiptui focus --off --at TIME ends it.")
    return found[0].id, found[0].task, start, end


COMMANDS = {
    "time": Command(
        time_command,
        "[QUERY...] [--since D] [--until D] [--by GROUP] [--round 15m] [--entries] [--csv] [--json]",
        "Focus time: by day and project, this week without --since. A sum is that of the figures shown. time add TASK "
        "9:00-10:30 (or 45m, until now) notes focus that was, time edit ID 9:00-10:30 and time drop ID correct it.",
        (
            Option("since", "D", "from this day on, or so many days with today: mon, 7d"),
            Option("until", "D", "up to this day"),
            Option("by", "GROUP", "day, task, project, tag or person"),
            Option("round", "LENGTH", "each figure of a day to so much: 15m, 6m"),
            Option("entries", about="each stretch by itself, with its id"),
            Option("csv", about="as CSV: a line for each day and key"),
            Option("day", "DATE", "of an entry to add or edit; today without it"),
        ),
        examples=(
            ("wiptui time", "this week, by project and day"),
            ("wiptui time +acme --since 28d --by task --round 15m", "for an invoice"),
            ("wiptui time add parser 9:00-10:30 --day yesterday", "focus that nobody started"),
        ),
    )
}
