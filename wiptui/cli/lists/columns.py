"""``list --columns`` and ``--format``: the fields of tasks as a table, or in lines of a person's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from wiptui.cli import out
from wiptui.cli.status.line import Piece, parse_format
from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError
from wiptui.domain.fields import FIELDS, TAGS, TITLE, plain
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import clip, clock, pad, printable, width
from wiptui.metrics.focus.sessions import read_focus
from wiptui.metrics.times import SECOND

Cell = Callable[[Task], object]
WIDEST = 60
"""Cells of a column at most, where nothing limits the line."""


class Columns:
    """The columns by name, each as the text of its cell. What is slow to know is read once, and only where asked."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._spent = cache(self._all_spent)
        zone = board.zone
        self.cells: dict[str, Cell] = {
            "id": lambda task: board.short_id(task.id),
            "state": lambda task: task.state.value,
            **{(row.option or row.name): self._field(row.name, row.kind) for row in FIELDS if row.in_json},
            "age": lambda task: task.age_days(board.today, zone),
            "created": lambda task: local_date(task.created, zone),
            "started": lambda task: task.first_started and local_date(task.first_started, zone),
            "finished": lambda task: task.finished and local_date(task.finished, zone),
            "cycle": lambda task: task.cycle_days(zone),
            "steps": lambda task: (
                f"{len(task.checklist) - task.steps_left}/{len(task.checklist)}" if task.checklist else ""
            ),
            "spent": lambda task: clock(self._spent()[task.id]) if task.id in self._spent() else "",
        }
        self.cells["tags"] = self.cells.pop("tag")

    def _field(self, name: str, kind: str) -> Cell:
        row = next(row for row in FIELDS if row.name == name)
        if kind == TAGS:
            return lambda task: " ".join(plain(row, task))
        if kind == TITLE:
            return lambda task: task.title
        return lambda task: plain(row, task)

    def _all_spent(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for task, start, end in read_focus(self._board).slices:
            found[task] = found.get(task, 0) + end - start
        return {task: ms // SECOND for task, ms in found.items()}

    def text(self, name: str, task: Task) -> str:
        """Return a cell as one safe line."""
        value = self.cells[name](task)
        return "" if value is None else printable(str(value)).replace("\n", " ")


def table(board: Board, tasks: Sequence[Task], names: str) -> list[str]:
    """Return a line for each task, with a heading. Raises UsageError for an unknown column."""
    columns = Columns(board)
    wanted = [name.strip().lower() for name in names.split(",") if name.strip()]
    unknown = next((name for name in wanted if name not in columns.cells), None)
    if unknown is not None or not wanted:
        raise UsageError(f"“{printable(unknown or '')[:40]}” is no column: {', '.join(columns.cells)}.")
    rows = [wanted, *([columns.text(name, task) for name in wanted] for task in tasks)]
    room = out.columns()
    sizes = [min(max(width(row[place]) for row in rows), WIDEST) for place in range(len(wanted))]
    over = sum(sizes) + 2 * (len(sizes) - 1) - room if room is not None else 0
    widest = sizes.index(max(sizes))
    sizes[widest] = max(sizes[widest] - max(over, 0), min(sizes[widest], 8))
    lines = [
        "  ".join(pad(clip(cell, size), size) for cell, size in zip(row, sizes, strict=True)).rstrip() for row in rows
    ]
    return [
        out.bold(lines[0] if room is None else clip(lines[0], room)),
        *(line if room is None else clip(line, room) for line in lines[1:]),
    ]


def formatted(board: Board, tasks: Sequence[Task], template: str) -> list[str]:
    """Return a line for each task from a template: ``{id} {title:40}``. Raises UsageError for a wrong one."""
    columns = Columns(board)
    pieces: list[Piece] = parse_format(template, columns.cells)
    lines = []
    for task in tasks:
        made = []
        for text, name, cells in pieces:
            value = columns.text(name, task) if name else ""
            made += [out.own(text) if text else "", clip(value, cells) if cells is not None else value]
        lines.append("".join(made))
    return lines
