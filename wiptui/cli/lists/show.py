"""``show``: everything about one task, with its timeline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.cells import moment, wrapped
from wiptui.cli.moves.undo import event_lines
from wiptui.cli.options import Command, Option
from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import stamp_actor, stamp_time
from wiptui.domain.dates.parse import describe_date
from wiptui.domain.dates.repetition import read_every
from wiptui.domain.fields import BY_NAME, CHOICE, DATE, FIELDS, REPETITION, TAGS, Field, plain
from wiptui.domain.tasks.concurrent_edits import CHOICES, field_label
from wiptui.domain.tasks.dependencies import blockers, blocks
from wiptui.domain.tasks.hiding import back_since
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import clock, counted, printable
from wiptui.exchange.json.task import task_json
from wiptui.metrics.focus.timesheet import spent_seconds

BRANCH_MAX = 60
"""The longest branch name, in letters."""
LINKS = 80
"""The place of what blocks the task among its fields."""


def show(call: Call) -> int:
    """Print one task."""
    task = call.task(call.text, ended=True, looking=True)
    board = call.board()
    if call.flag("branch"):
        if call.json:
            raise UsageError("--branch prints one name, and --json the task: one of the two.")
        out.put(_branch(board, task))
        return err.DONE
    if call.json:
        out.put_json(task_json(task, board) | {"spent_seconds": spent_seconds(board, task)})
        return err.DONE
    columns = out.line_width()
    for line in wrapped(printable(task.title), columns):
        out.put(out.bold(line))
    rows = [row for row in _rows(board, task) if row[1]]
    wide = max(len(name) for name, _ in rows)
    for name, value in rows:
        for place, line in enumerate(wrapped(value, columns - wide - 2)):
            out.put(f"{out.dim(('' if place else name).ljust(wide))}  {line}")
    if task.checklist:
        out.put()
        for number, step in enumerate(task.checklist, start=1):
            for line in wrapped(f"  [{'x' if step.done else ' '}] {number}  {printable(step.text)}", columns, 9):
                out.put(line)
    if task.note:
        out.put()
        for line in printable(task.note, lines=True).split("\n"):
            for piece in wrapped(f"  {line}".rstrip(), columns, 2):
                out.put(piece)
    _put_overruled(board, task, columns)
    if task.history:
        out.put()
        for move in task.history:
            for line in event_lines(board, move, columns - 2):
                out.put(f"  {line}")
    return err.DONE


def _put_overruled(board: Board, task: Task, columns: int) -> None:
    """Print the hidden text of concurrent edits, and how to choose."""
    if not task.overruled:
        return
    for other in task.overruled:
        when = moment(stamp_time(other.stamp), board.zone).strip()
        where = printable(board.device_name(stamp_actor(other.stamp)[:4]))
        out.put()
        for line in wrapped(f"Second version of the {field_label(other.field)}, from {where}, {when}:", columns):
            out.put(line)
        for text in printable(other.text, lines=True).split("\n"):
            for piece in wrapped(f"  {text}".rstrip(), columns, 2):
                out.put(piece)
        for choice in CHOICES:
            out.put(out.dim(f"  wiptui edit {board.short_id(task.id)} --{choice} {BY_NAME[other.field].option}"))


def _branch(board: Board, task: Task) -> str:
    """Return a git branch name: the id, by which the task is found again, and the title in small letters and dashes."""
    words = "".join(ch if ch.isalnum() else " " for ch in task.title.lower()).split()
    name = board.short_id(task.id)
    for word in words:
        if len(name) + len(word) >= BRANCH_MAX:
            break
        name += f"-{word}"
    return name


def _rows(board: Board, task: Task) -> Iterable[tuple[str, str]]:
    yield "id", task.key
    yield "state", _state(board, task)
    yield "waits", _wait(board, task) if task.state is State.WAITING else ""
    links = [
        (LINKS, name, ", ".join(f"{board.short_id(other.id)} {printable(other.title)}" for other in others))
        for name, others in (("blocked by", blockers(board, task)), ("blocks", blocks(board, task)))
    ]
    fields = [(row.show, row.shown_as or row.name, _field(row, board, task)) for row in FIELDS if row.show]
    for _, name, words in sorted([*fields, *links], key=lambda found: found[0]):
        yield name, words
    parent = board.find(task.parent) if task.parent else None
    if parent is not None:
        yield "part of", f"{board.short_id(parent.id)} {printable(parent.title)}"
    cycle = task.cycle_days(board.zone)
    if cycle is not None:
        yield "took", f"{counted(cycle, 'day')}"
    spent = spent_seconds(board, task)
    yield "focus", clock(spent) if spent >= 60 else ""


def _field(row: Field, board: Board, task: Task) -> str:
    """Return the text of a field."""
    value = plain(row, task)
    if not value or (row.kind == CHOICE and value == row.default):
        return ""
    if row.kind == TAGS:
        return " ".join(printable(tag) for tag in value)
    if row.kind == REPETITION:
        every = read_every(value)
        return every.words if every else ""
    if row.kind == DATE and row.name == "from":
        return f"{value} ({describe_date(date.fromisoformat(value), board.today)})"
    if row.kind == DATE and task.state.is_open:
        return f"{value} ({describe_date(date.fromisoformat(value), board.today, due=True)})"
    return printable(value)


def _state(board: Board, task: Task) -> str:
    words = f"{task.state.value} since {_when(board, task)}"
    back = back_since(task, board.at, board.zone)
    if task.from_date is not None and task.is_hidden:
        words = f"hidden until {describe_date(task.from_date, board.today)}"
    elif back is not None:
        words = f"ready, back since {describe_date(back, board.today)}"
    age = task.age_days(board.today, board.zone)
    if age is not None:
        words += ", in work since today" if age == 1 else f", {age} d in work"
    if task.is_shelved:
        words += ", shelved"
    focus = board.focus
    if focus is not None and focus.task.id == task.id:
        words += f", focused for {clock(focus.spent(board.at).total_seconds())}"
    return words


def _when(board: Board, task: Task) -> str:
    local = task.state_since.astimezone(board.zone)
    return f"{local:%H:%M} today" if local.date() == board.today else moment(task.state_since, board.zone).strip()


def _wait(board: Board, task: Task) -> str:
    parts = [f"on {printable(task.waiting_on)}" if task.waiting_on else "nobody is named"]
    if task.waiting_why:
        parts.append(printable(task.waiting_why))
    if task.resolved_at is not None:
        since = describe_date(local_date(task.resolved_at, board.zone), board.today)
        parts.append(f"back with you since {since}")
    elif task.follow_up is not None:
        parts.append(f"follow up {describe_date(task.follow_up, board.today, due=True)}")
    else:
        parts.append("no follow-up date")
    return ", ".join(parts)


COMMANDS = {
    "show": Command(
        show,
        "TASK [--branch] [--json]",
        "All that is known of one task, with its timeline. Finished tasks are found too.",
        (Option("branch", about="only a name for a git branch: k7q2m-fix-the-parser"),),
        least=1,
        examples=(
            ("wiptui show parser", "by a word of its title"),
            ("wiptui show parser --branch", "what git switch -c may call its branch"),
        ),
    )
}
