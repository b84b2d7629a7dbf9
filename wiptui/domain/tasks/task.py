"""A task, read from its record, and its history, read from the record's log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property

from wiptui.domain.core.clock import local_date
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.ids import id_number, id_text
from wiptui.domain.core.record import AFTER, BLOCKER_FIELD, EPOCH, LOG, STEP_FIELD, Json, Record, stamp_time
from wiptui.domain.tasks.history import Transition, first_time, moves, transitions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

    from wiptui.domain.tasks.concurrent_edits import Overruled


class State(StrEnum):
    """The state of a task. ``doing`` and ``waiting`` are work in progress."""

    BACKLOG = "backlog"
    READY = "ready"
    DOING = "doing"
    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def in_progress(self) -> bool:
        return self in (State.DOING, State.WAITING)

    @property
    def is_open(self) -> bool:
        return self not in (State.DONE, State.DROPPED)


STATES = {state.value: state for state in State}


def is_state(value: Json) -> TypeGuard[str]:
    """Return whether a value from outside names a state. Any type is allowed."""
    return isinstance(value, str) and value in STATES


class ServiceClass(StrEnum):
    """Classes of service. Expedite has a lane of its own, outside the doing limit and inside WIP."""

    STANDARD = "standard"
    FIXED_DATE = "fixed-date"
    INTANGIBLE = "intangible"
    EXPEDITE = "expedite"


CLASSES = {item.value: item for item in ServiceClass}


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a checklist."""

    key: str
    text: str
    done: bool
    rank: str = ""


@dataclass(frozen=True)
class Task:
    """One task at one instant. Times are aware and in UTC, dates are local; unknown values are None or empty."""

    id: int
    title: str
    state: State
    project: str | None = None
    tags: tuple[str, ...] = ()
    priority: str | None = None
    due: date | None = None
    from_date: date | None = None
    """The day on whose morning it comes back to ready; until then it is hidden."""
    is_hidden: bool = False
    """Whether that day is still to come: then it counts as backlog, whatever is kept as its state."""
    is_back: bool = False
    """Whether that day has come and nobody has moved it since: then it is on top of ready."""
    planned: date | None = None
    """The workday for which it is, or was last, planned."""
    service_class: ServiceClass = ServiceClass.STANDARD
    for_whom: str | None = None
    rank: str = ""
    waiting_on: str | None = None
    waiting_why: str | None = None
    follow_up: date | None = None
    resolved_at: datetime | None = None
    next_step: str | None = None
    note: str = ""
    checklist: tuple[Step, ...] = ()
    parent: int | None = None
    blocked_by: tuple[int, ...] = ()
    """The blockers, including ones that are done by now."""
    every: str | None = None
    """How often it recurs, in the short form of :mod:`wiptui.domain.dates.repetition`."""
    record: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)

    @property
    def key(self) -> str:
        """Return the complete id as people type it."""
        return id_text(self.id)

    @property
    def is_expedite(self) -> bool:
        return self.service_class is ServiceClass.EXPEDITE

    @property
    def is_shelved(self) -> bool:
        """Return whether the task was started, is unfinished and holds no slot."""
        return self.state in (State.READY, State.BACKLOG) and self.first_started is not None

    @property
    def steps_left(self) -> int:
        return sum(not step.done for step in self.checklist)

    @cached_property
    def history(self) -> tuple[Transition, ...]:
        """Return the moves of this task in order of time, without undone ones."""
        return transitions(self.record.get(LOG) or {})

    @cached_property
    def overruled(self) -> tuple[Overruled, ...]:
        """Return texts that a newer text hides although its writer had not seen them."""
        if not any(name.endswith(AFTER) for name in self.record):
            return ()
        from wiptui.domain.tasks.concurrent_edits import overruled  # imported here: few tasks have one

        return overruled(self.record)

    @cached_property
    def created(self) -> datetime:
        """Return when the task was captured."""
        return as_time(self.record.get("created")) or first_time(self.record.get(LOG) or {}) or EPOCH

    @cached_property
    def first_started(self) -> datetime | None:
        """Return the commitment point: the first entry into doing or waiting."""
        for move in self.history:
            if move.to in (State.DOING, State.WAITING):
                return move.at
        return None

    @cached_property
    def finished(self) -> datetime | None:
        """Return when the task was last done or dropped, if it still is."""
        if self.state.is_open:
            return None
        ended = (stamp for stamp, _, to, _ in reversed(moves(self.record.get(LOG) or {})) if to == self.state)
        stamp = next(ended, None)
        return stamp_time(stamp) if stamp is not None else None

    @cached_property
    def state_since(self) -> datetime:
        """Return when the task entered its present state. The end of a wait is no new state."""
        return next((move.at for move in reversed(self.history) if move.event != "resolved"), self.created)

    def age_days(self, today: date, zone: object = None) -> int | None:
        """Return the days in progress so far, today - first start + 1, for a started open task; else None.

        None too for one that a wrong clock started after tomorrow.
        """
        if self.first_started is None or not self.state.is_open:
            return None
        days = (today - local_date(self.first_started, zone)).days + 1  # type: ignore[arg-type]
        return max(days, 1) if days >= 0 else None

    def cycle_days(self, zone: object = None) -> int | None:
        """Return the cycle time in days, done date - first start date + 1, of a finished task that was started; else
        None. None too where a wrong clock finished it before its start.
        """
        if self.state is not State.DONE or self.first_started is None or self.finished is None:
            return None
        days = (local_date(self.finished, zone) - local_date(self.first_started, zone)).days + 1  # type: ignore[arg-type]
        return days if days > 0 else None


def read_task(doc_id: int, record: Record, morning: Callable[[date], str | None] | None = None) -> Task:
    """Return the task of a record. Fields of a wrong type (a hand edit) read as absent and never raise.

    ``morning`` gives the stamp at which a day begins, None while it is still to come. Without it nothing is hidden, and
    the state is the one that is kept.
    """
    said = {name: value for name, value in record.items() if value and isinstance(value, str)}
    rows = [name for name in record if ":" in name]
    text, tags, parent = said.get, record.get("tags"), record.get("parent")
    state = STATES.get(text("state", ""), State.READY)
    from_date, is_hidden, is_back = as_date(said["from"]) if "from" in said else None, False, False
    if from_date is not None and morning is not None and state in (State.READY, State.BACKLOG):
        began = morning(from_date)
        is_hidden = began is None
        is_back = began is not None and (state is State.BACKLOG or _placed_at(record) < began)
        state = State.BACKLOG if is_hidden else State.READY
    return Task(
        id=doc_id,
        title=text("title", "(no title)"),
        state=state,
        project=text("project"),
        tags=_tags(tags) if tags else (),
        priority=text("priority"),
        due=as_date(said["due"]) if "due" in said else None,
        from_date=from_date,
        is_hidden=is_hidden,
        is_back=is_back,
        planned=as_date(said["planned"]) if "planned" in said else None,
        service_class=CLASSES.get(text("class", ""), ServiceClass.STANDARD),
        for_whom=text("for"),
        rank=text("rank", ""),
        waiting_on=text("waiting_on"),
        waiting_why=text("waiting_why"),
        follow_up=as_date(said["follow_up"]) if "follow_up" in said else None,
        resolved_at=_resolved_at(record) if "resolved_at" in said else None,
        next_step=text("next_step"),
        note=text("note", ""),
        checklist=_checklist(record) if rows else (),
        parent=parent if isinstance(parent, int) else None,
        blocked_by=_blocked_by(record) if rows else (),
        every=text("every"),
        record=record,
    )


def _placed_at(record: Record) -> str:
    """Return the stamp at which the task last got its place in a column."""
    return max((stamp for stamp, patch in (record.get(LOG) or {}).items() if "rank" in patch), default="")


def _resolved_at(record: Record) -> datetime | None:
    """Return when the wait ended. After a merge the field can belong to an earlier wait; then the log decides."""
    log = record.get(LOG) or {}
    if not log:
        return as_time(record.get("resolved_at"))
    is_back = False
    for _, came, to, patch in moves(log):
        is_back = came == to and bool(patch.get("resolved_at"))
    return as_time(record.get("resolved_at")) if is_back else None


def title_of(record: Record) -> str:
    """Return the title of a record, or the placeholder for a missing one."""
    return as_text(record.get("title")) or "(no title)"


def as_text(value: Json) -> str | None:
    """Return a non-empty text, or None."""
    return value if isinstance(value, str) and value else None


def as_date(value: Json) -> date | None:
    """Return the date of an ISO text, or None. Years before 1000 are none: no time zone can shift them everywhere."""
    if not isinstance(value, str) or value[:1] == "0":
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def as_time(value: Json) -> datetime | None:
    """Return the instant of an ISO text, in UTC, or None. A text without an offset is read as UTC.

    Like stamps, instants are of the years 1000 to 8999: others cannot be shown in every time zone.
    """
    if not isinstance(value, str) or not "1" <= value[:1] <= "8":
        return None
    try:
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def time_text(at: datetime) -> str:
    """Return the stored text of an instant: UTC, to the millisecond."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def _tags(value: Json) -> tuple[str, ...]:
    return tuple(tag for tag in value if isinstance(tag, str)) if isinstance(value, list) else ()


def _checklist(record: Record) -> tuple[Step, ...]:
    steps = []
    for name, value in record.items():
        if name.startswith(STEP_FIELD) and isinstance(value, list) and len(value) == 3:
            rank, done, text = value
            steps.append(Step(name[len(STEP_FIELD) :], str(text), bool(done), str(rank)))
    return tuple(sorted(steps, key=lambda step: (step.rank, step.key)))


def _blocked_by(record: Record) -> tuple[int, ...]:
    found = []
    for name, value in record.items():
        if name.startswith(BLOCKER_FIELD) and value is True:
            try:
                found.append(id_number(name[len(BLOCKER_FIELD) :]))
            except ValueError:
                continue
    return tuple(sorted(found))
