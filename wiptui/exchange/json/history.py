"""Tasks from elsewhere, with their past: ``{"title", "created", "history": [{"at", "to"}, ...], "focus": [...]}``.

A wait is ``{"at", "to": "waiting", "on", "why", "until"}``, then ``{"at", "event": "resolved"}``. Times without an
offset are local; a date alone is its local midnight. The id follows from ``id``, or else from title, creation and first
move.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from wiptui.domain.board import STINTS, TASKS, Board, Change
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.ids import ID_BITS, id_number, id_text
from wiptui.domain.core.record import EPOCH, STEP_FIELD, Json, make_stamp
from wiptui.domain.fields import IN_JSON, NOT_WAITING, OF_A_WAIT, TAGS, checked
from wiptui.domain.focus.stints import CAUSES
from wiptui.domain.tasks.dependencies import fields_for
from wiptui.domain.tasks.task import STATES, State, is_state, time_text
from wiptui.domain.text import one_line, printable
from wiptui.exchange.import_plan import ACTOR, Incoming, Patch, Ranks, Row, action_of, bring, doc_id, own_id, stamped

_GIVEN = tuple(row for row in IN_JSON if not row.is_of_wait)
EARLIEST_YEAR = 1970
UNKNOWN = 0
"""When a finished task without any date was finished: 1970, which no measure takes for a time."""


def past_of(board: Board) -> Past:
    """A reader of tasks from elsewhere for this board."""
    return Past(board)


class Past:
    """Reads one task after the other, and counts those that cannot be told apart."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._ranks = Ranks(board)
        self._seen: dict[str, int] = {}

    def add(self, task: dict[str, Json], found: Incoming, where: str) -> None:
        """Read one task into ``found``. Raises UsageError for one that cannot be read; then nothing of it is kept."""
        if not isinstance(task.get("title"), str):
            raise UsageError("it has no title")
        fields = {name: value for name, value in checked(_given(task)).items() if value is not None}
        fields |= _blockers(task)
        moves = self._moves(task)
        task_id = self._id(task, moves)
        patches, state = self._patches(task, fields, moves)
        changes = bring(self._board, task_id, stamped(patches))
        stints = self._stints(task, task_id)
        row = Row(where, action_of(self._board, task_id, [*changes, *stints]), task_id, fields["title"], state)
        found.rows.append(row)
        found.changes += changes + stints

    def _id(self, task: dict[str, Json], moves: list[tuple[int, dict[str, Json]]]) -> int:
        given = task.get("id")
        if isinstance(given, str):
            try:
                number = id_number(given)
            except ValueError:
                number = 0
            if 0 < number < 1 << ID_BITS and id_text(number) == given:
                return number
        if isinstance(given, str | int) and not isinstance(given, bool) and given != "":
            key = f"json\tid\t{given}"
        else:
            key = f"json\t{task['title']}\t{task.get('created') or ''}\t{moves[0][0] if moves else ''}"
        count = self._seen[key] = self._seen.get(key, 0) + 1
        return doc_id(f"{key}\t{count - 1}")

    def _moves(self, task: dict[str, Json]) -> list[tuple[int, dict[str, Json]]]:
        """The history as (UTC milliseconds, entry), in the order of time; made from other fields where it is absent."""
        history = task.get("history")
        if history is None or history == []:
            history = _history_of(task)
        if not isinstance(history, list):
            raise UsageError("its history is no list")
        found = []
        for entry in history:
            if not isinstance(entry, dict):
                raise UsageError("an entry of its history is no {...}")
            if entry.get("to") is None and entry.get("event") == "resolved":
                entry = {**entry, "to": "waiting"}
            if not is_state(entry.get("to")):
                raise UsageError(f"“{printable(str(entry.get('to')))[:40]}” in its history is no state")
            found.append((self._time(entry.get("at"), "history"), entry))
        return sorted(found, key=lambda move: move[0])

    def _patches(
        self, task: dict[str, Json], fields: dict[str, Json], moves: list[tuple[int, dict[str, Json]]]
    ) -> tuple[list[Patch], str]:
        created = self._time(task["created"], "created") if task.get("created") else moves[0][0] if moves else None
        if moves and created is not None:
            created = min(created, moves[0][0])
        state, rest = _first_state(task, moves, created)
        if created is None and not STATES[state].is_open:
            created = UNKNOWN
        patches: list[Patch] = [(created, {**fields, **_steps(task), "state": state})]
        for ms, entry in rest:
            fresh = _move(entry, state, ms)
            if fresh:
                patches.append((ms, fresh))
                state = str(entry["to"])
        rank = task.get("rank")
        last = patches[-1][1] if STATES[state].is_open else patches[0][1]
        if state == State.WAITING:
            said = checked_move({name: task.get(name) for name in OF_A_WAIT})
            last.update({name: value for name, value in said.items() if name not in last})
        last["rank"] = rank if isinstance(rank, str) and rank.isalnum() else self._ranks.below(state)
        return patches, state

    def _stints(self, task: dict[str, Json], task_id: int) -> list[Change]:
        """The spans of focus, each a record of its own."""
        rows = task.get("focus") or []
        if not isinstance(rows, list):
            raise UsageError("its focus is no list")
        changes = []
        for row in rows:
            if not isinstance(row, dict):
                raise UsageError("an entry of its focus is no {...}")
            start, end = self._time(row.get("start"), "focus"), self._time(row.get("end"), "focus")
            cause = row.get("cause") or "pause"
            if end < start:
                raise UsageError("a focus of it ends before it starts")
            if cause not in CAUSES:
                raise UsageError(
                    f"“{printable(str(cause))[:40]}” is no cause for the end of a focus: {', '.join(CAUSES)}"
                )
            stint = doc_id(f"json\tstint\t{task_id}\t{start}")
            fields = {"task": task_id, "start": _text(start), "end": _text(end), "cause": cause}
            if str(stint) not in self._board.data.get(STINTS, {}):
                changes.append(Change(STINTS, stint, fields, stamp=make_stamp(end, ACTOR)))
        return changes

    def _time(self, value: Json, what: str) -> int:
        """UTC milliseconds of a time of the file. Raises UsageError for one that cannot be."""
        try:
            at = datetime.fromisoformat(value) if isinstance(value, str) else None
            if at is not None and at.tzinfo is None:
                at = at.replace(tzinfo=self._board.zone) if self._board.zone is not None else at.astimezone()
            ms = to_ms(at) if at is not None else -1
        except (ValueError, OverflowError, OSError):
            at, ms = None, -1
        if at is None:
            shown = printable(str(value))[:40]
            raise UsageError(f"“{shown}” in {what} is no time: write it as 2026-11-02T09:00:00+01:00")
        if ms < 0 or ms > to_ms(self._board.at + timedelta(days=1)):
            raise UsageError(f"“{printable(str(value))[:40]}” in {what} is before {EARLIEST_YEAR} or still to come")
        return ms


def _given(task: dict[str, Json]) -> dict[str, Json]:
    """The plain fields of a task as they were given, of the right kinds. Raises UsageError."""
    given: dict[str, Json] = {}
    for row in _GIVEN:
        value = task.get(row.name)
        if value is None:
            continue
        if row.kind == TAGS:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise UsageError(f"its {row.name} are no list of words")
        elif not isinstance(value, str):
            raise UsageError(f"its {row.name} is no text")
        given[row.name] = value
    return given


def _blockers(task: dict[str, Json]) -> dict[str, Json]:
    """What blocks the task, by ids of wiptui's or of this document. Raises UsageError."""
    given = task.get("blocked_by") or []
    if not isinstance(given, list) or not all(isinstance(item, str | int) for item in given):
        raise UsageError("its blocked_by is no list of ids")
    return fields_for(own_id(item) or doc_id(f"json\tid\t{item}\t0") for item in given)


def _history_of(task: dict[str, Json]) -> list[dict[str, Json]]:
    """The moves that the plain fields of a task tell, where it brings no history."""
    state = task.get("state") or State.READY.value
    if not is_state(state):
        raise UsageError(f"“{printable(str(state))[:40]}” is no state: {', '.join(STATES)}")
    moves: list[dict[str, Json]] = []
    if task.get("first_started"):
        moves.append({"at": task["first_started"], "to": "doing"})
    if task.get("finished") and not STATES[state].is_open:
        moves.append({"at": task["finished"], "to": state})
    if moves and moves[-1]["to"] != state:
        moves.append({"at": moves[-1]["at"], "to": state})
    return moves


def _first_state(
    task: dict[str, Json], moves: list[tuple[int, dict[str, Json]]], created: int | None
) -> tuple[str, list[tuple[int, dict[str, Json]]]]:
    """The state in which the task was captured, and the moves after that."""
    if not moves:
        return str(task.get("state") or State.READY.value), []
    ms, entry = moves[0]
    to = str(entry["to"])
    if entry.get("event") == "captured" or (ms == created and to in (State.READY, State.BACKLOG)):
        return to, moves[1:]
    came = entry.get("from")
    return (came if is_state(came) else State.READY.value), moves


def _move(entry: dict[str, Json], state: str, ms: int) -> dict[str, Json]:
    """What an entry of the history writes; nothing where it leads nowhere."""
    to = str(entry["to"])
    if entry.get("event") == "resolved":
        return {"resolved_at": _text(ms)} if state == State.WAITING else {}
    said = {
        name: entry.get(key) for name, key in (("waiting_on", "on"), ("waiting_why", "why"), ("follow_up", "until"))
    }
    if to != State.WAITING:
        said = {"start_why": entry.get("why")} if to == State.DOING else {}
    fields = {name: value for name, value in checked_move(said).items() if value is not None}
    if isinstance(entry.get("limit"), int):
        fields["limit_at"] = entry["limit"]
    if isinstance(entry.get("next_step"), str):
        fields["next_step"] = one_line(entry["next_step"])
    if to == state:
        return fields if to == State.WAITING else {}
    if state == State.WAITING:
        fields = {**NOT_WAITING, **fields}
    return {**fields, "state": to}


def checked_move(said: dict[str, Json]) -> dict[str, Json]:
    """What was said along with a move, as it is kept. Raises UsageError."""
    kept: dict[str, Json] = {}
    for name, value in said.items():
        if value is None:
            continue
        if not isinstance(value, str):
            raise UsageError(f"{name} in its history is no text")
        kept[name] = one_line(value) if name == "start_why" else checked({name: value})[name]
    return kept


def _steps(task: dict[str, Json]) -> dict[str, Json]:
    """The checklist as fields."""
    steps = task.get("checklist") or []
    if not isinstance(steps, list):
        raise UsageError("its checklist is no list")
    fields: dict[str, Json] = {}
    for place, step in enumerate(steps):
        text, done = (step.get("text"), step.get("done")) if isinstance(step, dict) else (step, False)
        if not isinstance(text, str) or not one_line(text):
            raise UsageError("a step of its checklist has no text")
        key = step.get("key") if isinstance(step, dict) else None
        name = key if isinstance(key, str) and key.isalnum() else f"{place:03d}"
        fields[f"{STEP_FIELD}{name}"] = [f"{place:06d}", bool(done), one_line(text)]
    return fields


def _text(ms: int) -> str:
    return time_text(EPOCH + timedelta(milliseconds=ms))


__all__ = ["TASKS", "Past", "past_of"]
