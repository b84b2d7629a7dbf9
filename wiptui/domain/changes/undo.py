"""Undo and redo: compute the reverse changes from the receipts of earlier ones.

An undo is a change like any other: it gets new stamps, syncs to other machines and asks the gate. It reverts only
the fields that still hold the written value; a field that somebody has changed since stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wiptui.domain.board import SETTINGS, STINTS, TASKS, Board, Change, Receipt
from wiptui.domain.changes.change_plan import differs
from wiptui.domain.core.record import LOG, Json, Record, stamp_actor
from wiptui.domain.tasks.history import UNDOES, stamps_in_force
from wiptui.domain.tasks.task import State

Entry = dict[str, Json]
"""One line of the undo journal: ``{"label", "at", "changes": [...]}``, and ``"agent": true`` of an agent's."""
DEPTH = 50
"""How many changes of a person can be undone, and how many of agents: neither takes the other's place."""
LOST = "undo_lost"
"""The field of a device's record that says when it made a change that its undo journal could not keep."""


def entry_of(label: str, at: int, receipts: Iterable[Receipt]) -> Entry:
    """Return the undo entry of a command: for each record the first values before it and the last values after it.

    A new record keeps only its stamps: undo removes it while nobody else has written to it. The settings are one record
    that is never created or deleted.
    """
    merged: dict[tuple[str, int], dict[str, Any]] = {}
    for receipt in receipts:
        is_new = receipt.is_new and receipt.table != SETTINGS
        row = merged.setdefault(
            (receipt.table, receipt.id),
            {"table": receipt.table, "id": receipt.id, "new": is_new, "before": {}, "after": {}, "stamps": []},
        )
        row["stamps"].append(receipt.stamp)
        if row["new"]:
            continue
        for name in receipt.after:
            if name not in row["after"]:
                row["before"][name] = receipt.before.get(name)
        row["after"].update(receipt.after)
    return {"label": label, "at": at, "changes": list(merged.values())}


def journal_of(value: Json, lost: int) -> dict[str, Any]:
    """A copy of the journal that was kept: what can be undone and redone, and when the last change that it knows was.

    Where a later one was lost, nothing in it counts: an undo would take back an older change than the last.
    """
    kept = value if isinstance(value, dict) else {}
    at = kept.get("at") or 0
    stacks = kept if at >= lost else {}
    return {"undo": list(stacks.get("undo") or []), "redo": list(stacks.get("redo") or []), "at": at}


def pushed(documents: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
    """The journal after a new change: it can be undone, and what its kind could redo is past.

    Of the person's entries the newest 50 stay, and of the agents' too.
    """
    is_agents = bool(entry.get("agent"))
    same = [known for known in documents["undo"] if bool(known.get("agent")) is is_agents]
    past = same[: max(0, len(same) + 1 - DEPTH)]
    undo = [known for known in documents["undo"] if known not in past]
    redo = [known for known in documents["redo"] if bool(known.get("agent")) is not is_agents]
    return {"undo": [*undo, entry], "redo": redo, "at": entry["at"]}


def last_of(entries: Sequence[Entry], actor: str | None) -> int | None:
    """Return the index of the newest entry, or None.

    With an ``actor``, only entries that it alone wrote count, and none that touches the settings: limits belong to the
    person.
    """
    for place in range(len(entries) - 1, -1, -1):
        if actor is None or all(_is_by(actor, row) for row in entries[place]["changes"]):
            return place
    return None


def _is_by(actor: str, row: Mapping[str, Any]) -> bool:
    return row["table"] != SETTINGS and all(stamp_actor(stamp) == actor for stamp in row["stamps"])


def backwards(entry: Mapping[str, Json], board: Board) -> list[Change]:
    """Return the changes that revert an entry, as far as its values still hold."""
    changes = []
    for row in reversed(entry["changes"]):
        record = board.data.get(row["table"], {}).get(str(row["id"]))
        fields = _former(row, record) if record is not None else {}
        if fields and row["table"] != SETTINGS and _takes_back_its_move(row, fields):
            fields[UNDOES] = row["stamps"]
        if fields:
            changes.append(Change(row["table"], row["id"], fields))
    return _with_one_focus(changes, board)


def _with_one_focus(changes: list[Change], board: Board) -> list[Change]:
    """Drop the changes that would reopen a stint while another one runs, or whose task is not back in doing."""
    stints = [change for change in changes if change.table == STINTS]
    again = [change for change in stints if _runs(_after(board, STINTS, change.id, changes))]
    if not again:
        return changes
    touched = {change.id for change in stints}
    task = _after(board, TASKS, _after(board, STINTS, again[0].id, changes).get("task", 0), changes)
    others = any(stint not in touched for stint, _ in board.open_stints)
    kept = again[:1] if task.get("state") == State.DOING and not task.get("gone") and not others else []
    return [change for change in changes if change not in again or change in kept]


def _runs(stint: Record) -> bool:
    return not stint.get("end") and not stint.get("gone")


def _after(board: Board, table: str, record_id: int, changes: Iterable[Change]) -> Record:
    """Return the fields of a record after the changes."""
    fields = dict(board.data.get(table, {}).get(str(record_id), {}))
    for change in changes:
        if (change.table, change.id) == (table, record_id):
            fields.update(change.fields)
    return fields


def _former(row: Mapping[str, Any], record: Record) -> dict[str, Json]:
    if row["new"]:
        return {"gone": True} if stamps_in_force(record.get(LOG) or {}) <= set(row["stamps"]) else {}
    return {
        name: row["before"].get(name)
        for name, written in row["after"].items()
        if name != UNDOES and not differs(record, name, written)
    }


def _takes_back_its_move(row: Mapping[str, Any], fields: Mapping[str, Json]) -> bool:
    """Return whether somebody else moved the task on.

    The move then stays in the history, though other fields revert.
    """
    return all(name in fields for name in ("state", "resolved_at") if name in row["after"])


def returning(record: Record) -> dict[str, Json]:
    """Return the fields that restore a deleted record, as if its undo had been undone."""
    log = record.get(LOG) or {}
    gone = [stamp for stamp, patch in log.items() if patch.get("gone")]
    return {"gone": None, UNDOES: gone}
