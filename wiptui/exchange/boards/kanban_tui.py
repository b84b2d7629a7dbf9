"""The database of kanban-tui as tasks with a past. Only rows are read here; who opens the file is the caller's matter.

The columns that a board names as its start and its finish are doing and done; any other is known by its name, or else
by the dates of the task. Moves come from kanban-tui's own audit. A category becomes a tag; a board a project, where
there are several. What a task depends on in kanban-tui blocks it here.

Every version from 0.1 to 0.21 is read: until 0.3 there are only tasks, which name their column in words; until 0.6
boards too, and still words; from 0.7 columns by number and an audit; from 0.9 categories by number.
"""

from __future__ import annotations

from collections.abc import Mapping

from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.text import printable
from wiptui.exchange.csv.columns import plain_word, state_word
from wiptui.exchange.import_plan import Incoming
from wiptui.exchange.json.history import past_of

Tables = dict[str, list[dict[str, "Json"]]]
FILES = ("kanban_tui.db", "database.db")
"""The names of the file: from 0.9, and before."""
NEEDED = ("tasks", "columns", "boards")
WANTED = (*NEEDED, "categories", "audits", "dependencies")


def incoming(tables: Tables, board: Board) -> Incoming:
    """What importing the tables would do. Raises UsageError for tables that are none of kanban-tui's."""
    missing = [name for name in NEEDED if name not in tables]
    if missing and not _is_old(tables):
        raise UsageError(f"This is no database of kanban-tui: it has no table {', '.join(missing)}.")
    found = Incoming()
    past = past_of(board)
    reader = _Reader(tables, found)
    for row in sorted(tables["tasks"], key=_place):
        where = f"task {row.get('task_id')}"
        try:
            past.add(reader.task(row), found, where)
        except UsageError as error:
            found.problems.append(f"{where}: {error}")
    return found


def _is_old(tables: Tables) -> bool:
    """Whether these are the tables of a kanban-tui that had no boards yet."""
    rows = tables.get("tasks", [])
    return bool(rows) and all({"task_id", "title", "column", "creation_date"} <= set(row) for row in rows)


def _place(row: Mapping[str, Json]) -> tuple[bool, int, int]:
    position, number = row.get("position"), row.get("task_id")
    return (
        not isinstance(position, int),
        position if isinstance(position, int) else 0,
        number if isinstance(number, int) else 0,
    )


class _Reader:
    """Reads one task after the other, with the tables that it refers to at hand."""

    def __init__(self, tables: Tables, found: Incoming) -> None:
        self._boards = {row.get("board_id"): row for row in tables.get("boards", [])}
        self._columns = {row.get("column_id"): row for row in tables.get("columns", [])}
        self._categories = {row.get("category_id"): row.get("name") for row in tables.get("categories", [])}
        self._ids = {row.get("task_id"): _id(row) for row in tables["tasks"]}
        self._audits = tables.get("audits", [])
        self._blockers: dict[Json, list[Json]] = {}
        for row in tables.get("dependencies", []):
            if row.get("task_id") != row.get("depends_on_task_id"):
                self._blockers.setdefault(row.get("task_id"), []).append(row.get("depends_on_task_id"))
        self._guessed: set[Json] = set()
        self._found = found

    def task(self, row: Mapping[str, Json]) -> dict[str, Json]:
        """The row as a task with a past. Raises UsageError."""
        if not isinstance(row.get("title"), str):
            raise UsageError("it has no title")
        number = row.get("task_id")
        state = self._state(row.get("column"), row)
        history = self._moves(number, row, state)
        task: dict[str, Json] = {
            "id": _id(row),
            "title": row["title"],
            "project": self._board_name(row),
            "tags": [name for name in [self._category(row.get("category"))] if name],
            "due": _day(row.get("due_date")),
            "note": row["description"] if isinstance(row.get("description"), str) else None,
            "blocked_by": [self._ids[other] for other in self._blockers.get(number, []) if other in self._ids],
            "created": row.get("creation_date"),
            "state": state,
        }
        if history:
            task["history"] = history
        else:
            started = row.get("start_date") or (row.get("creation_date") if state == "doing" else None)
            task |= {"first_started": started, "finished": row.get("finish_date")}
        return {name: value for name, value in task.items() if value not in (None, "", [])}

    def _state(self, column: Json, row: Mapping[str, Json]) -> str:
        place = self._columns.get(column, {})
        board = self._boards.get(place.get("board_id"), {})
        for name, state in (("finish_column", "done"), ("start_column", "doing"), ("reset_column", "ready")):
            if column is not None and board.get(name) == column:
                return state
        words = str(place.get("name") or (column if isinstance(column, str) else ""))
        if plain_word(words) in ("archive", "archived"):
            return "done" if row.get("finish_date") else "dropped"
        try:
            return state_word(words)
        except UsageError:
            state = "done" if row.get("finish_date") else "doing" if row.get("start_date") else "ready"
            if column not in self._guessed:
                self._guessed.add(column)
                shown = printable(words)[:40]
                self._found.notes.append(f"the column “{shown}” is none that is known: its tasks go by their dates")
            return state

    def _moves(self, number: Json, row: Mapping[str, Json], state: str) -> list[dict[str, Json]]:
        """The moves that the audit has of this task: since it was made, as numbers are used again."""
        mine = [
            entry for entry in self._audits if entry.get("object_type") == "task" and entry.get("object_id") == number
        ]
        made = [place for place, entry in enumerate(mine) if entry.get("event_type") == "CREATE"]
        moves: list[dict[str, Json]] = []
        for entry in mine[made[-1] if made else 0 :]:
            if entry.get("object_field") != "column":
                continue
            came, to = (self._state(_number(entry.get(name)), row) for name in ("value_old", "value_new"))
            if came != to:
                moves.append({"at": f"{entry.get('event_timestamp')}+00:00", "from": came, "to": to})
        return moves if moves and moves[-1]["to"] == state else []

    def _category(self, value: Json) -> str | None:
        name = self._categories.get(value, value)
        return name if isinstance(name, str) else None

    def _board_name(self, row: Mapping[str, Json]) -> str | None:
        board = self._columns.get(row.get("column"), row).get("board_id")
        name = self._boards.get(board, {}).get("name")
        return name if len(self._boards) > 1 and isinstance(name, str) else None


def _id(row: Mapping[str, Json]) -> str:
    return f"kanban-tui\t{row.get('task_id')}\t{row.get('creation_date')}"


def _number(value: Json) -> Json:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


def _day(value: Json) -> str | None:
    return value[:10] if isinstance(value, str) and value else None
