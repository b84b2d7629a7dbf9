"""Commands: what a person wants. Every door (keys, command line, imports, undo) speaks in these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from wiptui.domain.board import Change
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.record import Json
from wiptui.domain.limits import DOING, Scope
from wiptui.domain.tasks.task import State


@dataclass(frozen=True, slots=True)
class Add:
    """Capture a task. ``fields`` are plain task fields besides title and state."""

    title: str
    fields: Mapping[str, Json] = field(default_factory=dict)
    state: State = State.READY
    on_top: bool = False
    id: int | None = None
    """The id that the task gets; None draws one."""


@dataclass(frozen=True, slots=True)
class Start:
    """Into doing: start, resume and reopen alike. ``swap`` is put back in the same transaction."""

    tasks: tuple[int, ...]
    swap: int | None = None
    expedite: bool = False
    why: str = ""
    focus: bool = True
    """Whether a single started task becomes the focused one."""
    anyway: bool = False
    """Whether to start what is blocked by other tasks too."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Into waiting, or new words for a wait that is under way."""

    task: int
    on: str | None = None
    why: str | None = None
    until: date | None = None
    next_step: str | None = None


@dataclass(frozen=True, slots=True)
class Resolve:
    """The ball is back: the task stays in waiting, flagged."""

    task: int


@dataclass(frozen=True, slots=True)
class PutBack:
    """Out of its slot, back to the top of ready, with the next step for whoever comes back."""

    tasks: tuple[int, ...]
    next_step: str | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """Done. Without tasks: the focused one."""

    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drop:
    """Given up on purpose."""

    tasks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Select (to ready) or defer (to backlog) uncommitted tasks."""

    tasks: tuple[int, ...]
    to: State


@dataclass(frozen=True, slots=True)
class Edit:
    """Write plain fields of one task; None clears a field.

    ``seen`` is the record that the person had before them; None where that is the one which stands now.
    """

    task: int
    fields: Mapping[str, Json]
    seen: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Settle:
    """Decide about a text that two machines wrote without knowing of each other.

    ``keep`` leaves what is shown, ``take`` shows the other one, ``both`` puts one behind the other.
    """

    task: int
    field: str
    choice: str


@dataclass(frozen=True, slots=True)
class Split:
    """The task is dropped as “split”; its children go to the top of ready with a link to it."""

    task: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reorder:
    """Move a task within its column, before or after a neighbour."""

    task: int
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class FocusOn:
    """Make a task in doing the focused one; None ends the focus, with ``cause`` (pause, idle, quit, ...)."""

    task: int | None
    cause: str = "pause"


@dataclass(frozen=True, slots=True)
class Interrupt:
    """One interruption: counted, and its text captured to the backlog, without leaving the focus."""

    text: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class EndStint:
    """A stint was over at ``at``. ``estimated``: nobody saw it end, and it is ended only if it still runs."""

    stint: int
    at: datetime
    cause: str = "idle"
    estimated: bool = False
    decided: bool = True
    """Whether a person said so; else quiet time before ``at`` stays undecided."""


@dataclass(frozen=True, slots=True)
class CutStint:
    """The time ``[start, end)`` of a stint was no focus; it goes on after that."""

    stint: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Unassign:
    """Nobody can vouch for ``[start, end)`` of a stint: it counts as unassigned until somebody decides."""

    stint: int
    start: datetime
    end: datetime
    held: bool = False
    """Whether nobody has taken it up again since: then its time stands still until somebody decides."""


@dataclass(frozen=True, slots=True)
class Assign:
    """What is unassigned in ``[start, end)`` of a stint was focus after all."""

    stint: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Nudge:
    """A waiting task was asked after, just now."""

    task: int


@dataclass(frozen=True, slots=True)
class SetLimit:
    """Change one limit. Raising holds until the end of the day unless ``permanent``; None removes the limit."""

    scope: Scope
    value: int | None
    permanent: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class SetSettings:
    """Write other settings kept in the data file: schedule, waiting_counts."""

    fields: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class WriteReview:
    """Write down what the review of a week brought: one improvement to try, a note. None leaves a text as it is."""

    week: date
    """Its first day."""
    improvement: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CheckLoad:
    """How loaded a day felt, 1 to 5; None takes it back."""

    day: date
    load: int | None


@dataclass(frozen=True, slots=True)
class StartExperiment:
    """One change for at least two weeks, with what is expected of it and the metric, fixed first."""

    hypothesis: str
    metric: str
    scope: Scope = DOING
    limit: int | None = None
    change: str = ""
    """What changes, where it is no limit."""


@dataclass(frozen=True, slots=True)
class EndExperiment:
    """End the running experiment; ``keep`` keeps the limit that it set."""

    keep: bool = False
    learned: str = ""


@dataclass(frozen=True, slots=True)
class SetRate:
    """What an hour is worth, and the materials of a project; without a project the rate of work that has no own."""

    project: str = ""
    rate: float | None = None
    materials: float | None = None


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """Keep a task under a name, to be captured again."""

    name: str
    task: int


@dataclass(frozen=True, slots=True)
class ForgetTemplate:
    """Keep a template no longer."""

    name: str


@dataclass(frozen=True, slots=True)
class Together:
    """Several commands as one: all or nothing, one gate for the whole, one undo."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Restore:
    """Changes worked out elsewhere from earlier ones: undo and redo. The gate sees them like any other."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """Records brought from elsewhere. The one command past the gate: what was started elsewhere *is* in work."""

    changes: tuple[Change, ...]
    words: str = ""
    """What to call it, where it is no import of tasks: going back to a backup."""


Command = (
    Add | Start | Wait | Resolve | PutBack | Finish | Drop | Move | Edit | Settle | Split | Reorder
    | FocusOn | Interrupt | EndStint | CutStint | Unassign | Assign | Nudge
    | SetLimit | SetSettings | SaveTemplate | ForgetTemplate
    | WriteReview | CheckLoad | StartExperiment | EndExperiment | SetRate
    | Together | Restore | Import
)  # fmt: skip
