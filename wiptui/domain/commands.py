"""Commands: what a person asks for. Every interface (keys, command line, imports, undo) uses these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from wiptui.domain.board import Change
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.record import Json
from wiptui.domain.limits import DOING, Limit, Scope
from wiptui.domain.tasks.task import State


@dataclass(frozen=True, slots=True)
class Add:
    """Capture a task. ``fields`` are plain task fields other than title and state."""

    title: str
    fields: Mapping[str, Json] = field(default_factory=dict)
    state: State = State.READY
    on_top: bool = False
    id: int | None = None
    """The id for the task; None draws one."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One thing written down outside wiptui, such as a line of the inbox."""

    key: str
    """Names it on every machine: its text, and which of equal ones it is."""
    title: str
    fields: Mapping[str, Json]
    created: str
    """When it was written down, as stored (:func:`wiptui.domain.tasks.task.time_text`)."""
    younger_than: str | None = None
    """The time of day before which it surely was not there, as stored; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class TakeIn:
    """Capture what was written down outside wiptui to ready, each thing once. Nothing is started."""

    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True)
class MirrorMove:
    """A move that somebody made in the mirror: when (UTC milliseconds), and the actor that names this very edit."""

    command: Finish | Drop | Move | PutBack | Wait | Start
    ms: int
    actor: str


@dataclass(frozen=True, slots=True)
class ReadMirror:
    """Carry out what was edited in the mirror, as one change. A start that a limit forbids is left out."""

    captures: tuple[Capture, ...] = ()
    texts: tuple[Change, ...] = ()
    """Fields, each under the stamp that every machine gives it."""
    moves: tuple[MirrorMove, ...] = ()
    """Starts come last, each on its own."""


@dataclass(frozen=True, slots=True)
class Start:
    """Move tasks into doing: start, resume and reopen alike. ``swap`` is put back in the same transaction."""

    tasks: tuple[int, ...]
    swap: int | None = None
    expedite: bool = False
    why: str = ""
    focus: bool = True
    """Whether a single started task becomes the focused one."""
    anyway: bool = False
    """Whether to start tasks that others block too."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Move a task into waiting, or change the words of its present wait."""

    task: int
    on: str | None = None
    why: str | None = None
    until: date | None = None
    next_step: str | None = None
    no_until: bool = False
    """Whether to remove the follow-up date."""


@dataclass(frozen=True, slots=True)
class Resolve:
    """Mark a wait as over. The task stays in waiting with a flag."""

    task: int


@dataclass(frozen=True, slots=True)
class PutBack:
    """Move started tasks back to the top of ready, with the next step for whoever resumes them."""

    tasks: tuple[int, ...]
    next_step: str | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """Finish tasks. Without tasks: the focused one."""

    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drop:
    """Drop tasks on purpose."""

    tasks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Select tasks (to ready) or defer them (to backlog), hidden before the morning of ``until``, or not at all."""

    tasks: tuple[int, ...]
    to: State
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Write fields of a task; None clears one. ``seen``: the record that the person saw; None: the present one."""

    task: int
    fields: Mapping[str, Json]
    seen: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Rename:
    """Rename a project, a tag or a person over all tasks; ``kind`` is one of these words."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Of texts that two machines wrote, ``keep`` the shown one, ``take`` the other one, or join ``both``."""

    task: int
    field: str
    choice: str


@dataclass(frozen=True, slots=True)
class Split:
    """Drop the task as “split” and create its parts at the top of ready, each with a link to it."""

    task: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reorder:
    """Move a task within its column, before or after another one."""

    task: int
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class FocusOn:
    """Focus a task in doing. None ends the focus with ``cause`` (pause, idle, quit, ...)."""

    task: int | None
    cause: str = "pause"


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Count one interruption and capture its text to the backlog. The focus goes on."""

    text: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class EndStint:
    """End a stint at ``at``. ``estimated``: nobody saw it end, so it ends only if it is still open."""

    stint: int
    at: datetime
    cause: str = "idle"
    estimated: bool = False
    decided: bool = True
    """Whether a person decided it; else quiet time before ``at`` stays undecided."""


@dataclass(frozen=True, slots=True)
class CutStint:
    """Remove the time ``[start, end)`` from a stint. The stint goes on after it."""

    stint: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class AddStint:
    """Record focus on a task between two instants of the past. Focus that was recorded then loses the time."""

    task: int
    start: datetime
    end: datetime
    source: str = ""
    """What told it: ``sense`` for a question that was answered; empty for the person alone."""


@dataclass(frozen=True, slots=True)
class Unassign:
    """Mark ``[start, end)`` of a stint as unassigned until somebody decides about it."""

    stint: int
    start: datetime
    end: datetime
    held: bool = False
    """Whether nobody has resumed it since; its time stops until somebody decides."""


@dataclass(frozen=True, slots=True)
class Assign:
    """Count the unassigned time in ``[start, end)`` of a stint as focus."""

    stint: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Nudge:
    """Record that the person just asked after a waiting task."""

    task: int


@dataclass(frozen=True, slots=True)
class SetLimit:
    """Change one limit. A raise holds until the end of the day unless ``permanent``; None removes the limit."""

    scope: Scope
    value: int | None
    permanent: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class SetSettings:
    """Write other settings of the data file: schedule, waiting_counts."""

    fields: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class WriteReview:
    """Write the result of a weekly review: one improvement to try, a note. None leaves a text unchanged."""

    week: date
    """The first day of the week."""
    improvement: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CheckLoad:
    """Record how loaded a day felt, 1 to 5; None removes the entry."""

    day: date
    load: int | None


@dataclass(frozen=True, slots=True)
class StartExperiment:
    """Start an experiment: one change for at least two weeks, with its expected effect and its metric."""

    hypothesis: str
    metric: str
    scope: Scope = DOING
    limit: int | None = None
    change: str = ""
    """What changes, if it is not a limit."""


@dataclass(frozen=True, slots=True)
class EndExperiment:
    """End the running experiment. ``keep`` keeps the limit that it set."""

    keep: bool = False
    learned: str = ""


@dataclass(frozen=True, slots=True)
class SetRate:
    """Set the hourly rate and the materials of a project; without a project, the default rate."""

    project: str = ""
    rate: float | None = None
    materials: float | None = None


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """Save a task as a template under a name."""

    name: str
    task: int


@dataclass(frozen=True, slots=True)
class ForgetTemplate:
    """Delete a template."""

    name: str


@dataclass(frozen=True, slots=True)
class PlanDay:
    """Plan tasks for a workday, in order, behind what is planned; ``swap`` leaves the plan in the same transaction."""

    tasks: tuple[int, ...]
    day: date | None = None
    """The workday; None for the present one."""
    swap: int | None = None
    limit: Limit | None = None
    """How many tasks the plan of today may hold; None for any number."""


@dataclass(frozen=True, slots=True)
class Unplan:
    """Take tasks out of the plan."""

    tasks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClosePlan:
    """End the day: what is left of its plan, or of an earlier one, goes back and is counted."""


@dataclass(frozen=True, slots=True)
class Together:
    """Run several commands as one: all or nothing, with one gate check and one undo."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class At:
    """Carry out a command as of an instant of the past: an act that is told late."""

    command: Command
    at: datetime


@dataclass(frozen=True, slots=True)
class CorrectMove:
    """Correct the time of a past move of a task: its last entry into ``to`` was at ``at``."""

    task: int
    to: State
    at: datetime


@dataclass(frozen=True, slots=True)
class Restore:
    """Write changes computed from earlier ones: undo and redo. The gate checks them like any other."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """Write imported records. The only command without a gate check: work started elsewhere *is* in progress."""

    changes: tuple[Change, ...]
    words: str = ""
    """The name of the import if it is not one of tasks, for example going back to a backup."""


Command = (
    Add | TakeIn | ReadMirror | Start | Wait | Resolve | PutBack | Finish | Drop | Move | Edit | Rename | Settle
    | Split | Reorder | FocusOn | Interrupt | EndStint | CutStint | AddStint | Unassign | Assign | Nudge | SetLimit
    | SetSettings | SaveTemplate | ForgetTemplate | PlanDay | Unplan | ClosePlan | WriteReview | CheckLoad
    | StartExperiment | EndExperiment | SetRate | Together | At | CorrectMove | Restore | Import
)  # fmt: skip
