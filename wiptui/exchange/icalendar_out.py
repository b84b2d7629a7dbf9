"""iCalendar out: a day in the calendar for each due date and each follow-up of an open task (RFC 5545).

All-day events, because every calendar shows them, which not every one does with to-dos; they do not block time. The
UID follows from the task and the kind of day, so that a calendar that subscribes or imports again moves the event.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from wiptui.domain.board import Board
from wiptui.domain.core.record import LOG, stamp_time
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import printable
from wiptui.exchange.optional import ExtraMissing

PRODUCT = "-//wiptui//wiptui//EN"


def outgoing(board: Board) -> str:
    """The calendar, a function of the tasks alone. Raises ExtraMissing without the library."""
    try:
        import icalendar
    except ImportError:
        raise ExtraMissing("Writing a calendar", "icalendar") from None
    calendar = icalendar.Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("x-wr-calname", "wiptui")):
        calendar.add(name, value)
    for day, kind, task in sorted(_days(board), key=lambda row: (row[0], row[2].id, row[1])):
        event = icalendar.Event()
        event.add("uid", f"{task.key}-{kind}@wiptui")
        event.add("dtstamp", _changed(task))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1) if day < date.max else day)
        event.add("summary", f"{'Due' if kind == 'due' else 'Follow up'}: {printable(task.title)}")
        about = _about(task, kind)
        if about:
            event.add("description", about)
        names = [printable(name) for name in (task.project, *task.tags) if name]
        if names:
            event.add("categories", names)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


def _days(board: Board) -> Iterator[tuple[date, str, Task]]:
    for task in board.open_tasks():
        if task.due is not None:
            yield task.due, "due", task
        if task.follow_up is not None and task.state is State.WAITING:
            yield task.follow_up, "follow-up", task


def _about(task: Task, kind: str) -> str:
    """What helps on that day: whom to ask for what, or the next step and the note."""
    if kind == "follow-up":
        on = f"waits on {task.waiting_on}" if task.waiting_on else "waits"
        return printable(on + (f" for {task.waiting_why}" if task.waiting_why else ""))
    parts = [f"next: {task.next_step}" if task.next_step else "", task.note]
    return printable("\n".join(part for part in parts if part), lines=True)


def _changed(task: Task) -> datetime:
    log = task.record.get(LOG)
    return (stamp_time(max(log)) if log else task.created).replace(microsecond=0)
