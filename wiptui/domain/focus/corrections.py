"""Correct stints: their real end, time that was not focus, and time that is not decided yet."""

from __future__ import annotations

from datetime import datetime

from wiptui.domain import commands as c
from wiptui.domain.board import STINTS
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json, Record, is_gone, make_stamp
from wiptui.domain.core.tables import rows_since
from wiptui.domain.focus.stints import CAUSES
from wiptui.domain.focus.undecided import HELD, UNASSIGNED, VOUCHED, Span, marks_json, read_marks, with_quiet
from wiptui.domain.tasks.task import as_time, time_text


def end_stint(plan: Plan, command: c.EndStint) -> None:
    """Carry out EndStint. The end is not before the start, not after now, and not after a known end.

    An estimate (after a crash) applies only to a stint that still runs: a recorded end is better.
    """
    if command.cause not in CAUSES:
        raise UsageError(f"A focus cannot end by “{command.cause}”.")
    record, start, end = _stint(plan, command.stint)
    at = min(max(command.at, start), end or plan.board.at)
    if end is not None and (at >= end or command.estimated):
        return
    marks = read_marks(record.get(UNASSIGNED))
    left = marks_json(mark for mark in marks if mark[1] < at)
    if end is None and (command.estimated or not command.decided):
        left = with_quiet(command.stint, record, at, plan.board.seen)
    plan.write(
        STINTS,
        command.stint,
        {
            "end": time_text(max(at, start)),
            "cause": command.cause,
            "estimated": True if command.estimated else None,
            UNASSIGNED: left,
        },
    )


def cut_stint(plan: Plan, command: c.CutStint) -> None:
    """Carry out CutStint: remove the time between, and make a new stint of what comes after it."""
    record, begin, stop = _stint(plan, command.stint)
    now = plan.board.at
    start, end = max(command.start, begin), min(command.end, stop or now)
    if start >= end:
        raise UsageError("The time to take out ends before it begins.")
    marks = _apart(read_marks(record.get(UNASSIGNED)), (start, end))
    before = [mark for mark in marks if mark[1] <= start]
    after = [mark for mark in marks if mark[0] >= end]
    is_whole = stop is not None and end >= stop
    if start <= begin:
        begun = {"start": time_text(end), UNASSIGNED: marks_json(after), **_vouched(plan, stop)}
        plan.write(STINTS, command.stint, {"gone": True} if is_whole else begun)
        return
    plan.write(STINTS, command.stint, {"end": time_text(start), "cause": "idle", UNASSIGNED: marks_json(before)})
    if not is_whole:
        rest = {"task": record["task"], "start": time_text(end), "device": record.get("device")}
        rest |= _vouched(plan, stop)
        ended = {"end": record["end"], "cause": record.get("cause")} if stop is not None else {}
        open_marks = {UNASSIGNED: marks_json(after)} if after else {}
        plan.write(STINTS, plan.context.ids.doc_id(), {**rest, **ended, **open_marks})


def add_stint(plan: Plan, command: c.AddStint) -> None:
    """Carry out AddStint. Other stints lose the time, because a person has one focus."""
    if not command.start < command.end <= plan.board.at:
        raise UsageError("Focus to be noted ends after it begins, and not in the future.")
    task = plan.task(command.task)
    stints = rows_since(plan.board.data.get(STINTS, {}), make_stamp(to_ms(command.start), ""))
    for key in [key for key, record in stints if _overlaps(record, command.start, command.end)]:
        cut_stint(plan, c.CutStint(int(key), command.start, command.end))
    plan.write(
        STINTS,
        plan.context.ids.doc_id(),
        {
            "task": task.id,
            "start": time_text(command.start),
            "end": time_text(command.end),
            "cause": "switch",
            "device": plan.context.device,
            "source": command.source or None,
        },
    )
    plan.about.insert(0, task.id)


def _overlaps(record: Record, start: datetime, end: datetime) -> bool:
    begin, stop = as_time(record.get("start")), as_time(record.get("end"))
    return not is_gone(record) and begin is not None and begin < end and (stop is None or stop > start)


def unassign(plan: Plan, command: c.Unassign) -> None:
    """Carry out Unassign: mark the part of the span that the stint covers."""
    record, begin, stop = _stint(plan, command.stint)
    start, end = max(command.start, begin), min(command.end, stop or plan.board.at)
    if start < end:
        marks = marks_json([*read_marks(record.get(UNASSIGNED)), (start, end)])
        plan.write(STINTS, command.stint, {UNASSIGNED: marks, HELD: time_text(start) if command.held else None})


def assign(plan: Plan, command: c.Assign) -> None:
    """Carry out Assign: count the marks that the span touches as focus."""
    record, _, stop = _stint(plan, command.stint)
    marks = _apart(read_marks(record.get(UNASSIGNED)), (command.start, command.end))
    plan.write(STINTS, command.stint, {UNASSIGNED: marks_json(marks), **_vouched(plan, stop)})


def _vouched(plan: Plan, end: datetime | None) -> dict[str, Json]:
    """Return the fields that vouch for a running stint: somebody who decides about it is present."""
    return {VOUCHED: time_text(plan.board.at), HELD: None} if end is None else {}


def _stint(plan: Plan, stint: int) -> tuple[Record, datetime, datetime | None]:
    record = plan.board.data.get(STINTS, {}).get(str(stint))
    start = as_time(record.get("start")) if record is not None and not is_gone(record) else None
    if record is None or start is None:
        raise UsageError("That stretch of focus is not there any more.")
    if isinstance(record.get("task"), int):
        plan.about.append(record["task"])
    return record, start, as_time(record.get("end"))


def _apart(marks: list[Span], span: Span) -> list[Span]:
    """Return the marks that a decision about a span leaves undecided."""
    return [mark for mark in marks if mark[1] <= span[0] or mark[0] >= span[1]]
