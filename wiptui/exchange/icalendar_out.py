"""iCalendar out: a day in the calendar for each due date and each follow-up of an open task (RFC 5545).

All-day events, because every calendar shows them, which not every one does with to-dos; they do not block time. The
UID follows from the task and the kind of day, so that a calendar that subscribes or imports again moves the event.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from wiptui.domain.board import Board
from wiptui.domain.core.record import LOG, stamp_time
from wiptui.domain.fields import DATE, FIELDS, Field, value_of
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import printable
from wiptui.exchange.optional import ExtraMissing

DAYS = tuple(row for row in FIELDS if row.icalendar and row.kind == DATE)
CATEGORIES = tuple(row for row in FIELDS if row.icalendar == "categories")
PRODUCT = "-//wiptui//wiptui//EN"


def outgoing(board: Board) -> str:
    """The calendar, a function of the tasks alone. Raises ExtraMissing without the library."""
    try:
        import icalendar  # lazy: an optional extra
    except ImportError:
        raise ExtraMissing("Writing a calendar", "icalendar") from None
    calendar = icalendar.Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("x-wr-calname", "wiptui")):
        calendar.add(name, value)
    for day, field, task in sorted(_days(board), key=lambda found: (found[0], found[2].id, found[1].name)):
        event = icalendar.Event()
        event.add("uid", f"{task.key}-{field.name.replace('_', '-')}@wiptui")
        event.add("dtstamp", _changed(task))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1) if day < date.max else day)
        event.add("summary", f"{field.icalendar}: {printable(task.title)}")
        about = _about(task, field)
        if about:
            event.add("description", about)
        values = (value_of(row, task) or () for row in CATEGORIES)
        names = [printable(name) for value in values for name in ((value,) if isinstance(value, str) else value)]
        if names:
            event.add("categories", names)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


def _days(board: Board) -> Iterator[tuple[date, Field, Task]]:
    for task in board.open_tasks():
        for field in DAYS:
            day = value_of(field, task)
            if day is not None and (not field.is_of_wait or task.state is State.WAITING):
                yield day, field, task


def _about(task: Task, field: Field) -> str:
    """What helps on that day: whom to ask for what, or the next step and the note."""
    if field.is_of_wait:
        on = f"waits on {task.waiting_on}" if task.waiting_on else "waits"
        return printable(on + (f" for {task.waiting_why}" if task.waiting_why else ""))
    parts = [f"next: {task.next_step}" if task.next_step else "", task.note]
    return printable("\n".join(part for part in parts if part), lines=True)


def _changed(task: Task) -> datetime:
    log = task.record.get(LOG)
    return (stamp_time(max(log)) if log else task.created).replace(microsecond=0)
