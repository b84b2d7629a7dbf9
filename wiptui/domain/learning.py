"""Reviews, load check-ins, experiments and rates: records that a person learns from.

The id of a review comes from the first day of its week, that of a check-in from its day. So two machines that review
the same week merge into one review. An experiment has its own id, and one runs at a time.
"""

from __future__ import annotations

from datetime import date, datetime

from wiptui.domain import commands as c
from wiptui.domain.board import SETTINGS, SETTINGS_ID, Board
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.changes.edits import set_limit
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Json, Record, is_gone
from wiptui.domain.limits import LARGEST, Limit, Scope, whole
from wiptui.domain.tasks.task import as_text, as_time, time_text
from wiptui.domain.text import clean_text, one_line

REVIEWS, LOADS, EXPERIMENTS = "reviews", "loads", "experiments"
"""Tables of the data file."""
METRICS = ("cycle", "throughput", "switches")
"""The metrics of an experiment: cycle time (days), tasks finished a day, context switches a workday."""
LENGTH = 14
"""The days that an experiment runs before it gives a result."""
LOAD = range(1, 6)
DEAREST = 1_000_000


@dataclass(frozen=True, slots=True)
class Review:
    """The notes about one week. A text is "" if nobody wrote one."""

    week: date
    improvement: str
    note: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Experiment:
    """One change and the metric that was fixed before it. ``limit`` is None if the change is not a limit."""

    id: int
    hypothesis: str
    change: str
    metric: str
    scope: Scope | None
    limit: int | None
    limit_before: int | None
    started: datetime
    ended: datetime | None
    learned: str
    days: int
    """The number of days to compare, fixed at the start."""

    @property
    def is_running(self) -> bool:
        return self.ended is None


# --- reading


def review_of(board: Board, week: date) -> Review:
    """Return the review of the week that begins on ``week``, empty if nobody wrote one."""
    row = _row(board, REVIEWS, week.toordinal())
    texts = [as_text(row.get(name)) or "" for name in ("improvement", "note")]
    return Review(week, texts[0], texts[1], as_time(row.get("done_at")))


def last_improvement(board: Board, before: date) -> Review | None:
    """Return the newest review before a week that names something to try."""
    weeks = sorted((int(key) for key in board.data.get(REVIEWS, {}) if key.isdigit()), reverse=True)
    for ordinal in weeks:
        if 0 < ordinal < before.toordinal():
            found = review_of(board, date.fromordinal(ordinal))
            if found.improvement:
                return found
    return None


def loads_between(board: Board, first: date, last: date) -> list[tuple[date, int]]:
    """Return the check-ins from the first day to the last, both included."""
    found = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        load = whole(_row(board, LOADS, ordinal).get("load"))
        if load is not None and load in LOAD:
            found.append((date.fromordinal(ordinal), load))
    return found


def experiments(board: Board) -> list[Experiment]:
    """Return all experiments, newest first, without malformed records."""
    found = [
        experiment
        for key, row in board.data.get(EXPERIMENTS, {}).items()
        if not is_gone(row) and (experiment := _experiment(int(key), row)) is not None
    ]
    return sorted(found, key=lambda one: (one.started, one.id), reverse=True)


def running(board: Board) -> Experiment | None:
    """Return the running experiment; of two that were started on two machines, the newer one."""
    return next((one for one in experiments(board) if one.is_running), None)


def _experiment(key: int, row: Record) -> Experiment | None:
    started, metric = as_time(row.get("started")), row.get("metric")
    if started is None or metric not in METRICS:
        return None
    kind, _, name = (as_text(row.get("scope")) or "").partition(":")
    hypothesis, change, learned = (as_text(row.get(name)) or "" for name in ("hypothesis", "change", "learned"))
    return Experiment(
        key, hypothesis, change, metric, Scope(kind, name) if kind else None, whole(row.get("limit")),
        whole(row.get("limit_before")), started, as_time(row.get("ended")), learned, whole(row.get("days")) or LENGTH,
    )  # fmt: skip


def _row(board: Board, table: str, key: int) -> Record:
    row = board.data.get(table, {}).get(str(key), {})
    return {} if is_gone(row) else row


# --- changing


def write_review(plan: Plan, command: c.WriteReview) -> None:
    """Write the results of a weekly review. None leaves a text unchanged, "" removes it."""
    fields: dict[str, Json] = {"done_at": time_text(plan.board.at)}
    if command.improvement is not None:
        fields["improvement"] = one_line(command.improvement) or None
    if command.note is not None:
        fields["note"] = clean_text(command.note) or None
    _write(plan, REVIEWS, command.week.toordinal(), fields)


def check_load(plan: Plan, command: c.CheckLoad) -> None:
    """Record how loaded a day felt, 1 (light) to 5 (too much); None removes it. Raises UsageError."""
    if command.load is not None and command.load not in LOAD:
        raise UsageError("A load is a number from 1 (light) to 5 (too much).")
    if command.day > plan.board.today:
        raise UsageError("That day is still to come.")
    _write(plan, LOADS, command.day.toordinal(), {"load": command.load})


def start_experiment(plan: Plan, command: c.StartExperiment) -> None:
    """Start an experiment. A limit that it changes holds until the experiment ends. Raises UsageError."""
    now = running(plan.board)
    if now is not None:
        raise UsageError(f"One experiment at a time: “{now.hypothesis[:60]}” is running. Stop it first.")
    hypothesis, change = one_line(command.hypothesis), one_line(command.change)
    if not hypothesis:
        raise UsageError("What do you expect? An experiment begins with a sentence that can turn out wrong.")
    if command.metric not in METRICS:
        raise UsageError(f"An experiment is measured by one of: {', '.join(METRICS)}.")
    if command.limit is None and not change:
        raise UsageError("What do you change? Give a new limit, or say it in words.")
    fields: dict[str, Json] = {
        "hypothesis": hypothesis, "change": change or None, "metric": command.metric,
        "started": time_text(plan.board.at), "days": LENGTH, "device": plan.context.device,
    }  # fmt: skip
    if command.limit is not None:
        before = _limit(plan, command.scope)
        if whole(command.limit) is None or command.limit == 0:
            raise UsageError(f"A limit is a whole number from 1 to {LARGEST}.")
        if before is not None and before.base == command.limit:
            raise UsageError(f"The limit is {before.base} already: an experiment changes it.")
        base = before.base if before is not None else None
        fields |= {"scope": _code(command.scope), "limit": command.limit, "limit_before": base}
        set_limit(plan, c.SetLimit(command.scope, command.limit, True, f"experiment: {hypothesis}"))
    plan.write(EXPERIMENTS, plan.context.ids.doc_id(), fields)


def end_experiment(plan: Plan, command: c.EndExperiment) -> None:
    """End the running experiment, keep or restore the limit, and note what was learned. Raises UsageError."""
    now = running(plan.board)
    if now is None:
        raise UsageError("No experiment is running.")
    fields: dict[str, Json] = {"ended": time_text(plan.board.at), "kept": command.keep}
    if one_line(command.learned):
        fields["learned"] = one_line(command.learned)
    plan.write(EXPERIMENTS, now.id, fields)
    if not command.keep and now.scope is not None and now.limit is not None:
        limit = _limit(plan, now.scope)
        if limit is not None and limit.base == now.limit:  # otherwise somebody has set another limit since
            set_limit(plan, c.SetLimit(now.scope, now.limit_before, True, "the experiment is over"))


def set_rate(plan: Plan, command: c.SetRate) -> None:
    """Set the hourly rate and the material costs of a project; without a project, the default rate."""
    project = one_line(command.project).removeprefix("+")
    fields: dict[str, Json] = {}
    for name, value in (("rate", command.rate), ("materials", command.materials)):
        if value is None:
            continue
        if not 0 <= value <= DEAREST:
            raise UsageError(f"An amount is a number from 0 to {DEAREST:,}.")
        if name == "materials" and not project:
            raise UsageError("Materials are of a project: which one?")
        fields[f"{name}:{project}" if project else name] = value
    plan.write(SETTINGS, SETTINGS_ID, fields)


def change_limit(plan: Plan, command: c.SetLimit) -> None:
    """Carry out SetLimit. A raise to the limit of the running experiment is permanent."""
    now = running(plan.board)
    belongs = now is not None and command.value is not None and (now.scope, now.limit) == (command.scope, command.value)
    set_limit(plan, c.SetLimit(command.scope, command.value, True, command.why) if belongs else command)


def _limit(plan: Plan, scope: Scope) -> Limit | None:
    return plan.board.limits.get(scope)


def _code(scope: Scope) -> str:
    return f"{scope.kind}:{scope.name}" if scope.name else scope.kind


def _write(plan: Plan, table: str, key: int, fields: dict[str, Json]) -> None:
    """Write a record of a day. It restores a record that an undo removed."""
    row = plan.board.data.get(table, {}).get(str(key))
    plan.write(table, key, fields | ({"gone": None} if row is not None and is_gone(row) else {}))
