"""Tasks that come again: when the next one is due, and how it is made.

``every`` is kept in a short form: ``2w``, ``1m``, ``weekday``, ``mon,thu``; ``after 3d`` counts from when it was done.

The next one is made when one is finished, and goes to ready, never further. Its id, and the stamp of its first patch,
come from the finished task alone. So two machines that both finish it make one and the same next task; and as that
stamp is of 1970, whatever anybody did with the next one already is newer, and stands. When it came is a field of it,
which its history goes by.
"""

from __future__ import annotations

from datetime import date, timedelta

from wiptui.domain.board import TASKS, Change
from wiptui.domain.changes.planning import Plan
from wiptui.domain.changes.undo import returning
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.ids import ID_BITS, id_text
from wiptui.domain.core.record import LOG, is_gone, make_stamp, stamp_actor
from wiptui.domain.dates.parse import WEEKDAYS, shifted
from wiptui.domain.tasks.checklist import fresh
from wiptui.domain.tasks.task import ServiceClass, State, Task, time_text
from wiptui.domain.text import printable

EXAMPLES = "day, week, 2 weeks, month, weekday, mon,thu, or after 3 days"
_UNITS = {
    "d": "d", "day": "d", "days": "d", "daily": "d", "w": "w", "week": "w", "weeks": "w", "weekly": "w",
    "m": "m", "mo": "m", "month": "m", "months": "m", "monthly": "m",
    "y": "y", "year": "y", "years": "y", "yearly": "y",
}  # fmt: skip
_WORDS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_SHORT = tuple(name[:3] for name in WEEKDAYS)
WEEKDAY = "weekday"
MOST = 1000
COPIED = ("title", "project", "tags", "priority", "class", "for", "note", "every", "every_day")


@dataclass(frozen=True, slots=True)
class Every:
    """How often: ``count`` units of d, w, m or y, or the weekdays ``days`` (0 is Monday)."""

    count: int = 1
    unit: str = ""
    days: tuple[int, ...] = ()
    after: bool = False
    """Whether it counts from the day it was done, and not from the day it was due."""

    @property
    def text(self) -> str:
        """The short form that is kept."""
        if self.days == (0, 1, 2, 3, 4):
            return WEEKDAY
        if self.days:
            return ",".join(_SHORT[day] for day in self.days)
        return f"{'after ' if self.after else ''}{self.count}{self.unit}"

    @property
    def words(self) -> str:
        """For people: ``every 2 weeks``, ``every Mon and Thu``, ``3 days after it is done``."""
        if self.text == WEEKDAY:
            return "every weekday"
        if self.days:
            names = [_SHORT[day].title() for day in self.days]
            return "every " + (" and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0])
        unit = _WORDS[self.unit]
        many = unit if self.count == 1 else f"{self.count} {unit}s"
        if self.after:
            return f"{'a ' if self.count == 1 else ''}{many} after it is done"
        return f"every {many}"


def parse_every(words: str) -> Every:
    """What somebody wrote: ``week``, ``every 2 weeks``, ``mon,thu``, ``after 3d``. Raises UsageError."""
    text = "" if words.startswith("-") else " ".join(words.lower().replace("-", " ").replace(",", " ").split())
    text = text.removeprefix("every ")
    after = text.startswith("after ")
    text = text.removeprefix("after ")
    found = _days(text) if not after else None
    if found is not None:
        return found
    number = text[: len(text) - len(text.lstrip("0123456789"))]
    unit = text[len(number) :].strip()
    if text.isascii() and len(number) <= 4 and unit in _UNITS and 1 <= int(number or 1) <= MOST:
        return Every(int(number or 1), _UNITS[unit], after=after)
    shown = printable(words).strip()
    raise UsageError(f"“{shown[:40]}” is not how often something comes again: try {EXAMPLES}.")


def read_every(text: str | None) -> Every | None:
    """The kept form, read; None where there is none or somebody broke it."""
    try:
        return parse_every(text) if text else None
    except UsageError:
        return None


def next_due(every: Every, due: date | None, done: date, anchor: int | None = None) -> date:
    """When the next one is due, always after ``done`` (the day it was finished) and after the former due date.

    ``anchor`` is the day of the month that months and years come back to after a shorter one. Raises OverflowError
    or ValueError beyond the year 9999.
    """
    if every.days:
        day = max(due or done, done)
        return next(day + timedelta(days=step) for step in range(1, 8) if (day.weekday() + step) % 7 in every.days)
    if every.after or due is None:
        return shifted(done, every.count, _WORDS[every.unit])
    step = 1
    if every.unit in ("d", "w"):
        length = every.count * (7 if every.unit == "w" else 1)
        step = max(1, (done - due).days // length + 1)
    while True:
        day = shifted(due, every.count * step, _WORDS[every.unit])
        if anchor and every.unit in ("m", "y"):
            day = _anchored(day, anchor)
        if day > done:
            return day
        step += 1


def plan_next(plan: Plan, task: Task) -> None:
    """Put the task that follows a finished one into ready, if there is none yet."""
    every = read_every(task.every)
    log = task.record.get(LOG) or {}
    if every is None or not log:
        return
    next_id = follower(task.id)
    record = plan.board.data.get(TASKS, {}).get(str(next_id))
    if record is not None and not is_gone(record):
        return
    if record is not None:
        plan.apply([Change(TASKS, next_id, returning(record))])
        plan.about.append(next_id)
        return
    fields = {name: task.record[name] for name in COPIED if task.record.get(name) is not None}
    if fields.get("class") == ServiceClass.EXPEDITE:
        del fields["class"]
    fields |= fresh(task.checklist)
    anchor = task.record.get("every_day")
    if task.due is not None and task.due.day > 28 and not isinstance(anchor, int):
        anchor = fields["every_day"] = task.due.day
    try:
        due = next_due(every, task.due, plan.board.today, anchor if isinstance(anchor, int) else None)
    except (OverflowError, ValueError):
        return  # past the calendar, nothing comes
    fields |= {
        "due": due.isoformat(),
        "rank": plan.bottom(State.READY),
        "created": time_text(plan.board.at),
        "comes_after": id_text(task.id),
        "state": State.READY.value,
    }
    stamp = make_stamp(0, stamp_actor(min(log)))
    plan.apply([Change(TASKS, next_id, fields, stamp=stamp)])
    plan.about.append(next_id)


def follower(task_id: int) -> int:
    """The id of the task that comes after another: the same on every machine."""
    from hashlib import sha256

    number = int.from_bytes(sha256(f"after {id_text(task_id)}".encode()).digest()[:8])
    return (number >> (64 - ID_BITS)) or 1


def _days(text: str) -> Every | None:
    if text in (WEEKDAY, "weekdays", "workday", "workdays"):
        return Every(days=(0, 1, 2, 3, 4))
    names = [word for word in text.split() if word != "and"]
    places = [next((at for at, day in enumerate(WEEKDAYS) if len(n) >= 3 and day.startswith(n)), None) for n in names]
    if not names or None in places:
        return None
    return Every(days=tuple(sorted({at for at in places if at is not None})))


def _anchored(day: date, anchor: int) -> date:
    last = (shifted(day.replace(day=1), 1, "month") - timedelta(days=1)).day
    return day.replace(day=min(anchor, last))


__all__ = ["EXAMPLES", "Every", "follower", "next_due", "parse_every", "plan_next", "read_every"]
